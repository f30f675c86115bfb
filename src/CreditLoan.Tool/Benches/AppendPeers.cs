using System.Diagnostics;
using CreditLoan.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CreditLoan.Tool.Benches;

/// <summary>Other ways to write the same rows: stream, event, command id, audit row and view row.</summary>
/// <param name="apart">How many streams lie before those of the function, and as many again before those of the set: nobody lengthens another's.</param>
public sealed class AppendPeers(LedgerBench bench, int streams, TimeSpan time, int apart = 0)
{
    private const int RowsPerStatement = 500;

    public const string Functions = """
        create function bench_append(stream text, expected bigint, command_id uuid, event_id uuid, data jsonb, headers jsonb) returns bigint language plpgsql as $$
        declare current bigint;
        begin
          select version into current from mt_streams where id = stream for no key update;
          if current <> expected and expected >= 0 then raise exception 'moved'; end if;
          insert into command (id, content, answer, at) values (command_id, 'content', jsonb_build_array(current + 1), now());
          update mt_streams set version = current + 1, timestamp = now() where id = stream;
          insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, headers, user_name)
            values (nextval('mt_events_sequence'), event_id, stream, current + 1, data, 'bench_moved', now(), 'CreditLoan.Tool.Benches.BenchEvent+Moved, xyd', command_id::text, headers, 'bench');
          insert into audit (at, account, role, tenant, act, subject, outcome, command, business_date)
            values (now(), 'bench', 'SystemAdministrator', '', 'bench.move', array[stream], 'accepted', command_id, '2026-03-01');
          insert into bench_book (stream_id, version, changed_at, balance, length) values (stream, current + 1, now(), 1, 165)
            on conflict (stream_id) do update set version = excluded.version, changed_at = excluded.changed_at, balance = bench_book.balance + 1;
          return current + 1;
        end $$;
        """;

    private const string Set = """
        with given as (select * from unnest($1, $2, $3) g(stream, command_id, event_id)),
        moved as (update mt_streams s set version = s.version + 1, timestamp = now() from given g where s.id = g.stream returning s.id, s.version, g.command_id, g.event_id),
        commands as (insert into command (id, content, answer, at) select command_id, 'content', jsonb_build_array(version), now() from moved),
        events as (insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, headers, user_name)
          select nextval('mt_events_sequence'), event_id, id, version, $4::jsonb, 'bench_moved', now(), 'CreditLoan.Tool.Benches.BenchEvent+Moved, xyd', command_id::text, $5::jsonb, 'bench' from moved),
        trail as (insert into audit (at, account, role, tenant, act, subject, outcome, command, business_date)
          select now(), 'bench', 'SystemAdministrator', '', 'bench.move', array[id], 'accepted', command_id, '2026-03-01' from moved)
        insert into bench_book (stream_id, version, changed_at, balance, length) select id, version, now(), 1, 165 from moved
          on conflict (stream_id) do update set version = excluded.version, changed_at = excluded.changed_at, balance = bench_book.balance + 1
        """;

    private static readonly string Data = $$"""{"Amount":1,"Note":"{{LedgerBench.Note}}"}""";

    /// <summary>One function call an event, its own commit, on so many connections.</summary>
    public Task<double> SqlFunction(int connections) => OnThreads(connections, (connection, chance, until) =>
    {
        using var command = new NpgsqlCommand("select bench_append($1, -1, $2, $3, $4, $5)", connection);
        var stream = Parameter(command, NpgsqlDbType.Text);
        var id = Parameter(command, NpgsqlDbType.Uuid);
        var eventId = Parameter(command, NpgsqlDbType.Uuid);
        Parameter(command, NpgsqlDbType.Jsonb).Value = Data;
        Parameter(command, NpgsqlDbType.Jsonb).Value = LedgerBench.EventHeaders;
        command.Prepare();
        var done = 0;
        while (Stopwatch.GetTimestamp() < until)
        {
            stream.Value = $"bench/{apart + chance.Next(streams) + 1}";
            id.Value = Guid.CreateVersion7();
            eventId.Value = Guid.CreateVersion7();
            command.ExecuteNonQuery();
            done++;
        }
        return done;
    });

    /// <summary>The same rows by statements of 500.</summary>
    public Task<double> SetBased(int connections)
    {
        var next = -1;
        return OnThreads(connections, (connection, chance, until) =>
        {
            // Each connection has streams of its own, or two statements would deadlock.
            var part = Interlocked.Increment(ref next);
            using var command = new NpgsqlCommand(Set, connection);
            var given = Parameter(command, NpgsqlDbType.Array | NpgsqlDbType.Text);
            var ids = Parameter(command, NpgsqlDbType.Array | NpgsqlDbType.Uuid);
            var eventIds = Parameter(command, NpgsqlDbType.Array | NpgsqlDbType.Uuid);
            Parameter(command, NpgsqlDbType.Text).Value = Data;
            Parameter(command, NpgsqlDbType.Text).Value = LedgerBench.EventHeaders;
            command.Prepare();
            var done = 0;
            while (Stopwatch.GetTimestamp() < until)
            {
                var chosen = new HashSet<int>();
                while (chosen.Count < RowsPerStatement) chosen.Add((chance.Next(streams / connections) * connections) + part + 1);
                given.Value = chosen.Select(c => $"bench/{2 * apart + c}").ToArray();
                ids.Value = chosen.Select(_ => Guid.CreateVersion7()).ToArray();
                eventIds.Value = chosen.Select(_ => Guid.CreateVersion7()).ToArray();
                command.ExecuteNonQuery();
                done += chosen.Count;
            }
            return done;
        });
    }

    /// <summary>COPY of event, command, audit and view rows, streams that are new included: no check, no update, no decision.</summary>
    public Task<double> Copy(int connections) => OnThreads(connections, (connection, _, until) =>
    {
        var done = 0;
        while (Stopwatch.GetTimestamp() < until)
        {
            var ids = Enumerable.Range(0, 2_000).Select(_ => Guid.CreateVersion7()).ToArray();
            done += BulkRows.Copy(connection, [.. ids.Select(id => $"bench/{id}")], 1, ids);
        }
        return done;
    });

    /// <summary>COPY of streams that are new, so many events of each, and their view rows, with one command and audit row for all.</summary>
    public Task<double> CopyStreams(int connections, int streamsEach, int eventsEach) => OnThreads(connections, (connection, _, until) =>
    {
        var done = 0;
        while (Stopwatch.GetTimestamp() < until)
            done += BulkRows.Copy(connection, [.. Enumerable.Range(0, streamsEach).Select(_ => $"bench/{Guid.CreateVersion7()}")], eventsEach, [Guid.CreateVersion7()]);
        return done;
    });

    private async Task<double> OnThreads(int connections, Func<NpgsqlConnection, Random, long, int> work)
    {
        var clock = Stopwatch.GetTimestamp();
        var until = clock + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Factory.StartNew(() =>
        {
            using var connection = bench.Database.Owner.OpenConnection();
            return work(connection, new Random(Random.Shared.Next() + i), until);
        }, TaskCreationOptions.LongRunning)));
        return counts.Sum() / Stopwatch.GetElapsedTime(clock).TotalSeconds;
    }

    private static NpgsqlParameter Parameter(NpgsqlCommand command, NpgsqlDbType type)
    {
        var parameter = new NpgsqlParameter { NpgsqlDbType = type };
        command.Parameters.Add(parameter);
        return parameter;
    }
}

/// <summary>Events of new streams, as rows for COPY.</summary>
internal static class BulkRows
{
    /// <param name="commands">One a stream, or one for all.</param>
    public static int Copy(NpgsqlConnection connection, string[] streams, int eventsEach, Guid[] commands)
    {
        var (one, eventIds) = (commands.Length == 1, eventsEach > 1);
        Guid By(int stream) => commands[one ? 0 : stream];
        var at = DateTime.UtcNow;
        var data = $$"""{"Amount":1,"Note":"{{LedgerBench.Note}}"}""";
        using var transaction = connection.BeginTransaction();
        Into("mt_streams (id, type, version, timestamp, created)", streams.Length, (copy, i) =>
        {
            copy.Write(streams[i], NpgsqlDbType.Text);
            copy.Write("bench", NpgsqlDbType.Text);
            copy.Write((long)eventsEach, NpgsqlDbType.Bigint);
            copy.Write(at, NpgsqlDbType.TimestampTz);
            copy.Write(at, NpgsqlDbType.TimestampTz);
        });
        long[] numbers;
        using (var take = new NpgsqlCommand($"select array_agg(nextval('mt_events_sequence')) from generate_series(1, {streams.Length * eventsEach})", connection)) numbers = (long[])take.ExecuteScalar()!;
        Into("mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, headers, user_name)", streams.Length * eventsEach, (copy, i) =>
        {
            copy.Write(numbers[i], NpgsqlDbType.Bigint);
            copy.Write(eventIds ? Guid.CreateVersion7() : By(i), NpgsqlDbType.Uuid);
            copy.Write(streams[i / eventsEach], NpgsqlDbType.Text);
            copy.Write(i % eventsEach + 1L, NpgsqlDbType.Bigint);
            copy.Write(data, NpgsqlDbType.Jsonb);
            copy.Write("bench_moved", NpgsqlDbType.Text);
            copy.Write(at, NpgsqlDbType.TimestampTz);
            copy.Write("CreditLoan.Tool.Benches.BenchEvent+Moved, xyd", NpgsqlDbType.Text);
            copy.Write(By(i / eventsEach).ToString(), NpgsqlDbType.Text);
            copy.Write(LedgerBench.EventHeaders, NpgsqlDbType.Jsonb);
            copy.Write("bench", NpgsqlDbType.Text);
        });
        Into("command (id, content, answer, at)", commands.Length, (copy, i) =>
        {
            copy.Write(commands[i], NpgsqlDbType.Uuid);
            copy.Write("content", NpgsqlDbType.Text);
            copy.Write("[1]", NpgsqlDbType.Jsonb);
            copy.Write(at, NpgsqlDbType.TimestampTz);
        });
        Into("audit (at, account, role, tenant, act, subject, outcome, command, business_date)", commands.Length, (copy, i) =>
        {
            copy.Write(at, NpgsqlDbType.TimestampTz);
            foreach (var text in new[] { "bench", "SystemAdministrator", "", "bench.move" }) copy.Write(text, NpgsqlDbType.Text);
            copy.Write(one ? streams : [streams[i]], NpgsqlDbType.Array | NpgsqlDbType.Text);
            copy.Write("accepted", NpgsqlDbType.Text);
            copy.Write(commands[i], NpgsqlDbType.Uuid);
            copy.Write(new DateOnly(2026, 3, 1), NpgsqlDbType.Date);
        });
        Into("bench_book (stream_id, version, changed_at, balance, length)", streams.Length, (copy, i) =>
        {
            copy.Write(streams[i], NpgsqlDbType.Text);
            copy.Write((long)eventsEach, NpgsqlDbType.Bigint);
            copy.Write(at, NpgsqlDbType.TimestampTz);
            copy.Write((long)eventsEach, NpgsqlDbType.Bigint);
            copy.Write(LedgerBench.Note.Length, NpgsqlDbType.Integer);
        });
        transaction.Commit();
        return streams.Length * eventsEach;

        void Into(string columns, int rows, Action<NpgsqlBinaryImporter, int> write)
        {
            using var copy = connection.BeginBinaryImport($"copy {columns} from stdin (format binary)");
            for (var i = 0; i < rows; i++)
            {
                copy.StartRow();
                write(copy, i);
            }
            copy.Complete();
        }
    }
}
