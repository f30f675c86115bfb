using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Matching;

/// <summary>How fast a bank has answered applications (答复记录), in working days.</summary>
/// <param name="Answered">How many applications the figures rest on.</param>
/// <param name="Usual">Half of the answers came within so many days.</param>
/// <param name="MostWithin">Nine in ten came within so many days.</param>
public sealed record BankRecord(BankCode Bank, int Answered, int Usual, int MostWithin);

/// <summary>A product that an enterprise may apply for (可以申请).</summary>
/// <param name="CostFrom">What it costs a year, fees included, at the best price.</param>
/// <param name="CostTo">The same at the worst price.</param>
/// <param name="Reason">Why it fits, in one line.</param>
/// <param name="Points">What it is ranked by: 100 for the cheapest bank that answers at once.</param>
public sealed record Match(ProductRow Product, Rate CostFrom, Rate CostTo, BankRecord? Record, string Reason, int Points, IReadOnlyList<Check> Checks);

/// <summary>A product that an enterprise may not apply for yet, and the first thing that stands in the way (暂不符合).</summary>
public sealed record Miss(ProductRow Product, Check Failed, int AlsoFailed);

/// <summary>What came of matching (匹配结果).</summary>
public sealed record MatchResult(IReadOnlyList<Match> Fits, IReadOnlyList<Miss> Misses);

/// <summary>Which products an enterprise may have, ranked, and what stands in the way of the others (匹配).</summary>
/// <remarks>
/// Points = 100 × (cheapest middle cost ÷ own middle cost) × 20 ÷ (20 + usual working days to answer). The middle cost is half way between the
/// cost at the best and at the worst price, so that an advertised floor does not win. A bank without five answers on record counts
/// as answering in ten days. Banks cannot pay for a place.
/// </remarks>
public static class Matcher
{
    private const int FewAnswers = 5;
    private const int AssumedDays = 10;

    public static MatchResult Run(Need need, IReadOnlyDictionary<string, Fact> facts, IEnumerable<ProductRow> shelf, IEnumerable<BankRecord> records, Lpr lpr)
    {
        var record = records.Where(r => r.Answered >= FewAnswers).ToDictionary(r => r.Bank);
        var checkedProducts = shelf.Select(p => (Product: p, Checks: (IReadOnlyList<Check>)[.. Offered(need, p.Terms), .. p.Terms.Rules.Select(r => r.Evaluate(facts))])).ToList();
        var priced = checkedProducts.Where(x => x.Checks.All(c => c.Holds))
            .Select(x => (x.Product, x.Checks, From: Cost(need, x.Product.Terms, x.Product.Terms.LowestRate(lpr)), To: Cost(need, x.Product.Terms, x.Product.Terms.HighestRate(lpr))))
            .ToList();
        var cheapest = priced.Count == 0 ? 0 : priced.Min(x => x.From.Millionths + x.To.Millionths);
        var fits = priced
            .Select(x => new Match(x.Product, x.From, x.To, record.GetValueOrDefault(x.Product.Bank), Reason(x.Checks),
                Points(cheapest, x.From.Millionths + x.To.Millionths, record.GetValueOrDefault(x.Product.Bank)?.Usual ?? AssumedDays), x.Checks))
            .OrderByDescending(m => m.Points).ThenBy(m => m.CostFrom).ThenBy(m => m.Product.Id.ToString(), StringComparer.Ordinal);
        var misses = checkedProducts.Where(x => x.Checks.Any(c => !c.Holds))
            .Select(x => new Miss(x.Product, x.Checks.First(c => !c.Holds), x.Checks.Count(c => !c.Holds) - 1))
            .OrderBy(m => m.AlsoFailed).ThenBy(m => m.Product.Id.ToString(), StringComparer.Ordinal);
        return new([.. fits], [.. misses]);
    }

    /// <summary>The banks whose products fit, the best first, each once: the order in which a need is shown.</summary>
    public static IReadOnlyList<BankCode> Banks(MatchResult result) => [.. result.Fits.Select(m => m.Product.Bank).Distinct()];

    private static IEnumerable<Check> Offered(Need need, ProductTerms terms)
    {
        var fitsAmount = need.Amount >= terms.MinAmount && need.Amount <= terms.MaxAmount;
        yield return new("amount", $"金额 {terms.MinAmount.InWan:#,##0.##}–{terms.MaxAmount.InWan:#,##0.##} 万元", fitsAmount, $"需要 {need.Amount.InWan:#,##0.##} 万元",
            fitsAmount ? "" : need.Amount > terms.MaxAmount ? $"金额改为 {terms.MaxAmount.InWan:#,##0.##} 万元以内" : $"金额提高到 {terms.MinAmount.InWan:#,##0.##} 万元");
        var fitsTerm = need.Months >= terms.MinMonths && need.Months <= terms.MaxMonths;
        yield return new("months", $"期限 {terms.MinMonths}–{terms.MaxMonths} 个月", fitsTerm, $"需要 {need.Months} 个月",
            fitsTerm ? "" : need.Months > terms.MaxMonths ? $"期限改为 {terms.MaxMonths} 个月以内" : $"期限延长到 {terms.MinMonths} 个月");
        var fitsSecurity = need.Securities.Intersect(terms.Securities).Any();
        yield return new("security", "接受的担保方式", fitsSecurity, fitsSecurity ? "担保方式符合" : "没有这种担保方式", fitsSecurity ? "" : "增加一种可提供的担保方式");
        var fitsPurpose = terms.Purposes.Length == 0 || terms.Purposes.Contains(need.Purpose);
        yield return new("purpose", "限定的贷款用途", fitsPurpose, fitsPurpose ? "用途符合" : "用途不在范围内", fitsPurpose ? "" : "这个产品只用于限定的用途");
    }

    private static Rate Cost(Need need, ProductTerms terms, Rate rate) => CostOfCredit.Yearly(need.Amount, need.Months, rate, terms.Methods[0], terms.Fees);

    private static int Points(int cheapest, int own, int days) => own <= 0 ? 0 : (int)Math.Round(100m * cheapest / own * 20m / (20m + days));

    /// <summary>The first two rules beyond amount and term speak for the product; without rules it is open to all.</summary>
    private static string Reason(IReadOnlyList<Check> checks)
    {
        var own = checks.Skip(4).Take(2).Select(c => c.Own).ToList();
        return own.Count == 0 ? "金额、期限和担保方式都符合，没有其他门槛" : string.Join("，", own) + "，达到要求";
    }
}
