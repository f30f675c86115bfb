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

    [Fact]
    public async Task Tells_a_history_that_ends_as_the_same_changes_would()
    {
        var (telling, day) = (_db.Store.Tell(), new DateOnly(2026, 3, 2));
        var (first, second) = (Counter.Command(new { t = 1 }), Counter.Command(new { t = 2 }) with { BusinessDate = day });
        Assert.Equal([1L], Assert.IsType<Outcome.Done>(telling.Change(first, Counter.Stream("told"), _ => new CounterEvent.Named("mine"))).Versions);
        Assert.Equal([2L, 1L], Assert.IsType<Outcome.Done>(telling.Change(second, Counter.Stream("told"), Counter.Stream("too"), (a, b) => Decisions.Of(Counter.Count(a, 3), Counter.Count(b, 4)))).Versions);
        Assert.IsType<Outcome.Refused>(telling.Change(Counter.Command(new { t = 3 }), Counter.Stream("told"), _ => new Refusal("no", "不行。")));
        Assert.Equal(0L, await _db.Value<long>("select count(*) from mt_events"));
        Assert.IsType<Outcome.Done>(await telling.Write());

        Assert.Equal("counter/told counter/told counter/too", await _db.Value<string>("select string_agg(stream_id, ' ' order by seq_id) from mt_events"));
        Assert.Equal(2L, await _db.Value<long>($"select count(*) from mt_events where correlation_id = '{second.Id}' and headers ->> 'BusinessDate' = '2026-03-02'"));
        Assert.Equal(1L, await _db.Value<long>($"select count(*) from audit where command = '{second.Id}' and business_date = '2026-03-02' and subject = '{{counter/told,counter/too}}'"));
        Assert.True(Assert.IsType<Outcome.Done>(await _db.Store.Change(second, Counter.Stream("told"), c => Counter.Count(c, 3))).Repeated);
        var again = _db.Store.Tell();
        again.Change(Counter.Command(new { t = 4 }), Counter.Stream("other"), _ => new CounterEvent.Named("mine"));
        Assert.IsType<Outcome.Refused>(await again.Write());
    }
}
