using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Boosting;
using CreditLoan.Scoring.Validation;
using CreditLoan.Tool.Scorecards;

namespace CreditLoan.Scoring.Tests.Boosting;

public class A_challenger
{
    private static readonly Sample Sample = PublicSamples.CreditData(TestData.Folder);
    private static readonly Matrix Matrix = Matrix.Of(Sample.Columns);

    [Fact]
    public void Gives_contributions_that_add_up_to_its_prediction()
    {
        using var booster = Booster.Train(Matrix, Sample.Bad, BoosterSettings.Challenger with { Trees = 50 });
        var (predicted, contributions) = (booster.Predict(Matrix), booster.Contributions(Matrix));

        for (var row = 0; row < Sample.Rows; row += 13)
            Assert.Equal(predicted[row], Calibration.Logistic(contributions[row].Sum(c => (double)c)), 1e-5);
    }

    [Fact]
    public void Lets_risk_only_fall_with_income_when_told_so()
    {
        var income = Array.IndexOf(Matrix.Names, "Income");
        var constraint = Array.ConvertAll(Matrix.Names, n => n == "Income" ? -1 : 0);
        using var booster = Booster.Train(Matrix, Sample.Bad, BoosterSettings.Challenger with { Trees = 100, Monotone = constraint });

        var rising = Enumerable.Range(0, 400).Select(step =>
        {
            var row = Matrix.Values[..Matrix.Columns];
            row[income] = step * 2;
            return row;
        }).SelectMany(r => r).ToArray();
        var predicted = booster.Predict(new Matrix(400, Matrix.Names, rising));

        Assert.Equal(predicted.OrderDescending(), predicted);
        Assert.True(predicted[0] > predicted[^1]);
    }

    [Fact]
    public void Depends_on_each_feature_alone_when_it_has_stumps_only()
    {
        using var stumps = Booster.Train(Matrix, Sample.Bad, BoosterSettings.Stumps with { Trees = 200 });
        var contributions = stumps.Contributions(Matrix);

        // Equal values of a column have equal contributions, whatever the rest of the row holds.
        for (var column = 0; column < Matrix.Columns; column++)
            Assert.All(Enumerable.Range(0, Sample.Rows).GroupBy(r => Matrix.Values[(r * Matrix.Columns) + column]),
                same => Assert.True(same.Max(r => contributions[r][column]) - same.Min(r => contributions[r][column]) < 1e-4));
    }

    [Fact]
    public void Predicts_the_same_after_it_was_stored_and_with_its_matrix_in_place()
    {
        using var booster = Booster.Train(Matrix, Sample.Bad, BoosterSettings.Challenger with { Trees = 20 });
        using var again = Booster.Load(booster.Save());

        Assert.Equal(booster.Predict(Matrix), again.Predict(Matrix));
        Assert.Equal(booster.Predict(Matrix), booster.PredictInPlace(Matrix));
        Assert.Equal(Matrix.Columns, again.Columns);
    }

    [Fact]
    public void Says_what_went_wrong_in_its_own_words()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Booster.Load([1, 2, 3]));

        Assert.NotEmpty(failure.Message);
    }
}
