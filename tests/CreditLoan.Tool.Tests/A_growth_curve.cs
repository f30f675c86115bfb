using CreditLoan.Tool.Benches;

namespace CreditLoan.Tool.Tests;

public sealed class A_growth_curve
{
    [Fact]
    public void Goes_through_costs_that_grow_by_as_much_with_every_doubling()
    {
        var curve = GrowthCurve.Fit([(1 << 10, 40), (1 << 12, 43), (1 << 14, 46)]);
        Assert.Equal((25, 1.5), (Math.Round(curve.Base, 9), Math.Round(curve.PerDoubling, 9)));
        Assert.Equal(49, curve.At(1 << 16), 9);
    }
}
