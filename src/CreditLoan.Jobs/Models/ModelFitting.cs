using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Values;
using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Boosting;
using CreditLoan.Scoring.Fitting;
using CreditLoan.Scoring.Scorecards;
using CreditLoan.Scoring.Validation;

namespace CreditLoan.Jobs.Models;

/// <summary>Fits and validates the scorecard of an aligned sample beside its challenger (建模与验证): the same inputs and seed give the same run.</summary>
public static class ModelFitting
{
    private const int Resamples = 500, LeaveOneOutBelow = 200;

    public static (ModelRun Run, string[][] Lines) Run(CheckedSample checkedSample, int number, long seed)
    {
        var (sample, chance) = (checkedSample.Sample, unchecked((ulong)seed));
        var (binning, fitting) = sample.BadCount < 100 ? (BinSettings.Small, FitSettings.Small) : (BinSettings.Usual, FitSettings.Usual);
        var foldOf = Folds.Deal(sample.Bad, sample.Rows < LeaveOneOutBelow ? sample.Rows : 10, chance);

        var ours = Folds.OutOfFold(sample, foldOf, (train, test) =>
        {
            var card = Scorecard.Of(Modelling.Fit(train, binning, fitting), Scale.Usual);
            return Array.ConvertAll(card.Score(test), s => Calibration.Logistic(card.Scale.LogOddsOfBad(s)));
        });
        var challenger = Folds.OutOfFold(sample, foldOf, (train, test) =>
        {
            using var booster = Booster.Train(Matrix.Of(train.Columns), train.Bad, BoosterSettings.Challenger with { Seed = chance });
            return Array.ConvertAll(booster.Predict(Matrix.Of(test.Columns)), p => (double)p);
        });

        var lines = ScorecardTable.Of(Scorecard.Of(Modelling.Fit(sample, binning, fitting), Scale.Usual));
        var settings = JsonSerializer.Serialize(new { binning, fitting, Scale.Usual, BoosterSettings.Challenger });
        // The identity of the compiled code: another build of other code is another input.
        var program = typeof(Modelling).Module.ModuleVersionId.ToString("N");
        var run = new ModelRun(number, Inputs(checkedSample, settings, program), seed, settings, program, Hash(JsonSerializer.Serialize(lines)),
            Figures(ours, sample.Bad, chance), Figures(challenger, sample.Bad, chance));
        return (run, lines);
    }

    private static ModelFigures Figures(double[] probability, byte[] bad, ulong seed)
    {
        var report = Report.Of(probability, bad, Resamples, seed);
        return new ModelFigures(report.Rows, report.Bad, Part(report.Auc.Value), Part(report.Auc.Low), Part(report.Auc.High), Part(report.Ks.Value), Part(report.Brier.Value));
    }

    private static Share Part(double value) => new((int)Math.Round(value * 10_000));

    private static string Inputs(CheckedSample checkedSample, string settings, string program)
    {
        var text = new StringBuilder(settings).Append('\n').Append(program).Append('\n').Append(checkedSample.Check.Hash).Append('\n');
        for (var row = 0; row < checkedSample.Keys.Length; row++)
        {
            text.Append(checkedSample.Keys[row]).Append(',').Append(checkedSample.Sample.Bad[row]);
            foreach (var column in checkedSample.Sample.Columns)
                text.Append(',').Append(column is Column.Numbers n ? n.Values[row].ToString("R", CultureInfo.InvariantCulture) : Level((Column.Categories)column, row));
            text.Append('\n');
        }
        return Hash(text.ToString());
    }

    private static string Level(Column.Categories column, int row) => column.Codes[row] < 0 ? "" : column.Levels[column.Codes[row]];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
