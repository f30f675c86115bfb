using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Records;
using static CreditLoan.Domain.Tests.Profiles.ProfileExamples;

namespace CreditLoan.Domain.Tests.Profiles;

public class Giving_tags
{
    private static ProfileTag? Tag(RecordsAsOf records, string key) => Profile.Of(records).Tags.FirstOrDefault(t => t.Key == key);

    [Theory]
    [InlineData(99, "近 12 月开票 100 万元以下")]
    [InlineData(100, "近 12 月开票 100–500 万元")]
    [InlineData(1_999, "近 12 月开票 1,000–2,000 万元")]
    [InlineData(9_000, "近 12 月开票 5,000 万元以上")]
    public void Puts_an_amount_into_its_step(int wan, string label) =>
        Assert.Equal(label, Tag(Known().With(Sale(2026, 5, wan * 10_000L)), "sales")!.Label);

    [Fact]
    public void Names_what_wants_attention()
    {
        var records = Known().With(Sale(2026, 5, 900, "B1"), Sale(2026, 6, 100, "B2"));
        Assert.Equal(("客户集中 偏高", TagTone.Notice), (Tag(records, "customer_concentration")!.Label, Tag(records, "customer_concentration")!.Tone));
        Assert.Equal("断票 9 个月", Tag(records, "sales_gap")!.Label);
    }

    [Fact]
    public void Marks_a_tag_while_an_objection_is_open()
    {
        var open = Fact(FactKind.SuedAsDefendant, new DateOnly(2026, 5, 1), objected: new DateOnly(2026, 7, 1));
        Assert.True(Tag(Known().With(open), "lawsuits")!.Disputed);
        Assert.False(Tag(Known().With(open with { ObjectionEnded = new DateOnly(2026, 7, 20) }), "lawsuits")!.Disputed);
    }

    [Fact]
    public void Drops_a_penalty_that_was_repaired()
    {
        var penalty = Fact(FactKind.Penalty, new DateOnly(2026, 5, 1), "general");
        Assert.Equal("近 24 月行政处罚 1 次", Tag(Known().With(penalty), "penalties")!.Label);
        Assert.Equal("近 24 月无行政处罚", Tag(Known().With(penalty with { RepairedOn = new DateOnly(2026, 7, 30) }), "penalties")!.Label);
    }

    [Fact]
    public void Shows_the_mean_of_a_trend_as_one_hundred()
    {
        var trend = Profile.Of(Known().With(Sale(2026, 7, 300), Sale(2026, 6, 300), Sale(2025, 8, 600))).Trends.First(t => t.Key == "sales");
        Assert.Equal(12, trend.Index.Length);
        Assert.Equal((600, 0, 300), (trend.Index[0], trend.Index[1], trend.Index[11]));
    }

    [Fact]
    public void Is_defined_once_each_with_thresholds_and_a_fairness_note()
    {
        Assert.InRange(Tags.All.Count, 40, 50);
        Assert.Equal(Tags.All.Count, Tags.All.Select(t => t.Key).Distinct().Count());
        Assert.All(Tags.All, t => Assert.True(t.Fairness.EndsWith('。') && t.Thresholds.Length > 0, t.Key));
    }
}
