namespace CreditLoan.Architecture.Tests.Planted;

/// <summary>Open, with a case that is not sealed and one that nobody folds: seen by <see cref="An_event"/>.</summary>
public abstract record PlantedEvent
{
    public sealed record Folded : PlantedEvent;

    public record Unsealed : PlantedEvent;

    public sealed record Ignored : PlantedEvent;

    public static bool Evolve(bool state, PlantedEvent happened) => happened switch
    {
        Folded => true,
        Unsealed => false,
        _ => state,
    };
}
