using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Loans;

public class A_loans_history
{
    private static readonly DateOnly First = new(2026, 3, 1);
    private static readonly LoanId Id = new(new("102100"), "JJ-1");
    private static readonly LoanEvent.Disbursed Disbursed = new(Id, new("SX-1"), new("E1"), null, Money.Wan(120), Rate.Percent(3.6m), First, First.AddYears(1),
        RepaymentMethod.EqualPrincipal, Security.Unsecured, new Borrower(new("440103"), null, SizeClass.Small, false), true, null);

    private static LoanRow? Row(IEnumerable<LoanEvent> facts) => facts.Aggregate((LoanRow?)null, LoanBook.View.Fold);

    [Fact]
    public void Ends_on_the_day_that_is_asked_for()
    {
        LoanEvent[] facts = [Disbursed, new LoanEvent.Repaid(Money.Wan(10), Money.Zero, First.AddMonths(1)), new LoanEvent.Repaid(Money.Wan(10), Money.Zero, First.AddMonths(2))];
        Assert.Equal(Money.Wan(110), Row(LoanHistory.AsOf(facts, First.AddMonths(2).AddDays(-1)))!.Outstanding);
        Assert.Equal(Money.Wan(100), Row(LoanHistory.AsOf(facts, First.AddMonths(2)))!.Outstanding);
        Assert.Null(Row(LoanHistory.AsOf(facts, First.AddDays(-1))));
    }

    [Fact]
    public void Shows_a_report_that_was_put_right_as_it_was_put_right_on_its_own_day()
    {
        LoanEvent[] facts =
        [
            Disbursed, new LoanEvent.Repaid(Money.Wan(10), Money.Zero, First.AddMonths(1)),
            new LoanEvent.RepaymentCorrected(1, new(Money.Wan(10), Money.Zero, First.AddMonths(1)), new(Money.Wan(4), Money.Zero, First.AddMonths(1)), "误报", First.AddMonths(6)),
        ];
        var row = Row(LoanHistory.AsOf(facts, First.AddMonths(1)))!;
        Assert.Equal((Money.Wan(116), Money.Wan(4), 1), (row.Outstanding, row.Progress!.Repaid, row.Progress.Payments));
    }

    [Fact]
    public void Forgets_what_never_was()
    {
        LoanEvent[] struck = [Disbursed, new LoanEvent.Repaid(Money.Wan(10), Money.Zero, First.AddMonths(1)), new LoanEvent.RepaymentCorrected(1, new(Money.Wan(10), Money.Zero, First.AddMonths(1)), null, "误报", First.AddMonths(6))];
        Assert.Equal(Money.Wan(120), Row(LoanHistory.AsOf(struck, First.AddMonths(1)))!.Outstanding);
        Assert.Empty(LoanHistory.AsOf([Disbursed, new LoanEvent.Reversed(Money.Wan(120), First, "误报", First.AddDays(3))], First));
    }

    [Fact]
    public void Moves_a_disbursement_to_the_day_it_really_was()
    {
        LoanEvent[] facts = [Disbursed, new LoanEvent.DisbursementCorrected(new(Money.Wan(120), Rate.Percent(3.6m), First, First.AddYears(1)), new(Money.Wan(100), Rate.Percent(3.6m), First.AddDays(2), First.AddYears(1)), "误报", First.AddMonths(1))];
        Assert.Null(Row(LoanHistory.AsOf(facts, First.AddDays(1))));
        Assert.Equal(Money.Wan(100), Row(LoanHistory.AsOf(facts, First.AddDays(2)))!.Outstanding);
    }

    [Fact]
    public void Without_corrections_leads_to_the_position_that_the_loan_itself_has()
    {
        LoanEvent[] facts =
        [
            Disbursed, new LoanEvent.Repaid(Money.Wan(10), Money.Yuan(3_600), First.AddMonths(1)), new LoanEvent.Prepaid(Money.Wan(50), Money.Zero, First.AddMonths(2)),
            new LoanEvent.Extended(First.AddYears(1), First.AddMonths(15), "", First.AddMonths(5)), new LoanEvent.Reclassified(FiveGrade.Pass, FiveGrade.Substandard, "", First.AddMonths(6)),
        ];
        for (var length = 1; length <= facts.Length; length++)
        {
            var loan = (Loan.Running)facts.Take(length).Aggregate(Loan.Stream(Id).Initial, Loan.Stream(Id).Evolve);
            var row = Row(facts.Take(length))!;
            Assert.Equal(loan.Position.Progress, row.Progress);
            Assert.Equal(loan.Position.Schedule?.Instalments, row.Position()!.Schedule?.Instalments);
        }
    }
}
