using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Fitting;
using CreditLoan.Scoring.Validation;
using CreditLoan.Tool.Scorecards;

namespace CreditLoan.Scoring.Tests.Fitting;

public class A_logistic_regression
{
    private const string Fit = """
        from sklearn.linear_model import LogisticRegression
        fit = LogisticRegression(C=1 / columns[0][0], solver='newton-cholesky', tol=1e-12, max_iter=1000).fit(np.column_stack(columns[2:]), columns[1])
        print('\n'.join(repr(float(x)) for x in [fit.intercept_[0], *fit.coef_[0]]))
        """;

    [Theory]
    [InlineData("german", 1.0)]
    [InlineData("german", 0.01)]
    [InlineData("credit_data", 1.0)]
    [InlineData("credit_card", 0.1)]
    public void Agrees_with_scikit_learn_to_six_digits(string name, double l2)
    {
        var sample = name switch
        {
            "german" => PublicSamples.German(TestData.Folder),
            "credit_data" => PublicSamples.CreditData(TestData.Folder),
            _ => PublicSamples.CreditCard(TestData.Folder),
        };
        var tables = Binner.Bin(sample, BinSettings.Usual).Where(t => t.Iv > 0.01).ToArray();
        var bins = tables.Select(t => BinColumn.Of(sample.Columns.Single(c => c.Name == t.Feature), t.Partition)).ToArray();
        var values = tables.Select((t, f) => bins[f].Select(b => t.Woe[b]).ToArray()).ToArray();

        var binned = LogisticRegression.Fit(new Design.Binned(bins, [.. tables.Select(t => t.Woe)]), sample.Bad, l2, Sign.Any);
        var dense = LogisticRegression.Fit(new Design.Dense(values), sample.Bad, l2, Sign.Any);
        var foreign = Python.Run(Fit, [[l2], [.. sample.Bad.Select(b => (double)b)], .. values]);

        AssertSixDigits(foreign, [binned.Intercept, .. binned.Slopes]);
        AssertSixDigits(foreign, [dense.Intercept, .. dense.Slopes]);
    }

    [Fact]
    public void Holds_a_slope_at_zero_where_its_sign_is_wrong_and_fits_the_others_as_if_it_were_not_there()
    {
        var (columns, bad) = Made(rows: 3_000, slopes: [1.2, -0.8, 0.4], seed: 3);

        var bounded = LogisticRegression.Fit(new Design.Dense(columns), bad, l2: 1, [Sign.Positive, Sign.Positive, Sign.Positive]);
        var without = LogisticRegression.Fit(new Design.Dense([columns[0], columns[2]]), bad, l2: 1, Sign.Any);
        var turned = LogisticRegression.Fit(new Design.Dense(columns), bad, l2: 1, [Sign.Positive, Sign.Negative, Sign.Any]);

        Assert.Equal(0, bounded.Slopes[1]);
        AssertSixDigits([without.Intercept, .. without.Slopes], [bounded.Intercept, bounded.Slopes[0], bounded.Slopes[2]]);
        Assert.True(turned.Slopes[1] < -0.5);
    }

    /// <summary>Every subset of the slopes may be held at zero; the best feasible one of all is the constrained optimum.</summary>
    [Fact]
    public void Finds_the_best_of_all_ways_to_hold_slopes()
    {
        for (var seed = 1UL; seed <= 10; seed++)
        {
            var (columns, bad) = Made(rows: 200, slopes: [0.3, -0.3, 0.2, -0.1], seed);
            for (var row = 0; row < 200; row++) columns[1][row] += columns[0][row];
            var bounded = LogisticRegression.Fit(new Design.Dense(columns), bad, l2: 0.5, Sign.Positive);

            var best = Enumerable.Range(1, 15)
                .Select(mask => Enumerable.Range(0, 4).Where(i => (mask >> i & 1) == 1).ToArray())
                .Select(kept => LogisticRegression.Fit(new Design.Dense(Array.ConvertAll(kept, k => columns[k])), bad, l2: 0.5, Sign.Any))
                .Where(fit => fit.Slopes.All(s => s >= 0))
                .Max(fit => fit.LogLikelihood - (0.25 * fit.Slopes.Sum(s => s * s)));

            Assert.Equal(best, bounded.LogLikelihood - (0.25 * bounded.Slopes.Sum(s => s * s)), 8);
        }
    }

    [Fact]
    public void Survives_a_column_that_repeats_another()
    {
        var (columns, bad) = Made(rows: 500, slopes: [1], seed: 9);

        var fit = LogisticRegression.Fit(new Design.Dense([columns[0], columns[0]]), bad, l2: 1, Sign.Any);

        Assert.Equal(fit.Slopes[0], fit.Slopes[1], 6);
    }

    private static (double[][] Columns, byte[] Bad) Made(int rows, double[] slopes, ulong seed)
    {
        var chance = new Chance(seed);
        var columns = Array.ConvertAll(slopes, _ => Enumerable.Range(0, rows).Select(_ => chance.Normal()).ToArray());
        var bad = Enumerable.Range(0, rows)
            .Select(r => chance.Part() < Calibration.Logistic(-0.7 + slopes.Select((s, c) => s * columns[c][r]).Sum()) ? (byte)1 : (byte)0).ToArray();
        return (columns, bad);
    }

    private static void AssertSixDigits(double[] expected, double[] ours)
    {
        Assert.Equal(expected.Length, ours.Length);
        foreach (var (e, o) in expected.Zip(ours)) Assert.True(Math.Abs(e - o) <= 5e-7 * Math.Max(Math.Abs(e), 1), $"{e} ≠ {o}");
    }
}
