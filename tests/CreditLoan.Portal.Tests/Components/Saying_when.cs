using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Tests;

public sealed class Saying_when
{
    private static readonly DateTimeOffset Recorded = new(2026, 3, 2, 17, 5, 0, TimeSpan.Zero);

    [Fact]
    public void Gives_the_minute_on_the_day_itself_in_shanghai() => Assert.Equal("3月3日 01:05", Words.When(new DateOnly(2026, 3, 3), Recorded));

    [Fact]
    public void Gives_the_business_day_where_it_was_recorded_on_another() => Assert.Equal("2025-11-20", Words.When(new DateOnly(2025, 11, 20), Recorded));
}
