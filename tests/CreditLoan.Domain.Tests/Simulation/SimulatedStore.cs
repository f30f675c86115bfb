namespace CreditLoan.Domain.Tests.Simulation;

/// <summary>What <c>Change</c> promises, in memory: versions, commands that happen once, keys that one stream has at a time.</summary>
internal sealed class SimulatedStore
{
    private readonly Dictionary<string, List<object>> streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (object State, int Folded)> states = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, string> commands = [];
    private readonly Dictionary<string, string> keys = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<Guid, string> Commands => commands;

    public long Version(string stream) => streams.TryGetValue(stream, out var facts) ? facts.Count : 0;

    public TState Fold<TState, TEvent>(EventStream<TState, TEvent> stream) where TState : class where TEvent : class
    {
        var (state, folded) = states.GetValueOrDefault(stream.Id, (stream.Initial, 0));
        for (var facts = Facts(stream.Id); folded < facts.Count; folded++) state = stream.Evolve((TState)state, (TEvent)facts[folded]);
        states[stream.Id] = (state, folded);
        return (TState)state;
    }

    public IReadOnlyList<object> Facts(string stream) => streams.TryGetValue(stream, out var facts) ? facts : [];

    public Answer Append(Guid id, string content, Attempt attempt)
    {
        if (commands.TryGetValue(id, out var first)) return first == content ? Answer.Repeated : Answer.OtherContent;
        if (attempt.Seen.Any(s => Version(s.Key) != s.Value)) return Answer.Lost;
        if (attempt.Decided is not Decisions.Accepted accepted) return Answer.Refused;
        if (attempt.Takes is { } wanted && keys.TryGetValue(wanted, out var holder) && holder != attempt.Streams[0]) return Answer.Taken;
        if (attempt.Takes is { } taken) keys[taken] = attempt.Streams[0];
        if (attempt.Releases is { } released && keys.GetValueOrDefault(released) == attempt.Streams[0]) keys.Remove(released);
        foreach (var (stream, facts) in attempt.Streams.Zip(accepted.Events))
        {
            if (!streams.TryGetValue(stream, out var kept)) streams[stream] = kept = [];
            kept.AddRange(facts);
        }
        commands.Add(id, content);
        return Answer.Done;
    }
}

internal enum Answer { Done, Refused, Repeated, OtherContent, Lost, Taken }

/// <summary>A decision on the versions that were seen; whether they still hold shows when it arrives.</summary>
internal sealed record Attempt(string[] Streams, Dictionary<string, long> Seen, Decisions Decided, string? Takes, string? Releases)
{
    public string Verdict => Decided is Decisions.Refused refused ? refused.Why.Code : "ok";
}
