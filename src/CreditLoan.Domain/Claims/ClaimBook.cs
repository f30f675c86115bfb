using System.Diagnostics;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Claims;

/// <summary>Where a claim stands (申请阶段).</summary>
public enum ClaimStage { Pending = 0, SentBack = 1, Payable = 2, Paid = 3, Recovering = 4, Refused = 5, Withdrawn = 6, Revoked = 7 }

/// <summary>One claim in the list (补偿申请清单).</summary>
/// <param name="Due">By when the next step is to be taken; null where none waits.</param>
/// <param name="Agreed">Who agreed so far.</param>
/// <param name="RecoveryDue">The pool's part of everything recovered.</param>
/// <param name="Shared">What of it came back.</param>
public sealed record ClaimRow(
    string Id, string Scheme, int RuleVersion, Cover Cover, string Bank, string Loan, string Enterprise, Money LoanAmount, Loss Loss,
    Computation Asked, Money Amount, LimitCheck[] Limits, ClaimStage Stage, DateOnly FiledOn, DateOnly? Due, string[] Agreed, Paper[] Papers,
    DateOnly? ApprovedOn, DateOnly? PaidOn, Money Paid, Money WrittenOff, Money Recovered, Money RecoveryDue, Money Shared, string? Note, Guarantor? Guarantor = null);

public static class ClaimBook
{
    public static readonly View<ClaimRow, ClaimEvent> View = new("claim_book", Fold);

    private static ClaimRow? Fold(ClaimRow? row, ClaimEvent happened) => (row, happened) switch
    {
        (null, ClaimEvent.Filed e) => new ClaimRow(e.Id.Value, e.Scheme.Value, e.RuleVersion, e.Cover, e.Loan.Bank.Value, e.Loan.Number, e.Enterprise.Value,
            e.Asked.LoanAmount, e.Loss, e.Asked, e.Asked.Amount, [], ClaimStage.Pending, e.On, e.ReviewBy.Day, [], e.Papers,
            null, null, default, default, default, default, default, null, e.Guarantor),
        ({ } r, ClaimEvent.Returned e) => r with { Stage = ClaimStage.SentBack, Due = e.CorrectBy.Day, Note = e.Note, Agreed = [] },
        ({ } r, ClaimEvent.Corrected e) => r with
        {
            Stage = ClaimStage.Pending, Due = e.ReviewBy.Day, Loss = e.Loss, Asked = e.Asked, Amount = e.Asked.Amount, Papers = e.Papers, Note = null,
        },
        ({ } r, ClaimEvent.Withdrawn e) => r with { Stage = ClaimStage.Withdrawn, Due = null, Note = e.Why },
        ({ } r, ClaimEvent.Endorsed e) => r with { Agreed = [.. r.Agreed, e.By], Note = e.Note },
        ({ } r, ClaimEvent.Approved e) => r with
        {
            Stage = ClaimStage.Payable, Amount = e.Amount, Limits = e.Limits, ApprovedOn = e.On, Due = null, Agreed = [.. r.Agreed, e.By],
        },
        ({ } r, ClaimEvent.Refused e) => r with { Stage = ClaimStage.Refused, Due = null, Note = e.Reason },
        ({ } r, ClaimEvent.Revoked e) => r with { Stage = ClaimStage.Revoked, Note = e.Why },
        ({ } r, ClaimEvent.Paid e) => r with { Stage = ClaimStage.Paid, Paid = e.Amount, PaidOn = e.On, Note = null },
        ({ } r, ClaimEvent.WrittenOff e) => r with { WrittenOff = r.WrittenOff + e.Amount },
        ({ } r, ClaimEvent.Recovered e) => r with
        {
            Stage = ClaimStage.Recovering, Recovered = r.Recovered + e.Amount, RecoveryDue = r.RecoveryDue + e.Due, Due = e.ReturnBy.Day,
        },
        ({ } r, ClaimEvent.Shared e) => r with { Shared = r.Shared + e.Amount, Due = r.Shared + e.Amount == r.RecoveryDue ? null : r.Due },
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {row}."),
    };
}
