using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Validation;

namespace CreditLoan.Tool.Benches;

/// <summary>A large sample made from a seed: amounts, counts and shares, some missing, each with its part in the outcome.</summary>
internal static class MadeSample
{
    /// <param name="missing">Share of missing values in every fifth feature.</param>
    public static Sample Of(int rows, int features, double missing, ulong seed)
    {
        var columns = new double[features][];
        var parts = new double[features][];
        Parallel.For(0, features, f =>
        {
            var chance = new Chance(unchecked(seed + (ulong)f));
            (columns[f], parts[f]) = (new double[rows], new double[rows]);
            var slope = 0.15 + (0.01 * (f % 10));
            for (var row = 0; row < rows; row++)
            {
                var hidden = chance.Normal();
                // Single precision, so that a peer that reads floats sees the very same values.
                var value = (float)((f % 3) switch { 0 => Math.Exp(2 + hidden), 1 => Math.Round(20 + (8 * hidden)), _ => hidden });
                columns[f][row] = f % 5 == 0 && chance.Part() < missing ? double.NaN : value;
                parts[f][row] = double.IsNaN(columns[f][row]) ? 0.3 : slope * hidden;
            }
        });
        var dice = new Chance(unchecked(seed + 1_000_000));
        var bad = new byte[rows];
        for (var row = 0; row < rows; row++)
        {
            var logOdds = -2.0;
            for (var f = 0; f < features; f++) logOdds += parts[f][row];
            bad[row] = dice.Part() < Calibration.Logistic(logOdds) ? (byte)1 : (byte)0;
        }
        return new Sample("made", [.. columns.Select((c, f) => new Column.Numbers($"x{f}", c))], bad);
    }
}
