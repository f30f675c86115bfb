using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Binning;

namespace CreditLoan.Scoring.Fitting;

/// <summary>Bins and fits an aligned sample (建模): the second and the third phase, one after the other.</summary>
public static class Modelling
{
    public static FittedScorecard Fit(Sample sample, BinSettings binning, FitSettings fitting)
    {
        if (Leaks.Among(sample.Target, sample.Columns.Select(c => c.Name)) is [var leak, ..])
            throw new ArgumentException($"{leak.Feature}: {leak.Because}", nameof(sample));
        var tables = Binner.Bin(sample, binning);
        var bins = new byte[tables.Length][];
        Parallel.For(0, tables.Length, c => bins[c] = BinColumn.Of(sample.Columns[c], tables[c].Partition));
        return FeatureChoice.Fit(tables, bins, sample.Bad, fitting);
    }
}
