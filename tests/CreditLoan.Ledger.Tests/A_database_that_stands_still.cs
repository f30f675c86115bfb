using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Evidence;
using Npgsql;

namespace CreditLoan.Ledger.Tests;

/// <summary>A server that takes everything and answers nothing, as one whose processes are stopped: its callers hear while it still stands, and nothing is lost or done twice.</summary>
public sealed class A_database_that_stands_still : IAsyncLifetime
{
    private TestDatabase _db = null!;
    private CutWire _wire = null!;
    private Database _database = null!;
    private EventStore _store = null!;

    public async Task InitializeAsync()
    {
        _db = await TestDatabase.Create([Counter.Slice]);
        await _db.Execute(Counter.Tables);
        var there = new NpgsqlConnectionStringBuilder(_db.OwnerConnection);
        _wire = new CutWire(there.Host!, there.Port);
        _database = await Database.Open(new NpgsqlConnectionStringBuilder(_db.OwnerConnection) { Host = "127.0.0.1", Port = _wire.Port }.ConnectionString);
        _store = new EventStore(_database.Writer, TimeProvider.System, [Counter.Slice], _database.Pulse);
    }

    public async Task DisposeAsync()
    {
        await _wire.DisposeAsync();
        await _database.DisposeAsync();
        await _db.DisposeAsync();
    }

    [Fact]
    public async Task Keeps_no_caller_waiting_and_does_each_command_once()
    {
        Assert.IsType<Outcome.Done>(await Send(Guid.NewGuid(), "a"));
        _wire.Hold();
        // The first is sent on an open connection; others wait for its stream, need a connection, or wait for a committer; one comes again while it waits.
        var ids = Enumerable.Range(0, 40).Select(_ => Guid.NewGuid()).ToList();
        List<Task<Outcome>> sent = [.. ids.Select((id, i) => Send(id, i < 20 ? "a" : $"b{i}")), Send(ids[0], "a")];
        var (loaded, history) = (_store.Load(Counter.Stream("a")), _store.History("counter/a"));
        foreach (var read in (Task[])[loaded, history]) Assert.True(await Record.ExceptionAsync(() => read) is TimeoutException or NpgsqlException);
        // The driver would have said so itself, of the first, when it had given up asking the server to cancel.
        Assert.StartsWith("The database has not answered", (await Assert.ThrowsAsync<TimeoutException>(() => sent[0])).Message, StringComparison.Ordinal);
        foreach (var task in sent)
            Assert.True(await Record.ExceptionAsync(() => task) is TimeoutException or NpgsqlException);

        _wire.Release();
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (_database.Pulse.IsStill) await Task.Delay(20, late.Token);
        foreach (var (id, i) in ids.Select((id, i) => (id, i)))
            Assert.IsType<Outcome.Done>(await Insist(id, i < 20 ? "a" : $"b{i}", late.Token));
        foreach (var (id, i) in ids.Select((id, i) => (id, i)))
            Assert.True(Assert.IsType<Outcome.Done>(await Insist(id, i < 20 ? "a" : $"b{i}", late.Token)).Repeated);
        Assert.Equal((21, 21L), ((await _store.Load(Counter.Stream("a"))).State.Value, (await _store.Load(Counter.Stream("a"))).Version));
        Assert.Equal(41L, await _db.Value<long>("select count(*) from command"));
        Assert.Equal(41L, await _db.Value<long>("select sum(value) from counter_book"));
        Assert.Equal(41L, await _db.Value<long>("select count(*) from mt_events"));
    }

    [Fact]
    public async Task Is_told_of_to_who_looks_at_a_session_the_audit_trail_and_the_evidence()
    {
        var (sessions, trail, log) = (new Sessions(_database, TimeProvider.System), new AuditQueries(_database), new EvidenceLog(_database));
        var auditor = new Viewer("a", Role.AuditAdministrator, "");
        Assert.Equal((false, false), (sessions.Holds(Guid.Empty), sessions.IsSteppedUp(Guid.Empty)));
        Assert.Equal((0, 0, true), ((await sessions.Of("a")).Count, (await trail.Search(auditor, new AuditFilter(), 0, 1)).Rows.Count, await log.Find("x") is null));
        _wire.Hold();
        // The first is under way, on an open connection, before anybody knows; the driver would not have told it so. The others are told at once.
        Func<Task>[] asked =
        [
            () => Task.Run(() => sessions.Holds(Guid.Empty)), () => Task.Run(() => sessions.IsSteppedUp(Guid.Empty)), () => sessions.HoldsAsync(Guid.Empty),
            () => sessions.Of("a"), () => sessions.End(Guid.Empty, new Actor("a", Role.AuditAdministrator, ""), ""),
            () => trail.Search(auditor, new AuditFilter(), 0, 1), () => trail.Acts(auditor), () => trail.Export(auditor, new AuditFilter(), DateTimeOffset.UtcNow),
            () => log.Find("x"), () => log.Newest(CryptoSuite.International),
        ];
        foreach (var one in asked) Assert.Equal("The database stands still.", (await Assert.ThrowsAsync<TimeoutException>(one)).Message);
        _wire.Release();
    }

    private Task<Outcome> Send(Guid id, string stream) => _store.Change(Counter.Command(new { stream }, id), Counter.Stream(stream), c => Counter.Count(c, 1));

    /// <summary>Comes again, under the same id, until it is answered.</summary>
    private async Task<Outcome> Insist(Guid id, string stream, CancellationToken late)
    {
        while (true)
            try
            {
                if (await Send(id, stream) is not Outcome.Moved and var outcome) return outcome;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                // What was sent before the standstill is on its way still.
                late.ThrowIfCancellationRequested();
                await Task.Yield();
            }
    }
}
