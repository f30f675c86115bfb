using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>A claim that nobody decided yet (待审结申请).</summary>
/// <param name="Asked">What the rule gives before any limit.</param>
/// <param name="Elsewhere">What other schemes bear of the same loss.</param>
public sealed record WaitingClaim(string Claim, BankCode Bank, EnterpriseCode Enterprise, Cover Cover, Money Asked, Money Loss, Money Elsewhere);

/// <summary>What one claim gets of what is left (分配份额).</summary>
/// <param name="Asked">After every limit but the budget's.</param>
public sealed record AllocationPart(string Claim, Money Asked, Money Share);

/// <summary>Shares what is left of a year among all claims that wait, in proportion (按比例分配).</summary>
public static class PoolAllocation
{
    /// <summary>First each claim's own limits, then the sub-cap among its side, then the budget among all: parts in fen that add up to what is left.</summary>
    public static AllocationPart[] Of(Pool.Running pool, SchemeRule rule, IReadOnlyList<WaitingClaim> waiting)
    {
        var asked = new Money[waiting.Count];
        var unbounded = pool with { Budget = null };
        for (var i = 0; i < waiting.Count; i++)
        {
            var w = waiting[i];
            if (rule.For(w.Cover) is not { } terms) continue;
            var open = terms with { YearlySubCap = terms.YearlySubCap with { Value = null } };
            asked[i] = PoolLimits.Apply(unbounded, rule, open, w.Bank, w.Enterprise, w.Asked, w.Loss, w.Elsewhere).Amount;
            if (asked[i].IsPositive)
                unbounded = (Pool.Running)Pool.Stream(pool.Id).Evolve(unbounded, new PoolEvent.Reserved(w.Claim, w.Bank, w.Enterprise, w.Cover, asked[i], default));
        }
        var share = (Money[])asked.Clone();
        foreach (var terms in rule.Terms)
            if (terms.YearlySubCap.Value is { } subCap) Scale(share, [.. Indexes(i => waiting[i].Cover == terms.Cover)], subCap - pool.ByCover.GetValueOrDefault(terms.Cover));
        if (pool.Budget is { } budget) Scale(share, [.. Indexes(_ => true)], budget - pool.Committed);
        return [.. waiting.Select((w, i) => new AllocationPart(w.Claim, asked[i], share[i]))];

        IEnumerable<int> Indexes(Func<int, bool> which) => Enumerable.Range(0, waiting.Count).Where(which);
    }

    private static void Scale(Money[] shares, int[] which, Money room)
    {
        var parts = Compensation.ProRata(Money.Max(Money.Zero, room), [.. which.Select(i => shares[i])]);
        for (var i = 0; i < which.Length; i++) shares[which[i]] = parts[i];
    }
}
