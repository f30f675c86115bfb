using CreditLoan.Domain.Access;
using CreditLoan.Domain.Bureau;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Bureau;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Bureau;

/// <summary>One part of the volume in a month and in the month before.</summary>
public sealed record PartChange(string Key, Money Now, Money Before)
{
    public Money Change => Now - Before;
}

/// <summary>Why a month's figure moved (月度变动): its parts beside those of the month before, the largest change first.</summary>
public sealed record MonthChange(Metric Metric, DateOnly Month, Money Now, Money Before, IReadOnlyDictionary<Dimension, IReadOnlyList<PartChange>> Parts)
{
    public static async Task<MonthChange> Load(BureauQueries bureau, Viewer viewer, Metric metric, DateOnly month)
    {
        VolumeFilter now = new(month, month), before = new(month.AddMonths(-1), month.AddMonths(-1));
        var parts = new Dictionary<Dimension, IReadOnlyList<PartChange>>();
        foreach (var (by, _) in Splitting.Ways) parts[by] = Compare(metric, await bureau.Split(viewer, now, by), await bureau.Split(viewer, before, by));
        return new MonthChange(metric, month, (await bureau.Total(viewer, now)).Of(metric), (await bureau.Total(viewer, before)).Of(metric), parts);
    }

    public string Headline => $"{Month.Year}年{Month.Month}月{MetricDefinition.Of(Metric).Name} {Words.Yi(Now)} 亿元，比上月{(Now < Before ? "少" : "多")} {Words.WanPlain(Size(Now - Before))} 万元";

    /// <summary>The message of a table: which part moved the figure most.</summary>
    public string Most(Dimension by, Splitting names) => Parts[by] is [{ Change.IsZero: false } first, ..]
        ? $"{names.NameOf(by, first.Key)}变动最大，{(first.Change < Money.Zero ? "减少" : "增加")} {Words.WanPlain(Size(first.Change))} 万元"
        : $"各{Splitting.Word(by)}没有变动";

    private static PartChange[] Compare(Metric metric, IReadOnlyList<VolumeRow> now, IReadOnlyList<VolumeRow> before)
    {
        var then = before.ToDictionary(r => r.Key, r => r.Of(metric), StringComparer.Ordinal);
        var today = now.ToDictionary(r => r.Key, r => r.Of(metric), StringComparer.Ordinal);
        return [.. then.Keys.Union(today.Keys, StringComparer.Ordinal).Select(key => new PartChange(key, today.GetValueOrDefault(key), then.GetValueOrDefault(key)))
            .OrderByDescending(p => Size(p.Change)).ThenBy(p => p.Key, StringComparer.Ordinal)];
    }

    private static Money Size(Money amount) => amount < Money.Zero ? -amount : amount;
}
