using CreditLoan.Domain.Models;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Models;
using CreditLoan.Ledger.Profiles;
using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Boosting;
using CreditLoan.Scoring.Scorecards;
using CreditLoan.Scoring.Validation;
using Column = CreditLoan.Scoring.Alignment.Column;

namespace CreditLoan.Jobs.Models;

/// <summary>Scores profiles by a model in force (评分): points, reasons, calibrated default rate, and what the challenger says in shadow.</summary>
public sealed class ModelScorer : IDisposable
{
    private readonly ModelInUse _model;
    private readonly Scorecard _card;
    private readonly Calibration _calibration;
    private readonly Booster? _challenger;
    private readonly int[] _bandStarts;

    public ModelScorer(ModelInUse model)
    {
        _model = model;
        _card = StoredCard.Of(model.Lines, model.Report);
        var line = model.Report.Calibration;
        _calibration = new Calibration(line.Intercept, line.Slope, line.VarianceOfIntercept, line.VarianceOfSlope, line.Covariance);
        _challenger = Booster.IsInstalled && model.Challenger.Length > 0 ? Booster.Load(model.Challenger) : null;
        // The first score of D, C, B and A: one below it, the rate is still of the band before.
        _bandStarts = [.. ScoreBands.Limits.Reverse().Skip(1).Select(l => (int)Math.Ceiling(ScoreAt(l.Below.BasisPoints / 10_000.0)))];
    }

    public ModelProjectId Project => _model.Project;

    public IReadOnlyList<ScoredProfile> Score(IReadOnlyList<Profile> profiles)
    {
        if (profiles.Count == 0) return [];
        var shadow = Shadow(profiles);
        return [.. profiles.Select((profile, i) => new ScoredProfile(profile.Enterprise, profile.AsOf, Score(profile), shadow is null ? null : Part(shadow[i])))];
    }

    /// <summary>The bin of each feature of the scorecard, in its order, and the score: for watching over months.</summary>
    public (int[] Bins, int Score) Place(Profile profile)
    {
        var bins = Array.ConvertAll(_card.Characteristics, c => BinOf(profile, c));
        return (bins, _card.BasePoints + bins.Select((bin, c) => _card.Characteristics[c].Points[bin]).Sum());
    }

    /// <summary>Features of the scorecard and how many bins each has.</summary>
    public IEnumerable<(string Feature, int Bins)> Features => _card.Characteristics.Select(c => (c.Feature, c.Partition.Bins));

    private ProfileScore Score(Profile profile)
    {
        var (bins, score) = Place(profile);
        var reasons = _card.Characteristics.Select((c, i) =>
        {
            var place = BinPlace.Of(c.Partition, bins[i]);
            return new ScoreReason(c.Feature, Domain.Profiles.Features.Find(c.Feature)!.Source, c.Points[bins[i]], place.From, place.To, place.Values, place.Missing);
        });
        var rate = _calibration.Rate(_card.Scale.LogOddsOfBad(score));
        return new ProfileScore(_model.Project.Value, _model.Title, _model.Run, score, _card.BasePoints, ScoreBands.Of(Part(rate.Value)), Part(rate.Value), Part(rate.Low), Part(rate.High),
            (int)Math.Round(ScoreAt(rate.High)), (int)Math.Round(ScoreAt(rate.Low)), _card.Lowest, _card.Highest, _bandStarts, [.. reasons]);
    }

    /// <summary>The score whose calibrated rate is this one.</summary>
    private double ScoreAt(double rate)
    {
        var odds = (Math.Log(rate / (1 - rate)) - _calibration.Intercept) / _calibration.Slope;
        return _card.Scale.Offset - (_card.Scale.Factor * odds);
    }

    private static int BinOf(Profile profile, Characteristic characteristic) => (characteristic.Partition, profile.Features.GetValueOrDefault(characteristic.Feature)) switch
    {
        (Partition.Intervals i, FeatureValue.Number n) => i.BinOf((double)n.Value),
        (Partition.Intervals i, _) => i.Missing,
        (Partition.Groups g, var value) => g.BinOf(value?.ToString()),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private float[]? Shadow(IReadOnlyList<Profile> profiles)
    {
        if (_challenger is null) return null;
        var columns = _model.Features.Select(key =>
        {
            var values = profiles.Select(p => p.Features.GetValueOrDefault(key)).ToArray();
            if (_model.Levels.TryGetValue(key, out var levels))
                return new Column.Categories(key, levels, Array.ConvertAll(values, v => v is null ? -1 : Array.IndexOf(levels, v.ToString())));
            return (Column)new Column.Numbers(key, Array.ConvertAll(values, v => v is FeatureValue.Number n ? (double)n.Value : double.NaN));
        }).ToList();
        // One prediction at a time: the library keeps its buffers with the model.
        lock (_challenger) return _challenger.Predict(Matrix.Of(columns));
    }

    private static Share Part(double rate) => new((int)Math.Round(rate * 10_000));

    public void Dispose() => _challenger?.Dispose();
}
