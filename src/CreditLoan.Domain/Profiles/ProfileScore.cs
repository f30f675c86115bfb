using System.Globalization;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Profiles;

/// <summary>How likely a default within the model's period is, in five steps (信用档); the same for every model.</summary>
public enum ScoreBand { A = 1, B = 2, C = 3, D = 4, E = 5 }

/// <summary>Where one band ends and the next begins (信用档分界): by the calibrated default rate, so that a band means the same under every model.</summary>
public static class ScoreBands
{
    /// <summary>A rate below this is in the band or a better one; the last band has no end.</summary>
    public static readonly IReadOnlyList<(ScoreBand Band, Share Below)> Limits =
        [(ScoreBand.A, new(150)), (ScoreBand.B, new(300)), (ScoreBand.C, new(600)), (ScoreBand.D, new(1_200)), (ScoreBand.E, new(10_001))];

    public static ScoreBand Of(Share rate) => Limits.First(l => rate < l.Below).Band;
}

/// <summary>What one feature adds to or takes from the score of the average enterprise (评分原因): a range, never the value itself.</summary>
/// <param name="From">The range's start, included; null where it has none.</param>
/// <param name="To">Its end, not included; null where it has none.</param>
/// <param name="Values">The grades or flags that score alike; empty for a range.</param>
/// <param name="Missing">There was no value.</param>
public sealed record ScoreReason(string Feature, DataClass Class, int Points, double? From, double? To, string[] Values, bool Missing)
{
    /// <summary>The reason as people read it: 近 12 月最长断票低于 2 个月.</summary>
    public string Sentence()
    {
        if (Features.Find(Feature) is not { } feature) return Feature;
        if (Missing) return feature.Term + "没有数据";
        if (Values.Length > 0) return string.Join(" 或 ", Values.Select(v => Label(feature, v)).Distinct(StringComparer.Ordinal));
        var unit = feature.Unit.Length > 0 && feature.Unit != "%" ? " " + feature.Unit : feature.Unit;
        return (From, To) switch
        {
            (null, { } to) => $"{feature.Term}低于 {Text(to)}{unit}",
            ({ } from, null) => $"{feature.Term}不低于 {Text(from)}{unit}",
            ({ } from, { } to) => $"{feature.Term}在 {Text(from)} 至 {Text(to)}{unit}",
            _ => $"{feature.Term}有数据",
        };
    }

    private static string Label(Feature feature, string value)
    {
        FeatureValue of = value is "是" or "否" ? new FeatureValue.Flag(value == "是") : new FeatureValue.Choice(value);
        return Tags.All.FirstOrDefault(t => t.Feature.Key == feature.Key)?.Read(of)?.Label ?? $"{feature.Term}：{value}";
    }

    private static string Text(double number) => Math.Round(number, 2).ToString("#,##0.##", CultureInfo.InvariantCulture).Replace('-', '−');
}

/// <summary>The score of an enterprise under one model (信用评分): base points and reasons add up to it.</summary>
/// <param name="Model">The modelling project.</param>
/// <param name="Title">What the model is called.</param>
/// <param name="Rate">The calibrated default rate, and the ends of its 95 % interval.</param>
/// <param name="ScoreLow">The interval in points, from here to <paramref name="ScoreHigh"/>.</param>
/// <param name="Lowest">The fewest points that the scorecard can give.</param>
/// <param name="BandStarts">The first score of D, C, B and A.</param>
public sealed record ProfileScore(
    string Model, string Title, int Run, int Score, int Base, ScoreBand Band, Share Rate, Share RateLow, Share RateHigh, int ScoreLow, int ScoreHigh,
    int Lowest, int Highest, int[] BandStarts, ScoreReason[] Reasons)
{
    /// <summary>What speaks for the enterprise, the strongest first.</summary>
    public IEnumerable<ScoreReason> For => Reasons.Where(r => r.Points > 0).OrderByDescending(r => r.Points);

    /// <summary>What speaks against it, the strongest first.</summary>
    public IEnumerable<ScoreReason> Against => Reasons.Where(r => r.Points < 0).OrderBy(r => r.Points);

    /// <summary>The classes of data that the score rests on.</summary>
    public IReadOnlyList<DataClass> Classes => [.. Reasons.Select(r => r.Class).Distinct().Order()];
}
