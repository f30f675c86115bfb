using CreditLoan.Domain.Models;
using CreditLoan.Jobs.Models;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Models;

/// <summary>What one limit of the default rate means: how many are approved, how many of them fail, what that costs.</summary>
public sealed record ThresholdPoint(double Limit, int Score, double Approval, double BadRate, double Low, double High, double Loss);

/// <summary>Approval rate against expected loss over all limits, from scores of rows the model had not seen.</summary>
public sealed class ThresholdCurve
{
    private static readonly double[] Limits = [0.01, 0.02, 0.03, 0.04, 0.06, 0.08, 0.10, 0.12, 0.15, 0.20, 0.30];
    private readonly ModelReport _report;
    private readonly double _loss;

    private ThresholdCurve(ModelReport report, double loss) => (_report, _loss) = (report, loss);

    public static ThresholdCurve Of(ModelReport report, double loss) => new(report, loss);

    public IReadOnlyList<ThresholdPoint> Steps => [.. Limits.Select(At)];

    public double Top => ChartScale.Top(_loss * _report.Bad / _report.Rows);

    public IReadOnlyList<XySeries> Series =>
        [new("", [.. _report.Scores.Reverse().Select(s => s.Score).Select(From).Where(p => p.Approval > 0.02).Select(p => new XyPoint(p.Approval, p.Loss))])];

    public ThresholdPoint At(decimal percent) => At((double)percent / 100);

    private ThresholdPoint At(double limit) => From((int)Math.Ceiling(DefaultRates.ScoreAt(_report.Calibration, Math.Clamp(limit, 0.0005, 0.9)))) with { Limit = limit };

    private ThresholdPoint From(int score)
    {
        var taken = _report.Scores.Where(s => s.Score >= score).ToArray();
        var (bad, rows) = (taken.Sum(s => s.Bad), taken.Sum(s => s.Good + s.Bad));
        var rate = rows == 0 ? 0 : (double)bad / rows;
        var (low, high) = rows == 0 ? (0, 0) : DefaultRates.Interval(bad, rows);
        return new ThresholdPoint(0, score, (double)rows / _report.Rows, rate, low, high, rate * _loss);
    }
}
