using CreditLoan.Domain.Closing;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Pools.PoolStory;

namespace CreditLoan.Domain.Tests.Closing;

public class Closing_a_pools_day
{
    private static readonly SchemeRow Open = new(Shipped.Code.Value, Shipped.Name, Owner, Shipped.Document, Day, [new(1, Shipped.From, Shipped.Until, Shipped.Rule, "zheng", Confirmed: true)]);

    private static LoanRow Loan(params LoanEvent[] then) => new LoanEvent[]
    {
        new LoanEvent.Disbursed(new(Bank, "JJ-1"), new("SX-1"), Tests.Pools.PoolStory.Borrower, null, Money.Wan(120), Rate.Percent(3.6m), Day, Day.AddYears(1), RepaymentMethod.Bullet, Security.Unsecured,
            new Domain.CreditLines.Borrower(new("440103"), null, SizeClass.Small, false), true, null),
    }.Concat(then).Aggregate((LoanRow?)null, LoanBook.View.Fold)!;

    private static EnrolmentRow Enrolled => new(Open.Code, Bank.Value, "JJ-1", Tests.Pools.PoolStory.Borrower.Value, Money.Wan(120), Day, Day.AddYears(1), "440103", BorrowerKind.Small, Security.Unsecured, [], Cover.Bank, 1,
        EnrolmentStage.InForce, Day, Day, null, null, null, null);

    [Fact]
    public void Warns_on_the_last_day_on_which_an_eligible_loan_may_be_enrolled()
    {
        var last = Calendar.Add(Day, 30).Day;
        var line = Assert.Single(new PoolClosing([Open], [], [], last, Calendar).Windows(Loan()));
        Assert.Equal((CloseKind.EnrolmentWindow, Open.Code), (line.Kind, line.Scheme));
        Assert.Empty(new PoolClosing([Open], [], [], last.AddDays(1), Calendar).Windows(Loan()));
        Assert.Empty(new PoolClosing([Open], [Enrolled], [], last, Calendar).Windows(Loan()));
    }

    [Fact]
    public void Warns_on_the_last_day_on_which_an_enrolled_loan_that_is_bad_may_be_claimed_for()
    {
        var bad = Loan(new LoanEvent.Reclassified(FiveGrade.Pass, FiveGrade.Substandard, "", Day.AddDays(9)));
        var last = Calendar.Add(Day.AddDays(9), 60).Day;
        Assert.Equal(CloseKind.ClaimWindow, Assert.Single(new PoolClosing([Open], [Enrolled], [], last, Calendar).Windows(bad)).Kind);
        Assert.Empty(new PoolClosing([Open], [Enrolled], [], last.AddDays(-1), Calendar).Windows(bad));
    }

    [Fact]
    public void Names_the_step_whose_last_day_it_is()
    {
        var line = Assert.Single(new PoolClosing([Open], [Enrolled with { Stage = EnrolmentStage.SentBack, Due = Day }], [], Day, Calendar).Steps());
        Assert.Equal((CloseKind.EnrolmentStep, "SentBack"), (line.Kind, line.Words));
    }
}
