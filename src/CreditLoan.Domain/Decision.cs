namespace CreditLoan.Domain;

/// <summary>The answer to a command: facts that now hold, or a refusal (决定).</summary>
/// <typeparam name="TEvent">The closed record of the stream's facts.</typeparam>
public abstract record Decision<TEvent> where TEvent : class
{
    private Decision() { }

    /// <summary>The stream was looked at and stays as it is.</summary>
    public static readonly Decision<TEvent> None = new Accepted();

    /// <summary>The rule agrees; these facts happened, in this order.</summary>
    public sealed record Accepted(params TEvent[] Events) : Decision<TEvent>;

    /// <summary>The rule says no.</summary>
    public sealed record Refused(Refusal Why) : Decision<TEvent>;

    public static implicit operator Decision<TEvent>(TEvent happened) => new Accepted(happened);
    public static implicit operator Decision<TEvent>(TEvent[] happened) => new Accepted(happened);
    public static implicit operator Decision<TEvent>(Refusal why) => new Refused(why);
}

/// <summary>One decision over several streams: all of them accept, or the first refusal holds for all (多流决定).</summary>
/// <remarks>The parts stand in the order of the streams given to <c>Change</c>; a part may accept no event at all.</remarks>
public abstract record Decisions
{
    private Decisions() { }

    /// <summary>Every stream accepts; the facts of each, in the order of the streams.</summary>
    public sealed record Accepted(params object[][] Events) : Decisions;

    /// <summary>One stream refuses, so nothing happens on any.</summary>
    public sealed record Refused(Refusal Why) : Decisions;

    public static implicit operator Decisions(Refusal why) => new Refused(why);

    public static Decisions Of<T1>(Decision<T1> first) where T1 : class => All(Part(first));

    public static Decisions Of<T1, T2>(Decision<T1> first, Decision<T2> second)
        where T1 : class where T2 : class => All(Part(first), Part(second));

    public static Decisions Of<T1, T2, T3>(Decision<T1> first, Decision<T2> second, Decision<T3> third)
        where T1 : class where T2 : class where T3 : class => All(Part(first), Part(second), Part(third));

    public static Decisions Of<T1, T2, T3, T4>(Decision<T1> first, Decision<T2> second, Decision<T3> third, Decision<T4> fourth)
        where T1 : class where T2 : class where T3 : class where T4 : class =>
        All(Part(first), Part(second), Part(third), Part(fourth));

    private static (object[]? Events, Refusal? Why) Part<T>(Decision<T> decision) where T : class => decision switch
    {
        Decision<T>.Accepted a => ([.. a.Events], null),
        Decision<T>.Refused r => (null, r.Why),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Decisions All(params (object[]? Events, Refusal? Why)[] parts) =>
        parts.FirstOrDefault(p => p.Why is not null).Why is { } why ? why : new Accepted([.. parts.Select(p => p.Events!)]);
}
