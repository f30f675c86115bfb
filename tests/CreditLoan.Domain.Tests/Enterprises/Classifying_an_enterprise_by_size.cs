using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Enterprises;

/// <summary>Expected classes are read off 工信部联企业〔2011〕300号, Article 4.</summary>
public class Classifying_an_enterprise_by_size
{
    [Theory]
    [InlineData("C3484", 1000, 40_000, SizeClass.Large)]
    [InlineData("C3484", 999, 40_000, SizeClass.Medium)]
    [InlineData("C3484", 300, 2_000, SizeClass.Medium)]
    [InlineData("C3484", 300, 1_999, SizeClass.Small)]
    [InlineData("C3484", 20, 300, SizeClass.Small)]
    [InlineData("C3484", 19, 40_000, SizeClass.Micro)]
    [InlineData("F5161", 5, 1_000, SizeClass.Small)]
    [InlineData("F5211", 49, 20_000, SizeClass.Small)]
    [InlineData("G5430", 300, 3_000, SizeClass.Medium)]
    [InlineData("I6510", 10, 50, SizeClass.Small)]
    [InlineData("I6410", 10, 99, SizeClass.Micro)]
    [InlineData("M7310", 100, 0, SizeClass.Medium)]
    public void Asks_for_all_floors_of_a_class(string industry, int employees, int revenueWan, SizeClass expected) =>
        Assert.Equal(expected, SizeStandards.Of2011.Classify(new(industry), IndustryEdition.Gb2017, new(2025, employees, Money.Wan(revenueWan), null)));

    [Theory]
    [InlineData("E4710", null, 80_000, 80_000, SizeClass.Large)]
    [InlineData("E4710", null, 80_000, 79_999, SizeClass.Medium)]
    [InlineData("K7010", null, 1_000, 4_999, SizeClass.Small)]
    [InlineData("L7211", 300, null, 120_000, SizeClass.Large)]
    [InlineData("L7211", 99, null, 8_000, SizeClass.Small)]
    public void Looks_at_assets_where_the_line_does(string industry, int? employees, int? revenueWan, int assetsWan, SizeClass expected) =>
        Assert.Equal(expected, SizeStandards.Of2011.Classify(new(industry), IndustryEdition.Gb2017,
            new(2025, employees, revenueWan is { } wan ? Money.Wan(wan) : null, Money.Wan(assetsWan))));

    [Fact]
    public void Counts_cargo_handling_as_transport_in_both_editions()
    {
        Assert.Equal("交通运输业", SizeStandards.Of2011.LineFor(new("G5910"), IndustryEdition.Gb2017)!.Industry);
        Assert.Equal("交通运输业", SizeStandards.Of2011.LineFor(new("G5810"), IndustryEdition.Gb2011)!.Industry);
        Assert.Equal("仓储业", SizeStandards.Of2011.LineFor(new("G5911"), IndustryEdition.Gb2011)!.Industry);
    }

    [Fact]
    public void Says_nothing_about_rail_finance_and_public_bodies() =>
        Assert.All(new[] { "G5310", "J6621", "S9221" }, code => Assert.Null(SizeStandards.Of2011.LineFor(new(code), IndustryEdition.Gb2017)));

    [Fact]
    public void Stays_open_where_a_needed_figure_is_unknown() =>
        Assert.Equal(SizeClass.Unclassified, SizeStandards.Of2011.Classify(new("C34"), IndustryEdition.Gb2017, new(2025, null, Money.Wan(900), null)));

    [Fact]
    public void Needs_no_more_figures_once_one_decides() =>
        Assert.Equal(SizeClass.Micro, SizeStandards.Of2011.Classify(new("C34"), IndustryEdition.Gb2017, new(2025, 12, null, null)));

    [Fact]
    public void Has_no_standard_before_June_2011()
    {
        Assert.Null(SizeStandards.On(new(2011, 6, 17)));
        Assert.Same(SizeStandards.Of2011, SizeStandards.On(new(2020, 2, 29)));
    }
}
