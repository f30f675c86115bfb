using CreditLoan.Domain.Access;

namespace CreditLoan.Domain.Pools;

/// <summary>What may be done to a scheme and its rule (机制与规则).</summary>
public static class SchemeDecisions
{
    public static Decision<SchemeEvent> Found(Scheme scheme, Actor by, SchemeCode code, string name, string owner, string document, DateOnly on) => scheme switch
    {
        Scheme.Standing => SchemeRefusals.FoundedAlready,
        _ when by.Role != Role.PoolManager || by.Tenant != owner => SchemeRefusals.NotYourScheme,
        _ => new SchemeEvent.Founded(code, name, owner, document, on),
    };

    /// <summary>Writes a new version down; it decides nothing before a second person confirmed it.</summary>
    public static Decision<SchemeEvent> Draft(Scheme scheme, Actor by, DateOnly from, DateOnly until, SchemeRule rule, string why, DateOnly on) => scheme switch
    {
        Scheme.Standing s when !RunBy(s, by) || by.Role == Role.PoolApprover => SchemeRefusals.NotYourScheme,
        Scheme.Standing { Draft: { } open } => SchemeRefusals.DraftOpen(open.Number),
        Scheme.Standing when until < from => SchemeRefusals.DaysReversed,
        Scheme.Standing when string.IsNullOrWhiteSpace(why) => SchemeRefusals.ReasonMissing,
        Scheme.Standing when Flaw(rule) is { } flaw => flaw,
        Scheme.Standing s => new SchemeEvent.RuleDrafted(s.Code, s.Versions.Select(v => v.Number).DefaultIfEmpty(0).Max() + 1,
            from, until, rule, why, by.Account, on),
        _ => SchemeRefusals.NoSuchScheme,
    };

    /// <summary>The second person's word puts a draft in force.</summary>
    public static Decision<SchemeEvent> Confirm(Scheme scheme, Actor by, int number, DateOnly on) => scheme switch
    {
        Scheme.Standing s when !RunBy(s, by) || by.Role == Role.PoolClerk => SchemeRefusals.NotYourScheme,
        Scheme.Standing s when s.Version(number) is not { Confirmed: false } => SchemeRefusals.NoSuchDraft,
        Scheme.Standing s when s.Version(number)!.Drafter == by.Account => SchemeRefusals.SamePerson,
        Scheme.Standing s => new SchemeEvent.RuleConfirmed(s.Code, number, by.Account, on),
        _ => SchemeRefusals.NoSuchScheme,
    };

    public static Decision<SchemeEvent> Withdraw(Scheme scheme, Actor by, int number, string why, DateOnly on) => scheme switch
    {
        Scheme.Standing s when !RunBy(s, by) => SchemeRefusals.NotYourScheme,
        Scheme.Standing s when s.Version(number) is not { Confirmed: false } => SchemeRefusals.NoSuchDraft,
        Scheme.Standing when string.IsNullOrWhiteSpace(why) => SchemeRefusals.ReasonMissing,
        Scheme.Standing s => new SchemeEvent.RuleWithdrawn(s.Code, number, why, by.Account, on),
        _ => SchemeRefusals.NoSuchScheme,
    };

    /// <summary>Whether an account belongs to the people who run a scheme.</summary>
    internal static bool RunBy(Scheme.Standing scheme, Actor by) =>
        by.Role.Kind() == TenantKind.Pool && by.Tenant == scheme.Owner;

    private static Refusal? Flaw(SchemeRule rule)
    {
        foreach (var terms in rule.Terms)
        {
            var ends = terms.Tiers.Value.Select(t => t.UpTo?.Fen ?? long.MaxValue).ToArray();
            if (ends.Zip(ends.Skip(1)).Any(pair => pair.First >= pair.Second)) return SchemeRefusals.TiersUnordered;
            if (terms.Tiers.Value.Any(t => t.Share.BasisPoints is < 0 or > 10_000)) return SchemeRefusals.ShareOutOfRange;
            if (terms.TotalCap.Value is { BasisPoints: < 0 or > 10_000 }) return SchemeRefusals.ShareOutOfRange;
        }
        return rule.Terms.Select(t => t.Cover).Distinct().Count() == rule.Terms.Length ? null : SchemeRefusals.CoverTwice;
    }
}
