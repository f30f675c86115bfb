using CreditLoan.Scoring.Binning;

namespace CreditLoan.Scoring.Fitting;

/// <summary>Why a feature is not in the scorecard (特征落选原因).</summary>
public enum Dropped
{
    /// <summary>Its information value is too low (信息值不足).</summary>
    WeakAlone,
    /// <summary>It moves with a stronger feature (与更强特征高度相关).</summary>
    Correlated,
    /// <summary>Beside the others its sign would turn (方向相反).</summary>
    WrongSign,
    /// <summary>Beside the others it adds too little (增量不足).</summary>
    AddsLittle,
}

/// <summary>A feature that was considered, and whether it stayed (特征筛选).</summary>
public sealed record Considered(string Feature, double Iv, Dropped? Because, string? Beside);

/// <summary>How features are chosen and weighed (建模参数).</summary>
/// <param name="L2">Penalty on the slopes.</param>
/// <param name="MinIv">Information value that a feature needs.</param>
/// <param name="MaxCorrelation">Of the weights of evidence of two features in one scorecard, as an amount.</param>
/// <param name="MinWald">Squared slope over squared error that a feature needs beside the others; 2 is Akaike's criterion.</param>
public sealed record FitSettings(double L2, double MinIv, double MaxCorrelation, double MinWald)
{
    public static readonly FitSettings Usual = new(L2: 1, MinIv: 0.02, MaxCorrelation: 0.8, MinWald: 2);

    /// <summary>Where there are fewer than a hundred bad rows: fewer features, a stronger penalty.</summary>
    public static readonly FitSettings Small = new(L2: 5, MinIv: 0.1, MaxCorrelation: 0.7, MinWald: 2);
}

/// <summary>Chosen features in bins, and their weights (入模特征与系数).</summary>
public sealed record FittedScorecard(BinTable[] Features, Fitted Fit, Considered[] Considered);

/// <summary>Chooses features step by step and fits their weights (逐步筛选), the third phase.</summary>
/// <remarks>
/// 1. By information value, the strongest first; one that moves with a stronger one stays out. 2. A fit in which more risk in
/// a bin never gains points: features held at zero leave. 3. On the fit's own quadratic form the feature that adds least
/// leaves, one after the other, until all add enough; then the rest is fitted again.
/// </remarks>
public static class FeatureChoice
{
    public static FittedScorecard Fit(BinTable[] tables, byte[][] bins, byte[] bad, FitSettings settings)
    {
        var considered = tables.Select(t => new Considered(t.Feature, t.Iv, t.Iv < settings.MinIv ? Dropped.WeakAlone : null, Beside: null)).ToArray();
        var strong = Enumerable.Range(0, tables.Length).Where(i => considered[i].Because is null).OrderByDescending(i => tables[i].Iv).ThenBy(i => i).ToArray();
        if (strong.Length == 0) throw new InvalidOperationException("No feature tells the outcomes apart.");

        var correlation = Correlations(Design(strong));
        var kept = new List<int>();
        for (var s = 0; s < strong.Length; s++)
        {
            var like = kept.FindIndex(k => Math.Abs(correlation[s, k]) > settings.MaxCorrelation);
            if (like < 0) kept.Add(s);
            else Drop(strong[s], Dropped.Correlated, tables[strong[kept[like]]].Feature);
        }
        var chosen = kept.ConvertAll(k => strong[k]).ToArray();

        var fit = LogisticRegression.Fit(Design(chosen), bad, settings.L2, Sign.Positive);
        var adding = Adding(fit, settings.MinWald);
        if (adding.Count < chosen.Length)
        {
            for (var c = 0; c < chosen.Length; c++)
                if (!adding.Contains(c)) Drop(chosen[c], fit.Slopes[c] == 0 ? Dropped.WrongSign : Dropped.AddsLittle, beside: null);
            chosen = [.. adding.Select(c => chosen[c])];
            fit = LogisticRegression.Fit(Design(chosen), bad, settings.L2, Sign.Positive);
        }
        return new FittedScorecard(Array.ConvertAll(chosen, c => tables[c]), fit, considered);

        Design.Binned Design(int[] features) => new(Array.ConvertAll(features, f => bins[f]), Array.ConvertAll(features, f => tables[f].Woe));
        void Drop(int feature, Dropped because, string? beside) => considered[feature] = considered[feature] with { Because = because, Beside = beside };
    }

    /// <summary>Backward elimination on the quadratic form at the fit; the strongest feature always stays.</summary>
    private static SortedSet<int> Adding(Fitted fit, double minWald)
    {
        var left = new SortedSet<int>(Enumerable.Range(0, fit.Slopes.Length).Where(i => fit.Slopes[i] != 0));
        var (slopes, covariance) = ((double[])fit.Slopes.Clone(), (double[,])fit.Covariance.Clone());
        while (left.Count > 1)
        {
            var weakest = left.MinBy(i => slopes[i] * slopes[i] / covariance[i + 1, i + 1]);
            var own = covariance[weakest + 1, weakest + 1];
            if (slopes[weakest] * slopes[weakest] / own >= minWald) break;
            left.Remove(weakest);
            var with = left.ToDictionary(i => i, i => covariance[i + 1, weakest + 1]);
            var slope = slopes[weakest];
            foreach (var i in left)
            {
                slopes[i] -= with[i] * slope / own;
                foreach (var j in left) covariance[i + 1, j + 1] -= with[i] * with[j] / own;
            }
        }
        return left;
    }

    private static double[,] Correlations(Design design)
    {
        var moments = new Moments(design);
        var sums = moments.Over(new double[moments.Size], (_, linear, weight, _) =>
        {
            weight[..linear.Length].Fill(1.0 / design.Rows);
            return 0;
        });
        var n = design.Columns;
        var correlation = new double[n, n];
        double Covariance(int i, int j) => sums.Product(i + 1, j + 1) - (sums.Product(i + 1, 0) * sums.Product(j + 1, 0));
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                correlation[i, j] = Covariance(i, j) / Math.Sqrt(Covariance(i, i) * Covariance(j, j));
        return correlation;
    }
}
