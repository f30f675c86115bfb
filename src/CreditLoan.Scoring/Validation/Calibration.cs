using CreditLoan.Scoring.Fitting;

namespace CreditLoan.Scoring.Validation;

/// <summary>Turns log odds into the default rate that was observed at them (概率校准): a logistic regression on the log odds alone.</summary>
/// <remarks>Fitted on rows the model had not seen. The interval is that of the two coefficients, not of one enterprise's fate.</remarks>
public sealed record Calibration(double Intercept, double Slope, double VarianceOfIntercept, double VarianceOfSlope, double Covariance)
{
    public static Calibration Of(double[] logOdds, byte[] bad)
    {
        var fit = LogisticRegression.Fit(new Design.Dense([logOdds]), bad, l2: 0, Sign.Positive);
        return new Calibration(fit.Intercept, fit.Slopes[0], fit.Covariance[0, 0], fit.Covariance[1, 1], fit.Covariance[0, 1]);
    }

    /// <summary>The calibrated default rate with its 95 % interval.</summary>
    public Estimate Rate(double logOdds)
    {
        var (middle, error) = (Intercept + (Slope * logOdds),
            Math.Sqrt(Math.Max(0, VarianceOfIntercept + (2 * logOdds * Covariance) + (logOdds * logOdds * VarianceOfSlope))));
        return new Estimate(Logistic(middle), Logistic(middle - (1.959963984540054 * error)), Logistic(middle + (1.959963984540054 * error)));
    }

    public static double Logistic(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}
