using CreditLoan.Domain.Access;
using CreditLoan.Domain.Bureau;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Tests;

public class Keeping_a_target
{
    [Fact]
    public async Task Shows_what_was_set_until_it_is_withdrawn()
    {
        await using var db = await TestDatabase.Create();
        var analyst = new Actor("he", Role.BureauAnalyst, "");
        var stream = Target.Stream(Metric.Disbursed, "东莞");
        Command Command(string act) => Ledger.Command.For(analyst, new DateOnly(2026, 3, 1), act, act);
        await db.Store.Change(Command("target.set"), stream, t => TargetDecisions.Set(t, analyst, Metric.Disbursed, "东莞",
            new DateOnly(2020, 12, 31), Money.Wan(3_337_600), new DateOnly(2025, 12, 31), Money.Wan(12_000_000), "东莞市“十四五”规划"));

        var row = await db.Reader.Row<TargetRow>(Viewer.Anyone, $"select * from target_book");
        Assert.Equal(Money.Wan(12_000_000), row!.Value);
        await db.Store.Change(Command("target.withdraw"), stream, t => TargetDecisions.Withdraw(t, analyst, "规划期满"));
        Assert.Null(await db.Reader.Row<TargetRow>(Viewer.Anyone, $"select * from target_book"));
    }
}
