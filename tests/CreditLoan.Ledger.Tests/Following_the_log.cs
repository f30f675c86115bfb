using Npgsql;

namespace CreditLoan.Ledger.Tests;

public sealed class Following_the_log : IAsyncLifetime
{
    private const int Writers = 16;
    private const int EventsEach = 1_250;
    private TestDatabase _db = null!;

    public async Task InitializeAsync()
    {
        _db = await TestDatabase.Create([Counter.Slice]);
        await _db.Execute(Counter.Tables);
    }

    public async Task DisposeAsync() => await _db.DisposeAsync();

    [Fact]
    public async Task Misses_and_doubles_nothing_while_sixteen_writers_commit_late()
    {
        var follower = new Keeper();
        var followers = new Followers(_db.Database.Writer, new SettledLog(_db.Database.Writer, _db.Store), [follower]);
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(Write));
        while (!writing.IsCompleted) await followers.CatchUp();
        await writing;
        await followers.CatchUp();

        Assert.Equal(Writers * EventsEach, follower.Seen.Count);
        Assert.Equal(Writers * EventsEach, follower.Seen.Select(e => e.Sequence).Distinct().Count());
        Assert.Equal(follower.Seen.Select(e => e.Sequence).Order(), follower.Seen.Select(e => e.Sequence));
        Assert.All(follower.Seen.GroupBy(e => e.Stream), stream =>
            Assert.Equal(Enumerable.Range(1, stream.Count()).Select(v => (long)v), stream.Select(e => e.Version)));
    }

    /// <summary>Appends as the product does, streams locked before a seq_id is taken, and commits after a while of chance.</summary>
    private async Task Write(int writer)
    {
        var chance = new Random(writer);
        await using var connection = await _db.Database.Writer.OpenConnectionAsync();
        for (var written = 0; written < EventsEach;)
        {
            var stream = $"counter/{chance.Next(40)}";
            var count = Math.Min(chance.Next(1, 26), EventsEach - written);
            await using var transaction = await connection.BeginTransactionAsync();
            await Run(connection, $"insert into mt_streams (id, type, version) values ({stream}, {"counter"}, {0L}) on conflict do nothing");
            await Run(connection, $"select version from mt_streams where id = {stream} for no key update");
            await Run(connection, $"""
                insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers)
                select nextval('mt_events_sequence'), gen_random_uuid(), id, version + n, jsonb_build_object('By', 1), 'counter_counted', now(),
                       jsonb_build_object('Actor', 'a', 'Role', 'BankOfficer', 'Tenant', 'B1', 'BusinessDate', '2026-03-01', 'Act', 'counter.count')
                from mt_streams, generate_series(1, {count}) n where id = {stream}
                """);
            await Run(connection, $"update mt_streams set version = version + {count} where id = {stream}");
            await Run(connection, $"select pg_sleep({chance.NextDouble() / 50})");
            await transaction.CommitAsync();
            written += count;
        }
    }

    private static async Task Run(NpgsqlConnection connection, Sql sql)
    {
        await using var command = sql.On(connection);
        await command.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task Counts_once_when_two_processes_follow_at_the_same_time()
    {
        for (var i = 0; i < 30; i++) await _db.Store.Change(Counter.Command(new { i }), Counter.Stream($"{i % 3}"), c => Counter.Count(c, 1));
        await _db.Execute("create table total (value int not null); insert into total values (0); grant select, update on total to creditloan_writer");
        var log = new SettledLog(_db.Database.Writer, _db.Store);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new Followers(_db.Database.Writer, log, [new Adder()]).CatchUp()));
        await new Followers(_db.Database.Writer, log, [new Adder()]).CatchUp();
        Assert.Equal(30, await _db.Value<int>("select value from total"));
    }

    private sealed class Keeper() : Follower("keeper")
    {
        public List<StoredEvent> Seen { get; } = [];

        public override Task Apply(NpgsqlConnection connection, IReadOnlyList<StoredEvent> events, CancellationToken stop)
        {
            Seen.AddRange(events);
            return Task.CompletedTask;
        }
    }

    private sealed class Adder() : Follower("adder")
    {
        public override Task Apply(NpgsqlConnection connection, IReadOnlyList<StoredEvent> events, CancellationToken stop) =>
            Run(connection, $"update total set value = value + {events.Count}");
    }
}
