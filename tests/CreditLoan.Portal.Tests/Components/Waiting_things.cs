using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Tests;

public class Waiting_things
{
    private static Todo Due(int? left) => new("签合同", "澜江银行", left is { } l ? new DateOnly(2026, 8, 19).AddDays(l) : null, left, "签署", "#");

    [Fact]
    public void Stand_overdue_first_and_without_a_deadline_last() =>
        Assert.Equal([-1, 0, 4, null], Todo.InOrder([Due(4), Due(null), Due(-1), Due(0)]).Select(t => t.Left));

    [Theory]
    [InlineData(-1, "您有 1 件事要办，最急的一件已超 1 个工作日")]
    [InlineData(0, "您有 1 件事要办，最急的一件今天到期")]
    [InlineData(2, "您有 1 件事要办，最急的一件还剩 2 个工作日")]
    [InlineData(null, "您有 1 件事要办")]
    public void Say_how_urgent_the_first_is(int? left, string heading) => Assert.Equal(heading, Todo.Heading([Due(left)], "您"));

    [Fact]
    public void Are_none_when_there_are_none() => Assert.Equal("您现在没有要办的事", Todo.Heading([], "您"));
}
