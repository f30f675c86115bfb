using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.CreditLines;
using CreditLoan.Ledger.Loans;

namespace CreditLoan.Ledger.Tests.Loans;

public class Paying_out_under_a_line
{
    private static readonly LoanId Loan1 = new(Lending.Bank, "JJ2026-000017");
    private static readonly Viewer Desk = Lending.Officer.AsViewer;

    [Fact]
    public async Task Changes_line_and_loan_at_once_or_neither()
    {
        await using var db = await TestDatabase.Create();
        var lending = new Lending(db.Store);
        var lines = new CreditLineQueries(db.Reader);
        var loans = new LoanQueries(db.Reader);
        var line = await lending.Open(1, Money.Wan(40));

        Assert.IsType<Outcome.Done>(await lending.Disburse(line, Loan1, Money.Wan(30)));
        Assert.Equal(CreditLineRefusals.AboveAvailable(Money.Wan(10)), Assert.IsType<Outcome.Refused>(await lending.Disburse(line, new(Lending.Bank, "JJ2"), Money.Wan(11))).Why);

        Assert.Equal(Money.Wan(10), (await lines.Case(Desk, line))!.Available);
        Assert.Equal(Money.Wan(30), Assert.Single(await loans.Under(Desk, line)).Outstanding);
        Assert.Equal([LoanStep.Disbursed], (await loans.Timeline(Desk, Loan1)).Select(e => e.Step));
    }

    [Fact]
    public async Task Lets_one_of_two_drawings_through_that_together_are_too_much()
    {
        await using var db = await TestDatabase.Create();
        var lending = new Lending(db.Store);
        var line = await lending.Open(1, Money.Wan(40));
        var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => lending.Disburse(line, new(Lending.Bank, $"JJ{i}"), Money.Wan(30))));
        Assert.Single(answers.OfType<Outcome.Done>());
        Assert.Equal(Money.Wan(30), (await new LoanQueries(db.Reader).Totals(Desk)).Outstanding);
    }

    [Fact]
    public async Task Keeps_the_row_equal_to_the_facts_to_the_end()
    {
        await using var db = await TestDatabase.Create();
        var lending = new Lending(db.Store);
        var loans = new LoanQueries(db.Reader);
        var line = await lending.Open(1, Money.Wan(40));
        await lending.Disburse(line, Loan1, Money.Wan(30));
        await lending.Repay(line, Loan1, Money.Wan(10), Money.Yuan(900), new(2026, 6, 2));
        await lending.MarkOverdue(Loan1, new(new(2026, 7, 2), Money.Zero, Money.Yuan(700)), new(2026, 10, 5));

        var row = (await loans.ByFingerprint(Desk, Loan1.Fingerprint()))!;
        Assert.Equal((LoanStage.Overdue, Money.Wan(20), Money.Yuan(700)), (row.Stage, row.Outstanding, row.OverdueInterest));
        Assert.Equal(FiveGrade.Substandard, row.Alarm(new(2026, 10, 5)));
        Assert.Equal([Loan1], (await loans.List(Desk, new(Alarm: true), new(2026, 10, 5), "overdue", false, 0, 10)).Rows.Select(r => r.Loan));
        Assert.Empty((await loans.List(Desk, new(Alarm: true), new(2026, 7, 9), "overdue", false, 0, 10)).Rows);
        Assert.Equal(new LoanTotals(1, Money.Wan(30), Money.Wan(20), Money.Zero, Money.Zero), await loans.Totals(Desk));
        Assert.Equal(new LoanStageCount(LoanStage.Overdue, 1), Assert.Single(await loans.Counts(Desk, new(), new(2026, 10, 5))));

        await lending.Repay(line, Loan1, Money.Wan(20), Money.Yuan(700), new(2026, 10, 6));
        Assert.Equal(LoanStage.Settled, (await loans.Loan(Desk, Loan1))!.Stage);
        Assert.Equal(Money.Wan(40), (await new CreditLineQueries(db.Reader).Case(Desk, line))!.Available);
        var (state, version) = await db.Store.Load(Loan.Stream(Loan1));
        Assert.IsType<Loan.Settled>(state);
        Assert.Equal((await loans.Loan(Desk, Loan1))!.Version, version);
    }

    [Fact]
    public async Task Shows_the_bureau_the_loan_but_not_whose()
    {
        await using var db = await TestDatabase.Create();
        var lending = new Lending(db.Store);
        await lending.Disburse(await lending.Open(1, Money.Wan(40)), Loan1, Money.Wan(30));

        Assert.Equal(Loan1.Fingerprint(), await db.Reader.Scalar<string>(Lending.Analyst, $"select fingerprint from loan_unnamed"));
        foreach (var stranger in new[] { Lending.Rival, Lending.Analyst, Viewer.Anyone, new Viewer("manager", Role.PoolManager, "S1") })
        {
            Assert.Null(await new LoanQueries(db.Reader).Loan(stranger, Loan1));
            Assert.Empty(await new LoanQueries(db.Reader).Timeline(stranger, Loan1));
        }
        Assert.Equal(0, await db.Reader.Scalar<long>(Lending.Rival, $"select count(*) from loan_unnamed"));
        Assert.Equal(0, await db.Reader.Scalar<long>(Lending.Analyst, $"select count(*) from information_schema.columns where table_name = 'loan_unnamed' and column_name in ('enterprise', 'number', 'line', 'stream_id')"));
    }
}
