using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Fitting;
using CreditLoan.Scoring.Scorecards;

namespace CreditLoan.Scoring.Tests.Scorecards;

/// <summary>Scorecards to test with.</summary>
internal static class Cards
{
    public static FittedScorecard Fit(Sample sample, BinSettings? settings = null)
    {
        var tables = Binner.Bin(sample, settings ?? BinSettings.Usual);
        var bins = sample.Columns.Zip(tables, (c, t) => BinColumn.Of(c, t.Partition)).ToArray();
        return FeatureChoice.Fit(tables, bins, sample.Bad, FitSettings.Usual);
    }

    public static Scorecard Of(Sample sample, BinSettings? settings = null) => Scorecard.Of(Fit(sample, settings), Scale.Usual);

    public static Dictionary<string, Column> ByName(Sample sample) => sample.Columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
}
