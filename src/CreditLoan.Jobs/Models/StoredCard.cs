using System.Globalization;
using CreditLoan.Domain.Models;
using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Scorecards;

namespace CreditLoan.Jobs.Models;

/// <summary>The scorecard of a run as it was recorded (已存评分卡): it gives every enterprise the points of the run's table.</summary>
public static class StoredCard
{
    public static Scorecard Of(string[][] lines, ModelReport report) => new(Scale.Usual, int.Parse(lines[0][5], CultureInfo.InvariantCulture),
        Array.ConvertAll(report.Features, f => new Characteristic(f.Key, Partition(f.Bins), Array.ConvertAll(f.Bins, b => b.Points))));

    /// <summary>The heads of the table (一览表表头).</summary>
    public static string[] Head => ScorecardTable.Head;

    /// <summary>The scorecard as PMML 4.4.</summary>
    public static string Pmml(string[][] lines, ModelReport report, string title) => Scoring.Scorecards.Pmml.Of(Of(lines, report), title).ToString();

    private static Partition Partition(ModelBin[] bins)
    {
        var regular = Array.FindAll(bins, b => !b.Missing);
        return Array.Exists(regular, b => b.Values.Length > 0)
            ? new Partition.Groups(Array.ConvertAll(regular, b => b.Values))
            : new Partition.Intervals(Array.ConvertAll(regular[1..], b => b.From!.Value), []);
    }
}
