using System.Diagnostics;

namespace CreditLoan.Domain.Pools;

/// <summary>One scheme in the list, with the rule that decides and the one that waits (机制清单).</summary>
/// <param name="Versions">Every version, the draft included, oldest first.</param>
public sealed record SchemeRow(string Code, string Name, string Owner, string Document, DateOnly FoundedOn, RuleVersion[] Versions)
{
    public RuleVersion? Draft() => Array.FindLast(Versions, v => !v.Confirmed);
    public RuleVersion? InForceOn(DateOnly day) => Array.FindLast(Versions, v => v.Confirmed && v.From <= day && day <= v.Until);
}

public static class SchemeBook
{
    public static readonly View<SchemeRow, SchemeEvent> View = new("scheme_book", Fold);

    private static SchemeRow? Fold(SchemeRow? row, SchemeEvent happened) => (row, happened) switch
    {
        (null, SchemeEvent.Founded e) => new SchemeRow(e.Code.Value, e.Name, e.Owner, e.Document, e.On, []),
        ({ } r, SchemeEvent.RuleDrafted e) => r with { Versions = [.. r.Versions, new RuleVersion(e.Number, e.From, e.Until, e.Rule, e.By, Confirmed: false)] },
        ({ } r, SchemeEvent.RuleConfirmed e) => r with { Versions = [.. r.Versions.Select(v => v.Number == e.Number ? v with { Confirmed = true } : v)] },
        ({ } r, SchemeEvent.RuleWithdrawn e) => r with { Versions = [.. r.Versions.Where(v => v.Number != e.Number)] },
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {row}."),
    };
}
