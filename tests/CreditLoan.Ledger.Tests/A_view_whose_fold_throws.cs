using CreditLoan.Domain;

namespace CreditLoan.Ledger.Tests;

public sealed class A_view_whose_fold_throws : IAsyncLifetime
{
    private TestDatabase _db = null!;

    /// <summary>A counter with two more views, which cannot stand the number 13.</summary>
    private static Slice Unlucky()
    {
        var slice = new Slice<CounterEvent>("counter").Event<CounterEvent.Counted>("counter_counted").Event<CounterEvent.Named>("counter_named");
        slice.Keep(new View<CounterRow, CounterEvent>("counter_book", (row, e) => new CounterRow((row?.Value ?? 0) + (e is CounterEvent.Counted c ? c.By : 0))));
        slice.Keep(new View<CounterRow, CounterEvent>("unlucky_book", (row, e) => e is CounterEvent.Counted { By: 13 } ? throw new InvalidOperationException("Not 13.") : new CounterRow((row?.Value ?? 0) + 1)));
        slice.Keep(new LineView<CounterLine, CounterEvent>("unlucky_line", e => e is CounterEvent.Counted { By: 13 } ? throw new InvalidOperationException("No line of 13.") : [new CounterLine(1)]));
        return slice;
    }

    public async Task InitializeAsync()
    {
        _db = await TestDatabase.Create([Unlucky()]);
        await _db.Execute(Counter.Tables);
        await _db.Execute(Counter.Tables.Replace("counter_", "unlucky_"));
    }

    public async Task DisposeAsync() => await _db.DisposeAsync();

    private Task<Outcome> Count(string id, int by) =>
        _db.Store.Change(Counter.Command(new { id, by }), Counter.Stream(id), c => Counter.Count(c, by));

    [Fact]
    public async Task Is_marked_as_stopped_with_position_and_cause_and_the_append_goes_on()
    {
        await Count("a", 1);
        Assert.Equal([2L], Assert.IsType<Outcome.Done>(await Count("a", 13)).Versions);
        Assert.Equal([3L], Assert.IsType<Outcome.Done>(await Count("a", 5)).Versions);
        await Count("b", 1);

        Assert.Equal("counter/a 2 Not 13.", await _db.Value<string>("select concat_ws(' ', stream_id, version, cause) from view_stopped where name = 'unlucky_book'"));
        Assert.Equal("counter/a 2 No line of 13.", await _db.Value<string>("select concat_ws(' ', stream_id, version, cause) from view_stopped where name = 'unlucky_line'"));
        Assert.Equal(2, await _db.Value<long>("select count(*) from view_stopped"));
        Assert.Equal(19, await _db.Value<int>("select value from counter_book where stream_id = 'counter/a'"));
        Assert.Equal(1L, await _db.Value<long>("select version from unlucky_book where stream_id = 'counter/a'"));
        Assert.Equal(1L, await _db.Value<long>("select version from unlucky_book where stream_id = 'counter/b'"));
    }
}
