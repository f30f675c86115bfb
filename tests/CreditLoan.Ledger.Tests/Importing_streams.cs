using CreditLoan.Domain;

namespace CreditLoan.Ledger.Tests;

public sealed class Importing_streams : IAsyncLifetime
{
    private TestDatabase _db = null!;

    public async Task InitializeAsync()
    {
        _db = await TestDatabase.Create([Counter.Slice]);
        await _db.Execute(Counter.Tables);
    }

    public async Task DisposeAsync() => await _db.DisposeAsync();

    private Task<Outcome> Import(Command command, params (string Id, CounterEvent[] Facts)[] streams) =>
        _db.Store.Import(command, [.. streams.Select(s => (Counter.Stream(s.Id), (IReadOnlyList<CounterEvent>)s.Facts))]);

    private static CounterEvent[] Counts(params int[] by) => [.. by.Select(b => new CounterEvent.Counted(b))];

    [Fact]
    public async Task Leaves_what_as_many_changes_would_have_left()
    {
        var command = Counter.Command(new { import = 1 });
        Assert.Equal([3L, 2L], Assert.IsType<Outcome.Done>(await Import(command, ("b", Counts(1, 2, 3)), ("a", [new CounterEvent.Named("one"), .. Counts(7)]))).Versions);

        Assert.Equal((6, 3L), ((await _db.Store.Load(Counter.Stream("b"))).State.Value, (await _db.Store.Load(Counter.Stream("b"))).Version));
        Assert.Equal("counter/a", await _db.Value<string>("select stream_id from taken_key where kind = 'counter-name' and key = 'one'"));
        Assert.Equal(1L, await _db.Value<long>("select count(*) from audit where outcome = 'accepted' and subject @> '{counter/a,counter/b}'"));
        Assert.Equal(command.Id.ToString(), (await _db.Value<string>("select distinct correlation_id from mt_events")));
        Assert.True(await _db.Value<bool>("select bool_and(before < seq_id) from (select seq_id, lag(seq_id, 1, 0) over (partition by stream_id order by version) as before from mt_events) ordered"));
        Assert.Equal([4L], Assert.IsType<Outcome.Done>(await _db.Store.Change(Counter.Command(new { next = 1 }), Counter.Stream("b"), c => Counter.Count(c, 1))).Versions);
        var rebuild = new Rebuild(_db.Database.Owner, new SettledLog(_db.Database.Writer, _db.Store), [Counter.Slice]);
        foreach (var view in rebuild.Views)
        {
            var bytes = $"select coalesce(string_agg(t::text, E'\\n' order by t::text collate \"C\"), '') from {view} t";
            var live = await _db.Value<string>(bytes);
            await rebuild.Run(view);
            Assert.Equal(live, await _db.Value<string>(bytes));
        }
    }

    [Fact]
    public async Task Answers_the_same_command_with_the_first_answer()
    {
        var command = Counter.Command(new { import = 1 });
        await Import(command, ("a", Counts(1)));
        Assert.True(Assert.IsType<Outcome.Done>(await Import(command, ("a", Counts(1)))).Repeated);
        Assert.IsType<Outcome.OtherContent>(await Import(command with { Content = "other" }, ("a", Counts(2))));
        Assert.Equal(1L, await _db.Value<long>("select count(*) from mt_events"));
    }

    [Fact]
    public async Task Brings_in_all_or_nothing()
    {
        await _db.Store.Change(Counter.Command(new { }), Counter.Stream("there"), _ => new CounterEvent.Named("held"));
        var refused = Assert.IsType<Outcome.Refused>(await Import(Counter.Command(new { i = 1 }), ("new", Counts(1)), ("there", Counts(1))));
        Assert.Equal("import.stream_exists", refused.Why.Code);
        refused = Assert.IsType<Outcome.Refused>(await Import(Counter.Command(new { i = 2 }), ("new", Counts(1)), ("wants", [new CounterEvent.Named("held")])));
        Assert.Equal("counter-name.taken", refused.Why.Code);
        refused = Assert.IsType<Outcome.Refused>(await Import(Counter.Command(new { i = 3 }), ("x", [new CounterEvent.Named("same")]), ("y", [new CounterEvent.Named("same")])));
        Assert.Equal("counter-name.taken", refused.Why.Code);
        Assert.Equal(1L, await _db.Value<long>("select count(*) from mt_events"));
        Assert.Equal(1L, await _db.Value<long>("select count(*) from mt_streams"));
        Assert.Equal(1L, await _db.Value<long>("select count(*) from counter_book"));
    }
}
