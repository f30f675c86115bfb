using CreditLoan.Scoring.Alignment;

namespace CreditLoan.Scoring.Tests.Alignment;

public class Aligning_a_sample
{
    private static readonly string[] Keys = ["A", "B", "C"];

    [Fact]
    public void Keeps_what_both_sides_know_and_counts_the_rest()
    {
        var columns = new Column[] { new Column.Numbers("销售额", [1, 2, 3]), Column.Categories.Of("行业", ["零售", null, "批发"]) };

        var joined = Assert.IsType<Aligned.Joined>(Aligner.Align("是否违约", Keys, columns,
            [new("C", true), new("X", false), new("A", false), new("B", true), new("B", false)]));

        Assert.Equal(["C", "A"], joined.Keys);
        Assert.Equal([1, 0], joined.Sample.Bad);
        Assert.Equal([3, 1], Assert.IsType<Column.Numbers>(joined.Sample.Columns[0]).Values);
        Assert.Equal((1, 2), (joined.Unknown, joined.Repeated));
    }

    [Theory]
    [InlineData("信誉评级")]
    [InlineData(" 信誉评级_WoE ")]
    [InlineData("是否违约")]
    [InlineData("ＦｉｖｅＧｒａｄｅ")]
    [InlineData("days_past_due")]
    public void Refuses_a_feature_that_gives_the_default_away(string feature)
    {
        var leaking = Assert.IsType<Aligned.Leaking>(Aligner.Align("是否违约", Keys, [new Column.Numbers(feature, [1, 2, 3])], [new("A", true)]));

        Assert.Equal(feature, Assert.Single(leaking.Leaks).Feature);
    }

    [Fact]
    public void Refuses_the_credit_rating_only_where_default_is_the_outcome() =>
        Assert.Empty(Leaks.Among("续贷意愿", ["信誉评级", "销售额"]));
}
