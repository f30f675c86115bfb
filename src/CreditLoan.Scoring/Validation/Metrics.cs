namespace CreditLoan.Scoring.Validation;

/// <summary>How well a model ranks and how true its probabilities are, each with an interval (模型验证指标).</summary>
public sealed record Report(int Rows, int Bad, Estimate Auc, Estimate Gini, Estimate Ks, Estimate Brier, Estimate Lift10, CalibrationBand[] Calibration)
{
    /// <param name="probability">The predicted probability of being bad, row by row.</param>
    public static Report Of(double[] probability, byte[] bad, int resamples, ulong seed)
    {
        var ranking = new Ranking(probability, bad);
        Estimate Interval(Func<int[]?, double> figure) => Bootstrap.Interval(bad, figure, resamples, seed);
        var auc = Interval(ranking.Auc);
        return new Report(bad.Length, bad.Count(b => b == 1),
            auc, new Estimate(Metrics.Gini(auc.Value), Metrics.Gini(auc.Low), Metrics.Gini(auc.High)),
            Interval(ranking.Ks),
            Interval(times => Metrics.Brier(probability, bad, times)),
            Interval(times => ranking.Lift(0.1, times)),
            Metrics.Calibration(ranking, bands: 10));
    }
}

/// <summary>One band of predicted probability against what happened, with Wilson's 95 % interval (校准分段).</summary>
public readonly record struct CalibrationBand(int Rows, int Bad, double Predicted, double Observed, double Low, double High);

/// <summary>Single figures of a model (指标).</summary>
public static class Metrics
{
    /// <summary>2 × AUC - 1.</summary>
    public static double Gini(double auc) => (2 * auc) - 1;

    /// <summary>The mean squared distance between probability and outcome (Brier 分).</summary>
    public static double Brier(double[] probability, byte[] bad, int[]? times = null)
    {
        var (sum, rows) = (0.0, 0.0);
        for (var row = 0; row < bad.Length; row++)
        {
            var (count, miss) = (times?[row] ?? 1, probability[row] - bad[row]);
            sum += count * miss * miss;
            rows += count;
        }
        return sum / rows;
    }

    /// <summary>Bands of equal size by predicted probability (十分位校准).</summary>
    public static CalibrationBand[] Calibration(Ranking ranking, int bands)
    {
        var result = new CalibrationBand[Math.Min(bands, ranking.Rows)];
        for (var b = 0; b < result.Length; b++)
        {
            var rows = ranking.Order[(int)((long)b * ranking.Rows / result.Length)..(int)((long)(b + 1) * ranking.Rows / result.Length)];
            var (bad, predicted) = (0, 0.0);
            foreach (var row in rows)
            {
                bad += ranking.Bad[row];
                predicted += ranking.Risk[row];
            }
            var (low, high) = Wilson(bad, rows.Length);
            result[b] = new CalibrationBand(rows.Length, bad, predicted / rows.Length, (double)bad / rows.Length, low, high);
        }
        return result;
    }

    /// <summary>Wilson's 95 % interval of a share: honest for few rows, where the usual one passes below 0.</summary>
    public static (double Low, double High) Wilson(int hits, int rows)
    {
        const double z = 1.959963984540054;
        var (share, z2) = ((double)hits / rows, z * z / rows);
        var half = z * Math.Sqrt((share * (1 - share) / rows) + (z2 / (4 * rows)));
        return ((share + (z2 / 2) - half) / (1 + z2), (share + (z2 / 2) + half) / (1 + z2));
    }
}
