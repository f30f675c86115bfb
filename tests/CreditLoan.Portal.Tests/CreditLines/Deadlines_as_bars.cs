using Bunit;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Portal.CreditLines;

namespace CreditLoan.Portal.Tests.CreditLines;

public class Deadlines_as_bars
{
    [Fact]
    public void Are_met_near_or_not_begun()
    {
        var row = A_worklist.Case(CreditLineStage.ToContact, due: new(2026, 3, 6)) with
        {
            TakenUpOn = new(2026, 3, 3), ContactBy = new(2026, 3, 6), DecideBy = new(2026, 3, 17),
        };
        Assert.Equal([("met", "1 / 2 天"), ("near", "第 2 / 3 天"), ("runs", "第 2 / 10 天")], Bars(row, new(2026, 3, 5)));
        Assert.Equal(("late", "第 4 / 3 天"), Bars(row, new(2026, 3, 9))[1]);
    }

    [Fact]
    public void Stop_when_the_application_was_taken_back()
    {
        var row = A_worklist.Case(CreditLineStage.Withdrawn);
        Assert.Equal([("ahead", "未到这一步"), ("ahead", "限 3 个工作日"), ("ahead", "限 10 个工作日")], Bars(row, new(2026, 3, 20)));
    }

    private static (string State, string Says)[] Bars(Ledger.CreditLines.CaseRow row, DateOnly today)
    {
        using var context = new BunitContext();
        var bars = context.Render<SlaBars>(p => p.Add(b => b.Row, row).Add(b => b.Today, today));
        return [.. bars.FindAll("li").Select(li => (li.ClassName!, li.QuerySelector("span")!.TextContent))];
    }
}
