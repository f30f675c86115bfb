using System.Text.Json;
using CreditLoan.Domain;
using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>A history that one narrator tells (讲述): commands decided in memory one on the other's result, over streams that nobody has made yet, then written by COPY in one transaction.</summary>
/// <remarks>Everything is decided as <c>EventStore.Change</c> decides; what differs is when it becomes durable. For demonstrations and histories brought over whole, by one thread.</remarks>
public sealed class Telling
{
    private readonly Import _import;
    private readonly Func<Type, string, Slice> _slice;
    private readonly Dictionary<string, Folded> _streams = new(StringComparer.Ordinal);
    private readonly List<Pending> _told = [];
    private readonly List<Added> _facts = [];

    internal Telling(NpgsqlDataSource writer, TimeProvider clock, Func<Type, string, Slice> slice) => (_import, _slice) = (new Import(writer, clock), slice);

    /// <summary>Decides on one stream of the history.</summary>
    public Outcome Change<TState, TEvent>(Command command, EventStream<TState, TEvent> stream, Func<TState, Decision<TEvent>> decide)
        where TState : class where TEvent : class =>
        Decide(command, [Of(stream)], s => Decisions.Of(decide((TState)s[0])));

    /// <summary>Decides on two streams of the history at once.</summary>
    public Outcome Change<S1, E1, S2, E2>(Command command, EventStream<S1, E1> first, EventStream<S2, E2> second, Func<S1, S2, Decisions> decide)
        where S1 : class where E1 : class where S2 : class where E2 : class =>
        Decide(command, [Of(first), Of(second)], s => decide((S1)s[0], (S2)s[1]));

    /// <summary>The state of a stream as it was told so far.</summary>
    public TState Load<TState, TEvent>(EventStream<TState, TEvent> stream) where TState : class where TEvent : class => (TState)Of(stream).State;

    /// <summary>Makes the whole history durable, or nothing of it: <see cref="Outcome.Refused"/> where somebody has made one of its streams or keys.</summary>
    public Task<Outcome> Write(CancellationToken stop = default) =>
        _facts.Count == 0 ? Task.FromResult<Outcome>(new Outcome.Done([])) : Task.Run(() => _import.Write(_told, [.. _streams.Values.Where(s => s.Version > 0)], _facts), stop);

    private Folded Of<TState, TEvent>(EventStream<TState, TEvent> stream) where TState : class where TEvent : class
    {
        if (_streams.TryGetValue(stream.Id, out var known)) return known;
        var handle = new StreamHandle(stream.Id, _slice(typeof(TEvent), stream.Type), stream.Initial, (state, happened) => stream.Evolve((TState)state, (TEvent)happened));
        return _streams[stream.Id] = new Folded(handle, StreamState.Empty(handle));
    }

    private Outcome Decide(Command command, Folded[] streams, Func<object[], Decisions> decide)
    {
        var answer = decide(Array.ConvertAll(streams, s => s.State));
        if (answer is not Decisions.Accepted accepted) return new Outcome.Refused(((Decisions.Refused)answer).Why);
        var by = new Pending(command, Array.ConvertAll(streams, s => s.Handle), decide, default);
        for (var i = 0; i < streams.Length; i++)
        {
            var happened = accepted.Events[i];
            if (happened.Length == 0) continue;
            streams[i].Add(by, happened, Array.ConvertAll(happened, e => JsonSerializer.SerializeToUtf8Bytes(e, e.GetType(), EventJson.Options)), streams[i].Try(happened));
            _facts.AddRange(streams[i].Added.TakeLast(happened.Length));
        }
        _told.Add(by);
        return by.Candidate = new Outcome.Done(Array.ConvertAll(streams, s => s.Version));
    }
}
