using System.Globalization;
using CreditLoan.Scoring.Binning;

namespace CreditLoan.Scoring.Scorecards;

/// <summary>A scorecard as one table that a spreadsheet holds and anybody can score with (评分卡一览表).</summary>
/// <remarks>
/// A value scores the first line of its feature that fits: a line with 取值 fits these values exactly, a line with 下限 and 上限
/// fits from the one (included) to the other (not included), 缺失 fits what is missing, 其他 fits the rest. The points of all
/// features, and the line 基准分, add up to the score.
/// </remarks>
public static class ScorecardTable
{
    public const string BaseLine = "基准分";

    public static readonly string[] Head = ["特征", "类型", "下限", "上限", "取值", "分值"];

    public static string[][] Of(Scorecard card) => [[BaseLine, "", "", "", "", Text(card.BasePoints)], .. card.Characteristics.SelectMany(Lines)];

    private static IEnumerable<string[]> Lines(Characteristic characteristic)
    {
        string[] Line(string kind, string from, string to, string values, int bin) => [characteristic.Feature, kind, from, to, values, Text(characteristic.Points[bin])];
        switch (characteristic.Partition)
        {
            case Partition.Intervals intervals:
                for (var s = 0; s < intervals.Specials.Length; s++) yield return Line("特殊值", "", "", Text(intervals.Specials[s]), intervals.Regular + s);
                yield return Line("缺失", "", "", "", intervals.Missing);
                for (var b = 0; b < intervals.Regular; b++)
                    yield return Line("区间", b == 0 ? "" : Text(intervals.Breaks[b - 1]), b == intervals.Breaks.Length ? "" : Text(intervals.Breaks[b]), "", b);
                break;
            case Partition.Groups groups:
                yield return Line("缺失", "", "", "", groups.Missing);
                for (var g = 0; g < groups.Levels.Length; g++)
                    foreach (var level in groups.Levels[g]) yield return Line("取值", "", "", level, g);
                yield return Line("其他", "", "", "", groups.Unseen);
                break;
        }
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
