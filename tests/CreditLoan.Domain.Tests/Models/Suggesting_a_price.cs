using System.Globalization;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Models;

public class Suggesting_a_price
{
    private static Pricing Suggest(decimal fails, decimal cap) => Pricing.Suggest(new PricingAssumptions(
        Share.Percent(fails), Share.Percent(45), Rate.Percent(2), Rate.Percent(0.5m), Rate.Percent(cap), ChurnCurve.All[1]));

    [Fact]
    public void Finds_the_rate_that_brings_most_and_stays_under_the_cap()
    {
        var free = Suggest(2, 15);
        Assert.All(free.Points, p => Assert.True(p.Profit <= free.Best.Profit));
        Assert.InRange(free.Best.Rate.InPercent, 4.5m, 12m);
        Assert.Equal(Rate.Percent(5), Suggest(2, 5).Best.Rate);
    }

    [Fact]
    public void Earns_nothing_at_the_rate_that_breaks_even()
    {
        var pricing = Suggest(2, 15);
        var a = pricing.Assumptions;
        var margin = (0.98 * (double)pricing.BreakEven.Yearly) - (0.02 * 0.45) - (double)a.Funding.Yearly - (double)a.Running.Yearly;
        Assert.InRange(margin, 0, 0.0001);
    }

    [Fact]
    public void Asks_more_of_the_riskier_and_says_when_no_rate_pays()
    {
        Assert.True(Suggest(6, 15).Best.Rate > Suggest(1, 15).Best.Rate);
        Assert.True(Suggest(60, 8).Best.Profit < 0);
    }

    [Fact]
    public void Misses_the_published_table_by_no_more_than_it_says()
    {
        var lines = File.ReadAllLines(TestData.File("cumcm2020c", "rate_vs_customer_churn_2019.csv")).Skip(1).Where(l => l.Length > 0).Select(l => l.Split(',')).ToArray();
        Assert.Equal(29, lines.Length);
        foreach (var (curve, column) in ChurnCurve.All.Select((c, i) => (c, i + 1)))
        {
            var miss = lines.Max(l => Math.Abs(Number(l[column]) - curve.At(new Rate((int)Math.Round(Number(l[0]) * 1_000_000)))));
            Assert.InRange(miss, curve.Misses - 0.002, curve.Misses + 0.001);
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
