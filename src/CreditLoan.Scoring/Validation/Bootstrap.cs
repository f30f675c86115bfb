namespace CreditLoan.Scoring.Validation;

/// <summary>A figure with the range that 95 of 100 resamples fall in (估计值与 95% 区间).</summary>
public readonly record struct Estimate(double Value, double Low, double High);

/// <summary>Draws a sample's rows again with replacement, good and bad rows each in their own number (分层自助法).</summary>
/// <remarks>The percentile interval. It shows how far the figure moves with the rows at hand; it knows nothing of a population that changes.</remarks>
public static class Bootstrap
{
    /// <param name="figure">The figure when row i counts times[i] times; null counts every row once.</param>
    public static Estimate Interval(ReadOnlySpan<byte> bad, Func<int[]?, double> figure, int resamples, ulong seed)
    {
        var groups = new[] { Rows(bad, 0), Rows(bad, 1) };
        var drawn = new double[resamples];
        var length = bad.Length;
        Parallel.For(0, resamples, () => new int[length], (r, _, times) =>
        {
            // Each resample has its own seed, so that the order in which they run does not matter.
            var chance = new Chance(unchecked(seed + ((ulong)r * 0x632BE59BD9B4E019)));
            Array.Clear(times);
            foreach (var group in groups)
                for (var i = 0; i < group.Length; i++) times[group[chance.Below(group.Length)]]++;
            drawn[r] = figure(times);
            return times;
        }, _ => { });
        Array.Sort(drawn);
        return new Estimate(figure(null), drawn[(int)(0.025 * (resamples - 1))], drawn[(int)Math.Ceiling(0.975 * (resamples - 1))]);
    }

    private static int[] Rows(ReadOnlySpan<byte> bad, byte outcome)
    {
        var rows = new List<int>();
        for (var row = 0; row < bad.Length; row++)
            if (bad[row] == outcome) rows.Add(row);
        return [.. rows];
    }
}
