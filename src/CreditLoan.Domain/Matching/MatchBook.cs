using System.Collections.Concurrent;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Matching;

/// <summary>A shelf with its prices and the banks' answers, ready to match any number of enterprises (撮合簿).</summary>
/// <remarks>
/// Fits are ranked by middle cost × (20 + usual working days to answer), the lowest first. The middle cost is half way between the cost
/// at the best and at the worst price, so that an advertised floor does not win. A bank without five answers on record counts as
/// answering in ten days. Banks cannot pay for a place.
/// </remarks>
public sealed class MatchBook
{
    public const int FewAnswers = 5, AssumedDays = 10, Unhurried = 20;
    private const int KeptOrders = 4_096;

    private readonly IReadOnlyDictionary<BankCode, BankRecord> _records;
    private readonly Lpr _lpr;
    private readonly ConcurrentDictionary<(long Fen, int Months), Ranked> _orders = new();

    /// <summary>All products for one amount and term, the best first, with what each costs and the rank of each.</summary>
    public sealed record Ranked(short[] Order, Rate[] From, Rate[] To)
    {
        public short[] RankOf { get; } = Ranks(Order);

        private static short[] Ranks(short[] order)
        {
            var ranks = new short[order.Length];
            for (short rank = 0; rank < order.Length; rank++) ranks[order[rank]] = rank;
            return ranks;
        }
    }

    public MatchBook(IEnumerable<ProductRow> products, IEnumerable<BankRecord> records, Lpr lpr)
    {
        Shelf = new CompiledShelf([.. products]);
        _records = records.Where(r => r.Answered >= FewAnswers).ToDictionary(r => r.Bank);
        _lpr = lpr;
    }

    public CompiledShelf Shelf { get; }

    public BankRecord? RecordOf(BankCode bank) => _records.GetValueOrDefault(bank);

    public int DaysOf(BankCode bank) => RecordOf(bank)?.Usual ?? AssumedDays;

    public Ranked RankedFor(Need need)
    {
        var kind = (need.Amount.Fen, need.Months);
        if (_orders.TryGetValue(kind, out var known)) return known;
        if (_orders.Count > KeptOrders) _orders.Clear();
        return _orders[kind] = Rank(need);
    }

    /// <summary>Matches many enterprises, each with its need; columns by field key.</summary>
    public MatchTable Run(IReadOnlyList<Need> needs, IReadOnlyDictionary<string, FactColumn> columns, int most) => new BulkMatch(this, needs, columns, most).Run();

    private Ranked Rank(Need need)
    {
        var products = Shelf.Products;
        var from = products.Select(p => Cost(need, p.Terms, p.Terms.LowestRate(_lpr))).ToArray();
        var to = products.Select(p => Cost(need, p.Terms, p.Terms.HighestRate(_lpr))).ToArray();
        var order = Enumerable.Range(0, products.Count)
            .OrderBy(p => ((long)from[p].Millionths + to[p].Millionths) * (Unhurried + DaysOf(products[p].Bank))).ThenBy(p => from[p]).ThenBy(p => products[p].Id.ToString(), StringComparer.Ordinal);
        return new Ranked([.. order.Select(p => (short)p)], from, to);
    }

    /// <summary>Without fees a loan costs its contract rate.</summary>
    private static Rate Cost(Need need, ProductTerms terms, Rate rate) =>
        terms.Fees.Length == 0 ? rate : CostOfCredit.Yearly(need.Amount, need.Months, rate, terms.Methods[0], terms.Fees);
}
