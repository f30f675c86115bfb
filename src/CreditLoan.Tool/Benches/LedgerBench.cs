using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger;
using Npgsql;

namespace CreditLoan.Tool.Benches;

/// <summary>An account that only the ledger's benches know: a fact of 190 bytes, a book of one row a stream, and postings.</summary>
public sealed record BenchAccount(long Balance)
{
    public static EventStream<BenchAccount, BenchEvent> Stream(string id) =>
        new(id, "bench", new BenchAccount(0), (account, e) => new BenchAccount(account.Balance + ((BenchEvent.Moved)e).Amount));

    /// <summary>The book alone: what the append bench writes, and its peers.</summary>
    public static readonly Slice Slice = new Slice<BenchEvent>("bench").Event<BenchEvent.Moved>("bench_moved")
        .Keep(new View<BenchRow, BenchEvent>("bench_book", (row, e) => new BenchRow((row?.Balance ?? 0) + ((BenchEvent.Moved)e).Amount, ((BenchEvent.Moved)e).Note.Length)));

    /// <summary>The book, and every tenth fact a leaf of its own.</summary>
    public static readonly Slice Sealed = new Slice<BenchEvent>("bench").Event<BenchEvent.Moved>("bench_moved")
        .Keep(new View<BenchRow, BenchEvent>("bench_book", (row, e) => new BenchRow((row?.Balance ?? 0) + ((BenchEvent.Moved)e).Amount, ((BenchEvent.Moved)e).Note.Length)))
        .Seal(e => e is BenchEvent.Moved m && m.Amount % SealWait.LeafEach == 0 ? new Leaf("bench-act", $"act/{m.Amount}") : null);

    /// <summary>Book and postings: what a pool writes.</summary>
    public static readonly Slice Pool = new Slice<BenchEvent>("bench").Event<BenchEvent.Moved>("bench_moved")
        .Keep(new View<BenchRow, BenchEvent>("bench_book", (row, e) => new BenchRow((row?.Balance ?? 0) + ((BenchEvent.Moved)e).Amount, ((BenchEvent.Moved)e).Note.Length)))
        .Keep(new LineView<BenchPosting, BenchEvent>("bench_posting", e => [new BenchPosting("cash", ((BenchEvent.Moved)e).Amount), new BenchPosting("reserved", -((BenchEvent.Moved)e).Amount)]));
}

public abstract record BenchEvent
{
    private BenchEvent() { }
    public sealed record Moved(long Amount, string Note) : BenchEvent;
}

public sealed record BenchRow(long Balance, int Length);
public sealed record BenchPosting(string Account, long Amount);

/// <summary>A cluster of the bench's own with the ledger's tables and those of <see cref="BenchAccount"/>.</summary>
public sealed class LedgerBench : IAsyncDisposable
{
    /// <summary>With the amount and the names around it the payload is 190 bytes.</summary>
    public static readonly string Note = new('n', 165);

    public static readonly Actor Actor = Actor.Job("bench");
    private readonly BenchCluster _cluster;

    private LedgerBench(BenchCluster cluster, Database database) => (_cluster, Database) = (cluster, database);

    public Database Database { get; }

    public static async Task<LedgerBench> Start(CancellationToken stop)
    {
        var cluster = await BenchCluster.Start(stop);
        var connection = new NpgsqlConnectionStringBuilder(cluster.Connection) { MaxPoolSize = 100, CommandTimeout = 600 }.ConnectionString;
        LedgerBench bench;
        try
        {
            bench = new LedgerBench(cluster, await Database.Open(connection, stop));
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
        await bench.Execute("""
            create table bench_book (stream_id text primary key, version bigint not null, changed_at timestamptz not null, balance bigint not null, length integer not null);
            create table bench_posting (stream_id text not null, version bigint not null, line integer not null, changed_at timestamptz not null, account text not null, amount bigint not null, primary key (stream_id, version, line));
            grant select, insert, update, delete on bench_book, bench_posting to creditloan_writer;
            """, stop);
        return bench;
    }

    public EventStore Store(Slice slice) => new(Database.Writer, TimeProvider.System, [slice]);

    /// <summary>So many streams of so many events each, as the product would have written them.</summary>
    public async Task Fill(int streams, int eventsEach, CancellationToken stop)
    {
        await Execute($"""
            insert into mt_streams (id, type, version) select 'bench/' || s, 'bench', {eventsEach} from generate_series(1, {streams}) s;
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, headers, user_name)
              select nextval('mt_events_sequence'), gen_random_uuid(), 'bench/' || s, v, jsonb_build_object('Amount', 1, 'Note', '{Note}'), 'bench_moved', timestamptz '2026-01-01' + v * interval '1 second',
                'CreditLoan.Tool.Benches.BenchEvent+Moved, xyd', gen_random_uuid()::text, '{EventHeaders}', 'bench'
              from generate_series(1, {eventsEach}) v, generate_series(1, {streams}) s;
            insert into bench_book select 'bench/' || s, {eventsEach}, timestamptz '2026-01-01' + {eventsEach} * interval '1 second', {eventsEach}, {Note.Length} from generate_series(1, {streams}) s;
            """, stop);
        await Maintain("vacuum analyze", stop);
    }

    /// <summary>What autovacuum and the checkpointer would do some time, done now and to the end.</summary>
    public async Task Maintain(string how, CancellationToken stop)
    {
        await using var connection = await Database.Owner.OpenConnectionAsync(stop);
        foreach (var statement in new[] { how, "checkpoint" })
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 600 };
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    public const string EventHeaders = """{"Actor":"bench","Role":"SystemAdministrator","Tenant":"","BusinessDate":"2026-03-01","Act":"bench.move"}""";

    public static Ledger.Command Command() => new(Guid.CreateVersion7(), "bench.move", Actor, new DateOnly(2026, 3, 1), "content");

    public async Task Execute(string sql, CancellationToken stop)
    {
        await using var command = Database.Owner.CreateCommand(sql);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync(stop);
    }

    public async Task<T> Value<T>(string sql, CancellationToken stop)
    {
        await using var command = Database.Owner.CreateCommand(sql);
        command.CommandTimeout = 600;
        return (T)(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>Streams without gaps, a command and an audit row an event, and the book as its rebuild would be.</summary>
    public async Task<bool> Verify(long filled, CancellationToken stop)
    {
        var gapless = await Value<bool>("""
            select coalesce(bool_and(s.version = e.last and e.last = e.count), false)
            from mt_streams s join (select stream_id, max(version) as last, count(*) as count from mt_events group by stream_id) e on e.stream_id = s.id
            """, stop);
        var appended = await Value<long>("select count(*) from mt_events", stop) - filled;
        var answered = await Value<long>("select count(*) from command", stop) == appended && await Value<long>("select count(*) from audit", stop) == appended;
        var booked = await Value<bool>("""
            select not exists (select from bench_book b full join (select stream_id, max(version) as version, sum((data->>'Amount')::bigint) as balance from mt_events group by stream_id) e using (stream_id)
                               where (b.version, b.balance) is distinct from (e.version, e.balance))
            """, stop);
        return gapless && answered && booked;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _cluster.DisposeAsync();
    }
}
