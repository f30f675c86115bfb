using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Closing;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Closing;
using CreditLoan.Ledger;

namespace CreditLoan.Jobs.Tests.Closing;

public class Recording_a_day
{
    private static readonly DateOnly First = new(2026, 3, 2);
    private static readonly Actor Bank = new("bank", Role.BankSystem, "102100");
    private static readonly WorkingCalendar Calendar = PublishedCalendar.China;

    private static LoanId Loan(int n) => new(new("102100"), $"JJ-{n}");

    private static async Task Tell(EventStore store, int n, params LoanEvent[] facts) => Assert.IsType<Outcome.Done>(
        await store.Change(Command.For(Bank, First, "test", Guid.NewGuid()), Domain.Loans.Loan.Stream(Loan(n)), _ => facts));

    private static LoanEvent Disbursed(int n) => new LoanEvent.Disbursed(Loan(n), new($"SX-{n}"), new($"E{n}"), null, Money.Wan(120), Rate.Percent(3.6m), First, First.AddYears(1),
        RepaymentMethod.EqualPrincipal, Security.Unsecured, new Borrower(new("440103"), null, SizeClass.Small, false), true, null);

    private static LoanEvent Repaid(DateOnly on) => new LoanEvent.Repaid(Money.Wan(10), Money.Yuan(3_600), on);

    [Fact]
    public async Task Says_the_same_at_the_position_it_saw_and_restates_at_todays()
    {
        await using var db = await TestDatabase.Create();
        var close = new DailyClose(db.Database, db.Store, TimeProvider.System);
        var due = First.AddMonths(1);
        for (var n = 0; n < 30; n++) await Tell(db.Store, n, Disbursed(n));
        await Tell(db.Store, 1, Repaid(due.AddDays(-2)));
        var first = await close.Run(due);
        Assert.Equal((1, 29), (first.Run, first.Day.Lines.Count(l => l.Kind == CloseKind.Due)));
        Assert.Empty(first.Restated);

        // What happens later touches the day only where it is about the day.
        await Tell(db.Store, 2, Repaid(due.AddDays(5)));
        await Tell(db.Store, 3, Repaid(due));
        await Tell(db.Store, 1, new LoanEvent.RepaymentCorrected(1, new(Money.Wan(10), Money.Yuan(3_600), due.AddDays(-2)), null, "误报", due.AddDays(9)));
        await Tell(db.Store, 30, Disbursed(30));

        var (again, same) = await close.At(due, first.Day.Position);
        Assert.Equal((first.Day.Digest, 1), (again.Digest, same!.Run));
        Assert.Equal(first.Day.Lines, again.Lines);

        var second = await close.Run(due);
        Assert.Equal(["JJ-1", "JJ-3", "JJ-30"], second.Restated.Select(r => (r.Now ?? r.Before)!.Subject.Split('/')[^1]).Order(StringComparer.Ordinal));
        Assert.Equal([false, true, false], second.Restated.OrderBy(r => (r.Now ?? r.Before)!.Subject, StringComparer.Ordinal).Select(r => r.Now is null));
        Assert.Empty((await close.Run(due)).Restated);
        Assert.Equal(3L, await db.Value<long>("select count(*) from close_restatement"));
    }

    [Fact]
    public async Task Sees_the_same_books_whichever_way_they_are_read()
    {
        await using var db = await TestDatabase.Create();
        var close = new DailyClose(db.Database, db.Store, TimeProvider.System);
        for (var n = 0; n < 20; n++)
        {
            await Tell(db.Store, n, Disbursed(n));
            if (n % 2 == 0) await Tell(db.Store, n, Repaid(First.AddDays(20)));
            if (n % 3 == 0) await Tell(db.Store, n, new LoanEvent.Prepaid(Money.Wan(30), Money.Zero, First.AddDays(40)));
            if (n % 5 == 0) await Tell(db.Store, n, new LoanEvent.FellOverdue(First.AddMonths(1), Money.Wan(10), Money.Zero, First.AddMonths(2)));
        }
        // After the last recorded moment every row is read as it is kept; before it, every loan is folded from its history.
        var read = await close.Run(new DateOnly(2099, 1, 1));
        await db.Execute("update loan_book set progress = null");
        Assert.Equal(read.Day.Digest, (await close.At(new DateOnly(2099, 1, 1), read.Day.Position)).Day.Digest);
    }

    [Fact]
    public async Task Ends_an_enrolment_that_was_not_put_right_in_time()
    {
        await using var db = await TestDatabase.Create();
        var id = new EnrolmentId(ShippedSchemes.Open, Loan(1));
        var covered = new CoveredLoan(Loan(1), new("E1"), Money.Wan(120), First, First.AddYears(1), new("440103"), BorrowerKind.Small, Security.Unsecured, []);
        var until = Calendar.Add(First, 10);
        EnrolmentEvent[] facts = [new EnrolmentEvent.Applied(id, 1, Cover.Bank, covered, false, First, until, "zhou"), new EnrolmentEvent.Returned(ReturnReason.PapersMissing, "缺合同", First, until, "zheng")];
        Assert.IsType<Outcome.Done>(await db.Store.Change(Command.For(Bank, First, "test", 1), Enrolment.Stream(id), _ => facts));
        var close = new DailyClose(db.Database, db.Store, TimeProvider.System);

        var last = await close.Run(until.Day);
        Assert.Equal((0, CloseKind.EnrolmentStep), (last.Ended.Enrolments, Assert.Single(last.Day.Lines).Kind));
        Assert.Equal(1, (await close.Run(until.Day.AddDays(1))).Ended.Enrolments);
        Assert.IsType<Enrolment.TurnedAway>((await db.Store.Load(Enrolment.Stream(id))).State);
    }
}
