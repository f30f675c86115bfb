using CreditLoan.Domain.Access;
using CreditLoan.Domain.Bureau;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Bureau;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Bureau;

/// <summary>What the cockpit shows of one figure in one year (驾驶舱), with all it rests on.</summary>
public sealed record Cockpit(
    Metric Metric, DateOnly AsOfMonth, IReadOnlyList<VolumeRow> Months, VolumeRow Total, VolumeRow Before,
    Dimension By, IReadOnlyList<VolumeRow> Parts, IReadOnlyList<VolumeRow> PartsBefore, Funnel Funnel,
    IReadOnlyList<AnswerRow> Answers, AnswerTime Time, IReadOnlyList<TargetRow> Targets, AsOf? Followed)
{
    /// <summary>Working days within which a bank has to answer (办理时限).</summary>
    public const int AnswerLimit = 10;

    public static async Task<Cockpit> Load(BureauQueries bureau, Reader reader, Viewer viewer, Metric metric, Dimension by, int year, DateOnly today, CancellationToken stop = default)
    {
        var january = new DateOnly(year, 1, 1);
        var to = year == today.Year ? new DateOnly(year, today.Month, 1) : new DateOnly(year, 12, 1);
        var filter = new VolumeFilter(january, to);
        var before = new VolumeFilter(january.AddYears(-1), to.AddYears(-1));
        var until = to.AddMonths(1).AddDays(-1);
        return new Cockpit(metric, to,
            await bureau.Months(viewer, filter, stop), await bureau.Total(viewer, filter, stop), await bureau.Total(viewer, before, stop),
            by, await bureau.Split(viewer, filter, by, stop), await bureau.Split(viewer, before, by, stop),
            await bureau.Funnel(viewer, until, stop: stop), await bureau.Answers(viewer, january, until, stop),
            await bureau.AnswerTimes(viewer, january, until, AnswerLimit, stop: stop),
            await reader.Rows<TargetRow>(viewer, $"select * from target_book where metric = {metric} order by scope", stop),
            await bureau.Followed(viewer, stop));
    }

    public MetricDefinition Definition => MetricDefinition.Of(Metric);

    /// <summary>The city's own target of this year; null where none is set.</summary>
    public Target.Standing? CityTarget(string city) => Standing(city);

    public Target.Standing? Standing(string scope) =>
        Targets.FirstOrDefault(t => t.Scope == scope && t.BaseDate.Year <= AsOfMonth.Year && t.EndDate.Year >= AsOfMonth.Year) is { } row
            ? new Target.Standing(row.Metric, row.Scope, row.BaseDate, row.Base, row.EndDate, row.Value, row.Source)
            : null;

    /// <summary>The last day that the figures cover.</summary>
    public DateOnly Until(DateOnly today) => AsOfMonth.AddMonths(1).AddDays(-1) is var end && end > today ? today : end;

    /// <summary>The figure by month: summed up from January for flows, as it stood for the balance.</summary>
    public IReadOnlyList<decimal> Curve()
    {
        if (Metric == Metric.Outstanding) return [.. Months.Select(m => Yi(m.Outstanding))];
        var sum = Money.Zero;
        return [.. Months.Select(m => Yi(sum += m.Of(Metric)))];
    }

    /// <summary>The plan at the end of each month of the year.</summary>
    public IReadOnlyList<decimal> Plan(Target.Standing target) =>
        [.. Enumerable.Range(1, 12).Select(month => Yi(target.PlanOn(new DateOnly(AsOfMonth.Year, month, DateTime.DaysInMonth(AsOfMonth.Year, month)))))];

    public static decimal Yi(Money amount) => amount.InWan / 10_000m;

    /// <summary>Change against the year before, in words; "—" where there was nothing to compare with.</summary>
    public static string Change(Money now, Money before) =>
        before.IsPositive ? Words.Signed((now - before).Fen * 100m / before.Fen, "+#,##0.0;-#,##0.0") + "%" : "—";

    /// <summary>A part of a whole in per cent with one decimal.</summary>
    public static string Part(decimal part, decimal whole) => whole > 0 ? Words.Signed(part * 100 / whole, "0.0") + "%" : "—";
}
