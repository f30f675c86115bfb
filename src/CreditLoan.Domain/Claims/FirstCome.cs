using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Claims;

/// <summary>Who was first when a limit does not reach for all (先到先得): by the day and number of filing, never by who was approved first.</summary>
public static class FirstCome
{
    /// <summary>The first of the earlier claims that must be decided before this one may have its amount; null where all of them leave room for it.</summary>
    /// <param name="ahead">Undecided claims filed before this one, in order; what was decided since they were read no longer counts.</param>
    public static string? Waits(Pool.Running pool, SchemeRule rule, IReadOnlyList<WaitingClaim> ahead, ClaimTerms claim, Money amount, Money elsewhere)
    {
        if (rule.For(claim.Cover) is not { } terms) return null;
        var waiting = ahead.Where(w => w.Claim != claim.Id.Value && !pool.Claims.ContainsKey(w.Claim) && rule.For(w.Cover) is not null).ToArray();
        var after = pool;
        foreach (var w in waiting)
        {
            var (taken, _) = PoolLimits.Apply(after, rule, rule.For(w.Cover)!, w.Bank, w.Enterprise, w.Asked, w.Loss, w.Elsewhere);
            if (taken.IsPositive) after = (Pool.Running)Pool.Stream(pool.Id).Evolve(after, new PoolEvent.Reserved(w.Claim, w.Bank, w.Enterprise, w.Cover, taken, default));
        }
        var left = PoolLimits.Apply(after, rule, terms, claim.Loan.Bank, claim.Enterprise, claim.Asked.Amount, claim.Asked.Loss, elsewhere).Amount;
        return left < amount ? waiting[0].Claim : null;
    }
}
