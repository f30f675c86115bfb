using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Fitting;
using CreditLoan.Scoring.Scorecards;
using CreditLoan.Scoring.Validation;
using CreditLoan.Tool.Scorecards;

namespace CreditLoan.Scoring.Tests.Scorecards;

public class A_scorecard
{
    private static readonly Sample German = PublicSamples.German(TestData.Folder);

    [Fact]
    public void Gives_reasons_that_add_up_to_every_score_exactly()
    {
        var (card, columns, scores) = (Cards.Of(German), Cards.ByName(German), Cards.Of(German).Score(German));

        for (var row = 0; row < German.Rows; row++)
        {
            var scored = card.Explain(columns, row);
            Assert.Equal(scores[row], scored.Score);
            Assert.Equal(scored.Score, scored.BasePoints + scored.Reasons.Sum(r => r.Points));
            Assert.Equal(scored.Adverse.Select(r => r.Points).Order(), scored.Adverse.Select(r => r.Points));
        }
    }

    /// <summary>By the definition of the scale: base points at base odds, and PDO more at twice the odds.</summary>
    [Fact]
    public void Is_scaled_by_base_points_odds_and_points_to_double_them()
    {
        var scale = new Scale(600, 20, 50);

        Assert.Equal(20, 1 / Math.Exp(scale.LogOddsOfBad(600)), 9);
        Assert.Equal(40, 1 / Math.Exp(scale.LogOddsOfBad(650)), 9);
    }

    [Fact]
    public void Stands_for_the_fitted_probability_up_to_rounding()
    {
        var (fitted, card) = (Cards.Fit(German), Cards.Of(German));
        var scores = card.Score(German);
        var half = (card.Characteristics.Length + 1) / 2.0;
        for (var row = 0; row < German.Rows; row += 7)
        {
            var logOdds = fitted.Fit.Intercept + fitted.Features.Select((t, f) =>
                fitted.Fit.Slopes[f] * t.Woe[CreditLoan.Scoring.Binning.BinColumn.Of(German.Columns.Single(c => c.Name == t.Feature), t.Partition)[row]]).Sum();
            Assert.InRange(scores[row] - (card.Scale.Offset - (card.Scale.Factor * logOdds)), -half, half);
        }
    }

    [Fact]
    public void Never_gains_points_where_a_bin_is_riskier()
    {
        foreach (var (table, characteristic) in Cards.Fit(German).Features.Zip(Cards.Of(German).Characteristics))
            Assert.Equal(table.Woe.OrderDescending(), table.Woe.Select((w, i) => (w, i)).OrderBy(x => characteristic.Points[x.i]).ThenByDescending(x => x.w).Select(x => x.w));
    }

    [Fact]
    public void Says_why_each_feature_stayed_out()
    {
        var fitted = Cards.Fit(PublicSamples.CreditCard(TestData.Folder));

        Assert.All(fitted.Considered, c => Assert.Equal(c.Because is null, fitted.Features.Any(f => f.Feature == c.Feature)));
        Assert.All(fitted.Considered.Where(c => c.Because == Dropped.Correlated), c => Assert.NotNull(c.Beside));
        Assert.Contains(fitted.Considered, c => c.Because == Dropped.WeakAlone);
    }

    [Fact]
    public void Is_calibrated_on_rows_it_has_not_seen()
    {
        var foldOf = Folds.Deal(German.Bad, 5, seed: 1);
        var logOdds = Folds.OutOfFold(German, foldOf, (train, test) =>
        {
            var card = Cards.Of(train);
            return Array.ConvertAll(card.Score(test), s => card.Scale.LogOddsOfBad(s));
        });

        var calibration = Calibration.Of(logOdds, German.Bad);
        var rates = Array.ConvertAll(logOdds, l => calibration.Rate(l).Value);

        Assert.Equal(German.BadRate, rates.Average(), 9);
        Assert.InRange(calibration.Slope, 0.6, 1.2);
        Assert.InRange(new Ranking(rates, German.Bad).Auc(), 0.74, 0.82);
        Assert.All(logOdds, l => Assert.InRange(calibration.Rate(l).Value, calibration.Rate(l).Low, calibration.Rate(l).High));
    }

    [Fact]
    public void Deals_folds_so_that_each_has_its_share_of_bad_rows()
    {
        var foldOf = Folds.Deal(German.Bad, 10, seed: 4);

        Assert.All(Enumerable.Range(0, 10), f => Assert.Equal(30, Enumerable.Range(0, 1_000).Count(r => foldOf[r] == f && German.Bad[r] == 1)));
        Assert.Equal(1_000, Folds.Deal(German.Bad, 1_000, seed: 4).Distinct().Count());
    }
}
