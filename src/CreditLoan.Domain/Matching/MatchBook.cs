using System.Collections.Concurrent;
using System.Numerics;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Matching;

/// <summary>What is known of many enterprises in one respect, an entry each (事实列).</summary>
public abstract record FactColumn
{
    private FactColumn() { }
    /// <summary>Numbers; not a number is no data.</summary>
    public sealed record Numbers(double[] Values) : FactColumn;
    /// <summary>Grades or choices as places in a list; -1 is no data.</summary>
    public sealed record Choices(string[] Levels, int[] Codes) : FactColumn;
    /// <summary>Yes or no; null is no data.</summary>
    public sealed record Flags(bool?[] Values) : FactColumn;
}

/// <summary>What came of matching many enterprises (批量匹配结果).</summary>
/// <param name="Best">The best fits of each enterprise by their place on the shelf, the best first; -1 where there are no more.</param>
/// <param name="FirstFailed">For each enterprise and product the first condition that fails, or <see cref="CompiledShelf.None"/>.</param>
public sealed record MatchTable(int Most, int Products, short[] Best, byte[] FirstFailed);

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

    /// <summary>All products for one amount and term, the best first, with what each costs.</summary>
    public sealed record Ranked(short[] Order, Rate[] From, Rate[] To);

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
        if (_orders.Count > KeptOrders) _orders.Clear();
        return _orders.GetOrAdd((need.Amount.Fen, need.Months), _ => Rank(need));
    }

    /// <summary>Matches many enterprises, each with its need; columns by field key.</summary>
    public MatchTable Run(IReadOnlyList<Need> needs, IReadOnlyDictionary<string, FactColumn> columns, int most)
    {
        var products = Shelf.Products.Count;
        var table = new MatchTable(most, products, new short[needs.Count * most], new byte[needs.Count * products]);
        Array.Fill(table.Best, (short)-1);
        var lookUps = Shelf.Axes.Select((axis, a) => a < 4 ? null : LookUp(axis, columns.GetValueOrDefault(axis.Key))).ToArray();
        const int block = 4_096;
        Parallel.For(0, (needs.Count + block - 1) / block, b =>
        {
            Span<ushort> bins = stackalloc ushort[Shelf.Axes.Count];
            Span<ulong> fitting = stackalloc ulong[(products + 63) / 64];
            var none = new Dictionary<string, Fact>();
            for (var row = b * block; row < Math.Min(needs.Count, (b + 1) * block); row++)
            {
                for (var a = 0; a < bins.Length; a++) bins[a] = lookUps[a] is { } of ? of(row) : Shelf.Axes[a].BinOf(needs[row], none);
                if (Shelf.Judge(bins, table.FirstFailed.AsSpan(row * products, products), fitting, []) == 0) continue;
                var next = row * most;
                foreach (var p in RankedFor(needs[row]).Order)
                {
                    if ((fitting[p >> 6] >> (p & 63) & 1) == 0) continue;
                    table.Best[next++] = p;
                    if (next == (row + 1) * most) break;
                }
            }
        });
        return table;
    }

    private static Func<int, ushort> LookUp(Axis axis, FactColumn? column)
    {
        switch (column)
        {
            case FactColumn.Numbers n:
                return row => axis.BinOf(n.Values[row]);
            case FactColumn.Choices c:
                var bins = Array.ConvertAll(c.Levels, axis.BinOf);
                return row => c.Codes[row] < 0 ? (ushort)0 : bins[c.Codes[row]];
            case FactColumn.Flags f:
                return row => f.Values[row] is { } holds ? Axis.BinOf(holds) : (ushort)0;
            default:
                return _ => 0;
        }
    }

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
