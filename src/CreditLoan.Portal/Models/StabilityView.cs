using CreditLoan.Domain.Models;
using CreditLoan.Jobs.Models;
using CreditLoan.Ledger.Models;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Models;

/// <summary>One month against the sample the model was built on.</summary>
public sealed record StabilityMonth(DateOnly Month, int Rows, double Score);

/// <summary>How far the population has moved from the sample, month by month.</summary>
public sealed record StabilityView(IReadOnlyList<StabilityMonth> Months, IReadOnlyList<(string Key, double[] Values)> Features)
{
    public static readonly IReadOnlyList<(double, string)> Limits = [(0.10, "关注 0.10"), (0.25, "告警 0.25")];

    public static StabilityView Of(ModelReport report, IReadOnlyList<StabilityRow> rows)
    {
        var months = rows.Where(r => r.Feature.Length == 0).Select(r => new StabilityMonth(r.Month, r.Counts.Sum(), StabilityIndex.Of(report.ScoreBasis, r.Counts))).ToList();
        var features = report.Features.Select(f => (f.Key, rows.Where(r => r.Feature == f.Key).Select(r => StabilityIndex.Of([.. f.Bins.Select(b => b.Good + b.Bad)], r.Counts)).ToArray())).ToList();
        return new StabilityView(months, features);
    }

    private IEnumerable<double> Newest => Features.Where(f => f.Values.Length > 0).Select(f => f.Values[^1]);

    public string Heading => Months.Count == 0 ? "稳定性正在统计"
        : Worst >= 0.25 ? "有告警：分布已明显变化，建议复核或重新建模" : Worst >= 0.10 ? "有一项需要关注，其余稳定" : "得分和特征都稳定";

    public string ScoreTitle => $"得分分布最近一个月移动 {ModelWords.Two(Months[^1].Score)}，{Says(Months[^1].Score)}";

    public string FeatureTitle => Features.Where(f => f.Values.Length > 0).OrderByDescending(f => f.Values[^1]).FirstOrDefault() is { Key: not null } most
        ? $"特征中移动最多的是{ModelWords.Term(most.Key)}，{ModelWords.Two(most.Values[^1])}" : "特征稳定性";

    public string Span => Months.Count == 0 ? "" : $"月末，{Months[0].Month:yyyy年M月} 至 {Months[^1].Month:yyyy年M月}";

    public double Top => ChartScale.Top(Math.Max(0.3, Months.Select(m => m.Score).DefaultIfEmpty(0).Max()));

    public IReadOnlyList<XySeries> ScoreLine => [new("得分", [.. Months.Select((m, i) => new XyPoint(i, m.Score))], Dots: true, LabelAt: 0.8)];

    public string MonthAt(double place) => (int)Math.Round(place) is var i && i < Months.Count ? $"{Months[i].Month.Month}月" : "";

    public static string Says(double index) => index >= 0.25 ? "告警" : index >= 0.10 ? "关注" : "稳定";

    public static Meaning Means(double index) => index >= 0.25 ? Meaning.Bad : index >= 0.10 ? Meaning.Soon : Meaning.Done;

    private double Worst => Newest.Append(Months[^1].Score).Max();
}
