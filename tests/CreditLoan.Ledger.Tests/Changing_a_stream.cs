using CreditLoan.Domain;
using CreditLoan.Domain.Access;

namespace CreditLoan.Ledger.Tests;

public sealed class Changing_a_stream : IAsyncLifetime
{
    private TestDatabase _db = null!;

    public async Task InitializeAsync()
    {
        _db = await TestDatabase.Create([Counter.Slice]);
        await _db.Execute(Counter.Tables);
    }

    public async Task DisposeAsync() => await _db.DisposeAsync();

    private Task<Outcome> Count(string id, int by, Guid? command = null, long? seen = null) =>
        _db.Store.Change(Counter.Command(new { id, by }, command, seen), Counter.Stream(id), c => Counter.Count(c, by));

    [Fact]
    public async Task Appends_the_fact_and_keeps_views_and_audit_in_the_same_transaction()
    {
        Assert.Equal([1L], Assert.IsType<Outcome.Done>(await Count("a", 5)).Versions);
        Assert.Equal([2L], Assert.IsType<Outcome.Done>(await Count("a", 6)).Versions);

        var (state, version) = await _db.Store.Load(Counter.Stream("a"));
        Assert.Equal((11, 2L), (state.Value, version));
        var rows = await _db.Reader.Rows<CounterRow>(Viewer.Anyone, $"select value from counter_book where stream_id = {"counter/a"}");
        Assert.Equal([new CounterRow(11)], rows);
        Assert.Equal(2, await _db.Value<long>("select count(*) from counter_line"));
        Assert.Equal(2, await _db.Value<long>("select count(*) from audit where outcome = 'accepted' and subject @> '{counter/a}'"));
        var history = await _db.Store.History("counter/a");
        Assert.Equal(["counter_counted", "counter_counted"], history.Select(e => e.Type));
        Assert.Equal(new DateOnly(2026, 3, 1), history[0].Headers.BusinessDate);
    }

    [Fact]
    public async Task Refuses_what_the_rule_refuses_and_audits_it()
    {
        var refused = Assert.IsType<Outcome.Refused>(await Count("b", 101));
        Assert.Equal("counter.full", refused.Why.Code);
        Assert.Equal(0, await _db.Value<long>("select count(*) from mt_events where stream_id = 'counter/b'"));
        Assert.Equal(1, await _db.Value<long>("select count(*) from audit where outcome = 'counter.full'"));
    }

    [Fact]
    public async Task Answers_the_same_command_with_the_first_answer()
    {
        var id = Guid.NewGuid();
        await Count("c", 1, id);
        var again = Assert.IsType<Outcome.Done>(await Count("c", 1, id));
        Assert.True(again.Repeated);
        Assert.Equal([1L], again.Versions);
        Assert.IsType<Outcome.OtherContent>(await Count("c", 2, id));
        Assert.Equal(1, await _db.Value<long>("select count(*) from mt_events where stream_id = 'counter/c'"));
    }

    [Fact]
    public async Task Says_what_changed_when_the_user_saw_an_older_version()
    {
        await Count("d", 1);
        await Count("d", 1);
        var moved = Assert.IsType<Outcome.Moved>(await Count("d", 1, seen: 1));
        Assert.Equal(("counter/d", 2L), (moved.Stream, moved.Version));
        Assert.Equal(["counter_counted"], moved.Changes);
    }

    [Fact]
    public async Task Gives_a_key_to_one_stream_only()
    {
        Task<Outcome> Name(string id) => _db.Store.Change(Counter.Command(new { id }), Counter.Stream(id), _ => new CounterEvent.Named("one"));
        Assert.IsType<Outcome.Done>(await Name("e"));
        Assert.Equal("counter-name.taken", Assert.IsType<Outcome.Refused>(await Name("f")).Why.Code);
        Assert.Equal(0, await _db.Value<long>("select count(*) from mt_events where stream_id = 'counter/f'"));
    }

    [Fact]
    public async Task Changes_two_streams_or_none()
    {
        Task<Outcome> Move(int by) => _db.Store.Change(Counter.Command(new { by }), Counter.Stream("g"), Counter.Stream("h"),
            (from, to) => Decisions.Of(Counter.Count(from, -by), Counter.Count(to, by)));
        Assert.Equal([1L, 1L], Assert.IsType<Outcome.Done>(await Move(60)).Versions);
        Assert.IsType<Outcome.Refused>(await Move(60));
        Assert.Equal(60, (await _db.Store.Load(Counter.Stream("h"))).State.Value);
        Assert.Equal(-60, (await _db.Store.Load(Counter.Stream("g"))).State.Value);
    }

    [Fact]
    public async Task Loses_nothing_when_many_write_one_stream()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Count("i", 1))));
        var done = outcomes.Count(o => o is Outcome.Done);
        Assert.Equal(done, (await _db.Store.Load(Counter.Stream("i"))).State.Value);
        Assert.Equal(done, await _db.Value<long>("select max(version) from mt_events where stream_id = 'counter/i'"));
    }

    [Fact]
    public async Task Answers_with_the_first_answer_when_the_same_command_comes_many_times_at_once()
    {
        var id = Guid.NewGuid();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Count("j", 1, id))));
        Assert.All(outcomes, o => Assert.Equal([1L], Assert.IsType<Outcome.Done>(o).Versions));
        Assert.Single(outcomes, o => o is Outcome.Done { Repeated: false });
        Assert.Equal(1, (await _db.Store.Load(Counter.Stream("j"))).State.Value);
    }
}
