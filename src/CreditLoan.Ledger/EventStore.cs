using System.Text.Json;
using CreditLoan.Domain;
using Npgsql;
using NpgsqlTypes;

namespace CreditLoan.Ledger;

/// <summary>What has happened: facts in streams, changed by <c>Change</c> and by nothing else (事件库).</summary>
/// <remarks>
/// A command folds its streams, decides, and appends at the versions it saw; views, audit row, keys and evidence leaves are written in
/// the same transaction. A stream that moved meanwhile is folded and decided again, at most three times.
/// </remarks>
public sealed class EventStore(NpgsqlDataSource writer, TimeProvider clock, IReadOnlyList<Slice>? slices = null)
{
    private const int Attempts = 3;
    private readonly Dictionary<Type, Slice> _slices = (slices ?? Slices.All).ToDictionary(s => s.Events);
    private readonly Dictionary<string, Slice> _byAlias = (slices ?? Slices.All).ToDictionary(s => s.Alias);

    /// <summary>Decides on one stream.</summary>
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

    /// <summary>The state of a stream and its version; version 0 is a stream to which nothing happened.</summary>
    public async Task<(TState State, long Version)> Load<TState, TEvent>(EventStream<TState, TEvent> stream, CancellationToken stop = default)
        where TState : class where TEvent : class
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        var folded = (await Fold(connection, [Handle(stream)], stop))[0];
        return ((TState)folded.State, folded.Version);
    }

    /// <summary>Everything that happened on a stream, oldest first, with who did it and when.</summary>
    public async Task<IReadOnlyList<StoredEvent>> History(string streamId, CancellationToken stop = default)
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

    /// <summary>One row of (seq_id, stream_id, stream type, version, type, timestamp, headers, data) as an event.</summary>
    internal StoredEvent ReadStored(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetString(4), row.GetFieldValue<DateTimeOffset>(5),
        StoredEvent.ReadHeaders(row.GetString(6)), _byAlias[row.GetString(2)].Read(row.GetString(4), row.GetString(7)));

    private async Task<Outcome> Change(Command command, StreamHandle[] streams, Func<object[], Decisions> decide, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var connection = await writer.OpenConnectionAsync(stop);
            if (await Answered(connection, command, stop) is { } first) return first;
            var folded = await Fold(connection, streams, stop);
            if (command.Seen is { } seen && seen != folded[0].Version) return Moved(folded[0], seen);

            var decision = decide([.. folded.Select(f => f.State)]);
            if (decision is Decisions.Refused refused)
            {
                await AuditRefusal(connection, command, streams, refused.Why, stop);
                return new Outcome.Refused(refused.Why);
            }
            var accepted = (Decisions.Accepted)decision;
            for (var i = 0; i < folded.Length; i++) folded[i].Accept(accepted.Events[i]);
            try
            {
                switch (await Append(connection, command, folded, stop))
                {
                    case Appended.Durable: return new Outcome.Done([.. folded.Select(f => f.Version)]);
                    case Appended.KeyTaken taken:
                        var why = new Refusal($"{taken.Key.Kind}.taken", $"“{taken.Key.Value}”已被登记，不能重复。");
                        await AuditRefusal(connection, command, streams, why, stop);
                        return new Outcome.Refused(why);
                }
            }
            catch (PostgresException e) when (attempt < Attempts && e.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected)
            {
                continue;
            }
            if (attempt < Attempts) continue;
            if (await Answered(connection, command, stop) is { } meanwhile) return meanwhile;
            var now = await Fold(connection, streams, stop);
            return Moved(now[0], folded[0].Loaded);
        }
    }

    private static Outcome.Moved Moved(Folded stream, long seen) =>
        new(stream.Handle.Id, stream.Version, [.. stream.Events.Skip((int)seen).Select(stream.Handle.Slice.NameOf)]);

    private static async Task<Outcome?> Answered(NpgsqlConnection connection, Command command, CancellationToken stop)
    {
        await using var ask = Sql.Of($"select content, answer::text from command where id = {command.Id}").On(connection);
        await using var reader = await ask.ExecuteReaderAsync(stop);
        if (!await reader.ReadAsync(stop)) return null;
        if (reader.GetString(0) != command.Content) return new Outcome.OtherContent();
        return new Outcome.Done(JsonSerializer.Deserialize<long[]>(reader.GetString(1))!, Repeated: true);
    }

    private static async Task<Folded[]> Fold(NpgsqlConnection connection, StreamHandle[] streams, CancellationToken stop)
    {
        var folded = streams.Select(s => new Folded(s)).ToArray();
        await using var command = Sql.Of($"""
            select stream_id, type, data::text from mt_events where stream_id = any({streams.Select(s => s.Id).ToArray()}) order by stream_id, version
            """).On(connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            var id = reader.GetString(0);
            var stream = folded.First(f => f.Handle.Id == id);
            stream.Replay(stream.Handle.Slice.Read(reader.GetString(1), reader.GetString(2)));
        }
        return folded;
    }

    private abstract record Appended
    {
        public sealed record Durable : Appended;
        public sealed record Lost : Appended;
        public sealed record KeyTaken(Key Key) : Appended;
    }

    private async Task<Appended> Append(NpgsqlConnection connection, Command command, Folded[] folded, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var changed = folded.Where(f => f.New.Count > 0).OrderBy(f => f.Handle.Id, StringComparer.Ordinal).ToArray();

        // Locks first, in one order, so that crossing commands wait instead of deadlocking and every append has its
        // transaction id before it takes a seq_id (docs/event-store.md).
        foreach (var stream in changed)
        {
            if (stream.Loaded == 0)
                await Run(connection, $"insert into mt_streams (id, type, version, timestamp, created) values ({stream.Handle.Id}, {stream.Handle.Slice.Alias}, {0L}, {now}, {now}) on conflict (id) do nothing", stop);
            await using var locking = Sql.Of($"select version from mt_streams where id = {stream.Handle.Id} for no key update").On(connection);
            if ((long)(await locking.ExecuteScalarAsync(stop))! != stream.Loaded) return new Appended.Lost();
        }
        // A stream that was only looked at must not have moved either.
        foreach (var stream in folded.Where(f => f.New.Count == 0 && f.Loaded > 0))
        {
            await using var locking = Sql.Of($"select version from mt_streams where id = {stream.Handle.Id} for share").On(connection);
            if ((long)(await locking.ExecuteScalarAsync(stop))! != stream.Loaded) return new Appended.Lost();
        }
        var answer = JsonSerializer.Serialize(folded.Select(f => f.Version));
        if (await Run(connection, $"insert into command (id, content, answer, at) values ({command.Id}, {command.Content}, {answer}::jsonb, {now}) on conflict (id) do nothing", stop) == 0)
            return new Appended.Lost();

        foreach (var stream in changed)
        {
            foreach (var happened in stream.New)
            {
                foreach (var key in stream.Handle.Slice.Released(happened))
                    await Run(connection, $"delete from taken_key where kind = {key.Kind} and key = {key.Value} and stream_id = {stream.Handle.Id}", stop);
                foreach (var key in stream.Handle.Slice.Taken(happened))
                    if (await Run(connection, $"insert into taken_key (kind, key, stream_id) values ({key.Kind}, {key.Value}, {stream.Handle.Id}) on conflict do nothing", stop) == 0)
                        return new Appended.KeyTaken(key);
            }
        }
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var stream in changed) Write(batch, command, stream, now);
        Write(batch, command, folded.Select(f => f.Handle.Id), "accepted", null, now);
        await batch.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
        return new Appended.Durable();
    }

    private static void Write(NpgsqlBatch batch, Command command, Folded stream, DateTimeOffset now)
    {
        var slice = stream.Handle.Slice;
        var headers = JsonSerializer.Serialize(
            new EventHeaders(command.Actor.Account, command.Actor.Role.ToString(), command.Actor.Tenant, command.BusinessDate, command.Act), EventJson.Options);
        Add(batch, "update mt_streams set version = $2, timestamp = $3 where id = $1", stream.Handle.Id, stream.Version, now);
        var version = stream.Loaded;
        foreach (var happened in stream.New)
        {
            var data = JsonSerializer.Serialize(happened, happened.GetType(), EventJson.Options);
            Add(batch, """
                insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, headers, user_name)
                values (nextval('mt_events_sequence'), $1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9::jsonb, $10)
                """, Guid.CreateVersion7(now), stream.Handle.Id, ++version, data, slice.NameOf(happened), now,
                $"{happened.GetType().FullName}, {happened.GetType().Assembly.GetName().Name}", command.Id.ToString(), headers, command.Actor.Account);
            foreach (var leaf in slice.Sealed(happened))
                Add(batch, "insert into evidence_queue (at, kind, subject, content) values ($1, $2, $3, $4::jsonb::text)", now, leaf.Kind, leaf.Subject, data);
        }
        foreach (var write in ViewWrites.For(stream, now)) batch.BatchCommands.Add(write);
    }

    private static void Write(NpgsqlBatch batch, Command command, IEnumerable<string> subject, string outcome, string? detail, DateTimeOffset now) =>
        Add(batch, """
            insert into audit (at, account, role, tenant, act, subject, outcome, command, business_date, detail)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb)
            """, now, command.Actor.Account, command.Actor.Role.ToString(), command.Actor.Tenant, command.Act, subject.ToArray(), outcome, command.Id, command.BusinessDate, detail);

    private async Task AuditRefusal(NpgsqlConnection connection, Command command, StreamHandle[] streams, Refusal why, CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(connection);
        Write(batch, command, streams.Select(s => s.Id), why.Code, null, clock.GetUtcNow());
        await batch.ExecuteNonQueryAsync(stop);
    }

    private static void Add(NpgsqlBatch batch, string text, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = value is null ? NpgsqlDbType.Text : Column.DbTypeOf(value.GetType()) });
        batch.BatchCommands.Add(command);
    }

    private static async Task<int> Run(NpgsqlConnection connection, Sql sql, CancellationToken stop)
    {
        await using var command = sql.On(connection);
        return await command.ExecuteNonQueryAsync(stop);
    }

    private StreamHandle Handle<TState, TEvent>(EventStream<TState, TEvent> stream) where TState : class where TEvent : class =>
        _slices.TryGetValue(typeof(TEvent), out var slice) && slice.Alias == stream.Type
            ? new StreamHandle(stream.Id, slice, stream.Initial, (state, happened) => stream.Evolve((TState)state, (TEvent)happened))
            : throw new InvalidOperationException($"No slice '{stream.Type}' is registered for {typeof(TEvent).Name}; Slices.All lists them.");
}
