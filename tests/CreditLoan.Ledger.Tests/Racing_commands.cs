using CreditLoan.Domain;

namespace CreditLoan.Ledger.Tests;

/// <summary>Two processes at once on few streams: transfers, names that only one may have, commands that come twice, users who saw an older version.</summary>
public sealed class Racing_commands : IAsyncLifetime
{
    private TestDatabase _db = null!;
    private EventStore[] _processes = null!;

    public async Task InitializeAsync()
    {
        _db = await TestDatabase.Create([Counter.Slice]);
        await _db.Execute(Counter.Tables);
        _processes = [_db.Store, new EventStore(_db.Database.Writer, TimeProvider.System, [Counter.Slice])];
    }

    public async Task DisposeAsync() => await _db.DisposeAsync();

    private sealed record Act(Guid Id, int From, int To, int By, string? Name, bool Careful);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task End_once_each_and_leave_the_log_views_keys_and_answers_in_step(int seed)
    {
        var chance = new Random(seed);
        var acts = Enumerable.Range(0, 1_500).Select(i => new Act(Guid.NewGuid(), chance.Next(8), chance.Next(8), chance.Next(1, 40),
            chance.Next(5) == 0 ? $"name{chance.Next(30)}" : null, chance.Next(10) == 0)).ToList();
        var sent = acts.Concat(acts.Where((_, i) => i % 3 == 0)).OrderBy(_ => chance.Next()).ToList();
        var outcomes = new System.Collections.Concurrent.ConcurrentBag<(Act Act, Outcome Outcome)>();
        await Parallel.ForEachAsync(sent.Index(), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (next, _) =>
            outcomes.Add((next.Item, await Send(_processes[next.Index % 2], next.Item))));

        var accepted = outcomes.Where(o => o.Outcome is Outcome.Done).GroupBy(o => o.Act).ToList();
        Assert.NotEmpty(accepted);
        foreach (var act in accepted)
        {
            Assert.Single(act, o => o.Outcome is Outcome.Done { Repeated: false });
            Assert.Single(act.Select(o => string.Join(',', ((Outcome.Done)o.Outcome).Versions)).Distinct());
        }
        Assert.Equal((long)accepted.Count, await _db.Value<long>("select count(*) from command"));
        Assert.Equal((long)accepted.Count, await _db.Value<long>("select count(*) from audit where outcome = 'accepted'"));
        Assert.Equal((long)accepted.Count, await _db.Value<long>("select count(distinct correlation_id) from mt_events"));
        // Each transfer takes as much as it gives.
        Assert.Equal(0L, await _db.Value<long>("select coalesce(sum((data->>'By')::int), 0) from mt_events where type = 'counter_counted'"));
        Assert.True(await _db.Value<bool>("""
            select bool_and(s.version = coalesce(e.last, 0) and e.last is not distinct from nullif(e.count, 0))
            from mt_streams s left join (select stream_id, max(version) as last, count(*) as count from mt_events group by stream_id) e on e.stream_id = s.id
            """));
        Assert.True(await _db.Value<bool>("select coalesce(bool_and(before < seq_id), true) from (select seq_id, lag(seq_id, 1, 0) over (partition by stream_id order by version) as before from mt_events) ordered"));
        // A name is with the stream that took it, and nobody else took it.
        Assert.Equal(await _db.Value<string>("select coalesce(string_agg(data->>'Name' || stream_id, ' ' order by data->>'Name' collate \"C\"), '') from mt_events where type = 'counter_named'"),
            await _db.Value<string>("select coalesce(string_agg(key || stream_id, ' ' order by key collate \"C\"), '') from taken_key"));
        var rebuild = new Rebuild(_db.Database.Owner, new SettledLog(_db.Database.Writer, _db.Store), [Counter.Slice]);
        foreach (var view in rebuild.Views)
        {
            var live = await Bytes(view);
            await rebuild.Run(view);
            Assert.Equal(live, await Bytes(view));
        }
        for (var i = 0; i < 8; i++)
            Assert.InRange((await _db.Store.Load(Counter.Stream($"{i}"))).State.Value, int.MinValue, 100);
    }

    private async Task<Outcome> Send(EventStore store, Act act)
    {
        var seen = act.Careful ? (await store.Load(Counter.Stream($"{act.From}"))).Version : (long?)null;
        var command = new Command(act.Id, "counter.move", Counter.Someone, new DateOnly(2026, 3, 1), "same", seen);
        if (act.Name is { } name)
            return await store.Change(command, Counter.Stream($"{act.From}"), Counter.Stream($"new-{act.Id}"), (from, fresh) =>
                Decisions.Of<CounterEvent, CounterEvent>(new CounterEvent.Named(name), new CounterEvent.Counted(0)));
        if (act.From == act.To)
            return await store.Change(command, Counter.Stream($"{act.From}"), c => Counter.Count(c, 0));
        return await store.Change(command, Counter.Stream($"{act.From}"), Counter.Stream($"{act.To}"), (from, to) =>
            Decisions.Of(Counter.Count(from, -act.By), Counter.Count(to, act.By)));
    }

    private Task<string> Bytes(string table) => _db.Value<string>($"select coalesce(string_agg(t::text, E'\\n' order by t::text collate \"C\"), '') from {table} t");

    [Fact]
    public async Task Fail_alone_when_their_rule_or_their_history_throws()
    {
        await _db.Store.Change(Counter.Command(new { }), Counter.Stream("bad"), c => Counter.Count(c, 1));
        await _db.Execute("update mt_events set type = 'never_heard_of' where stream_id = 'counter/bad'");
        var other = _processes[1];
        var broken = Enumerable.Range(0, 20).Select(i => other.Change(Counter.Command(new { i }), Counter.Stream("bad"), c => Counter.Count(c, 1))).ToList();
        var throwing = Enumerable.Range(0, 20).Select(i => other.Change(Counter.Command(new { i }), Counter.Stream("good"), _ => throw new InvalidOperationException("A bug."))).ToList();
        var fine = Enumerable.Range(0, 20).Select(i => other.Change(Counter.Command(new { i }), Counter.Stream("good"), c => Counter.Count(c, 1))).ToList();
        foreach (var task in broken) Assert.Contains("cannot be folded", (await Assert.ThrowsAsync<InvalidOperationException>(() => task)).Message, StringComparison.Ordinal);
        foreach (var task in throwing) Assert.Equal("A bug.", (await Assert.ThrowsAsync<InvalidOperationException>(() => task)).Message);
        foreach (var task in fine) Assert.IsType<Outcome.Done>(await task);
        Assert.Equal(20, (await other.Load(Counter.Stream("good"))).State.Value);
    }

    [Fact]
    public async Task Fail_alone_when_their_row_cannot_be_stored()
    {
        await _db.Execute("alter table counter_book add check (value <> 13)");
        var tasks = Enumerable.Range(0, 40).Select(i => (By: i % 4 == 0 ? 13 : 1, Task: _db.Store.Change(Counter.Command(new { i }), Counter.Stream($"x{i}"), c => Counter.Count(c, i % 4 == 0 ? 13 : 1)))).ToList();
        foreach (var (by, task) in tasks)
            if (by == 13) await Assert.ThrowsAsync<Npgsql.PostgresException>(() => task);
            else Assert.IsType<Outcome.Done>(await task);
        Assert.Equal(30L, await _db.Value<long>("select count(*) from mt_events"));
    }

    [Fact]
    public async Task Are_decided_on_the_present_when_another_process_moved_the_stream()
    {
        // The first process keeps the stream as full; the other makes room, and no refusal may rest on the old state.
        await _processes[0].Change(Counter.Command(new { a = 1 }), Counter.Stream("y"), c => Counter.Count(c, 100));
        await _processes[1].Change(Counter.Command(new { a = 2 }), Counter.Stream("y"), c => Counter.Count(c, -50));
        Assert.IsType<Outcome.Done>(await _processes[0].Change(Counter.Command(new { a = 3 }), Counter.Stream("y"), c => Counter.Count(c, 10)));
        Assert.Equal(60, (await _db.Store.Load(Counter.Stream("y"))).State.Value);
        Assert.Equal(0L, await _db.Value<long>("select count(*) from audit where outcome = 'counter.full'"));
    }

    [Fact]
    public async Task Are_refused_at_once_where_too_many_wait_and_those_that_wait_all_end()
    {
        using var working = new ManualResetEventSlim();
        using var on = new ManualResetEventSlim();
        Task<Outcome> Send(int i, Func<Counter, Decision<CounterEvent>> decide) => _db.Store.Change(Counter.Command(new { i }), Counter.Stream("crowd"), decide);
        var first = Send(0, c =>
        {
            working.Set();
            on.Wait();
            return Counter.Count(c, 0);
        });
        working.Wait();
        var waiting = Enumerable.Range(1, EventStore.MostWaiting).Select(i => Send(i, c => Counter.Count(c, 0))).ToList();
        await Assert.ThrowsAsync<TimeoutException>(() => Send(-1, c => Counter.Count(c, 1)));
        on.Set();
        Assert.All(await Task.WhenAll([first, .. waiting]), outcome => Assert.IsType<Outcome.Done>(outcome));
        Assert.Equal(EventStore.MostWaiting + 1, (await _db.Store.Load(Counter.Stream("crowd"))).Version);
        Assert.IsType<Outcome.Done>(await Send(-1, c => Counter.Count(c, 1)));
    }

    [Fact]
    public async Task Stop_waiting_when_their_caller_does()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _db.Store.Change(Counter.Command(new { }), Counter.Stream("z"), c => Counter.Count(c, 1), gone.Token));
        Assert.Equal(0L, await _db.Value<long>("select count(*) from mt_events"));
    }

    [Fact]
    public async Task That_cross_each_other_from_two_processes_all_end_and_keep_the_sum()
    {
        // Each process moves the other way between the same two, in the same moment, again and again.
        await Task.WhenAll(Enumerable.Range(0, 2).SelectMany(process => Enumerable.Range(0, 60).Select(i => Task.Run(async () =>
        {
            var (from, to) = process == 0 ? ("p", "q") : ("q", "p");
            Outcome outcome;
            do outcome = await _processes[process].Change(Counter.Command(new { process, i }), Counter.Stream(from), Counter.Stream(to),
                (a, b) => Decisions.Of<CounterEvent, CounterEvent>(new CounterEvent.Counted(-1), new CounterEvent.Counted(1)));
            while (outcome is Outcome.Moved); // Lost three times to the other process: the caller comes again.
            Assert.IsType<Outcome.Done>(outcome);
        })))).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal((0, 120L), ((await _db.Store.Load(Counter.Stream("p"))).State.Value, (await _db.Store.Load(Counter.Stream("p"))).Version));
        Assert.Equal((0, 120L), ((await _db.Store.Load(Counter.Stream("q"))).State.Value, (await _db.Store.Load(Counter.Stream("q"))).Version));
    }

    [Fact]
    public async Task On_one_hot_stream_share_commits_each_decided_on_the_one_before()
    {
        // One caller's first command opens the stream; the hundred that come while it commits are one batch, or a few.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => _db.Store.Change(Counter.Command(new { i }), Counter.Stream("hot"), c => Counter.Count(c, 1))));
        Assert.Equal(Enumerable.Range(1, 100).Select(v => (long)v), outcomes.OfType<Outcome.Done>().Select(d => d.Versions[0]).Order());
        Assert.Equal(100, outcomes.OfType<Outcome.Refused>().Count(r => r.Why.Code == "counter.full"));
        Assert.InRange(await _db.Value<long>("select count(distinct xmin::text) from mt_events"), 1, 50);
    }
}
