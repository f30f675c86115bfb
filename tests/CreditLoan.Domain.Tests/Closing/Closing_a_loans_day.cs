using CreditLoan.Domain.Closing;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Closing;

public class Closing_a_loans_day
{
    private static readonly DateOnly First = new(2026, 3, 1);
    private static readonly LoanId Id = new(new("102100"), "JJ-1");

    private static ClosingLoan Loan(params LoanEvent[] then) => ClosingLoan.Of(new[] { Disbursed }.Concat(then).Aggregate((LoanRow?)null, LoanBook.View.Fold)!);

    private static IEnumerable<CloseLine> Lines(ClosingLoan loan, DateOnly day) => new LoanClosing(loan, day).Lines();

    private static LoanEvent Disbursed => new LoanEvent.Disbursed(Id, new("SX-1"), new("E1"), null, Money.Wan(120), Rate.Percent(3.6m), First, First.AddYears(1),
        RepaymentMethod.InterestFirst, Security.Unsecured, new Borrower(new("440103"), null, SizeClass.Small, false), true, null);

    [Fact]
    public void Accrues_by_days_within_the_month_without_a_fact() =>
        Assert.Equal(Money.Yuan(1_200), new LoanClosing(Loan(), First.AddDays(10)).State().Accrued);

    [Fact]
    public void Names_what_is_payable_on_the_day_and_only_then()
    {
        var due = Assert.Single(Lines(Loan(), First.AddMonths(1)));
        Assert.Equal((CloseKind.Due, Money.Yuan(3_600)), (due.Kind, due.Amount));
        Assert.Empty(Lines(Loan(), First.AddMonths(1).AddDays(-1)));
        Assert.Empty(Lines(Loan(new LoanEvent.Repaid(Money.Zero, Money.Yuan(3_600), First.AddMonths(1))), First.AddMonths(1).AddDays(1)));
    }

    [Fact]
    public void Says_on_the_next_day_that_an_instalment_did_not_come()
    {
        var line = Assert.Single(Lines(Loan(), First.AddMonths(1).AddDays(1)));
        Assert.Equal((CloseKind.Overdue, "plan 2026-04-01"), (line.Kind, line.Words));
        Assert.Empty(Lines(Loan(), First.AddMonths(1).AddDays(2)));
    }

    [Theory]
    [InlineData(7, null), InlineData(8, "Pass<SpecialMention"), InlineData(9, null), InlineData(91, "Pass<Substandard"), InlineData(271, "Pass<Doubtful"), InlineData(361, "Pass<Loss")]
    public void Raises_an_alarm_beside_the_banks_grade_on_the_day_the_floor_falls(int days, string? words)
    {
        var loan = Loan(new LoanEvent.FellOverdue(First.AddMonths(1), Money.Zero, Money.Yuan(3_600), First.AddMonths(1).AddDays(1)));
        var alarm = Lines(loan, First.AddMonths(1).AddDays(days)).SingleOrDefault(l => l.Kind == CloseKind.GradeAlarm);
        Assert.Equal(words, alarm?.Words);
    }

    [Fact]
    public void Raises_none_where_the_bank_is_as_strict_or_stricter()
    {
        var loan = Loan(new LoanEvent.FellOverdue(First.AddMonths(1), Money.Zero, Money.Yuan(3_600), First.AddMonths(1).AddDays(1)), new LoanEvent.Reclassified(FiveGrade.Pass, FiveGrade.Substandard, "", First.AddMonths(2)));
        Assert.DoesNotContain(Lines(loan, First.AddMonths(1).AddDays(91)), l => l.Kind == CloseKind.GradeAlarm);
        Assert.Equal(Money.Wan(120), new LoanClosing(loan, First.AddMonths(4)).State().Bad);
    }
}
