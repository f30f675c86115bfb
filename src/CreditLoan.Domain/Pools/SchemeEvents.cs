using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>Everything that can happen to a scheme (机制), in the order of its life.</summary>
public abstract record SchemeEvent
{
    private SchemeEvent() { }

    /// <summary>The business day on which it is true (业务日).</summary>
    public abstract DateOnly On { get; init; }

    /// <summary>A scheme exists under a document (设立).</summary>
    /// <param name="Owner">The tenant whose people run it.</param>
    public sealed record Founded(SchemeCode Code, string Name, string Owner, string Document, DateOnly On) : SchemeEvent;

    /// <summary>One person wrote a version down (起草规则).</summary>
    /// <param name="From">The first day on which a disbursement falls under it.</param>
    public sealed record RuleDrafted(SchemeCode Code, int Number, DateOnly From, DateOnly Until, SchemeRule Rule, string Why, string By, DateOnly On) : SchemeEvent;

    /// <summary>A second person agreed: the version is in force for its days (复核生效).</summary>
    public sealed record RuleConfirmed(SchemeCode Code, int Number, string By, DateOnly On) : SchemeEvent;

    /// <summary>A draft was given up (撤回草案).</summary>
    public sealed record RuleWithdrawn(SchemeCode Code, int Number, string Why, string By, DateOnly On) : SchemeEvent;
}
