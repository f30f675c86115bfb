using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Bureau;
using CreditLoan.Portal.Public;

namespace CreditLoan.Portal.Tests;

public class Telling_how_long_it_takes
{
    private static DateOnly Day(int day) => new(2026, 3, day);

    [Fact]
    public void Counts_each_way_as_often_as_it_was_gone() => Assert.Equal(3, StepTimes.WeightedMedian([(1, 2), (3, 5), (9, 1)]));

    [Fact]
    public void Counts_working_days_of_each_step_beside_its_limit()
    {
        // Monday 2 March to Monday 16 March 2026.
        var times = StepTimes.Of([new StepDays(Day(2), Day(3), Day(5), Day(9), Day(11), Day(16), 3)], WorkingCalendar.WeekendsOnly)!;
        Assert.Equal([("受理", 1), ("联系您", 2), ("审批答复", 4), ("签约", 2), ("放款", 3)], times.Steps.Select(s => (s.Name, s.Median)));
        Assert.Equal((10, 3L), (times.Whole, times.Count));
    }

    [Fact]
    public void Says_nothing_before_anyone_has_gone_the_way() => Assert.Null(StepTimes.Of([], WorkingCalendar.WeekendsOnly));
}
