using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.CreditLines.CreditLineDecisions;
using static CreditLoan.Domain.Tests.CreditLines.CreditLineExamples;
using static CreditLoan.Domain.Tests.Story;
using Line = CreditLoan.Domain.CreditLines.CreditLineEvent;

namespace CreditLoan.Domain.Tests.CreditLines;

public class Drawing_on_a_credit_line
{
    private static readonly LoanId Loan1 = new(Bank, "JJ2026-000017");
    private static readonly DateOnly Thursday = new(2026, 3, 5);

    [Fact]
    public void Is_refused_above_what_is_available() =>
        Given(Lines, [.. Opened(), new Line.Drawn(Loan1, Money.Wan(30), Thursday)])
            .When(l => Draw(l, new(Bank, "JJ2"), Money.Wan(11), Thursday, Officer)).Refuses(CreditLineRefusals.AboveAvailable(Money.Wan(10)));

    [Fact]
    public void Is_refused_before_signing_and_after_the_last_day()
    {
        Given(Lines, Requested, TakenUp, Contacted, Granted).When(l => Draw(l, Loan1, Money.Wan(1), Thursday, Officer)).Refuses(CreditLineRefusals.NotSigned);
        Given(Lines, Opened()).When(l => Draw(l, Loan1, Money.Wan(1), Monday, Officer)).Refuses(CreditLineRefusals.BeforeSigning(Wednesday));
        Given(Lines, Opened()).When(l => Draw(l, Loan1, Money.Wan(1), new(2027, 4, 1), Officer)).Refuses(CreditLineRefusals.Expired(Terms.Until));
    }

    [Fact]
    public void Is_asked_for_by_the_enterprise_and_answered_by_the_bank()
    {
        var asked = Given(Lines, Opened()).When(l => AskToDraw(l, Money.Wan(10), "备货", Agent, Thursday));
        asked.Then(new Line.DrawingAsked(Money.Wan(10), "备货", Thursday));
        asked.And().When(l => RefuseDrawing(l, "请补充购销合同", Officer, Thursday)).Then(new Line.DrawingRefused("请补充购销合同", Thursday));
        Given(Lines, Opened()).When(l => AskToDraw(l, Money.Wan(41), "", Agent, Thursday)).Refuses(CreditLineRefusals.AboveAvailable(Money.Wan(40)));
        Given(Lines, Opened()).When(l => RefuseDrawing(l, "无", Officer, Thursday)).Refuses(CreditLineRefusals.NothingAsked);
    }

    [Fact]
    public void Is_possible_again_after_repayment_only_where_the_line_revolves()
    {
        Given(Lines, [.. Opened(RepaymentMethod.Revolving), new Line.Drawn(Loan1, Money.Wan(30), Thursday)])
            .When(l => Restore(l, Loan1, Money.Wan(30), Thursday)).Then(new Line.Restored(Loan1, Money.Wan(30), Thursday));
        Given(Lines, [.. Opened(), new Line.Drawn(Loan1, Money.Wan(30), Thursday)])
            .When(l => Restore(l, Loan1, Money.Wan(30), Thursday)).Then();
    }

    [Fact]
    public void Goes_on_under_new_terms_once_they_are_signed()
    {
        var better = Terms with { Limit = Money.Wan(60), Until = new(2028, 3, 31) };
        var offered = Given(Lines, [.. Opened(), new Line.Drawn(Loan1, Money.Wan(30), Thursday)])
            .When(l => Renew(l, better, Approver, Thursday, China)).And();
        var renewed = offered.When(l => Sign(l, Legal, Thursday));
        renewed.Then(new Line.Renewed(better, "legal", Thursday));
        Assert.Equal(Money.Wan(30), Assert.IsType<CreditLine.Open>(renewed.And().State).Available);
    }

    [Fact]
    public void Is_not_offered_less_than_what_is_in_use() =>
        Given(Lines, [.. Opened(), new Line.Drawn(Loan1, Money.Wan(30), Thursday)])
            .When(l => Renew(l, Terms with { Limit = Money.Wan(20) }, Approver, Thursday, China)).Refuses(CreditLineRefusals.BelowUse(Money.Wan(30)));

    [Fact]
    public void Ends_with_the_line()
    {
        var ended = Given(Lines, Opened()).When(l => Expire(l, new(2027, 4, 1)));
        ended.Then(new Line.Expired(new(2027, 4, 1)));
        ended.And().When(l => Draw(l, Loan1, Money.Wan(1), Thursday, Officer)).Refuses(CreditLineRefusals.Over);
        Given(Lines, Opened()).When(l => Close(l, "经营恶化", Approver, Thursday)).Then(new Line.Closed("经营恶化", Thursday));
    }
}
