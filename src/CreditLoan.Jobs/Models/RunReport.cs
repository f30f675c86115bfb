using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Values;
using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Fitting;
using CreditLoan.Scoring.Scorecards;
using CreditLoan.Scoring.Validation;

namespace CreditLoan.Jobs.Models;

/// <summary>Gathers what was measured in a run into its report (验证报告).</summary>
internal static class RunReport
{
    /// <summary>A part of the sample with fewer bad or good rows than this gets no AUC: it would say nothing.</summary>
    private const int LeastForAuc = 5;

    /// <summary>Points of a curve at most; a drawing shows no more.</summary>
    private const int CurvePoints = 120;

    /// <param name="unseen">The score of each row by a model that had not seen it.</param>
    /// <param name="challenger">The challenger's probability of bad, likewise.</param>
    public static ModelReport Of(
        CheckedSample sample, int folds, FittedScorecard fitted, Scorecard card, double[] unseen, double[] challenger, Report ours, Report theirs)
    {
        var bad = sample.Sample.Bad;
        var logOdds = Array.ConvertAll(unseen, s => card.Scale.LogOddsOfBad(s));
        var line = Calibration.Of(logOdds, bad);
        var calibrated = Array.ConvertAll(logOdds, o => line.Rate(o).Value);
        var (breaks, basis) = Tenths(card.Score(sample.Sample));
        return new ModelReport(bad.Length, sample.Sample.BadCount, folds, Measures(ours), Measures(theirs),
            Curve(new Ranking(Array.ConvertAll(unseen, s => -s), bad)), Curve(new Ranking(challenger, bad)), Deciles(calibrated, bad),
            new ModelCalibration(line.Intercept, line.Slope, line.VarianceOfIntercept, line.VarianceOfSlope, line.Covariance),
            [.. fitted.Features.Select((table, f) => Feature(table, fitted.Fit.Slopes[f], card.Characteristics[f]))],
            [.. fitted.Considered.Where(c => c.Because is not null).Select(LeftOut)],
            [.. unseen.Select((score, row) => (Score: (int)Math.Round(score), Bad: bad[row])).GroupBy(x => x.Score).OrderBy(g => g.Key).Select(g => new ScoreCount(g.Key, g.Count(x => x.Bad == 0), g.Count(x => x.Bad == 1)))],
            Segments(sample, unseen, calibrated), breaks, basis, OutOfTime: null);
    }

    /// <param name="ours">A scorecard fitted on the first sample, its probabilities for the second.</param>
    /// <param name="theirs">The challenger, likewise.</param>
    public static ModelOutOfTime Later(OutOfTime split, Sample sample, Func<Sample, Sample, double[]> ours, Func<Sample, Sample, double[]> theirs, int resamples, ulong seed, int[] months)
    {
        var bad = Array.ConvertAll(split.Later, r => sample.Bad[r]);
        var predicted = split.Predict(sample, ours);
        ModelInterval Auc(double[] risk) => Interval(Bootstrap.Interval(bad, new Ranking(risk, bad).Auc, resamples, seed));
        var scorecard = Auc(predicted);
        return new ModelOutOfTime(Day(split.From), split.Earlier.Length, bad.Length, bad.Count(b => b == 1), scorecard, Auc(split.Predict(sample, theirs)),
            [.. Enumerable.Range(0, bad.Length).GroupBy(i => months[split.Later[i]]).OrderBy(g => g.Key).Select(g => Month(g.Key, Array.ConvertAll([.. g], i => bad[i]), Array.ConvertAll([.. g], i => predicted[i])))]);

        static DateOnly Day(int month) => new((month - 1) / 12, ((month - 1) % 12) + 1, 1);
        static ModelMonth Month(int month, byte[] bad, double[] predicted)
        {
            var count = bad.Count(b => b == 1);
            var (low, high) = Metrics.Wilson(count, bad.Length);
            double? auc = count < LeastForAuc || bad.Length - count < LeastForAuc ? null : new Ranking(predicted, bad).Auc();
            return new ModelMonth(Day(month), bad.Length, count, auc, predicted.Average(), (double)count / bad.Length, low, high);
        }
    }

    private static ModelMeasures Measures(Report r) => new(Interval(r.Auc), Interval(r.Gini), Interval(r.Ks), Interval(r.Brier), Interval(r.Lift10));

    private static ModelInterval Interval(Estimate e) => new(e.Value, e.Low, e.High);

    private static ModelPoint[] Curve(Ranking ranking)
    {
        var points = ranking.Roc();
        var every = Math.Max(1, points.Length / CurvePoints);
        return [.. points.Where((_, i) => i % every == 0 || i == points.Length - 1).Select(p => new ModelPoint(Math.Round(p.FalseAlarms, 4), Math.Round(p.Caught, 4)))];
    }

    private static ModelDecile[] Deciles(double[] probability, byte[] bad) =>
        Array.ConvertAll(Metrics.Calibration(new Ranking(probability, bad), bands: 10), b => new ModelDecile(b.Rows, b.Bad, b.Predicted, b.Observed, b.Low, b.High));

    private static ModelFeature Feature(BinTable table, double slope, Characteristic characteristic) => new(table.Feature, table.Iv, slope,
        [.. table.Bins.Select((bin, b) =>
        {
            var place = BinPlace.Of(table.Partition, b);
            return new ModelBin(place.From, place.To, place.Values, place.Missing, (int)bin.Counts.Good, (int)bin.Counts.Bad, bin.Woe, characteristic.Points[b]);
        })]);

    private static LeftOutFeature LeftOut(Considered considered) => new(considered.Feature, considered.Iv, considered.Because switch
    {
        Dropped.WeakAlone => "信息值不足",
        Dropped.Correlated => "与更强的特征高度相关",
        Dropped.WrongSign => "与其他特征同用时方向相反",
        _ => "增量不足",
    });

    /// <summary>Ten parts of equal size by score; equal scores stay together.</summary>
    private static (int[] Breaks, int[] Basis) Tenths(int[] scores)
    {
        var sorted = scores.Order().ToArray();
        int[] breaks = [.. Enumerable.Range(1, 9).Select(t => sorted[t * sorted.Length / 10]).Where(b => b > sorted[0]).Distinct()];
        var basis = new int[breaks.Length + 1];
        foreach (var score in scores) basis[breaks.Count(b => score >= b)]++;
        return (breaks, basis);
    }

    private static ModelSegment[] Segments(CheckedSample sample, double[] unseen, double[] calibrated)
    {
        (string Kind, Func<Part, string> Name)[] kinds =
        [
            ("规模", p => p.Size switch { "Micro" => "微型", "Small" => "小型", "Medium" => "中型", "Large" => "大型", _ => "未划型" }),
            ("注册地", p => p.District.Length == 0 ? "未登记" : Cities.NameOf(new DistrictCode(p.District))),
            ("行业门类", p => p.Industry.Length == 0 ? "未登记" : Industries.Sections.GetValueOrDefault(p.Industry, p.Industry)),
        ];
        return [.. kinds.SelectMany(kind => Enumerable.Range(0, sample.Keys.Length).GroupBy(row => kind.Name(sample.Parts[row])).OrderByDescending(g => g.Count())
            .Select(g => Segment(kind.Kind, g.Key, [.. g], sample.Sample.Bad, unseen, calibrated)))];
    }

    private static ModelSegment Segment(string kind, string name, int[] rows, byte[] all, double[] unseen, double[] calibrated)
    {
        var bad = Array.ConvertAll(rows, r => all[r]);
        var count = bad.Count(b => b == 1);
        double? auc = count < LeastForAuc || rows.Length - count < LeastForAuc ? null : new Ranking(Array.ConvertAll(rows, r => -unseen[r]), bad).Auc();
        var (low, high) = Metrics.Wilson(count, rows.Length);
        return new ModelSegment(kind, name, rows.Length, count, auc, rows.Average(r => unseen[r]), rows.Average(r => calibrated[r]), (double)count / rows.Length, low, high);
    }
}

/// <summary>Where a bin lies (分箱位置): a range, some values, or what is missing.</summary>
internal readonly record struct BinPlace(double? From, double? To, string[] Values, bool Missing)
{
    public static BinPlace Of(Partition partition, int bin) => partition switch
    {
        Partition.Intervals i when bin >= i.Regular => new(null, null, [], Missing: true),
        Partition.Intervals i => new(bin == 0 ? null : i.Breaks[bin - 1], bin == i.Breaks.Length ? null : i.Breaks[bin], [], Missing: false),
        Partition.Groups g when bin >= g.Levels.Length => new(null, null, [], Missing: true),
        Partition.Groups g => new(null, null, g.Levels[bin], Missing: false),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
