using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Tests;

public class Drawing_charts
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(800, 800)]
    [InlineData(504, 800)]
    [InlineData(0.07, 0.08)]
    [InlineData(2001, 2500)]
    public void Ends_the_axis_on_a_round_number(double greatest, double top) => Assert.Equal(top, ChartScale.Top(greatest), 9);

    [Fact]
    public void Lays_a_waterfall_where_each_change_begins_where_the_last_ended()
    {
        var laid = WaterfallStep.Lay([new("年初", 100, "100", IsSum: true), new("支出", -30, "−30"), new("返还", 5, "+5"), new("可用", 75, "75", IsSum: true)]);
        Assert.Equal([(0m, 100m), (70m, 100m), (70m, 75m), (0m, 75m)], laid.Select(l => (l.From, l.To)));
    }

    [Fact]
    public void Refuses_a_waterfall_that_does_not_tie() =>
        Assert.Throws<ArgumentException>(() => WaterfallStep.Lay([new("年初", 100, "100", IsSum: true), new("支出", -30, "−30"), new("可用", 71, "71", IsSum: true)]));
}
