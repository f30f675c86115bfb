namespace CreditLoan.Scoring.Binning;

/// <summary>How risk may move along a feature (单调性约束).</summary>
public enum Trend
{
    /// <summary>Risk only rises with the feature (递增).</summary>
    Increasing,
    /// <summary>Risk only falls with the feature (递减).</summary>
    Decreasing,
    /// <summary>Risk rises, then falls (单峰).</summary>
    Peak,
    /// <summary>Risk falls, then rises (单谷).</summary>
    Valley,
    /// <summary>No constraint (不限).</summary>
    Free,
    /// <summary>Rising or falling, whichever explains more (自动单调).</summary>
    Monotone,
    /// <summary>Rising or falling, or a peak or valley where that explains a good deal more (自动).</summary>
    Automatic,
}

/// <summary>How a sample is cut into bins (分箱参数).</summary>
/// <param name="FineClasses">Quantile classes before merging (等频细分箱).</param>
/// <param name="MaxBins">Regular bins kept at most.</param>
/// <param name="MinShare">Part of the regular rows that a bin holds at least.</param>
/// <param name="MinZ">Neighbouring bins differ in bad rate by at least this many standard errors; 0 asks nothing.</param>
/// <param name="Prior">Rows at the sample's own rate added to each bin's counts.</param>
/// <param name="Trends">Constraint by feature; a feature that is not named takes <see cref="Default"/>.</param>
/// <param name="Specials">Special values by feature.</param>
public sealed record BinSettings(
    int FineClasses, int MaxBins, double MinShare, double MinZ, double Prior, Trend Default,
    IReadOnlyDictionary<string, Trend> Trends, IReadOnlyDictionary<string, double[]> Specials)
{
    public static readonly BinSettings Usual = new(
        FineClasses: 32, MaxBins: 8, MinShare: 0.05, MinZ: 1.0, Prior: 1, Trend.Automatic,
        new Dictionary<string, Trend>(StringComparer.Ordinal), new Dictionary<string, double[]>(StringComparer.Ordinal));

    /// <summary>Where there are fewer than a hundred bad rows: few bins, monotone, drawn to the average.</summary>
    public static readonly BinSettings Small = Usual with { FineClasses = 10, MaxBins = 3, MinShare = 0.15, Prior = 5, Default = Trend.Monotone };

    public Trend TrendOf(string feature) => Trends.TryGetValue(feature, out var trend) ? trend : Default;
    public double[] SpecialsOf(string feature) => Specials.TryGetValue(feature, out var specials) ? specials : [];
}
