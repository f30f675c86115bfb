using System.Collections.Immutable;
using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Consents;

/// <summary>What stands between one enterprise and one recipient across consents (授权往来), in the order it can happen.</summary>
public abstract record ConsentDoorEvent
{
    private ConsentDoorEvent() { }

    /// <summary>A request for a purpose waits for an answer (待答复).</summary>
    public sealed record Knocked(Purpose Purpose, ConsentId Consent) : ConsentDoorEvent;

    /// <summary>The answer was no; not to be asked again before a day (暂不授权).</summary>
    public sealed record Closed(Purpose Purpose, DateOnly NotBefore) : ConsentDoorEvent;

    /// <summary>A consent for a purpose holds, and it is the only one (授权生效).</summary>
    public sealed record Opened(Purpose Purpose, ConsentId Consent) : ConsentDoorEvent;

    /// <summary>The consent for a purpose is over (授权终止).</summary>
    public sealed record Left(Purpose Purpose, ConsentId Consent) : ConsentDoorEvent;
}

/// <summary>One enterprise and one recipient (授权往来): at most one request and one consent a purpose, and a "no" is remembered.</summary>
public sealed record ConsentDoor(
    ImmutableDictionary<Purpose, ConsentId> Asked, ImmutableDictionary<Purpose, DateOnly> NotBefore, ImmutableDictionary<Purpose, ConsentId> Standing)
{
    private static readonly ConsentDoor Shut = new(
        ImmutableDictionary<Purpose, ConsentId>.Empty, ImmutableDictionary<Purpose, DateOnly>.Empty, ImmutableDictionary<Purpose, ConsentId>.Empty);

    public static EventStream<ConsentDoor, ConsentDoorEvent> Stream(EnterpriseCode enterprise, Recipient recipient) =>
        new($"consent-door/{enterprise}/{recipient}", "consent-door", Shut, Evolve);

    public ConsentId? StandingFor(Purpose purpose) => Standing.TryGetValue(purpose, out var id) ? id : null;

    private static ConsentDoor Evolve(ConsentDoor door, ConsentDoorEvent happened) => happened switch
    {
        ConsentDoorEvent.Knocked e => door with { Asked = door.Asked.Add(e.Purpose, e.Consent) },
        ConsentDoorEvent.Closed e => door with { Asked = door.Asked.Remove(e.Purpose), NotBefore = door.NotBefore.SetItem(e.Purpose, e.NotBefore) },
        // A request under another number goes on waiting: the enterprise answers it or lets it lapse.
        ConsentDoorEvent.Opened e => new(Without(door.Asked, e.Purpose, e.Consent), door.NotBefore.Remove(e.Purpose), door.Standing.SetItem(e.Purpose, e.Consent)),
        ConsentDoorEvent.Left e => new(Without(door.Asked, e.Purpose, e.Consent), door.NotBefore, Without(door.Standing, e.Purpose, e.Consent)),
        _ => throw new UnreachableException($"{happened.GetType().Name} is no fact of a door."),
    };

    private static ImmutableDictionary<Purpose, ConsentId> Without(ImmutableDictionary<Purpose, ConsentId> all, Purpose purpose, ConsentId consent) =>
        all.Contains(purpose, consent) ? all.Remove(purpose) : all;
}
