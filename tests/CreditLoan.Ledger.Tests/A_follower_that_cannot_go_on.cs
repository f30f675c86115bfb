namespace CreditLoan.Ledger.Tests;

public sealed class A_follower_that_cannot_go_on : IAsyncLifetime
{
    private TestDatabase _db = null!;

    public async Task InitializeAsync()
    {
        _db = await TestDatabase.Create([Counter.Slice]);
        await _db.Execute(Counter.Tables);
        await _db.Execute("create table seen (seq bigint primary key); grant select, insert, delete on seen to creditloan_writer");
    }

    public async Task DisposeAsync() => await _db.DisposeAsync();

    private SettledLog Log => new(_db.Database.Writer, _db.Store);

    private Task Count(string id, int by) => _db.Store.Change(Counter.Command(new { id, by }), Counter.Stream(id), _ => new CounterEvent.Counted(by));

    [Fact]
    public async Task Stops_before_the_event_says_which_and_why_and_goes_on_when_it_is_mended()
    {
        var (keeper, other) = (new Keeper("keeper"), new Other());
        var followers = new Followers(_db.Database.Writer, Log, [keeper, other]);
        foreach (var by in new[] { 1, 2, 13, 4 }) await Count($"c{by}", by);
        for (var i = 0; i < 3; i++) await followers.CatchUp();

        Assert.Equal("keeper counter/c13 1 Not 13.", await _db.Value<string>("select name || ' ' || stream_id || ' ' || version || ' ' || cause from view_stopped"));
        Assert.Equal(2, await _db.Value<long>("select count(*) from seen"));
        Assert.Equal(4, other.Seen);
        Assert.Equal(2, await _db.Value<long>("select last_seq_id from mt_event_progression where name = 'keeper'"));

        keeper.Mended = true;
        await followers.CatchUp();
        Assert.Equal(4, await _db.Value<long>("select count(*) from seen"));
        Assert.Equal(0, await _db.Value<long>("select count(*) from view_stopped"));
    }

    [Fact]
    public async Task Stops_before_an_event_that_a_newer_build_wrote_and_goes_on_when_it_knows_it()
    {
        var (keeper, other) = (new Keeper("keeper"), new Other());
        var followers = new Followers(_db.Database.Writer, Log, [keeper, other]);
        for (var i = 1; i <= 4; i++) await Count($"c{i}", i);
        await _db.Execute("update mt_events set type = 'counter_counted_v9' where seq_id = 3");
        for (var i = 0; i < 3; i++) await followers.CatchUp();

        Assert.Equal("keeper counter/c3 1, other counter/c3 1", await _db.Value<string>("select string_agg(name || ' ' || stream_id || ' ' || version, ', ' order by name) from view_stopped where cause like '%counter_counted_v9%'"));
        Assert.Equal((2L, 2), (await _db.Value<long>("select count(*) from seen"), other.Seen));

        await _db.Execute("update mt_events set type = 'counter_counted' where seq_id = 3");
        for (var i = 0; i < 2; i++) await followers.CatchUp();
        Assert.Equal((4L, 4, 0L), (await _db.Value<long>("select count(*) from seen"), other.Seen, await _db.Value<long>("select count(*) from view_stopped")));
    }

    [Fact]
    public async Task Is_made_anew_beside_the_live_one_while_others_write()
    {
        var keeper = new Keeper("keeper") { Mended = true };
        var followers = new Followers(_db.Database.Writer, Log, [keeper]);
        for (var i = 1; i <= 20; i++) await Count($"c{i}", i);
        await followers.CatchUp();
        await _db.Execute("delete from seen where seq = 3; insert into seen values (1000)");

        var writing = Task.WhenAll(Enumerable.Range(21, 20).Select(i => Count($"c{i}", i)));
        var made = await new FollowerRebuild(_db.Database.Owner, Log).Run(keeper);
        await writing;
        await followers.CatchUp();

        Assert.InRange(made.Events, 20, 40);
        Assert.Equal(await _db.Value<string>("select string_agg(seq_id::text, ',' order by seq_id) from mt_events"), await _db.Value<string>("select string_agg(seq::text, ',' order by seq) from seen"));
        await Assert.ThrowsAsync<ArgumentException>(() => new FollowerRebuild(_db.Database.Owner, Log).Run(new Other()));
    }

    private sealed class Keeper(string name) : Follower(name)
    {
        public bool Mended { get; set; }
        public override IReadOnlyList<string> Tables => ["seen"];

        public override async Task Apply(Npgsql.NpgsqlConnection connection, IReadOnlyList<StoredEvent> events, CancellationToken stop)
        {
            foreach (var e in events)
            {
                if (!Mended && e.Happened is CounterEvent.Counted { By: 13 }) throw new InvalidOperationException("Not 13.");
                await using var insert = Sql.Of($"insert into seen values ({e.Sequence})").On(connection);
                await insert.ExecuteNonQueryAsync(stop);
            }
        }
    }

    private sealed class Other() : Follower("other")
    {
        public int Seen { get; private set; }

        public override Task Apply(Npgsql.NpgsqlConnection connection, IReadOnlyList<StoredEvent> events, CancellationToken stop)
        {
            Seen += events.Count;
            return Task.CompletedTask;
        }
    }
}
