using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Bureau;

/// <summary>Everything that can happen to a target (目标), in the order of its life.</summary>
public abstract record TargetEvent
{
    private TargetEvent() { }

    /// <summary>A target was set or set anew (目标设定).</summary>
    /// <param name="BaseDate">The day of the base; the day itself counts.</param>
    /// <param name="Base">The figure on that day.</param>
    /// <param name="End">The day by which the target is to be reached; the day itself counts.</param>
    /// <param name="Source">The document it comes from, by title and number.</param>
    public sealed record Set(Metric Metric, string Scope, DateOnly BaseDate, Money Base, DateOnly End, Money Value, string Source) : TargetEvent;

    /// <summary>A target no longer holds (目标废止).</summary>
    public sealed record Withdrawn(string Reason) : TargetEvent;
}
