using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;
using FsCheck;
using FsCheck.Fluent;
using static CreditLoan.Domain.Loans.LoanDecisions;
using static CreditLoan.Domain.Tests.CreditLines.CreditLineExamples;
using static CreditLoan.Domain.Tests.Loans.Books;

namespace CreditLoan.Domain.Tests.Loans;

public class Correcting_a_report
{
    private static readonly Repayment Tenth = new(Money.Wan(10), Money.Yuan(1_000), new(2026, 6, 5));

    [Fact]
    public void Says_what_was_reported_before_and_restores_the_line()
    {
        var now = new Disbursement(Money.Wan(25), Rate.Percent(4.2m), ValueDate, new(2027, 3, 5));
        var books = Disbursed().After((line, loan) => CorrectDisbursement(line, loan, now, "录入有误", Approver, Later));
        Assert.Equal((Money.Wan(25), Money.Wan(15)), (books.Running.Outstanding, books.Available));
        Assert.Equal(new LoanEvent.DisbursementCorrected(new(Money.Wan(30), Rate.Percent(4.35m), ValueDate, new(2027, 3, 5)), now, "录入有误", Later), books.Facts[^1]);
        Assert.Equal(Money.Wan(25), books.Running.Schedule!.Principal);
    }

    [Fact]
    public void Reopens_a_loan_that_was_settled_by_mistake()
    {
        var settled = Disbursed().After(Paid(Money.Wan(30)));
        Assert.IsType<Loan.Settled>(settled.Loan);
        var back = settled.After((line, loan) => CorrectRepayment(line, loan, 1, Tenth, "重复入账", Approver, Later));
        Assert.Equal(Money.Wan(20), back.Running.Outstanding);
    }

    [Fact]
    public void Strikes_a_repayment_that_never_was()
    {
        var books = Disbursed().After(Paid(Money.Wan(10))).After((line, loan) => CorrectRepayment(line, loan, 1, null, "他户款项", Approver, Later));
        Assert.Equal(Money.Wan(30), books.Running.Outstanding);
        books.Refuses((line, loan) => CorrectRepayment(line, loan, 1, Tenth, "再改", Approver, Later), LoanRefusals.NoSuchRepayment);
    }

    [Fact]
    public void Needs_an_approver_a_reason_and_a_difference()
    {
        var books = Disbursed().After(Paid(Money.Wan(10)));
        books.Refuses((line, loan) => CorrectRepayment(line, loan, 1, null, "误", Officer, Later), LoanRefusals.NotApprover);
        books.Refuses((line, loan) => CorrectRepayment(line, loan, 1, null, " ", Approver, Later), LoanRefusals.ReasonMissing);
        books.Refuses((line, loan) => CorrectRepayment(line, loan, 1, new(Money.Wan(10), Money.Zero, Later), "同", Approver, Later), LoanRefusals.NothingChanged);
        books.Refuses((line, loan) => Reverse(line, loan, "未放款", Approver, Later), LoanRefusals.HasRepayments);
    }

    [Fact]
    public void Takes_back_a_disbursement_that_never_was()
    {
        var books = Disbursed().After((line, loan) => Reverse(line, loan, "未实际放款", Approver, Later));
        Assert.IsType<Loan.Reversed>(books.Loan);
        Assert.Equal(Money.Wan(40), books.Available);
    }

    [Fact]
    public void Leaves_row_state_and_plan_agreeing_whatever_is_accepted() => Prop.ForAll(Histories(), acts =>
    {
        var books = Disbursed(RepaymentMethod.EqualInstalments);
        var row = Fold(null, books.Facts);
        foreach (var act in acts)
        {
            var decision = act(books.Line, books.Loan);
            if (decision is Decisions.Refused) continue;
            books = books.After((_, _) => decision);
            row = Fold(row, books.Facts);
        }
        return books.Loan switch
        {
            Loan.Running l => row!.Outstanding == l.Outstanding && row.Grade == l.Grade && row.Maturity == l.Terms.Maturity
                && row.OverduePrincipal + row.OverdueInterest == (l.Arrears?.Total ?? Money.Zero)
                && l.Outstanding == l.Plan.Principal - l.Plan.Repaid
                && (l.Outstanding.IsPositive || l.Arrears is not null) && l.Outstanding >= (l.Arrears?.Principal ?? Money.Zero)
                && l.Terms.Principal == l.Outstanding + Money.Sum(l.Repayments.Where(r => r is not null).Select(r => r!.Principal)),
            Loan.Settled => row!.Stage == LoanStage.Settled && row.Outstanding.IsZero,
            Loan.WrittenOff l => row!.WrittenOff - row.Recovered == l.Left,
            Loan.Reversed => row!.Stage == LoanStage.Reversed,
            _ => false,
        };
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private static LoanRow? Fold(LoanRow? row, IEnumerable<object> facts) => facts.OfType<LoanEvent>().Aggregate(row, LoanBook.View.Fold);

    private static Func<CreditLine, Loan, Decisions> Paid(Money principal) =>
        (line, loan) => Repay(line, loan, new(principal, Money.Zero, Later), Officer, Later);

    private static Arbitrary<List<Func<CreditLine, Loan, Decisions>>> Histories() => Arb.From(Gen.ListOf(
        from kind in Gen.Choose(0, 9)
        from wan in Gen.Choose(0, 12)
        from day in Gen.Choose(1, 500)
        from number in Gen.Choose(1, 4)
        select Act(kind, Money.Wan(wan), ValueDate.AddDays(day), number)).Select(acts => acts.ToList()));

    private static Func<CreditLine, Loan, Decisions> Act(int kind, Money amount, DateOnly on, int number) => (line, loan) => kind switch
    {
        0 or 1 => Repay(line, loan, new(amount, Money.Yuan(500), on), Officer, on),
        2 => Prepay(line, loan, new(amount, Money.Yuan(500), on), Officer, on),
        3 => CorrectRepayment(line, loan, number, new(amount, Money.Yuan(1), on), "更正", Approver, on),
        4 => CorrectRepayment(line, loan, number, null, "冲销", Approver, on),
        5 => CorrectDisbursement(line, loan, new(Money.Wan(20) + amount, Rate.Percent(4), ValueDate, new(2027, 3, 5)), "更正", Approver, on),
        6 => Alone(MarkOverdue(loan, new(ValueDate.AddDays(31), amount, Money.Yuan(300)), Officer, on)),
        7 => Alone(Reclassify(loan, (FiveGrade)number, "调整", Officer, on)),
        8 => Alone(Extend(loan, new(2027, 6, 5), "展期", Approver, on)),
        _ => number == 4 ? Alone(WriteOff(loan, "核销", Approver, on)) : Alone(Recover(loan, amount, "", on, Officer, on)),
    };

    private static Decisions Alone(Decision<LoanEvent> decision) => Decisions.Of<CreditLineEvent, LoanEvent>(Array.Empty<CreditLineEvent>(), decision);
}
