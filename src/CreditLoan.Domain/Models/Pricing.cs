using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Models;

/// <summary>How many customers walk away as the rate rises (客户流失曲线): most × (1 − e^(−steepness × (rate − 4 %))).</summary>
/// <remarks>
/// Fitted by least squares to the 29 rates between 4 % and 15 % of the table of 2019 in the national modelling contest 2020, problem C,
/// annex 3; <see cref="Misses"/> is the largest distance to a point of that table. Other years and places are outside it.
/// </remarks>
/// <param name="Rating">The rating in that table (信誉评级).</param>
/// <param name="Steepness">Per percentage point.</param>
public sealed record ChurnCurve(string Rating, double Most, double Steepness, double Misses)
{
    public const string Source = "全国大学生数学建模竞赛 2020 C 题附件 3（2019 年统计，利率 4%–15%）的拟合";

    public static readonly IReadOnlyList<ChurnCurve> All = [new("A", 0.980, 0.230, 0.040), new("B", 0.970, 0.206, 0.026), new("C", 0.995, 0.190, 0.024)];

    /// <summary>The part of customers lost at a rate.</summary>
    public double At(Rate rate) => Most * (1 - Math.Exp(-Steepness * Math.Max(0, (double)rate.InPercent - 4)));
}

/// <summary>What a price rests on (定价假设).</summary>
/// <param name="Default">The calibrated default rate.</param>
/// <param name="LossGivenDefault">What is lost of a loan that defaults.</param>
/// <param name="Funding">What the bank pays for the money (资金成本).</param>
/// <param name="Running">What the loan costs to run, of the amount a year (运营成本).</param>
/// <param name="Cap">The highest rate the bank may ask.</param>
public sealed record PricingAssumptions(Share Default, Share LossGivenDefault, Rate Funding, Rate Running, Rate Cap, ChurnCurve Churn);

/// <summary>What one rate is expected to bring, in yuan a year for each 10,000 yuan offered (预期利润).</summary>
public sealed record PricePoint(Rate Rate, double Lost, double Profit);

/// <summary>The rate with the highest expected profit under the cap (定价参考), and the profit at every other.</summary>
public sealed record Pricing(PricingAssumptions Assumptions, PricePoint Best, Rate BreakEven, IReadOnlyList<PricePoint> Points)
{
    private const int Step = 500;

    /// <summary>
    /// (1 − churn) × ((1 − default) × rate − default × loss − funding − running): who stays pays, who defaults pays no interest and
    /// loses the bank part of the amount; the money costs the same either way.
    /// </summary>
    public static Pricing Suggest(PricingAssumptions a)
    {
        var (p, loss) = ((double)a.Default.BasisPoints / 10_000, (double)a.LossGivenDefault.BasisPoints / 10_000);
        var cost = (p * loss) + (double)a.Funding.Yearly + (double)a.Running.Yearly;
        var points = new List<PricePoint>();
        for (var rate = Math.Min(40_000, a.Cap.Millionths); rate <= a.Cap.Millionths; rate += Step)
        {
            var lost = a.Churn.At(new Rate(rate));
            points.Add(new PricePoint(new Rate(rate), lost, 10_000 * (1 - lost) * (((1 - p) * rate / 1_000_000d) - cost)));
        }
        var even = p >= 1 ? a.Cap.Millionths : (int)Math.Ceiling(cost / (1 - p) * 1_000_000 / 100) * 100;
        return new Pricing(a, points.MaxBy(x => x.Profit)!, new Rate(even), points);
    }
}
