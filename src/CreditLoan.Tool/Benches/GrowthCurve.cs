namespace CreditLoan.Tool.Benches;

/// <summary>What one event costs as the log grows: a base and so much more with every doubling (least squares over measured sizes).</summary>
/// <remarks>An index of n entries is as deep as the logarithm of n: hence the shape.</remarks>
public sealed record GrowthCurve(double Base, double PerDoubling)
{
    public static GrowthCurve Fit(IReadOnlyList<(double Size, double Cost)> measured)
    {
        var x = measured.Select(m => Math.Log2(m.Size)).ToList();
        var (meanX, meanY) = (x.Average(), measured.Average(m => m.Cost));
        var spread = x.Sum(at => (at - meanX) * (at - meanX));
        var slope = spread == 0 ? 0 : x.Zip(measured, (at, m) => (at - meanX) * (m.Cost - meanY)).Sum() / spread; // One size alone tells no slope.
        return new GrowthCurve(meanY - slope * meanX, slope);
    }

    public double At(double size) => Base + PerDoubling * Math.Log2(size);
}
