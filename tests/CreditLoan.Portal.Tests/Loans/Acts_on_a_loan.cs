using Bunit;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Loans;
using CreditLoan.Portal.Loans;

namespace CreditLoan.Portal.Tests.Loans;

public class Acts_on_a_loan
{
    private static readonly DateOnly Today = new(2026, 9, 10);

    [Fact]
    public void Are_offered_by_stage_and_corrections_to_approvers_alone()
    {
        var running = Row(LoanStage.Running);
        Assert.Equal(LoanAct.Repay, LoanChoices.Of(running, approves: false)[0]);
        Assert.DoesNotContain(LoanAct.CorrectDisbursement, LoanChoices.Of(running, approves: false));
        Assert.Contains(LoanAct.Reverse, LoanChoices.Of(running, approves: true));
        Assert.DoesNotContain(LoanAct.WriteOff, LoanChoices.Of(running, approves: true));
        Assert.Contains(LoanAct.WriteOff, LoanChoices.Of(running with { Grade = FiveGrade.Loss }, approves: true));
        Assert.Contains(LoanAct.CorrectRepayment, LoanChoices.Of(running with { Outstanding = Money.Wan(20) }, approves: true));
        Assert.Equal([LoanAct.Recover], LoanChoices.Of(Row(LoanStage.WrittenOff), approves: true));
        Assert.Empty(LoanChoices.Of(Row(LoanStage.Reversed), approves: true));
    }

    [Fact]
    public void Do_not_offer_a_prepayment_while_something_is_overdue() =>
        Assert.DoesNotContain(LoanAct.Prepay, LoanChoices.Of(Row(LoanStage.Overdue), approves: true));

    [Fact]
    public void Know_the_borrower_from_the_register_and_else_from_the_application()
    {
        var registration = new Registration(new("91440100MA0TEXT048"), "澜江德信精工机械有限公司", new("449901"), new("C3411"), IndustryEdition.Gb2017, new(2018, 5, 2));
        var active = new Enterprise.Active(registration, null, SizeClass.Small, []);
        Assert.Equal(new Borrower(new("449901"), new("C3411"), SizeClass.Small, true), Borrower.Of(new CreditLine.Unknown(), active, onKeyList: true));
        var asked = new CreditLine.Requested(null!, new Borrower(new("449902"), null, SizeClass.Micro, false), default);
        Assert.Equal(new Borrower(new("449902"), null, SizeClass.Micro, true), Borrower.Of(asked, new Enterprise.Unknown(), onKeyList: true));
    }

    [Fact]
    public void Try_the_plan_as_soon_as_the_figures_can_make_one()
    {
        var form = new PayoutForm();
        Assert.Null(form.Plan(RepaymentMethod.EqualInstalments));
        form.Fill(Money.Wan(100), Rate.Percent(4.35m), new(2026, 1, 15), 12);
        Assert.Equal(Money.Yuan(23_718.79m), form.Plan(RepaymentMethod.EqualInstalments)!.Interest);
    }

    [Fact]
    public void Mark_in_the_plan_what_was_repaid_and_hold_the_rest_back_until_it_is_asked_for()
    {
        using var context = new BunitContext();
        var plan = RepaymentPlan.For(Money.Wan(12), Rate.Percent(4), RepaymentMethod.EqualPrincipal, new(2026, 1, 15), new(2028, 1, 15));
        var table = context.Render<PlanTable>(p => p.Add(t => t.Plan, plan).Add(t => t.Next, 3));
        Assert.Equal(12, table.FindAll("tbody tr").Count);
        Assert.Equal(2, table.FindAll("tbody td .faint").Count);
        table.Find(".more button").Click();
        Assert.Equal(24, table.FindAll("tbody tr").Count);
    }

    [Fact]
    public void Read_the_days_overdue_into_the_standing()
    {
        var late = Row(LoanStage.Overdue) with { OverdueSince = Today.AddDays(-100) };
        Assert.Equal("逾期 100 天", LoanWords.Standing(late, Today));
        Assert.Equal(FiveGrade.Substandard, late.Alarm(Today));
    }

    private static LoanListRow Row(LoanStage stage) => new(
        new("B01"), "澜江银行", "JJ2026-000017", new LoanId(new("B01"), "JJ2026-000017").Fingerprint(), CreditLineId.Numbered(2026, 1), new("91440100MA0TEXT048"), "澜江德信精工机械有限公司",
        "P1", "信易流水贷", Money.Wan(30), Money.Wan(30), Rate.Percent(4.35m), new(2026, 3, 5), new(2027, 3, 5), RepaymentMethod.InterestFirst, Security.Unsecured, true, null,
        stage, FiveGrade.Pass, null, Money.Zero, Money.Zero, Money.Zero, Money.Zero, Money.Zero, new(2026, 3, 5), 0, 1);
}
