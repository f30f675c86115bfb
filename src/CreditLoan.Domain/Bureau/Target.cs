using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Bureau;

/// <summary>What a figure should reach by when (目标): a straight plan from its base to its value.</summary>
public abstract record Target
{
    private Target() { }

    /// <summary>Nothing was set yet.</summary>
    public sealed record Unset : Target;

    /// <summary>A target that holds.</summary>
    public sealed record Standing(Metric Metric, string Scope, DateOnly BaseDate, Money Base, DateOnly End, Money Value, string Source) : Target
    {
        /// <summary>Where the figure should stand on a day (计划进度): the base before the base date, the value from the end on, a straight line between.</summary>
        public Money PlanOn(DateOnly day)
        {
            if (day <= BaseDate) return Base;
            if (day >= End) return Value;
            var elapsed = day.DayNumber - BaseDate.DayNumber;
            var whole = End.DayNumber - BaseDate.DayNumber;
            return Base + Money.Round((decimal)(Value - Base).Fen * elapsed / whole);
        }
    }

    /// <summary>Withdrawn, with the reason.</summary>
    public sealed record Ended(string Reason) : Target;

    /// <param name="scope">The city or district that the target is for.</param>
    public static EventStream<Target, TargetEvent> Stream(Metric metric, string scope) =>
        new($"target/{scope}/{metric}", "target", new Unset(), Evolve);

    private static Target Evolve(Target target, TargetEvent happened) => (target, happened) switch
    {
        (_, TargetEvent.Set e) => new Standing(e.Metric, e.Scope, e.BaseDate, e.Base, e.End, e.Value, e.Source),
        (Standing, TargetEvent.Withdrawn e) => new Ended(e.Reason),
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {target.GetType().Name}."),
    };
}
