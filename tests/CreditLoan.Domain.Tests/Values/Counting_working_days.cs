using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Values;

public class Counting_working_days
{
    private static readonly WorkingCalendar China = PublishedCalendar.China;

    [Fact]
    public void Skips_the_national_holiday_and_counts_the_weekend_day_worked_for_it()
    {
        // 2026: off from 1 to 7 October, Saturday the 10th is worked.
        Assert.Equal(new DateOnly(2026, 10, 10), China.Add(new DateOnly(2026, 9, 30), 3).Day);
        Assert.True(China.IsWorkingDay(new DateOnly(2026, 10, 10)));
    }

    [Fact]
    public void Does_not_count_the_first_day_and_counts_the_last() =>
        Assert.Equal(1, China.Between(new DateOnly(2026, 11, 19), new DateOnly(2026, 11, 20)));

    [Fact]
    public void Is_negative_once_the_day_is_past() =>
        Assert.Equal(-1, China.Between(new DateOnly(2026, 11, 20), new DateOnly(2026, 11, 19)));

    [Fact]
    public void Says_that_a_deadline_beyond_the_last_notice_is_provisional()
    {
        Assert.True(China.Add(new DateOnly(China.LastYear, 12, 31), 1).Provisional);
        Assert.False(China.Add(new DateOnly(China.LastYear, 12, 1), 1).Provisional);
    }

    [Fact]
    public void Adding_and_counting_agree()
    {
        for (var days = 0; days < 60; days++)
        {
            var from = new DateOnly(2026, 1, 28);
            Assert.Equal(days, China.Between(from, China.Add(from, days).Day));
        }
    }
}
