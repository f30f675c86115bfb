using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Boosting;
using CreditLoan.Scoring.Fitting;
using CreditLoan.Scoring.Scorecards;
using CreditLoan.Scoring.Validation;

namespace CreditLoan.Tool.Scorecards;

/// <summary>One data set: how it is cut into folds and by which settings it is modelled.</summary>
internal sealed record Arena(string Name, string Source, Sample Sample, int Folds, BinSettings Binning, FitSettings Fitting)
{
    /// <summary>Few bins, a strong prior and a strong penalty where there are few bad rows.</summary>
    public static Arena Small(string name, string source, Sample sample, IReadOnlyDictionary<string, Trend> trends) => new(name, source, sample, sample.Rows,
        BinSettings.Small with { Trends = trends }, FitSettings.Small);

    public static Arena Usual(string name, string source, Sample sample, int folds) => new(name, source, sample, folds, BinSettings.Usual, FitSettings.Usual);
}

/// <summary>One model's predictions for rows it had not seen.</summary>
internal sealed record Entry(string Model, bool Additive, double[] Probability, Report Report);

/// <summary>What happened in one arena, and the scorecard fitted on all its rows.</summary>
internal sealed record Outcomes(Arena Arena, Entry[] Entries, FittedScorecard Fitted, Scorecard Card, Calibration Calibration)
{
    public Entry Scorecard => Entries[0];
    public Entry BestAdditive => Entries.Where(e => e.Additive).MaxBy(e => e.Report.Auc.Value)!;
    public Entry Boosting => Entries.Single(e => e.Model == Contest.XGBoost);

    /// <summary>The scorecard's AUC less another's, resampled together.</summary>
    public Estimate Distance(Entry other, int resamples)
    {
        var (ours, theirs) = (new Ranking(Scorecard.Probability, Arena.Sample.Bad), new Ranking(other.Probability, Arena.Sample.Bad));
        return Bootstrap.Interval(Arena.Sample.Bad, times => ours.Auc(times) - theirs.Auc(times), resamples, Contest.Seed);
    }
}

/// <summary>Lets the scorecard, additive stumps, XGBoost and scikit-learn predict the same unseen rows (模型对照).</summary>
internal static class Contest
{
    public const ulong Seed = 20200229;
    public const string Scorecard = "评分卡 scorecard", Stumps = "可加树桩 additive stumps", XGBoost = "XGBoost";

    public static Outcomes Run(Arena arena, int resamples)
    {
        var (sample, foldOf) = (arena.Sample, Folds.Deal(arena.Sample.Bad, arena.Folds, Seed));
        var entries = new List<Entry>();
        void Enter(string model, bool additive, double[] probability) =>
            entries.Add(new Entry(model, additive, probability, Report.Of(probability, sample.Bad, resamples, Seed)));

        var logOdds = Folds.OutOfFold(sample, foldOf, (train, test) =>
        {
            var card = CreditLoan.Scoring.Scorecards.Scorecard.Of(Modelling.Fit(train, arena.Binning, arena.Fitting), Scale.Usual);
            return Array.ConvertAll(card.Score(test), s => card.Scale.LogOddsOfBad(s));
        });
        Enter(Scorecard, additive: true, Array.ConvertAll(logOdds, Calibration.Logistic));
        Enter(Stumps, additive: true, Folds.OutOfFold(sample, foldOf, Boosted(BoosterSettings.Stumps)));
        var foreign = ScikitLearn.OutOfFold(sample, foldOf);
        Enter("scikit-learn LogisticRegression", additive: true, foreign.Logistic);
        Enter("scikit-learn HistGradientBoosting", additive: false, foreign.Boosting);
        Enter(XGBoost, additive: false, Folds.OutOfFold(sample, foldOf, Boosted(BoosterSettings.Challenger)));

        var fitted = Modelling.Fit(sample, arena.Binning, arena.Fitting);
        return new Outcomes(arena, [.. entries], fitted, CreditLoan.Scoring.Scorecards.Scorecard.Of(fitted, Scale.Usual), Calibration.Of(logOdds, sample.Bad));
    }

    private static Func<Sample, Sample, double[]> Boosted(BoosterSettings settings) => (train, test) =>
    {
        // Small samples get small steps: a leaf keeps the weight of five rows only where there are rows enough.
        using var booster = Booster.Train(Matrix.Of(train.Columns), train.Bad, settings with { MinChildWeight = train.Rows < 200 ? 1 : settings.MinChildWeight, Trees = train.Rows < 200 ? 100 : settings.Trees });
        return Array.ConvertAll(booster.Predict(Matrix.Of(test.Columns)), p => (double)p);
    };
}
