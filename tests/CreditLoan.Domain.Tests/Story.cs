using System.Text.Json;

namespace CreditLoan.Domain.Tests;

/// <summary>Facts that happened, a decision, and what follows: <c>Given(stream, facts).When(decide).Then(facts)</c> or <c>.Refuses(refusal)</c>.</summary>
public static class Story
{
    public static Told<TState, TEvent> Given<TState, TEvent>(EventStream<TState, TEvent> stream, params TEvent[] facts)
        where TState : class where TEvent : class =>
        new(stream, facts.Aggregate(stream.Initial, stream.Evolve));
}

public sealed record Told<TState, TEvent>(EventStream<TState, TEvent> Stream, TState State) where TState : class where TEvent : class
{
    public Answer<TState, TEvent> When(Func<TState, Decision<TEvent>> decide) => new(this, decide(State));
}

/// <summary>Facts are compared as they are stored: records holding arrays compare by reference.</summary>
public sealed record Answer<TState, TEvent>(Told<TState, TEvent> Before, Decision<TEvent> Decision) where TState : class where TEvent : class
{
    public void Then(params TEvent[] facts) => Assert.Equal(facts.Select(Stored), Facts().Select(Stored));

    public void Refuses(Refusal why) => Assert.Equal(why, Assert.IsType<Decision<TEvent>.Refused>(Decision).Why);

    /// <summary>The story goes on with the facts that were accepted.</summary>
    public Told<TState, TEvent> And() => Before with { State = Facts().Aggregate(Before.State, Before.Stream.Evolve) };

    private TEvent[] Facts() => Decision switch
    {
        Decision<TEvent>.Accepted accepted => accepted.Events,
        Decision<TEvent>.Refused refused => throw new Xunit.Sdk.XunitException($"Refused: {refused.Why.Code} {refused.Why.Sentence}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Stored(TEvent fact) => $"{fact.GetType().Name} {JsonSerializer.Serialize(fact, fact.GetType())}";
}
