using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Loans;

/// <summary>What a bank says when it pays out (放款要素); the method is the line's.</summary>
public sealed record Payout(Money Principal, Rate Rate, DateOnly ValueDate, DateOnly Maturity, Security Security, bool FirstTime);

/// <summary>What may happen to a loan.</summary>
/// <remarks>The bank reports its own books: where it states a fact, the platform checks that the fact can be, not that it is wise.</remarks>
public static partial class LoanDecisions
{
    /// <summary>Pays out under a line (放款): the line is drawn and the loan begins at once. Streams: the line, the loan.</summary>
    public static Decisions Disburse(CreditLine line, Loan loan, LoanId id, Payout payout, Borrower borrower, Actor by, DateOnly today) =>
        Begin(line, loan, id, payout, today, renews: null, borrower) is var begun && begun.Why is { } why ? why
            : Decisions.Of(CreditLineDecisions.Draw(line, id, payout.Principal, payout.ValueDate, by), (Decision<LoanEvent>)begun.Disbursed!);

    /// <summary>Lets a new loan take an old one's place without the principal coming back (无还本续贷). Streams: the line, the old loan, the new loan.</summary>
    public static Decisions Renew(CreditLine line, Loan old, Loan loan, LoanId id, Payout payout, Borrower borrower, Actor by, DateOnly today)
    {
        if (old is not Loan.Running running) return old is Loan.Unknown ? LoanRefusals.NotDisbursed : LoanRefusals.NotRunning;
        if (!IsBank(by, running)) return LoanRefusals.NotYours;
        if (running.Terms.Loan == id) return LoanRefusals.SameLoan;
        if (line is not CreditLine.Open { Application: var application } || running.Terms.Line != application.Line) return LoanRefusals.OtherLine;
        if (running.Arrears is not null) return LoanRefusals.Overdue;
        if (payout.Principal > running.Outstanding) return LoanRefusals.AboveOutstanding(running.Outstanding);
        if (payout.ValueDate < running.Terms.ValueDate) return LoanRefusals.BeforeValueDate(running.Terms.ValueDate);
        if (payout.Principal < running.Outstanding) return LoanRefusals.NotWholly(running.Outstanding);
        var begun = Begin(line, loan, id, payout, today, running.Terms.Loan, borrower);
        if (begun.Why is { } why) return why;
        var freed = ((CreditLine.Open)line) with { Available = ((CreditLine.Open)line).Available + running.Outstanding };
        return CreditLineDecisions.Draw(freed, id, payout.Principal, payout.ValueDate, by) switch
        {
            Decision<CreditLineEvent>.Accepted drawn => Decisions.Of<CreditLineEvent, LoanEvent, LoanEvent>(
                drawn.Events.Prepend(new CreditLineEvent.Restored(running.Terms.Loan, running.Outstanding, payout.ValueDate)).ToArray(),
                new LoanEvent.RenewedInto(id, running.Outstanding, payout.ValueDate),
                begun.Disbursed!),
            Decision<CreditLineEvent>.Refused refused => refused.Why,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Books what came in as planned (还款). Streams: the line, which is free again where it revolves, and the loan.</summary>
    public static Decisions Repay(CreditLine line, Loan loan, Repayment paid, Actor by, DateOnly today) =>
        Pay(line, loan, paid, by, today, ahead: false);

    /// <summary>Books what came in ahead of the plan (提前还款); the rest is planned anew. Streams: the line, the loan.</summary>
    public static Decisions Prepay(CreditLine line, Loan loan, Repayment paid, Actor by, DateOnly today) =>
        Pay(line, loan, paid, by, today, ahead: true);

    /// <summary>Says that something due was not paid, or how much is by now (逾期). Banks report it; the daily close may where the plan shows it.</summary>
    public static Decision<LoanEvent> MarkOverdue(Loan loan, Arrears arrears, Actor by, DateOnly today) => loan switch
    {
        Loan.Running l when by.Role != Role.PlatformJob && !IsBank(by, l) => LoanRefusals.NotYours,
        Loan.Running when arrears.Principal < Money.Zero || arrears.Interest < Money.Zero || arrears.Total.IsZero => LoanRefusals.NothingOverdue,
        Loan.Running l when arrears.Principal > l.Outstanding => LoanRefusals.AboveOutstanding(l.Outstanding),
        Loan.Running when arrears.Since >= today => LoanRefusals.InTheFuture(today),
        Loan.Running l when arrears.Since <= l.Terms.ValueDate => LoanRefusals.BeforeValueDate(l.Terms.ValueDate),
        Loan.Running l when l.Arrears == arrears => LoanRefusals.NothingChanged,
        Loan.Running => new LoanEvent.FellOverdue(arrears.Since, arrears.Principal, arrears.Interest, today),
        _ => Not(loan),
    };

    /// <summary>Puts the loan into the bank's grade (五级分类调整); a grade better than the days overdue allow is accepted and shown as an alarm.</summary>
    public static Decision<LoanEvent> Reclassify(Loan loan, FiveGrade grade, string reason, Actor by, DateOnly today) => loan switch
    {
        Loan.Running l when !IsBank(by, l) => LoanRefusals.NotYours,
        Loan.Running l when l.Grade == grade => LoanRefusals.SameGrade,
        Loan.Running when string.IsNullOrWhiteSpace(reason) => LoanRefusals.ReasonMissing,
        Loan.Running l => new LoanEvent.Reclassified(l.Grade, grade, reason.Trim(), today),
        _ => Not(loan),
    };

    /// <summary>Moves the last day (展期).</summary>
    /// <remarks>贷款通则第十二条: in all at most the first term for a loan of up to one year, half of it for one of up to five, three years for a longer one.</remarks>
    public static Decision<LoanEvent> Extend(Loan loan, DateOnly maturity, string reason, Actor by, DateOnly today) => loan switch
    {
        Loan.Running l when !IsBank(by, l) => LoanRefusals.NotYours,
        Loan.Running when !IsApprover(by) => LoanRefusals.NotApprover,
        Loan.Running l when today > l.Terms.Maturity => LoanRefusals.MaturityPast(l.Terms.Maturity),
        Loan.Running l when maturity <= l.Terms.Maturity => LoanRefusals.NotLater,
        Loan.Running l when LatestExtension(l) is var latest && maturity > latest => LoanRefusals.ExtensionTooLong(latest),
        Loan.Running when string.IsNullOrWhiteSpace(reason) => LoanRefusals.ReasonMissing,
        Loan.Running l => new LoanEvent.Extended(l.Terms.Maturity, maturity, reason.Trim(), today),
        _ => Not(loan),
    };

    /// <summary>Takes the rest off the bank's books (核销): all the principal, and the interest that is overdue.</summary>
    public static Decision<LoanEvent> WriteOff(Loan loan, string reason, Actor by, DateOnly today) => loan switch
    {
        Loan.Running l when !IsBank(by, l) => LoanRefusals.NotYours,
        Loan.Running when !IsApprover(by) => LoanRefusals.NotApprover,
        Loan.Running { Grade: < FiveGrade.Substandard } => LoanRefusals.NotBad,
        Loan.Running when string.IsNullOrWhiteSpace(reason) => LoanRefusals.ReasonMissing,
        Loan.Running l => new LoanEvent.WrittenOff(l.Outstanding, l.Arrears?.Interest ?? Money.Zero, reason.Trim(), today),
        _ => Not(loan),
    };

    /// <summary>Books what came in after the write-off (追偿回收).</summary>
    public static Decision<LoanEvent> Recover(Loan loan, Money amount, string words, DateOnly on, Actor by, DateOnly today) => loan switch
    {
        Loan.WrittenOff l when !IsBank(by, l.Last) => LoanRefusals.NotYours,
        Loan.WrittenOff when !amount.IsPositive => LoanRefusals.AmountMissing,
        Loan.WrittenOff l when amount > l.Left => LoanRefusals.AboveLoss(l.Left),
        Loan.WrittenOff when on > today => LoanRefusals.InTheFuture(today),
        Loan.WrittenOff => new LoanEvent.Recovered(amount, (words ?? "").Trim(), on),
        Loan.Running l when !IsBank(by, l) => LoanRefusals.NotYours,
        Loan.Unknown => LoanRefusals.NotDisbursed,
        _ => LoanRefusals.NotWrittenOff,
    };

    /// <summary>The latest last day that extensions may reach.</summary>
    public static DateOnly LatestExtension(Loan.Running loan)
    {
        var term = loan.FirstMaturity.DayNumber - loan.Terms.ValueDate.DayNumber;
        return loan.FirstMaturity <= loan.Terms.ValueDate.AddYears(1) ? loan.FirstMaturity.AddDays(term)
            : loan.FirstMaturity <= loan.Terms.ValueDate.AddYears(5) ? loan.FirstMaturity.AddDays(term / 2)
            : loan.FirstMaturity.AddYears(3);
    }

    private static (LoanEvent.Disbursed? Disbursed, Refusal? Why) Begin(
        CreditLine line, Loan loan, LoanId id, Payout payout, DateOnly today, LoanId? renews, Borrower borrower)
    {
        if (line is not CreditLine.Open open) return (null, line is CreditLine.Ended ? CreditLineRefusals.Over : CreditLineRefusals.NotSigned);
        var why = loan is not (Loan.Unknown or Loan.Reversed) ? LoanRefusals.NumberTaken
            : payout.ValueDate > today ? LoanRefusals.InTheFuture(today)
            : payout.Maturity <= payout.ValueDate ? LoanRefusals.MaturityBeforeValueDate
            : payout.Maturity > payout.ValueDate.AddMonths(open.Terms.TermMonths) ? LoanRefusals.TermTooLong(open.Terms.TermMonths)
            : payout.Rate > open.Terms.Rate ? LoanRefusals.RateAboveGranted(open.Terms.Rate)
            : null;
        if (why is not null) return (null, why);
        return (new LoanEvent.Disbursed(
            id, open.Application.Line, open.Application.Enterprise, open.Application.Product, payout.Principal, payout.Rate,
            payout.ValueDate, payout.Maturity, open.Terms.Method, payout.Security, borrower, payout.FirstTime, renews), null);
    }

    private static Decisions Pay(CreditLine line, Loan loan, Repayment paid, Actor by, DateOnly today, bool ahead)
    {
        if (loan is not Loan.Running l) return Not(loan);
        var why = !IsBank(by, l) ? LoanRefusals.NotYours
            : !Under(l, line) ? LoanRefusals.OtherLine
            : paid.Principal < Money.Zero || paid.Interest < Money.Zero || (paid.Principal + paid.Interest).IsZero ? LoanRefusals.AmountMissing
            : paid.Principal > l.Outstanding ? LoanRefusals.AboveOutstanding(l.Outstanding)
            : paid.On > today ? LoanRefusals.InTheFuture(today)
            : paid.On < l.Terms.ValueDate ? LoanRefusals.BeforeValueDate(l.Terms.ValueDate)
            : ahead && l.Arrears is not null ? LoanRefusals.Overdue
            : null;
        if (why is not null) return why;
        var left = Loan.After(l.Arrears, paid.Principal, paid.Interest);
        var events = new List<LoanEvent>
        {
            ahead ? new LoanEvent.Prepaid(paid.Principal, paid.Interest, paid.On) : new LoanEvent.Repaid(paid.Principal, paid.Interest, paid.On),
        };
        if (left is { Total.IsZero: true }) events.Add(new LoanEvent.CaughtUp(paid.On));
        if (l.Outstanding == paid.Principal && left is null or { Total.IsZero: true }) events.Add(new LoanEvent.Settled(paid.On));
        return Decisions.Of<CreditLineEvent, LoanEvent>(CreditLineDecisions.Restore(line, l.Terms.Loan, paid.Principal, paid.On), events.ToArray());
    }

    private static bool Under(Loan.Running loan, CreditLine line) =>
        line is CreditLine.Applied applied && applied.Application.Line == loan.Terms.Line;

    private static bool IsBank(Actor by, Loan.Running loan) => CreditLineDecisions.IsBank(by, loan.Terms.Bank);

    private static bool IsApprover(Actor by) => by.Role is Role.BankApprover or Role.BankSystem;

    private static Refusal Not(Loan loan) => loan is Loan.Unknown ? LoanRefusals.NotDisbursed : LoanRefusals.NotRunning;
}
