using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Loans.LoanDecisions;
using static CreditLoan.Domain.Tests.CreditLines.CreditLineExamples;
using static CreditLoan.Domain.Tests.Loans.Books;

namespace CreditLoan.Domain.Tests.Loans;

public class Disbursing_a_loan
{
    [Fact]
    public void Draws_on_the_line_and_begins_the_loan_at_once()
    {
        var books = Disbursed();
        Assert.Equal(Money.Wan(10), books.Available);
        Assert.Equal(
            [new CreditLineEvent.Drawn(Id, Money.Wan(30), ValueDate),
             new LoanEvent.Disbursed(Id, LineId, Enterprise, null, Money.Wan(30), Rate.Percent(4.35m), ValueDate, new(2027, 3, 5),
                 RepaymentMethod.InterestFirst, Security.Unsecured, Firm, FirstTime: true, Renews: null)],
            books.Facts);
    }

    [Fact]
    public void Is_refused_outside_what_was_granted()
    {
        var books = Begun();
        books.Refuses(Pay(Usual with { Principal = Money.Wan(41) }), CreditLineRefusals.AboveAvailable(Money.Wan(40)));
        books.Refuses(Pay(Usual with { Rate = Rate.Percent(4.36m) }), LoanRefusals.RateAboveGranted(Rate.Percent(4.35m)));
        books.Refuses(Pay(Usual with { Maturity = new(2027, 3, 6) }), LoanRefusals.TermTooLong(12));
        books.Refuses(Pay(Usual with { Maturity = ValueDate }), LoanRefusals.MaturityBeforeValueDate);
        books.Refuses(Pay(Usual with { ValueDate = ValueDate.AddDays(1) }), LoanRefusals.InTheFuture(ValueDate));
    }

    [Fact]
    public void Is_refused_to_another_bank_and_under_a_used_number()
    {
        Begun().Refuses((line, loan) => Disburse(line, loan, Id, Usual, Firm, OtherBank, ValueDate), CreditLineRefusals.NotYours);
        Begun().Refuses((line, loan) => Disburse(line, loan, new(new("B02"), "X1"), Usual, Firm, Officer, ValueDate), CreditLineRefusals.NotYours);
        Disbursed().Refuses(Pay(Usual with { Principal = Money.Wan(1) }), LoanRefusals.NumberTaken);
    }

    [Fact]
    public void Reads_a_number_as_banks_write_it()
    {
        Assert.True(LoanId.TryParse(Bank, " ｊｊ2026-000017 ", out var id));
        Assert.Equal(Id, id);
        Assert.False(LoanId.TryParse(Bank, "JJ/17", out _));
        Assert.False(LoanId.TryParse(Bank, "", out _));
    }

    [Fact]
    public void Gives_one_fingerprint_to_one_loan()
    {
        Assert.Equal(64, Id.Fingerprint().Length);
        Assert.Equal(Id.Fingerprint(), new LoanId(Bank, "JJ2026-000017").Fingerprint());
        Assert.NotEqual(Id.Fingerprint(), new LoanId(new("B02"), "JJ2026-000017").Fingerprint());
    }

    private static Func<CreditLine, Loan, Decisions> Pay(Payout payout) => (line, loan) => Disburse(line, loan, Id, payout, Firm, Officer, ValueDate);
}

public class Repaying_a_loan
{
    [Fact]
    public void Settles_it_with_the_last_fen()
    {
        var books = Disbursed()
            .After(Repaid(Money.Wan(10), Money.Yuan(1_087.50m)))
            .After(Repaid(Money.Wan(20), Money.Yuan(725)));
        Assert.Equal(Later, Assert.IsType<Loan.Settled>(books.Loan).On);
        Assert.Equal(Money.Wan(10), books.Available);
    }

    [Fact]
    public void Frees_a_revolving_line()
    {
        var books = Disbursed(RepaymentMethod.Revolving).After(Repaid(Money.Wan(10), Money.Zero));
        Assert.Equal(Money.Wan(20), books.Available);
    }

    [Fact]
    public void Is_refused_above_what_is_owed_in_the_future_and_to_strangers()
    {
        var books = Disbursed();
        books.Refuses(Repaid(Money.Wan(31), Money.Zero), LoanRefusals.AboveOutstanding(Money.Wan(30)));
        books.Refuses(Repaid(Money.Zero, Money.Zero), LoanRefusals.AmountMissing);
        books.Refuses((line, loan) => Repay(line, loan, new(Money.Wan(1), Money.Zero, Later.AddDays(1)), Officer, Later), LoanRefusals.InTheFuture(Later));
        books.Refuses((line, loan) => Repay(line, loan, new(Money.Wan(1), Money.Zero, Later), OtherBank, Later), LoanRefusals.NotYours);
    }

    [Fact]
    public void Ahead_of_the_plan_plans_the_rest_anew_on_the_same_days()
    {
        var books = Disbursed(RepaymentMethod.EqualPrincipal)
            .After((line, loan) => Prepay(line, loan, new(Money.Wan(12), Money.Yuan(181.25m), new(2026, 3, 20)), Officer, new(2026, 3, 20)));
        var schedule = books.Running.Schedule!;
        Assert.Equal(Money.Wan(18), schedule.Principal);
        Assert.Equal(new DateOnly(2026, 4, 5), schedule.Instalments[0].Due);
        Assert.Equal(12, schedule.Instalments.Count);
    }

    [Fact]
    public void Catches_up_when_everything_overdue_is_paid()
    {
        var books = Disbursed().After(Overdue(new(2026, 4, 5), Money.Zero, Money.Yuan(1_087.50m)));
        books.Refuses((line, loan) => Prepay(line, loan, new(Money.Wan(1), Money.Zero, Later), Officer, Later), LoanRefusals.Overdue);
        books = books.After(Repaid(Money.Zero, Money.Yuan(87.50m)));
        Assert.Equal(new Arrears(new(2026, 4, 5), Money.Zero, Money.Yuan(1_000)), books.Running.Arrears);
        Assert.Null(books.After(Repaid(Money.Zero, Money.Yuan(1_000))).Running.Arrears);
    }

    internal static Func<CreditLine, Loan, Decisions> Repaid(Money principal, Money interest) =>
        (line, loan) => Repay(line, loan, new(principal, interest, Later), Officer, Later);

    internal static Func<Loan, Decision<LoanEvent>> Overdue(DateOnly since, Money principal, Money interest) =>
        loan => MarkOverdue(loan, new(since, principal, interest), Officer, Later);
}

public class A_loan_that_goes_wrong
{
    private static readonly Func<Loan, Decision<LoanEvent>> ToLoss = loan => Reclassify(loan, FiveGrade.Loss, "诉讼执行终结", Officer, Later);

    [Theory]
    [InlineData(0, FiveGrade.Pass), InlineData(7, FiveGrade.Pass), InlineData(8, FiveGrade.SpecialMention), InlineData(90, FiveGrade.SpecialMention)]
    [InlineData(91, FiveGrade.Substandard), InlineData(270, FiveGrade.Substandard), InlineData(271, FiveGrade.Doubtful), InlineData(361, FiveGrade.Loss)]
    public void Has_a_grade_that_its_days_overdue_ask_for(int days, FiveGrade floor) => Assert.Equal(floor, FiveGrades.Floor(days));

    [Fact]
    public void Keeps_the_banks_grade_and_raises_an_alarm()
    {
        var loan = Disbursed().After(Repaying_a_loan.Overdue(new(2026, 4, 5), Money.Zero, Money.Yuan(1_087.50m))).Running;
        Assert.Equal(FiveGrade.Pass, loan.Grade);
        Assert.Equal(FiveGrade.Substandard, loan.GradeAlarm(new(2026, 7, 5)));
        Assert.Null(loan.GradeAlarm(new(2026, 4, 10)));
    }

    [Fact]
    public void Is_written_off_by_an_approver_once_it_is_bad()
    {
        Disbursed().Refuses(loan => WriteOff(loan, "无可执行财产", Approver, Later), LoanRefusals.NotBad);
        Disbursed().After(ToLoss).Refuses(loan => WriteOff(loan, "无可执行财产", Officer, Later), LoanRefusals.NotApprover);
        var gone = Disbursed().After(ToLoss).After(loan => WriteOff(loan, "无可执行财产", Approver, Later));
        Assert.Equal(Money.Wan(30), Assert.IsType<Loan.WrittenOff>(gone.Loan).Left);
    }

    [Fact]
    public void Brings_back_at_most_what_was_lost()
    {
        var gone = Disbursed().After(ToLoss).After(loan => WriteOff(loan, "无可执行财产", Approver, Later));
        gone.Refuses(loan => Recover(loan, Money.Wan(31), "", Later, Officer, Later), LoanRefusals.AboveLoss(Money.Wan(30)));
        var back = gone.After(loan => Recover(loan, Money.Wan(12), "拍卖设备", Later, Officer, Later));
        Assert.Equal(Money.Wan(18), Assert.IsType<Loan.WrittenOff>(back.Loan).Left);
        Disbursed().Refuses(loan => Recover(loan, Money.Wan(1), "", Later, Officer, Later), LoanRefusals.NotWrittenOff);
    }

    [Fact]
    public void Is_extended_before_it_is_due_and_at_most_by_its_first_term()
    {
        var books = Disbursed();
        books.Refuses(loan => Extend(loan, new(2028, 3, 6), "回款推迟", Approver, Later), LoanRefusals.ExtensionTooLong(new(2028, 3, 4)));
        books.Refuses(loan => Extend(loan, new(2027, 9, 5), "回款推迟", Approver, new(2027, 3, 6)), LoanRefusals.MaturityPast(new(2027, 3, 5)));
        var longer = books.After(loan => Extend(loan, new(2027, 9, 5), "回款推迟", Approver, Later)).Running;
        Assert.Equal(new DateOnly(2027, 9, 5), longer.Schedule!.Instalments[^1].Due);
        Assert.Equal(new DateOnly(2026, 9, 5), longer.Schedule.Instalments[0].From);
    }

    [Fact]
    public void Is_marked_overdue_by_the_daily_close_too()
    {
        var close = Actor.Job("daily-close");
        var books = Disbursed().After(loan => MarkOverdue(loan, new(new(2026, 4, 5), Money.Zero, Money.Yuan(1_087.50m)), close, Later));
        Assert.Equal(158, books.Running.DaysOverdue(Later));
    }
}

public class Renewing_a_loan
{
    private static readonly LoanId Next = new(Bank, "JJ2027-000001");

    [Fact]
    public void Puts_a_new_loan_in_its_place_without_new_use_of_the_line()
    {
        var books = Disbursed();
        var renewed = Assert.IsType<Decisions.Accepted>(Renew(books.Line, books.Loan, new Loan.Unknown(), Next, New(Money.Wan(30)), Firm, Officer, Later));
        var line = renewed.Events[0].Cast<CreditLineEvent>().Aggregate(books.Line, Lines.Evolve);
        Assert.Equal(Money.Wan(10), Assert.IsType<CreditLine.Open>(line).Available);
        Assert.Equal(new LoanEvent.RenewedInto(Next, Money.Wan(30), Later), Assert.Single(renewed.Events[1]));
        Assert.Equal(Id, Assert.IsType<LoanEvent.Disbursed>(Assert.Single(renewed.Events[2])).Renews);
    }

    [Fact]
    public void Is_refused_for_another_amount_and_while_overdue()
    {
        var books = Disbursed();
        Assert.Equal(LoanRefusals.AboveOutstanding(Money.Wan(30)), Why(books, New(Money.Wan(31))));
        Assert.Equal(LoanRefusals.NotWholly(Money.Wan(30)), Why(books, New(Money.Wan(29))));
        var late = books.After(Repaying_a_loan.Overdue(new(2026, 4, 5), Money.Zero, Money.Yuan(1)));
        Assert.Equal(LoanRefusals.Overdue, Why(late, New(Money.Wan(30))));
    }

    private static Payout New(Money principal) => Usual with { Principal = principal, ValueDate = Later, Maturity = new(2027, 9, 10) };

    private static Refusal Why(Books books, Payout payout) =>
        Assert.IsType<Decisions.Refused>(Renew(books.Line, books.Loan, new Loan.Unknown(), Next, payout, Firm, Officer, Later)).Why;
}

public class The_next_payment_of_a_loan
{
    [Fact]
    public void Is_what_is_left_of_the_first_instalment_that_is_not_repaid()
    {
        var begun = Disbursed(RepaymentMethod.EqualPrincipal);
        Assert.Equal((1, Money.Yuan(25_000)), (begun.Running.NextPayment!.Number, begun.Running.NextPayment.Principal));
        var part = begun.After(Repaying_a_loan.Repaid(Money.Yuan(10_000), Money.Zero)).Running.NextPayment!;
        Assert.Equal((1, Money.Yuan(15_000)), (part.Number, part.Principal));
        var second = begun.After(Repaying_a_loan.Repaid(Money.Yuan(25_000), Money.Yuan(1_087.50m))).Running.NextPayment!;
        Assert.Equal((2, Money.Yuan(25_000)), (second.Number, second.Principal));
    }

    [Fact]
    public void Of_interest_alone_moves_on_with_each_report() =>
        Assert.Equal(2, Disbursed().After(Repaying_a_loan.Repaid(Money.Zero, Money.Yuan(1_087.50m))).Running.NextPayment!.Number);
}
