using CreditLoan.Scoring.Validation;

namespace CreditLoan.Scoring.Tests.Validation;

public class Measuring_a_model
{
    private static readonly double[] Risk = [0.1, 0.4, 0.35, 0.8];
    private static readonly byte[] Bad = [0, 0, 1, 1];

    /// <summary>Source: scikit-learn's documentation of <c>roc_auc_score</c>, whose example has this answer.</summary>
    [Fact]
    public void Gives_the_published_area_under_the_curve() => Assert.Equal(0.75, new Ranking(Risk, Bad).Auc());

    /// <summary>Source: scikit-learn's documentation of <c>roc_curve</c>; the area between the published points is 0.75 as well.</summary>
    [Fact]
    public void Gives_the_published_curve() =>
        Assert.Equal([(0, 0), (0, 0.5), (0.5, 0.5), (0.5, 1), (1, 1)], new Ranking(Risk, Bad).Roc());

    /// <summary>Source: scikit-learn's documentation of <c>brier_score_loss</c>: y = 0 1 1 0, p = 0.1 0.9 0.8 0.3 gives 0.0375.</summary>
    [Fact]
    public void Gives_the_published_Brier_score() => Assert.Equal(0.0375, Metrics.Brier([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0]), 12);

    /// <summary>Two samples of two rows: at most half of one lies beyond the other. Follows from the definition.</summary>
    [Fact]
    public void Takes_the_widest_gap_as_KS() => Assert.Equal(0.5, new Ranking(Risk, Bad).Ks());

    [Fact]
    public void Counts_a_tie_half() => Assert.Equal(0.5, new Ranking([1, 1, 1, 1], Bad).Auc());

    [Fact]
    public void Counts_a_row_as_often_as_it_was_drawn() =>
        Assert.Equal(new Ranking([0.1, 0.4, 0.4, 0.35, 0.8], [0, 0, 0, 1, 1]).Auc(), new Ranking(Risk, Bad).Auc([1, 2, 1, 1]), 12);

    [Fact]
    public void Shares_a_tie_at_the_edge_of_the_lift()
    {
        Assert.Equal(2, new Ranking(Risk, Bad).Lift(0.25), 12);
        Assert.Equal(1, new Ranking([1, 1, 1, 1], Bad).Lift(0.25), 12);
    }

    [Fact]
    public void Is_repeated_exactly_by_the_same_seed_and_covers_the_figure()
    {
        var chance = new Chance(11);
        var bad = Enumerable.Range(0, 400).Select(_ => chance.Part() < 0.3 ? (byte)1 : (byte)0).ToArray();
        var risk = bad.Select(b => Math.Clamp(0.3 + (0.2 * b) + (0.2 * chance.Normal()), 0.01, 0.99)).ToArray();

        var first = Report.Of(risk, bad, resamples: 200, seed: 5);
        var again = Report.Of(risk, bad, resamples: 200, seed: 5);
        var other = Report.Of(risk, bad, resamples: 200, seed: 6);

        Assert.Equal(first.Auc, again.Auc);
        Assert.NotEqual(first.Auc, other.Auc);
        Assert.InRange(first.Auc.Value, first.Auc.Low, first.Auc.High);
        Assert.Equal(400, first.Calibration.Sum(b => b.Rows));
        Assert.All(first.Calibration, b => Assert.InRange(b.Observed, b.Low, b.High));
    }

    /// <summary>E. B. Wilson, JASA 22 (1927): with no hit in n the upper end is z² / (n + z²), by hand 3.8415 / 13.8415.</summary>
    [Fact]
    public void Says_how_little_ten_rows_show()
    {
        var (low, high) = Metrics.Wilson(0, 10);

        Assert.Equal(0, low, 12);
        Assert.Equal(0.2775, high, 4);
    }

    /// <summary>(0.6 - 0.5) ln(0.6 / 0.5) + (0.4 - 0.5) ln(0.4 / 0.5), by hand.</summary>
    [Fact]
    public void Finds_a_population_that_has_moved()
    {
        Assert.Equal(0.0405465, PopulationStability.Index([50, 50], [60, 40]), 7);
        Assert.Equal(Drift.Alarm, PopulationStability.Judge(PopulationStability.Index([50, 50], [80, 20])));
        Assert.Equal(0, PopulationStability.Index([50, 50, 0], [5, 5, 0]));
    }
}
