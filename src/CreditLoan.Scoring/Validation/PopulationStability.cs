namespace CreditLoan.Scoring.Validation;

/// <summary>How far a distribution over the same bins has moved (稳定性预警).</summary>
public enum Drift
{
    /// <summary>Below 0.10 (稳定).</summary>
    Stable,
    /// <summary>From 0.10 (关注).</summary>
    Watch,
    /// <summary>From 0.25 (显著变化).</summary>
    Alarm,
}

/// <summary>Compares a later population with the one the model was built on, over score bands or over a feature's bins (群体稳定性).</summary>
/// <remarks>The sum over bins of (later - base) × ln(later / base), shares of each population; half a row stands in for none.</remarks>
public static class PopulationStability
{
    public static double Index(long[] basis, long[] later)
    {
        var (all, allLater) = ((double)basis.Sum(), (double)later.Sum());
        var index = 0.0;
        for (var b = 0; b < basis.Length; b++)
        {
            if (basis[b] == 0 && later[b] == 0) continue;
            var (p, q) = (Math.Max(basis[b], 0.5) / all, Math.Max(later[b], 0.5) / allLater);
            index += (q - p) * Math.Log(q / p);
        }
        return index;
    }

    public static Drift Judge(double index) => index < 0.10 ? Drift.Stable : index < 0.25 ? Drift.Watch : Drift.Alarm;
}
