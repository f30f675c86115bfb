using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Loans;

/// <summary>What a line of a loan's record was (流水类型).</summary>
public enum LoanStep
{
    Disbursed = 1, Repaid, Prepaid, FellOverdue, CaughtUp, Reclassified, Extended, RenewedInto, WrittenOff, Recovered,
    DisbursementCorrected, RepaymentCorrected, Reversed, Settled,
}

/// <summary>One line of a loan's record (借据流水).</summary>
/// <param name="Principal">The principal of the step; of a correction, what changed.</param>
/// <param name="Words">The reason, the grades, the other loan's number.</param>
public sealed record LoanStepRow(LoanStep Step, DateOnly Day, Money? Principal, Money? Interest, string? Words);

/// <summary>What happened to a loan, line by line (借据流水).</summary>
public static class LoanTimeline
{
    public static readonly LineView<LoanStepRow, LoanEvent> View = new("loan_timeline", happened => [Step(happened)]);

    private static LoanStepRow Step(LoanEvent happened) => happened switch
    {
        LoanEvent.Disbursed e => new(LoanStep.Disbursed, e.ValueDate, e.Principal, null, e.Renews?.Number),
        LoanEvent.Repaid e => new(LoanStep.Repaid, e.On, e.Principal, e.Interest, null),
        LoanEvent.Prepaid e => new(LoanStep.Prepaid, e.On, e.Principal, e.Interest, null),
        LoanEvent.FellOverdue e => new(LoanStep.FellOverdue, e.On, e.Principal, e.Interest, $"{e.Since:yyyy-MM-dd}"),
        LoanEvent.CaughtUp e => new(LoanStep.CaughtUp, e.On, null, null, null),
        LoanEvent.Reclassified e => new(LoanStep.Reclassified, e.On, null, null, e.Reason),
        LoanEvent.Extended e => new(LoanStep.Extended, e.On, null, null, e.Reason),
        LoanEvent.RenewedInto e => new(LoanStep.RenewedInto, e.On, e.Principal, null, e.Successor.Number),
        LoanEvent.WrittenOff e => new(LoanStep.WrittenOff, e.On, e.Principal, e.Interest, e.Reason),
        LoanEvent.Recovered e => new(LoanStep.Recovered, e.On, e.Amount, null, e.Words),
        LoanEvent.DisbursementCorrected e => new(LoanStep.DisbursementCorrected, e.On, e.Now.Principal - e.Was.Principal, null, e.Reason),
        LoanEvent.RepaymentCorrected e => new(LoanStep.RepaymentCorrected, e.On,
            (e.Now?.Principal ?? Money.Zero) - e.Was.Principal, (e.Now?.Interest ?? Money.Zero) - e.Was.Interest, e.Reason),
        LoanEvent.Reversed e => new(LoanStep.Reversed, e.On, -e.Principal, null, e.Reason),
        LoanEvent.Settled e => new(LoanStep.Settled, e.On, null, null, null),
        _ => throw new UnreachableException($"{happened.GetType().Name} has no line."),
    };
}
