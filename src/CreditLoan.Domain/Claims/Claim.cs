using System.Collections.Immutable;
using System.Diagnostics;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Claims;

/// <summary>A claim for compensation, by its number (补偿申请编号).</summary>
public readonly record struct ClaimId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A recovery that was reported and what of it belongs to the pool (追偿记录).</summary>
public sealed record Recovery(string Receipt, Money Amount, Money Due, Deadline ReturnBy, bool Returned);

/// <summary>What a claim rests on (申请要素).</summary>
public sealed record ClaimTerms(ClaimId Id, SchemeCode Scheme, int RuleVersion, Cover Cover, LoanId Loan, EnterpriseCode Enterprise,
    Loss Loss, Computation Asked, string Place, Money PaidElsewhere, Guarantor? Guarantor = null);

/// <summary>A bank's claim on a pool for one loan (补偿申请).</summary>
public abstract record Claim
{
    private Claim() { }

    /// <summary>Nobody asked.</summary>
    public sealed record Absent : Claim;

    /// <summary>Asked; so many persons agreed.</summary>
    public sealed record Pending(ClaimTerms Terms, ImmutableList<string> Agreed, Deadline ReviewBy) : Claim;

    /// <summary>The bank is to put it right.</summary>
    public sealed record SentBack(ClaimTerms Terms, Deadline CorrectBy) : Claim;

    /// <summary>Approved; the money waits in the pool.</summary>
    public sealed record Payable(ClaimTerms Terms, PoolId Pool, Money Amount) : Claim;

    /// <summary>Paid; recoveries flow back in proportion.</summary>
    public sealed record Settled(ClaimTerms Terms, PoolId Pool, Money Paid, Money WrittenOff, ImmutableList<Recovery> Recoveries) : Claim
    {
        public Money Recovered => Money.Sum(Recoveries.Select(r => r.Amount));
        public Money Due => Money.Sum(Recoveries.Select(r => r.Due));
    }

    /// <summary>Refused, withdrawn or revoked: the loan may be claimed for again while its window is open.</summary>
    public sealed record Over(string Why) : Claim;

    public static EventStream<Claim, ClaimEvent> Stream(ClaimId id) => new($"claim/{id}", "claim", new Absent(), Evolve);

    private static Claim Evolve(Claim claim, ClaimEvent happened) => (claim, happened) switch
    {
        (Absent, ClaimEvent.Filed e) => new Pending(
            new ClaimTerms(e.Id, e.Scheme, e.RuleVersion, e.Cover, e.Loan, e.Enterprise, e.Loss, e.Asked, e.Place, e.PaidElsewhere, e.Guarantor), [], e.ReviewBy),
        (Pending p, ClaimEvent.Returned e) => new SentBack(p.Terms, e.CorrectBy),
        (SentBack s, ClaimEvent.Corrected e) => new Pending(s.Terms with { Loss = e.Loss, Asked = e.Asked }, [], e.ReviewBy),
        (Pending or SentBack, ClaimEvent.Withdrawn e) => new Over(e.Why),
        (Pending p, ClaimEvent.Endorsed e) => p with { Agreed = p.Agreed.Add(e.By) },
        (Pending p, ClaimEvent.Approved e) => new Payable(p.Terms, e.Pool, e.Amount),
        (Pending or SentBack, ClaimEvent.Refused e) => new Over(e.Reason),
        (Payable, ClaimEvent.Revoked e) => new Over(e.Why),
        (Payable p, ClaimEvent.Paid e) => new Settled(p.Terms, p.Pool, e.Amount, Money.Zero, []),
        (Settled s, ClaimEvent.WrittenOff e) => s with { WrittenOff = s.WrittenOff + e.Amount },
        (Settled s, ClaimEvent.Recovered e) => s with { Recoveries = s.Recoveries.Add(new Recovery(e.Receipt, e.Amount, e.Due, e.ReturnBy, Returned: e.Due.IsZero)) },
        (Settled s, ClaimEvent.Shared e) when s.Recoveries.Find(r => r.Receipt == e.Receipt) is { } r =>
            s with { Recoveries = s.Recoveries.Replace(r, r with { Returned = true }) },
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {claim.GetType().Name}."),
    };
}
