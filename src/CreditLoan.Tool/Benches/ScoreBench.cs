using System.CommandLine;
using System.Diagnostics;
using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Boosting;
using CreditLoan.Scoring.Fitting;
using CreditLoan.Scoring.Scorecards;

namespace CreditLoan.Tool.Benches;

/// <summary>Rows scored a second and core, from raw values and from bin numbers; the peer is XGBoost with the same scorecard as trees.</summary>
/// <remarks>
/// A scorecard is a sum of steps, one feature each, so XGBoost can hold it exactly: a balanced tree for each feature whose
/// leaves are the points. It gets the raw values as a dense matrix in single precision, the form it reads fastest.
/// </remarks>
internal static class ScoreBench
{
    private const int Features = 50, Rounds = 7;

    public static Command Create()
    {
        var rows = new Option<int>("--rows") { Description = "Rows to score.", DefaultValueFactory = _ => 1_000_000 };
        return BenchCommand.Bench("score", "Scorecard rows a second and core, beside XGBoost's own predict.",
            (parsed, _) => Task.FromResult(Run(parsed.GetValue(rows))), rows);
    }

    public static BenchReport Run(int rows)
    {
        Console.Error.WriteLine($"making {rows:N0} rows of {Features} features");
        var sample = MadeSample.Of(rows, Features, missing: 0.05, seed: 7);
        var some = sample.At([.. Enumerable.Range(0, Math.Min(rows, 100_000))]);
        var fitted = Modelling.Fit(some, BinSettings.Usual with { MinZ = 0 }, new FitSettings(L2: 1, MinIv: 0, MaxCorrelation: 1, MinWald: 0));
        var card = Scorecard.Of(fitted, Scale.Usual);

        var columns = card.Characteristics.Select(c => sample.Columns.Single(x => x.Name == c.Feature)).ToArray();
        var bins = columns.Zip(card.Characteristics, (c, k) => BinColumn.Of(c, k.Partition)).ToArray();
        var matrix = Matrix.Of(columns);
        using var booster = Booster.Load(ScorecardAsTrees.Of(card));
        booster.UseThreads(1);

        var (raw, binned) = (new RawKernel(card, columns), new BinnedKernel(card));
        var (fromRaw, fromBins, plain, predicted) = (new int[rows], new int[rows], new int[rows], Array.Empty<float>());
        raw.Score(plain, Width.Plain);
        var times = new Timings();
        for (var round = 0; round <= Rounds; round++)
        {
            // The first round warms up and is not counted.
            var counted = round > 0;
            times.Take("ours", counted, () => raw.Score(fromRaw));
            times.Take("binned", counted, () => binned.Score(bins, fromBins), repeat: 10);
            times.Take("xgboost", counted, () => predicted = booster.PredictInPlace(matrix));
            Console.Error.WriteLine($"round {round} of {Rounds}");
        }
        var verified = plain.AsSpan().SequenceEqual(fromRaw) && plain.AsSpan().SequenceEqual(fromBins)
            && predicted.Length == rows && !plain.Where((score, row) => score != (int)MathF.Round(predicted[row])).Any();
        return new BenchReport("rows/s/core", rows / times.Median("ours"), Better.Higher,
            new Dictionary<string, double>(StringComparer.Ordinal) { ["xgboost"] = rows / times.Median("xgboost") }, verified,
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["ours_binned"] = rows / times.Median("binned"),
                ["ours_range"] = times.Range("ours", rows),
                ["ours_binned_range"] = times.Range("binned", rows),
                ["xgboost_range"] = times.Range("xgboost", rows),
                ["rows"] = rows,
                ["features"] = card.Characteristics.Length,
                ["bins"] = card.Characteristics.Sum(c => c.Partition.Bins),
                ["vectors"] = RawKernel.Widest.ToString(),
                ["rounds"] = Rounds,
            });
    }
}
