using System.Collections.Immutable;
using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>Everything that schemes took on for one loan (借据保障), in the order in which it happened.</summary>
public abstract record LoanCoverEvent
{
    private LoanCoverEvent() { }

    /// <summary>A bank asked a scheme to cover the loan (进入机制).</summary>
    /// <param name="StacksWith">The schemes that this one's rule lets cover the same loan.</param>
    public sealed record Entered(SchemeCode Scheme, SchemeCode[] StacksWith, DateOnly On) : LoanCoverEvent;

    /// <summary>The scheme turned the loan away (离开机制).</summary>
    public sealed record Left(SchemeCode Scheme, DateOnly On) : LoanCoverEvent;

    /// <summary>A scheme bears part of the loss (承担损失).</summary>
    public sealed record Borne(SchemeCode Scheme, string Claim, Money Amount, DateOnly On) : LoanCoverEvent;

    /// <summary>It does not bear it after all (不再承担).</summary>
    public sealed record Freed(string Claim, DateOnly On) : LoanCoverEvent;
}

/// <summary>Which schemes cover one loan and what of its loss they bear (借据保障).</summary>
/// <remarks>One stream a loan over all schemes: so two schemes that ask at the same moment see each other, and the shares never pass the whole loss.</remarks>
public sealed record LoanCover(ImmutableDictionary<SchemeCode, SchemeCode[]> Schemes, ImmutableDictionary<string, LoanCoverEvent.Borne> Shares)
{
    public static EventStream<LoanCover, LoanCoverEvent> Stream(LoanId loan) => new($"loan-cover/{loan}", "loan-cover",
        new LoanCover(ImmutableDictionary<SchemeCode, SchemeCode[]>.Empty, ImmutableDictionary<string, LoanCoverEvent.Borne>.Empty), Evolve);

    /// <summary>What other schemes than this one bear.</summary>
    public Money BorneBesides(SchemeCode scheme) => Money.Sum(Shares.Values.Where(s => s.Scheme != scheme).Select(s => s.Amount));

    /// <summary>A scheme that covers the loan already and that the matrix does not let stand beside this one; both rules must name each other.</summary>
    public SchemeCode? Barred(SchemeCode scheme, SchemeCode[] stacksWith) => Schemes
        .Where(other => other.Key != scheme && !(stacksWith.Contains(other.Key) && other.Value.Contains(scheme)))
        .Select(other => (SchemeCode?)other.Key).OrderBy(code => code!.Value.Value, StringComparer.Ordinal).FirstOrDefault();

    private static LoanCover Evolve(LoanCover cover, LoanCoverEvent happened) => happened switch
    {
        LoanCoverEvent.Entered e => cover with { Schemes = cover.Schemes.SetItem(e.Scheme, e.StacksWith) },
        LoanCoverEvent.Left e => cover with { Schemes = cover.Schemes.Remove(e.Scheme) },
        LoanCoverEvent.Borne e => cover with { Shares = cover.Shares.SetItem(e.Claim, e) },
        LoanCoverEvent.Freed e => cover with { Shares = cover.Shares.Remove(e.Claim) },
        _ => throw new UnreachableException($"{happened.GetType().Name}"),
    };
}

/// <summary>What may be done about a loan's cover (借据保障).</summary>
public static class LoanCoverDecisions
{
    /// <summary>Lets a scheme in where the matrix allows it.</summary>
    public static Decision<LoanCoverEvent> Enter(LoanCover cover, SchemeCode scheme, SchemeCode[] stacksWith, DateOnly on) =>
        cover.Barred(scheme, stacksWith) is { } other ? EnrolmentRefusals.CoveredElsewhere(other) : new LoanCoverEvent.Entered(scheme, stacksWith, on);

    public static Decision<LoanCoverEvent> Leave(LoanCover cover, SchemeCode scheme, DateOnly on) =>
        cover.Schemes.ContainsKey(scheme) ? new LoanCoverEvent.Left(scheme, on) : Decision<LoanCoverEvent>.None;

    /// <summary>Takes a share of the loss on; never more than the others left of it.</summary>
    public static Decision<LoanCoverEvent> Bear(LoanCover cover, SchemeCode scheme, string claim, Money amount, Money loss, DateOnly on) =>
        amount > loss - cover.BorneBesides(scheme) ? PoolRefusals.AboveLoss(loss - cover.BorneBesides(scheme)) : new LoanCoverEvent.Borne(scheme, claim, amount, on);

    public static Decision<LoanCoverEvent> Free(LoanCover cover, string claim, DateOnly on) =>
        cover.Shares.ContainsKey(claim) ? new LoanCoverEvent.Freed(claim, on) : Decision<LoanCoverEvent>.None;
}
