using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Loans;

/// <remarks>Nothing reported is ever changed: a correction is a new fact that names what was said before, so that the months of both days can be restated and the restatement shown.</remarks>
public static partial class LoanDecisions
{
    /// <summary>Puts an earlier disbursement report right (更正放款). Streams: the line, the loan.</summary>
    public static Decisions CorrectDisbursement(CreditLine line, Loan loan, Disbursement now, string reason, Actor by, DateOnly today)
    {
        if (loan is not Loan.Running l) return Not(loan);
        var was = new Disbursement(l.Terms.Principal, l.Terms.Rate, l.Terms.ValueDate, l.Terms.Maturity);
        var repaid = was.Principal - l.Outstanding;
        var why = Correctable(l, line, reason, by)
            ?? (now == was ? LoanRefusals.NothingChanged
            : !now.Principal.IsPositive ? LoanRefusals.AmountMissing
            : now.Principal < repaid || (now.Principal == repaid && repaid.IsPositive) ? LoanRefusals.BelowRepaid(repaid)
            : now.ValueDate > today ? LoanRefusals.InTheFuture(today)
            : now.Maturity <= now.ValueDate ? LoanRefusals.MaturityBeforeValueDate
            : l.Arrears is { } arrears && arrears.Principal > l.Outstanding + now.Principal - was.Principal ? LoanRefusals.BelowRepaid(repaid + arrears.Principal)
            : null);
        return why is not null ? why : Decisions.Of<CreditLineEvent, LoanEvent>(
            CreditLineDecisions.CorrectUse(line, l.Terms.Loan, was.Principal - now.Principal, today),
            new LoanEvent.DisbursementCorrected(was, now, reason.Trim(), today));
    }

    /// <summary>Puts an earlier repayment report right, or strikes it (更正还款、冲销). Streams: the line, the loan.</summary>
    /// <param name="number">Which repayment, from 1.</param>
    /// <param name="now">Null where there had been none.</param>
    public static Decisions CorrectRepayment(CreditLine line, Loan loan, int number, Repayment? now, string reason, Actor by, DateOnly today)
    {
        var l = loan switch { Loan.Running running => running, Loan.Settled settled => settled.Last, _ => null };
        if (l is null) return Not(loan);
        if (Correctable(l, line, reason, by) is { } no) return no;
        if (number < 1 || number > l.Repayments.Count || l.Repayments[number - 1] is not { } was) return LoanRefusals.NoSuchRepayment;
        var change = (now?.Principal ?? Money.Zero) - was.Principal;
        var notOverdue = l.Outstanding - (l.Arrears?.Principal ?? Money.Zero);
        var why = now == was ? LoanRefusals.NothingChanged
            : now is not null && (now.Principal < Money.Zero || now.Interest < Money.Zero || (now.Principal + now.Interest).IsZero) ? LoanRefusals.AmountMissing
            : change > notOverdue ? LoanRefusals.AboveOutstanding(notOverdue)
            : now?.On > today ? LoanRefusals.InTheFuture(today)
            : now?.On < l.Terms.ValueDate ? LoanRefusals.BeforeValueDate(l.Terms.ValueDate)
            : null;
        if (why is not null) return why;
        var events = new List<LoanEvent> { new LoanEvent.RepaymentCorrected(number, was, now, reason.Trim(), today) };
        if (change == l.Outstanding && l.Arrears is null) events.Add(new LoanEvent.Settled(today));
        var use = line is CreditLine.Open { Terms.Method: RepaymentMethod.Revolving }
            ? CreditLineDecisions.CorrectUse(line, l.Terms.Loan, change, today)
            : Array.Empty<CreditLineEvent>();
        return Decisions.Of<CreditLineEvent, LoanEvent>(use, events.ToArray());
    }

    /// <summary>Takes back a disbursement that never was (放款冲正). Streams: the line, the loan.</summary>
    public static Decisions Reverse(CreditLine line, Loan loan, string reason, Actor by, DateOnly today)
    {
        if (loan is not Loan.Running l) return Not(loan);
        if (Correctable(l, line, reason, by) is { } no) return no;
        if (l.Repayments.Any(r => r is not null)) return LoanRefusals.HasRepayments;
        return Decisions.Of<CreditLineEvent, LoanEvent>(
            CreditLineDecisions.CorrectUse(line, l.Terms.Loan, l.Terms.Principal, today),
            new LoanEvent.Reversed(l.Terms.Principal, l.Terms.ValueDate, reason.Trim(), today));
    }

    private static Refusal? Correctable(Loan.Running loan, CreditLine line, string reason, Actor by) =>
        !IsBank(by, loan) ? LoanRefusals.NotYours
        : !IsApprover(by) ? LoanRefusals.NotApprover
        : !Under(loan, line) ? LoanRefusals.OtherLine
        : string.IsNullOrWhiteSpace(reason) ? LoanRefusals.ReasonMissing
        : null;
}
