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
/// <remarks>Points = 100 × (cheapest middle cost ÷ own middle cost) × 20 ÷ (20 + usual working days to answer); the order is that of <see cref="MatchBook"/>.</remarks>
public static class Matcher
{
    /// <summary>One enterprise: the fits with all their conditions in words, and for the rest the first that failed.</summary>
    public static MatchResult Run(MatchBook book, Need need, IReadOnlyDictionary<string, Fact> facts)
    {
        var shelf = book.Shelf;
        var (bins, first, failures, fitting) = (new ushort[shelf.Axes.Count], new byte[shelf.Products.Count], new byte[shelf.Products.Count], new ulong[(shelf.Products.Count + 63) / 64]);
        shelf.Bins(need, facts, bins);
        var fitted = shelf.Judge(bins, first, fitting, failures);
        var ranked = book.RankedFor(need);
        var order = ranked.Order.Where(p => first[p] == CompiledShelf.None).ToArray();
        var cheapest = fitted == 0 ? 0 : order.Min(p => ranked.From[p].Millionths + ranked.To[p].Millionths);
        var fits = order.Select(p =>
        {
            var product = shelf.Products[p];
            Check[] checks = [.. Offered(need, product.Terms), .. product.Terms.Rules.Select(r => r.Evaluate(facts))];
            return new Match(product, ranked.From[p], ranked.To[p], book.RecordOf(product.Bank), Reason(checks),
                Points(cheapest, ranked.From[p].Millionths + ranked.To[p].Millionths, book.DaysOf(product.Bank)), checks);
        });
        var misses = Enumerable.Range(0, shelf.Products.Count).Where(p => first[p] != CompiledShelf.None)
            .Select(p => new Miss(shelf.Products[p], Condition(need, shelf.Products[p].Terms, facts, first[p]), failures[p] - 1))
            .OrderBy(m => m.AlsoFailed).ThenBy(m => m.Product.Id.ToString(), StringComparer.Ordinal);
        return new([.. fits], [.. misses]);
    }

    private static Check Condition(Need need, ProductTerms terms, IReadOnlyDictionary<string, Fact> facts, int place) =>
        place < 4 ? Offered(need, terms).ElementAt(place) : terms.Rules[place - 4].Evaluate(facts);

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

    private static int Points(int cheapest, int own, int days) => own <= 0 ? 0 : (int)Math.Round(100m * cheapest / own * 20m / (20m + days));

    /// <summary>The first two rules beyond amount and term speak for the product; without rules it is open to all.</summary>
    private static string Reason(IReadOnlyList<Check> checks)
    {
        var own = checks.Skip(4).Take(2).Select(c => c.Own).ToList();
        return own.Count == 0 ? "金额、期限和担保方式都符合，没有其他门槛" : string.Join("，", own) + "，达到要求";
    }
}
