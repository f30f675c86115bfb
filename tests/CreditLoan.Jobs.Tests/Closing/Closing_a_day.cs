using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Closing;
using CreditLoan.Ledger;

namespace CreditLoan.Jobs.Tests.Closing;

public class Closing_a_day
{
    private static readonly CreditLineId Line = CreditLineId.Numbered(2026, 1);
    private static readonly DateOnly Monday = new(2026, 3, 2);
    private static readonly DateOnly SignBy = new(2026, 3, 16);
    private static readonly DateOnly Until = new(2026, 9, 30);
    private static readonly Actor Legal = new("legal", Role.LegalRepresentative, "91440100MA0TEXT048");
    private static readonly Actor Approver = new("approver", Role.BankApprover, "B01");

    [Fact]
    public async Task Lapses_an_offer_that_nobody_signed_once()
    {
        await using var db = await TestDatabase.Create();
        await Offer(db.Store);
        var close = new DailyClose(db.Database, db.Store, TimeProvider.System);

        Assert.Equal(0, (await close.Run(SignBy)).Ended.Lines);
        Assert.Equal(1, (await close.Run(SignBy.AddDays(1))).Ended.Lines);
        Assert.Equal(0, (await close.Run(SignBy.AddDays(1))).Ended.Lines);
        Assert.Equal(CreditLineStage.Lapsed, Assert.IsType<CreditLine.Failed>((await db.Store.Load(CreditLine.Stream(Line))).State).Why);
    }

    [Fact]
    public async Task Ends_a_line_after_its_last_day()
    {
        await using var db = await TestDatabase.Create();
        await Offer(db.Store);
        await Do(db.Store, Legal, l => CreditLineDecisions.Sign(l, Legal, Monday));
        var close = new DailyClose(db.Database, db.Store, TimeProvider.System);

        Assert.Equal(0, (await close.Run(Until)).Ended.Lines);
        Assert.Equal(1, (await close.Run(Until.AddDays(1))).Ended.Lines);
        Assert.IsType<CreditLine.Ended>((await db.Store.Load(CreditLine.Stream(Line))).State);
    }

    private static async Task Offer(EventStore store)
    {
        var china = PublishedCalendar.China;
        var asked = new Application(Line, new("B01"), new(Legal.Tenant), null, null, Money.Wan(10), 12, RepaymentMethod.InterestFirst, LoanPurpose.Orders);
        var terms = new CreditTerms(Money.Wan(10), Rate.Percent(4), 12, RepaymentMethod.InterestFirst, Until);
        await Do(store, Legal, l => CreditLineDecisions.Request(l, asked, new Borrower(null, null, SizeClass.Micro, false), Legal, Monday, china));
        await Do(store, Approver, l => CreditLineDecisions.TakeUp(l, Approver, Monday, china));
        await Do(store, Approver, l => CreditLineDecisions.Grant(l, terms, Approver, Monday, china));
    }

    private static async Task Do(EventStore store, Actor by, Func<CreditLine, Decision<CreditLineEvent>> decide) =>
        Assert.IsType<Outcome.Done>(await store.Change(Command.For(by, Monday, "test", Guid.NewGuid()), CreditLine.Stream(Line), decide));
}
