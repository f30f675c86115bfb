using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Claims;

/// <summary>Everything that can happen to a claim for compensation (补偿申请), in the order of its life.</summary>
public abstract record ClaimEvent
{
    private ClaimEvent() { }

    /// <summary>The business day on which it is true (业务日).</summary>
    public abstract DateOnly On { get; init; }

    /// <summary>The bank asked to be compensated for an enrolled loan (申请).</summary>
    /// <param name="Asked">What the rule gives before any limit of the pool.</param>
    /// <param name="Place">What no other claim may hold at the same time: the loan, or the loan in this scheme where the rule stacks.</param>
    /// <param name="PaidElsewhere">What other schemes bear of the same loss.</param>
    /// <param name="Guarantor">Who is compensated; null where the bank is.</param>
    public sealed record Filed(
        ClaimId Id, SchemeCode Scheme, int RuleVersion, Cover Cover, LoanId Loan, EnterpriseCode Enterprise, Loss Loss, Computation Asked,
        string Place, Money PaidElsewhere, Paper[] Papers, DateOnly On, Deadline ReviewBy, string By, Guarantor? Guarantor = null) : ClaimEvent;

    /// <summary>Sent back to be put right (退回补正).</summary>
    public sealed record Returned(ReturnReason Reason, string Note, DateOnly On, Deadline CorrectBy, string By) : ClaimEvent;

    /// <summary>The bank put it right (补正).</summary>
    public sealed record Corrected(Loss Loss, Computation Asked, Paper[] Papers, DateOnly On, Deadline ReviewBy, string By) : ClaimEvent;

    /// <summary>The bank took it back (撤回).</summary>
    public sealed record Withdrawn(string Place, string Why, DateOnly On, string By) : ClaimEvent;

    /// <summary>One of the persons who must agree did (审批同意).</summary>
    public sealed record Endorsed(string Note, DateOnly On, string By) : ClaimEvent;

    /// <summary>The last of them agreed; the pool set the money aside (批准).</summary>
    /// <param name="Amount">What is left after every limit.</param>
    public sealed record Approved(ClaimId Id, PoolId Pool, Money Amount, LimitCheck[] Limits, DateOnly On, string By) : ClaimEvent;

    /// <summary>No compensation (不予补偿).</summary>
    public sealed record Refused(string Place, string Reason, DateOnly On, string By) : ClaimEvent;

    /// <summary>The approval was taken back before payment; the money is free again (撤销批准).</summary>
    public sealed record Revoked(string Place, string Why, DateOnly On, string By) : ClaimEvent;

    /// <summary>The pool paid (拨付).</summary>
    public sealed record Paid(Money Amount, string Voucher, DateOnly On, string By) : ClaimEvent;

    /// <summary>The bank wrote the loan off (核销).</summary>
    public sealed record WrittenOff(Money Amount, DateOnly On, string By) : ClaimEvent;

    /// <summary>The bank recovered something after the payout (追偿所得).</summary>
    /// <param name="Due">The pool's part of it.</param>
    public sealed record Recovered(string Receipt, Money Amount, Money Due, DateOnly On, Deadline ReturnBy, string By) : ClaimEvent;

    /// <summary>The pool's part came back (返还).</summary>
    public sealed record Shared(string Receipt, Money Amount, string Voucher, DateOnly On, string By) : ClaimEvent;
}

/// <summary>What was lost, as the loan's own record shows it (损失).</summary>
/// <param name="Principal">Unpaid principal.</param>
/// <param name="Interest">Unpaid interest on the books.</param>
/// <param name="BadSince">The day the bank classed the loan as substandard or worse.</param>
public sealed record Loss(Money Principal, Money Interest, DateOnly BadSince)
{
    /// <summary>The loss of a loan that its bank classed as bad; null for any other.</summary>
    public static Loss? Of(Loan loan) => loan switch
    {
        Loan.Running { BadSince: { } since } l => new Loss(l.Outstanding, l.Arrears?.Interest ?? Money.Zero, since),
        Loan.WrittenOff { Last.BadSince: { } since } l => new Loss(l.Principal, l.Interest, since),
        _ => null,
    };
}

/// <summary>A paper handed in, by its content (材料).</summary>
/// <param name="Digest">SHA-256 of the file, in lower-case hexadecimal.</param>
public sealed record Paper(string Kind, string Name, string Digest);
