using CreditLoan.Domain.Access;
using CreditLoan.Domain.Bureau;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Bureau;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Bureau;

/// <summary>One district or bank in a month and in the month before.</summary>
public sealed record PartChange(string Key, Money Now, Money Before)
{
    public Money Change => Now - Before;
}

/// <summary>Why a month's figure moved (月度变动): its parts beside those of the month before, the largest change first.</summary>
public sealed record MonthChange(Metric Metric, DateOnly Month, Money Now, Money Before, IReadOnlyList<PartChange> Districts, IReadOnlyList<PartChange> Banks)
{
    public static async Task<MonthChange> Load(BureauQueries bureau, Viewer viewer, Metric metric, DateOnly month)
    {
        VolumeFilter now = new(month, month), before = new(month.AddMonths(-1), month.AddMonths(-1));
        return new MonthChange(metric, month, (await bureau.Total(viewer, now)).Of(metric), (await bureau.Total(viewer, before)).Of(metric),
            Parts(metric, await bureau.Split(viewer, now, Dimension.District), await bureau.Split(viewer, before, Dimension.District)),
            Parts(metric, await bureau.Split(viewer, now, Dimension.Bank), await bureau.Split(viewer, before, Dimension.Bank)));
    }

    public string Headline => $"{Month.Year}年{Month.Month}月{MetricDefinition.Of(Metric).Name} {Words.Yi(Now)} 亿元，比上月{(Now < Before ? "少" : "多")} {Words.WanPlain(Size(Now - Before))} 万元";

    /// <summary>The message of a table: which part moved the figure most.</summary>
    public string Most(string kind, IReadOnlyList<PartChange> parts, Func<string, string> nameOf) => parts is [{ Change.IsZero: false } first, ..]
        ? $"{nameOf(first.Key)}变动最大，{(first.Change < Money.Zero ? "减少" : "增加")} {Words.WanPlain(Size(first.Change))} 万元"
        : $"各{kind}没有变动";

    /// <summary>The loans of the month in one part.</summary>
    public string Loans(string dimension, string key) => $"/bureau/loans?from={Month:yyyy-MM}&to={Month:yyyy-MM}&{dimension}={Uri.EscapeDataString(key)}";

    private static PartChange[] Parts(Metric metric, IReadOnlyList<VolumeRow> now, IReadOnlyList<VolumeRow> before)
    {
        var then = before.ToDictionary(r => r.Key, r => r.Of(metric), StringComparer.Ordinal);
        var today = now.ToDictionary(r => r.Key, r => r.Of(metric), StringComparer.Ordinal);
        return [.. then.Keys.Union(today.Keys, StringComparer.Ordinal).Select(key => new PartChange(key, today.GetValueOrDefault(key), then.GetValueOrDefault(key)))
            .OrderByDescending(p => Size(p.Change)).ThenBy(p => p.Key, StringComparer.Ordinal)];
    }

    private static Money Size(Money amount) => amount < Money.Zero ? -amount : amount;
}
