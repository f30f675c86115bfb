namespace CreditLoan.Domain.Models;

/// <summary>A figure and the ends of its 95 % interval (估计值与区间).</summary>
public sealed record ModelInterval(double Value, double Low, double High);

/// <summary>All figures of one model over rows it has not seen (验证指标全表).</summary>
public sealed record ModelMeasures(ModelInterval Auc, ModelInterval Gini, ModelInterval Ks, ModelInterval Brier, ModelInterval Lift);

/// <summary>A point of a curve (曲线点).</summary>
public sealed record ModelPoint(double X, double Y);

/// <summary>A tenth of the sample by predicted risk (十分位): what was foreseen, what came, and Wilson's 95 % interval of it.</summary>
public sealed record ModelDecile(int Rows, int Bad, double Predicted, double Observed, double Low, double High);

/// <summary>A bin of a feature in the scorecard (分箱): its range or values, its rows, its weight of evidence, its points.</summary>
public sealed record ModelBin(double? From, double? To, string[] Values, bool Missing, int Good, int Bad, double Woe, int Points);

/// <summary>A feature of the scorecard (入模特征).</summary>
public sealed record ModelFeature(string Key, double Iv, double Coefficient, ModelBin[] Bins);

/// <summary>A feature that was offered and left out (落选特征), and why.</summary>
public sealed record LeftOutFeature(string Key, double Iv, string Because);

/// <summary>Good and bad enterprises at one score, each scored by a model that had not seen it (得分分布).</summary>
public sealed record ScoreCount(int Score, int Good, int Bad);

/// <summary>How the model does in one part of the sample (分组表现): by size, district, industry.</summary>
/// <param name="Auc">Null where there are too few bad or good rows to say.</param>
/// <param name="MeanScore">The average score of the part.</param>
public sealed record ModelSegment(string Kind, string Name, int Rows, int Bad, double? Auc, double MeanScore, double Predicted, double Observed, double Low, double High);

/// <summary>One later month (跨时间验证月份): what was foreseen, what came, and Wilson's 95 % interval of it.</summary>
/// <param name="Auc">Null where there are too few bad or good rows to say.</param>
public sealed record ModelMonth(DateOnly Month, int Rows, int Bad, double? Auc, double Predicted, double Observed, double Low, double High);

/// <summary>How a scorecard fitted on the earlier months alone does in the later ones (跨时间验证).</summary>
/// <param name="From">The first month that it did not know.</param>
/// <param name="Fitted">Enterprises of the earlier months.</param>
public sealed record ModelOutOfTime(DateOnly From, int Fitted, int Rows, int Bad, ModelInterval Scorecard, ModelInterval Challenger, ModelMonth[] Months);

/// <summary>How a score becomes a default rate (校准): log odds × slope + intercept, with the covariance of the two.</summary>
public sealed record ModelCalibration(double Intercept, double Slope, double VarianceOfIntercept, double VarianceOfSlope, double Covariance);

/// <summary>Everything that was measured in a run (验证报告): figures, curves, bins, parts; counts of enterprises, no rows.</summary>
/// <param name="Folds">In how many parts the sample was dealt; as many as rows leaves one out at a time.</param>
/// <param name="ScoreBreaks">The tenths of the sample's scores under the final scorecard: stability is watched over them.</param>
/// <param name="ScoreBasis">How many enterprises of the sample lie in each.</param>
/// <param name="OutOfTime">Null where the labels are of one month, or too few on either side.</param>
public sealed record ModelReport(
    int Rows, int Bad, int Folds, ModelMeasures Scorecard, ModelMeasures Challenger, ModelPoint[] Roc, ModelPoint[] ChallengerRoc, ModelDecile[] Deciles,
    ModelCalibration Calibration, ModelFeature[] Features, LeftOutFeature[] LeftOut, ScoreCount[] Scores, ModelSegment[] Segments, int[] ScoreBreaks, int[] ScoreBasis,
    ModelOutOfTime? OutOfTime);
