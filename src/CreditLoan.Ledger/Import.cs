using System.Text.Json;
using CreditLoan.Domain;
using Npgsql;
using NpgsqlTypes;

namespace CreditLoan.Ledger;

/// <summary>New streams with their whole history, by COPY in one transaction (批量导入).</summary>
/// <remarks>
/// Nothing is believed: every history is folded before a row is written; the tables' own constraints hold; keys are taken, leaves queued,
/// views kept, and commands and audit rows written as an append does. Streams are locked, by being made, before a seq_id is taken, so the
/// log settles as ever.
/// </remarks>
internal sealed class Import(NpgsqlDataSource writer, TimeProvider clock)
{
    /// <summary>Histories made elsewhere, as one command's.</summary>
    public Outcome Run(Command command, IReadOnlyList<(StreamHandle Handle, IReadOnlyList<object> Facts)> given)
    {
        var by = new Pending(command, [.. given.Select(g => g.Handle)], _ => throw new System.Diagnostics.UnreachableException(), default);
        var streams = new List<Folded>(given.Count);
        foreach (var (handle, facts) in given) streams.Add(Fold(by, handle, facts));
        by.Candidate = new Outcome.Done([.. streams.Select(s => s.Version)]);
        return Write([by], streams, [.. streams.SelectMany(s => s.Added)]);
    }

    /// <summary>What these commands were answered, on streams that are theirs alone; the facts in the order in which they happened. Answers the first command's answer, or why nothing was written.</summary>
    public Outcome Write(IReadOnlyList<Pending> commands, List<Folded> streams, IReadOnlyList<Added> facts)
    {
        streams.Sort((a, b) => string.CompareOrdinal(a.Handle.Id, b.Handle.Id));
        if (Keys(facts, out var keys) is { } twice) return twice;
        using var connection = writer.OpenConnection();
        if (Known(connection, commands[0].Command) is { } known) return known;
        try
        {
            using var transaction = connection.BeginTransaction();
            var now = clock.GetUtcNow();
            CopyStreams(connection, streams, now);
            CopyEvents(connection, facts, now);
            if (Take(connection, keys) is { } taken) return taken;
            using var batch = new NpgsqlBatch(connection);
            AddRest(batch, commands, facts, now);
            ViewWrites.Add(batch, streams, now);
            batch.ExecuteNonQuery();
            transaction.Commit();
            return commands[0].Candidate;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && e.ConstraintName == "pkey_mt_streams_id")
        {
            // Somebody has made one of these streams; perhaps this very command did, in another process.
            return Known(connection, commands[0].Command) ?? new Outcome.Refused(new Refusal("import.stream_exists", "要导入的记录中有一条已经存在，整批未导入。"));
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
    private static Outcome.Refused? Keys(IReadOnlyList<Added> facts, out Dictionary<Key, string> held)
    {
        held = [];
        foreach (var fact in facts)
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

    private static void CopyEvents(NpgsqlConnection connection, IReadOnlyList<Added> facts, DateTimeOffset now)
    {
        long[] numbers;
        using (var take = Sql.Of($"select coalesce(array_agg(nextval('mt_events_sequence')), array[]::bigint[]) from generate_series(1, {facts.Count})").On(connection)) numbers = (long[])take.ExecuteScalar()!;
        using var copy = connection.BeginBinaryImport("copy mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, headers, user_name) from stdin (format binary)");
        var (by, correlation, headers) = ((Pending?)null, "", Array.Empty<byte>());
        for (var i = 0; i < facts.Count; i++)
        {
            var fact = facts[i];
            if (by != fact.By) (by, correlation, headers) = (fact.By, fact.By.Command.Id.ToString(), EventHeaders.Of(fact.By.Command));
            copy.StartRow();
            copy.Write(numbers[i], NpgsqlDbType.Bigint);
            copy.Write(Guid.CreateVersion7(now), NpgsqlDbType.Uuid);
            copy.Write(fact.Stream.Handle.Id, NpgsqlDbType.Text);
            copy.Write(fact.Version, NpgsqlDbType.Bigint);
            copy.Write(fact.Json, NpgsqlDbType.Jsonb);
            copy.Write(fact.Stream.Handle.Slice.NameOf(fact.Happened), NpgsqlDbType.Text);
            copy.Write(now, NpgsqlDbType.TimestampTz);
            copy.Write(Slice.DotnetName(fact.Happened.GetType()), NpgsqlDbType.Text);
            copy.Write(correlation, NpgsqlDbType.Text);
            copy.Write(headers, NpgsqlDbType.Jsonb);
            copy.Write(fact.By.Command.Actor.Account, NpgsqlDbType.Text);
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

    private static void AddRest(NpgsqlBatch batch, IReadOnlyList<Pending> pending, IReadOnlyList<Added> facts, DateTimeOffset now)
    {
        var commands = pending.Select(p => p.Command).ToList();
        var ids = commands.Select(c => c.Id).ToArray();
        Statement(batch, "insert into command (id, content, answer, at) select id, content, answer::jsonb, $4 from unnest($1, $2, $3) c(id, content, answer)",
            ids, commands.Select(c => c.Content).ToArray(), pending.Select(p => JsonSerializer.Serialize(((Outcome.Done)p.Candidate).Versions)).ToArray(), now);
        Statement(batch, """
            insert into audit (at, account, role, tenant, act, subject, outcome, command, business_date)
            select $1, account, role, tenant, act, subject::text[], 'accepted', command, day from unnest($2, $3, $4, $5, $6, $7, $8) a(account, role, tenant, act, subject, command, day)
            """, now, commands.Select(c => c.Actor.Account).ToArray(), commands.Select(c => c.Actor.Role.ToString()).ToArray(), commands.Select(c => c.Actor.Tenant).ToArray(), commands.Select(c => c.Act).ToArray(),
            pending.Select(p => Column.ArrayLiteral(p.Streams.Select(s => s.Id))).ToArray(), ids, commands.Select(c => c.BusinessDate).ToArray());
        var leaves = facts.SelectMany(a => a.Stream.Handle.Slice.Sealed(a.Happened, a.Stream.Handle.Id).Select(leaf => (Leaf: leaf, a.Json))).ToList();
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
