using System.Collections.Immutable;
using System.Diagnostics;

namespace CreditLoan.Domain.Pools;

/// <summary>One version of a scheme's rule (规则版本).</summary>
/// <param name="Drafter">Who wrote it down; somebody else confirms.</param>
public sealed record RuleVersion(int Number, DateOnly From, DateOnly Until, SchemeRule Rule, string Drafter, bool Confirmed);

/// <summary>A risk-compensation scheme with every version of its rule (风险补偿机制).</summary>
public abstract record Scheme
{
    private Scheme() { }

    /// <summary>Nobody founded it.</summary>
    public sealed record Unknown : Scheme;

    /// <summary>It exists; a version may be in force or only drafted.</summary>
    public sealed record Standing(SchemeCode Code, string Name, string Owner, ImmutableList<RuleVersion> Versions) : Scheme
    {
        /// <summary>The version that a loan disbursed on a day falls under: the latest confirmed one of that day.</summary>
        public RuleVersion? InForceOn(DateOnly day) =>
            Versions.FindLast(v => v.Confirmed && v.From <= day && day <= v.Until);

        /// <summary>The version that a loan was enrolled under; it stays with the loan.</summary>
        public RuleVersion? Version(int number) => Versions.Find(v => v.Number == number);

        public RuleVersion? Draft => Versions.FindLast(v => !v.Confirmed);
    }

    public static EventStream<Scheme, SchemeEvent> Stream(SchemeCode code) =>
        new($"scheme/{code}", "scheme", new Unknown(), Evolve);

    private static Scheme Evolve(Scheme scheme, SchemeEvent happened) => (scheme, happened) switch
    {
        (Unknown, SchemeEvent.Founded e) => new Standing(e.Code, e.Name, e.Owner, []),
        (Standing s, SchemeEvent.RuleDrafted e) =>
            s with { Versions = s.Versions.Add(new RuleVersion(e.Number, e.From, e.Until, e.Rule, e.By, Confirmed: false)) },
        (Standing s, SchemeEvent.RuleConfirmed e) when s.Version(e.Number) is { } v =>
            s with { Versions = s.Versions.Replace(v, v with { Confirmed = true }) },
        (Standing s, SchemeEvent.RuleWithdrawn e) when s.Version(e.Number) is { } v => s with { Versions = s.Versions.Remove(v) },
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {scheme.GetType().Name}."),
    };
}
