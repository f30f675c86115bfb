using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Profiles;

public class Reading_a_score
{
    private static ScoreReason Reason(string feature, double? from = null, double? to = null, string[]? values = null, bool missing = false) =>
        new(feature, DataClass.Invoices, 10, from, to, values ?? [], missing);

    [Fact]
    public void Tells_a_range_and_never_the_value() => Assert.Equal(
        ["近 12 月最长断票低于 2 个月", "近 12 月开票额不低于 1,187.13 万元", "开票额同比增长在 −5 至 10%", "近 12 月开票额没有数据"],
        new[] { Reason("gap_months", to: 2), Reason("sales_12m", 1187.1302), Reason("sales_growth", -5, 10), Reason("sales_12m", missing: true) }.Select(r => r.Sentence()));

    [Fact]
    public void Tells_grades_and_flags_as_the_tags_do() => Assert.Equal(
        ["纳税信用 A 级 或 纳税信用 B 级", "无欠税"], new[] { Reason("tax_grade", values: ["A", "B"]), Reason("tax_arrears", values: ["否"]) }.Select(r => r.Sentence()));

    [Theory]
    [InlineData(149, ScoreBand.A)]
    [InlineData(150, ScoreBand.B)]
    [InlineData(599, ScoreBand.C)]
    [InlineData(1199, ScoreBand.D)]
    [InlineData(10_000, ScoreBand.E)]
    public void Gives_the_same_band_to_the_same_rate(int basisPoints, ScoreBand band) => Assert.Equal(band, ScoreBands.Of(new Share(basisPoints)));
}
