using CreditLoan.Domain;
using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>What has happened: facts in streams, changed by <c>Change</c> and by nothing else (事件库).</summary>
/// <remarks>
/// A command folds its streams, decides, and appends at the versions it saw; views, audit row, keys and evidence leaves are written in
/// the same transaction, which concurrent commands share (<see cref="Committers"/>). A stream that moved meanwhile is folded and decided
/// again, at most three times.
/// </remarks>
/// <param name="pulse">Who reads is told of a server that stands still; null where nobody waits, as in a tool.</param>
public sealed class EventStore(NpgsqlDataSource writer, TimeProvider clock, IReadOnlyList<Slice>? slices = null, Pulse? pulse = null)
{
    internal const int Attempts = 3;

    /// <summary>As many commands wait in a process at most: the next would not hear in time and is not taken.</summary>
    public const int MostWaiting = 10_000;

    /// <summary>A sixteenth of the memory at 4 KiB a stream: a loan and its view rows take 1.4 KiB, a pool's year takes 30.</summary>
    private static int KeptStreams => (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 16 / 4_096, 10_000, 500_000);

    private readonly Committers _committers = new(writer, clock, new StreamCache(KeptStreams));
    private readonly Dictionary<Type, Slice> _slices = (slices ?? Slices.All).ToDictionary(s => s.Events);
    private readonly Dictionary<string, Slice> _byAlias = (slices ?? Slices.All).ToDictionary(s => s.Alias);

    /// <summary>Decides on one stream.</summary>
    /// <exception cref="TimeoutException"><see cref="MostWaiting"/> commands wait already; this one was not taken.</exception>
    public Task<Outcome> Change<TState, TEvent>(Command command, EventStream<TState, TEvent> stream, Func<TState, Decision<TEvent>> decide, CancellationToken stop = default)
        where TState : class where TEvent : class =>
        Change(command, [Handle(stream)], s => Decisions.Of(decide((TState)s[0])), stop);

    /// <summary>Decides on two streams at once.</summary>
    public Task<Outcome> Change<S1, E1, S2, E2>(Command command, EventStream<S1, E1> first, EventStream<S2, E2> second, Func<S1, S2, Decisions> decide, CancellationToken stop = default)
        where S1 : class where E1 : class where S2 : class where E2 : class =>
        Change(command, [Handle(first), Handle(second)], s => decide((S1)s[0], (S2)s[1]), stop);

    /// <summary>Decides on three streams at once.</summary>
    public Task<Outcome> Change<S1, E1, S2, E2, S3, E3>(Command command, EventStream<S1, E1> first, EventStream<S2, E2> second, EventStream<S3, E3> third, Func<S1, S2, S3, Decisions> decide, CancellationToken stop = default)
        where S1 : class where E1 : class where S2 : class where E2 : class where S3 : class where E3 : class =>
        Change(command, [Handle(first), Handle(second), Handle(third)], s => decide((S1)s[0], (S2)s[1], (S3)s[2]), stop);

    /// <summary>Decides on four streams at once; more are a sign that a fact is missing.</summary>
    public Task<Outcome> Change<S1, E1, S2, E2, S3, E3, S4, E4>(Command command, EventStream<S1, E1> first, EventStream<S2, E2> second, EventStream<S3, E3> third, EventStream<S4, E4> fourth, Func<S1, S2, S3, S4, Decisions> decide, CancellationToken stop = default)
        where S1 : class where E1 : class where S2 : class where E2 : class where S3 : class where E3 : class where S4 : class where E4 : class =>
        Change(command, [Handle(first), Handle(second), Handle(third), Handle(fourth)], s => decide((S1)s[0], (S2)s[1], (S3)s[2], (S4)s[3]), stop);

    /// <summary>Brings new streams in with their whole history, one transaction a call: for records made elsewhere, never for acts (批量导入). One that is there already refuses the call.</summary>
    public Task<Outcome> Import<TState, TEvent>(Command command, IReadOnlyList<(EventStream<TState, TEvent> Stream, IReadOnlyList<TEvent> Facts)> streams, CancellationToken stop = default)
        where TState : class where TEvent : class =>
        Task.Run(() => new Import(writer, clock).Run(command, [.. streams.Select(s => (Handle(s.Stream), (IReadOnlyList<object>)s.Facts))]), stop);

    /// <summary>Begins a history of new streams that is decided in memory and written in one go.</summary>
    public Telling Tell() => new(writer, clock, SliceOf);

    /// <summary>The state of a stream and its version; version 0 is a stream to which nothing happened.</summary>
    public Task<(TState State, long Version)> Load<TState, TEvent>(EventStream<TState, TEvent> stream, CancellationToken stop = default)
        where TState : class where TEvent : class => Heard(() => Fold(stream, stop));

    private async Task<(TState State, long Version)> Fold<TState, TEvent>(EventStream<TState, TEvent> stream, CancellationToken stop)
        where TState : class where TEvent : class
    {
        var handle = Handle(stream);
        await using var connection = await writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"select type, data::text from mt_events where stream_id = {handle.Id} order by version").On(connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var (state, version) = (stream.Initial, 0L);
        while (await reader.ReadAsync(stop))
        {
            state = stream.Evolve(state, (TEvent)handle.Slice.Read(reader.GetString(0), reader.GetString(1)));
            version++;
        }
        return (state, version);
    }

    /// <summary>Everything that happened on a stream, oldest first, with who did it and when.</summary>
    public Task<IReadOnlyList<StoredEvent>> History(string streamId, CancellationToken stop = default) => Heard(() => ReadAll(streamId, stop));

    private async Task<IReadOnlyList<StoredEvent>> ReadAll(string streamId, CancellationToken stop)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"""
            select e.seq_id, e.stream_id, s.type, e.version, e.type, e.timestamp, e.headers::text, e.data::text
            from mt_events e join mt_streams s on s.id = e.stream_id where e.stream_id = {streamId} order by e.version
            """).On(connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync(stop)) events.Add(ReadStored(reader));
        return events;
    }

    private Task<T> Heard<T>(Func<Task<T>> read) => pulse is null ? read() : pulse.Wait(read);

    /// <summary>One row of (seq_id, stream_id, stream type, version, type, timestamp, headers, data) as an event.</summary>
    internal StoredEvent ReadStored(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetString(4), row.GetFieldValue<DateTimeOffset>(5),
        StoredEvent.ReadHeaders(row.GetString(6)), _byAlias[row.GetString(2)].Read(row.GetString(4), row.GetString(7)));

    private Task<Outcome> Change(Command command, StreamHandle[] streams, Func<object[], Decisions> decide, CancellationToken stop) =>
        LedgerMeters.Traces.HasListeners() ? Traced(command, streams, decide, stop) : _committers.Enqueue(new Pending(command, streams, decide, stop));

    /// <summary>Where somebody listens: a span around the command; that of its batch, and the SQL in it, hang below the batch's first.</summary>
    private async Task<Outcome> Traced(Command command, StreamHandle[] streams, Func<object[], Decisions> decide, CancellationToken stop)
    {
        using var span = LedgerMeters.Traces.StartActivity($"Change {command.Act}");
        var outcome = await _committers.Enqueue(new Pending(command, streams, decide, stop) { Span = span?.Context ?? default });
        span?.SetTag("creditloan.outcome", outcome.GetType().Name);
        return outcome;
    }

    private StreamHandle Handle<TState, TEvent>(EventStream<TState, TEvent> stream) where TState : class where TEvent : class =>
        new(stream.Id, SliceOf(typeof(TEvent), stream.Type), stream.Initial, (state, happened) => stream.Evolve((TState)state, (TEvent)happened));

    private Slice SliceOf(Type events, string alias) =>
        _slices.TryGetValue(events, out var slice) && slice.Alias == alias ? slice : throw new InvalidOperationException($"No slice '{alias}' is registered for {events.Name}; Slices.All lists them.");
}
