using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>One part of a loan and the share of its loss that is borne (分档明细).</summary>
public sealed record TierPart(Money Portion, Share Share);

/// <summary>How an amount of compensation came about, so that a page can show every step (补偿计算).</summary>
/// <param name="Capped">The total cap cut it.</param>
public sealed record Computation(Money LoanAmount, Money Loss, TierPart[] Parts, Share Uplift, bool Capped, Money Amount);

/// <summary>How much of a loss a scheme bears (补偿金额).</summary>
/// <remarks>
/// Shares are kept as whole numbers of fen times basis points to the very end and rounded once, half away from zero:
/// amount = loss × (Σ portion × share + loan × uplift) ÷ loan, at most loss × cap.
/// </remarks>
public static class Compensation
{
    /// <summary>Finds the amount, or says why there is none.</summary>
    public static Refusal? Find(CoverTerms terms, Money loan, Money loss, IReadOnlyCollection<UpliftGround> grounds, out Computation? found)
    {
        found = null;
        if (terms.Tiers.Value is []) return SchemeRefusals.RatioUnknown;
        if (terms.LargestLoan() is { } largest && loan > largest) return SchemeRefusals.LoanAboveTiers(largest);
        if (!loan.IsPositive || !loss.IsPositive || loss > loan) return SchemeRefusals.LossOutOfRange(loan);
        var parts = Parts(terms, loan);
        var uplift = new Share(terms.Uplifts.Value.Where(u => u.AnyOf.Any(grounds.Contains)).Sum(u => u.Points.BasisPoints));
        var weight = parts.Sum(p => (decimal)p.Portion.Fen * p.Share.BasisPoints) + (decimal)loan.Fen * uplift.BasisPoints;
        var cap = (decimal)loan.Fen * Math.Min(terms.TotalCap.Value?.BasisPoints ?? 10_000, 10_000);
        var amount = Money.Round(loss.Fen * Math.Min(weight, cap) / (loan.Fen * 10_000m));
        found = new Computation(loan, loss, parts, uplift, Capped: weight > cap, amount);
        return null;
    }

    private static TierPart[] Parts(CoverTerms terms, Money loan)
    {
        if (terms.Reading.Value == TierReading.WholeLoan)
            return [new TierPart(loan, terms.Tiers.Value.First(t => t.UpTo is null || loan <= t.UpTo).Share)];
        var parts = new List<TierPart>();
        var below = Money.Zero;
        foreach (var tier in terms.Tiers.Value)
        {
            if (loan <= below) break;
            var upper = tier.UpTo is { } end ? Money.Min(end, loan) : loan;
            parts.Add(new TierPart(upper - below, tier.Share));
            below = upper;
        }
        return [.. parts];
    }

    /// <summary>The pool's part of everything recovered so far, less what was asked for before (应返还).</summary>
    /// <remarks>Cumulative, so that rounding never drifts: when the whole loss came back, exactly what was paid goes back.</remarks>
    public static Money ShareOfRecoveries(RecoverySharing sharing, Money loss, Money paid, Money recovered, Money askedBefore)
    {
        var covered = Money.Min(recovered, loss);
        var due = sharing switch
        {
            RecoverySharing.InRatio => Money.Round((decimal)covered.Fen * paid.Fen / loss.Fen),
            RecoverySharing.BankFirst => Money.Max(Money.Zero, covered - (loss - paid)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return Money.Max(Money.Zero, due - askedBefore);
    }

    /// <summary>Shares what is left among claims that together ask for more (按比例分配): nobody gets more than asked, and the parts add up.</summary>
    public static Money[] ProRata(Money left, IReadOnlyList<Money> asked)
    {
        var whole = Money.Sum(asked);
        if (whole <= left) return [.. asked];
        var parts = asked.Select(a => new Money((long)((Int128)left.Fen * a.Fen / whole.Fen))).ToArray();
        var byRemainder = Enumerable.Range(0, asked.Count)
            .OrderByDescending(i => (Int128)left.Fen * asked[i].Fen % whole.Fen).ThenBy(i => i);
        foreach (var i in byRemainder.Take((int)(left - Money.Sum(parts)).Fen)) parts[i] += new Money(1);
        return parts;
    }
}
