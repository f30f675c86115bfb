using System.Text.Json;
using CreditLoan.Domain;
using Npgsql;
using NpgsqlTypes;

namespace CreditLoan.Ledger;

/// <summary>New streams with their whole history, by COPY in one transaction (批量导入).</summary>
/// <remarks>
/// Nothing is decided, but nothing is believed either: every history is folded before a row is written; the tables' own constraints hold;
/// keys are taken, leaves queued, views kept, and command and audit row written as an append does. Streams are locked, by being made,
/// before a seq_id is taken, so the log settles as ever.
/// </remarks>
internal sealed class Import(NpgsqlDataSource writer, TimeProvider clock)
{
    public Outcome Run(Command command, IReadOnlyList<(StreamHandle Handle, IReadOnlyList<object> Facts)> given)
    {
        var by = new Pending(command, [], _ => throw new System.Diagnostics.UnreachableException(), default);
        var streams = new List<Folded>(given.Count);
        foreach (var (handle, facts) in given) streams.Add(Fold(by, handle, facts));
        var versions = streams.Select(s => s.Version).ToArray();
        streams.Sort((a, b) => string.CompareOrdinal(a.Handle.Id, b.Handle.Id));
        if (Keys(streams, out var keys) is { } twice) return twice;
        using var connection = writer.OpenConnection();
        if (Known(connection, command) is { } known) return known;
        try
        {
            using var transaction = connection.BeginTransaction();
            var now = clock.GetUtcNow();
            CopyStreams(connection, streams, now);
            CopyEvents(connection, streams, command, now);
            if (Take(connection, keys) is { } taken) return taken;
            using var batch = new NpgsqlBatch(connection);
            AddRest(batch, streams, command, versions, now);
            ViewWrites.Add(batch, streams, now);
            batch.ExecuteNonQuery();
            transaction.Commit();
            return new Outcome.Done(versions);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && e.ConstraintName == "pkey_mt_streams_id")
        {
            // Somebody has made one of these streams; perhaps this very command did, in another process.
            return Known(connection, command) ?? new Outcome.Refused(new Refusal("import.stream_exists", "要导入的记录中有一条已经存在，整批未导入。"));
        }
    }

    private static Folded Fold(Pending by, StreamHandle handle, IReadOnlyList<object> facts)
    {
        var stream = new Folded(handle, StreamState.Empty(handle));
        object[] happened = [.. facts];
        stream.Add(by, happened, Array.ConvertAll(happened, fact => JsonSerializer.SerializeToUtf8Bytes(fact, fact.GetType(), EventJson.Options)), stream.Try(happened));
        return stream;
    }

    private static Outcome? Known(NpgsqlConnection connection, Command command)
    {
        using var ask = Sql.Of($"select content, answer::text from command where id = {command.Id}").On(connection);
        using var reader = ask.ExecuteReader();
        if (!reader.Read()) return null;
        return reader.GetString(0) == command.Content ? new Outcome.Done(JsonSerializer.Deserialize<long[]>(reader.GetString(1))!, Repeated: true) : new Outcome.OtherContent();
    }

    /// <summary>The keys that the streams hold in the end; a refusal where two of them want the same.</summary>
    private static Outcome.Refused? Keys(List<Folded> streams, out Dictionary<Key, string> held)
    {
        held = [];
        foreach (var fact in streams.SelectMany(s => s.Added))
        {
            var (slice, stream) = (fact.Stream.Handle.Slice, fact.Stream.Handle.Id);
            foreach (var key in slice.Released(fact.Happened))
                if (held.TryGetValue(key, out var holder) && holder == stream) held.Remove(key);
            foreach (var key in slice.Taken(fact.Happened))
                if (!held.TryAdd(key, stream) && held[key] != stream) return Taken(key.Kind, key.Value);
        }
        return null;
    }

    private static Outcome.Refused Taken(string kind, string key) => new(new Refusal($"{kind}.taken", $"“{key}”已被登记，不能重复。"));

    private static void CopyStreams(NpgsqlConnection connection, List<Folded> streams, DateTimeOffset now)
    {
        using var copy = connection.BeginBinaryImport("copy mt_streams (id, type, version, timestamp, created) from stdin (format binary)");
        foreach (var stream in streams)
        {
            copy.StartRow();
            copy.Write(stream.Handle.Id, NpgsqlDbType.Text);
            copy.Write(stream.Handle.Slice.Alias, NpgsqlDbType.Text);
            copy.Write(stream.Version, NpgsqlDbType.Bigint);
            copy.Write(now, NpgsqlDbType.TimestampTz);
            copy.Write(now, NpgsqlDbType.TimestampTz);
        }
        copy.Complete();
    }

    private static void CopyEvents(NpgsqlConnection connection, List<Folded> streams, Command command, DateTimeOffset now)
    {
        var count = streams.Sum(s => s.Added.Count);
        long[] numbers;
        using (var take = Sql.Of($"select coalesce(array_agg(nextval('mt_events_sequence')), array[]::bigint[]) from generate_series(1, {count})").On(connection)) numbers = (long[])take.ExecuteScalar()!;
        var (next, correlation, headers) = (0, command.Id.ToString(), EventHeaders.Of(command));
        using var copy = connection.BeginBinaryImport("copy mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, headers, user_name) from stdin (format binary)");
        foreach (var stream in streams)
            foreach (var fact in stream.Added)
            {
                copy.StartRow();
                copy.Write(numbers[next++], NpgsqlDbType.Bigint);
                copy.Write(Guid.CreateVersion7(now), NpgsqlDbType.Uuid);
                copy.Write(stream.Handle.Id, NpgsqlDbType.Text);
                copy.Write(fact.Version, NpgsqlDbType.Bigint);
                copy.Write(fact.Json, NpgsqlDbType.Jsonb);
                copy.Write(stream.Handle.Slice.NameOf(fact.Happened), NpgsqlDbType.Text);
                copy.Write(now, NpgsqlDbType.TimestampTz);
                copy.Write(Slice.DotnetName(fact.Happened.GetType()), NpgsqlDbType.Text);
                copy.Write(correlation, NpgsqlDbType.Text);
                copy.Write(headers, NpgsqlDbType.Jsonb);
                copy.Write(command.Actor.Account, NpgsqlDbType.Text);
            }
        copy.Complete();
    }

    private static Outcome.Refused? Take(NpgsqlConnection connection, Dictionary<Key, string> keys)
    {
        if (keys.Count == 0) return null;
        using var take = Sql.Of($"""
            with wanted as (select * from unnest({keys.Keys.Select(k => k.Kind).ToArray()}, {keys.Keys.Select(k => k.Value).ToArray()}, {keys.Values.ToArray()}) w(kind, key, stream_id)),
            made as (insert into taken_key (kind, key, stream_id) select kind, key, stream_id from wanted order by kind, key on conflict do nothing returning kind, key)
            select w.kind, w.key from wanted w where not exists (select from made m where m.kind = w.kind and m.key = w.key) limit 1
            """).On(connection);
        using var reader = take.ExecuteReader();
        return reader.Read() ? Taken(reader.GetString(0), reader.GetString(1)) : null;
    }

    private static void AddRest(NpgsqlBatch batch, List<Folded> streams, Command command, long[] versions, DateTimeOffset now)
    {
        Statement(batch, "insert into command (id, content, answer, at) values ($1, $2, to_jsonb($3), $4)", command.Id, command.Content, versions, now);
        Statement(batch, "insert into audit (at, account, role, tenant, act, subject, outcome, command, business_date) values ($1, $2, $3, $4, $5, $6, 'accepted', $7, $8)",
            now, command.Actor.Account, command.Actor.Role.ToString(), command.Actor.Tenant, command.Act, streams.ConvertAll(s => s.Handle.Id).ToArray(), command.Id, command.BusinessDate);
        var leaves = streams.SelectMany(s => s.Added).SelectMany(a => a.Stream.Handle.Slice.Sealed(a.Happened, a.Stream.Handle.Id).Select(leaf => (Leaf: leaf, a.Json))).ToList();
        if (leaves.Count > 0)
            Statement(batch, "insert into evidence_queue (at, kind, subject, content) select $1, l.kind, l.subject, l.content::jsonb::text from unnest($2, $3, $4) l(kind, subject, content)",
                now, leaves.Select(l => l.Leaf.Kind).ToArray(), leaves.Select(l => l.Leaf.Subject).ToArray(), leaves.Select(l => System.Text.Encoding.UTF8.GetString(l.Json)).ToArray());
    }

    private static void Statement(NpgsqlBatch batch, string text, params object[] values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }
}
