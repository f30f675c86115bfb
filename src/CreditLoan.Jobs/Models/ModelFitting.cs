using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Boosting;
using CreditLoan.Scoring.Fitting;
using CreditLoan.Scoring.Scorecards;
using CreditLoan.Scoring.Validation;

namespace CreditLoan.Jobs.Models;

/// <summary>What came of a run (运行产物): what is recorded, the scorecard's table, what was measured, and the challenger.</summary>
/// <param name="Challenger">XGBoost's own JSON.</param>
public sealed record FittedRun(ModelRun Run, string[][] Lines, ModelReport Report, byte[] Challenger);

/// <summary>Fits and validates the scorecard of an aligned sample beside its challenger (建模与验证): the same inputs and seed give the same run.</summary>
public static class ModelFitting
{
    private const int Resamples = 500, LeaveOneOutBelow = 200;

    /// <summary>The part of the rows, the latest ones, that out-of-time validation holds back.</summary>
    private const double LaterPart = 0.25;

    public static FittedRun Run(CheckedSample checkedSample, int number, long seed)
    {
        var (sample, chance) = (checkedSample.Sample, unchecked((ulong)seed));
        var (binning, fitting) = sample.BadCount < 100 ? (BinSettings.Small, FitSettings.Small) : (BinSettings.Usual, FitSettings.Usual);
        var boosting = BoosterSettings.Challenger with { Seed = chance };
        var folds = sample.Rows < LeaveOneOutBelow ? sample.Rows : 10;
        var foldOf = Folds.Deal(sample.Bad, folds, chance);

        double[] Scores(Sample train, Sample test) => Array.ConvertAll(Scorecard.Of(Modelling.Fit(train, binning, fitting), Scale.Usual).Score(test), s => (double)s);
        double[] Boosted(Sample train, Sample test)
        {
            using var booster = Booster.Train(Matrix.Of(train.Columns), train.Bad, boosting);
            return Array.ConvertAll(booster.Predict(Matrix.Of(test.Columns)), p => (double)p);
        }

        var unseen = Folds.OutOfFold(sample, foldOf, Scores);
        var ours = Array.ConvertAll(unseen, Probability);
        var theirs = Folds.OutOfFold(sample, foldOf, Boosted);
        var months = Array.ConvertAll(checkedSample.Observed, d => (d.Year * 12) + d.Month);
        var later = OutOfTime.Split(months, sample.Bad, LaterPart, ModelProjectDecisions.LeastOfEach);
        var outOfTime = later is null ? null : RunReport.Later(later, sample, (train, test) => Array.ConvertAll(Scores(train, test), Probability), Boosted, Resamples, chance, months);

        var fitted = Modelling.Fit(sample, binning, fitting);
        var card = Scorecard.Of(fitted, Scale.Usual);
        var lines = ScorecardTable.Of(card);
        var (scorecard, challenger) = (Report.Of(ours, sample.Bad, Resamples, chance), Report.Of(theirs, sample.Bad, Resamples, chance));
        var report = RunReport.Of(checkedSample, folds, fitted, card, unseen, theirs, scorecard, challenger) with { OutOfTime = outOfTime };

        var settings = JsonSerializer.Serialize(new { binning, fitting, Scale.Usual, boosting = BoosterSettings.Challenger });
        // The identity of the compiled code: another build of other code is another input.
        var program = typeof(Modelling).Module.ModuleVersionId.ToString("N");
        var run = new ModelRun(number, Hash($"{settings}\n{program}\n{checkedSample.Write()}"), seed, settings, program,
            Hash(JsonSerializer.Serialize(lines) + JsonSerializer.Serialize(report, EventJson.Options)), Figures(scorecard), Figures(challenger));
        return new FittedRun(run, lines, report, Challenger(checkedSample, boosting));
    }

    private static double Probability(double score) => Calibration.Logistic(Scale.Usual.LogOddsOfBad(score));

    private static byte[] Challenger(CheckedSample sample, BoosterSettings settings)
    {
        using var booster = Booster.Train(Matrix.Of(sample.Sample.Columns), sample.Sample.Bad, settings);
        return booster.Save();
    }

    private static ModelFigures Figures(Report report) => new(
        report.Rows, report.Bad, Part(report.Auc.Value), Part(report.Auc.Low), Part(report.Auc.High), Part(report.Ks.Value), Part(report.Brier.Value));

    private static Share Part(double value) => new((int)Math.Round(value * 10_000));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
