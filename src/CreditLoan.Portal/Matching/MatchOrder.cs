using CreditLoan.Domain.Matching;

namespace CreditLoan.Portal.Matching;

/// <summary>In which order fitting products stand on the page.</summary>
public static class MatchOrder
{
    public const string Overall = "overall", Cheapest = "cost", Fastest = "answer";

    public static IReadOnlyList<Match> By(string? order, IReadOnlyList<Match> fits) => order switch
    {
        Cheapest => [.. fits.OrderBy(m => m.CostFrom).ThenBy(m => m.CostTo)],
        Fastest => [.. fits.OrderBy(m => m.Record?.Usual ?? int.MaxValue).ThenBy(m => m.CostFrom)],
        _ => fits,
    };

    /// <summary>The heading: how many fit, and the lowest cost.</summary>
    public static string Heading(MatchResult result) => result.Fits.Count == 0
        ? "暂时没有符合条件的产品，下面写明差在哪一条"
        : $"{result.Fits.Count} 个产品适合您，最低年化 {Components.Words.Percent(result.Fits.Min(m => m.CostFrom))}";
}
