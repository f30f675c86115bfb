using CreditLoan.Domain.Models;
using CreditLoan.Scoring.Scorecards;
using CreditLoan.Scoring.Validation;

namespace CreditLoan.Jobs.Models;

/// <summary>From scores to default rates and back (违约率换算), by a run's calibration.</summary>
public static class DefaultRates
{
    /// <summary>The score whose calibrated rate is this one; higher scores have lower rates.</summary>
    public static double ScoreAt(ModelCalibration calibration, double rate)
    {
        var odds = (Math.Log(rate / (1 - rate)) - calibration.Intercept) / calibration.Slope;
        return Scale.Usual.Offset - (Scale.Usual.Factor * odds);
    }

    /// <summary>Wilson's 95 % interval of a share.</summary>
    public static (double Low, double High) Interval(int hits, int rows) => Metrics.Wilson(hits, rows);
}
