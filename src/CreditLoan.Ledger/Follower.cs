using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>A view over many streams, kept behind the appends from the settled log (后随视图).</summary>
/// <param name="name">Its name in <c>mt_event_progression</c>.</param>
public abstract class Follower(string name)
{
    public string Name { get; } = name;

    /// <summary>The tables that it alone writes, and that a rebuild makes anew.</summary>
    public virtual IReadOnlyList<string> Tables => [];

    /// <summary>Writes what these events mean, on the given connection, in its open transaction.</summary>
    public abstract Task Apply(NpgsqlConnection connection, IReadOnlyList<StoredEvent> events, CancellationToken stop);

    /// <summary>Whether taking an event is also an act, such as a message to be sent: a rebuild then goes only as far as the live one has acted.</summary>
    public virtual bool Acts => false;

    /// <summary>Writes the tables again, without the acts that went with them the first time.</summary>
    public virtual Task Again(NpgsqlConnection connection, IReadOnlyList<StoredEvent> events, CancellationToken stop) => Apply(connection, events, stop);
}

/// <summary>Moves followers along the log. Any number of processes may run it: each write carries the position it read as a fence, so only one counts.</summary>
public sealed class Followers(NpgsqlDataSource writer, SettledLog log, IReadOnlyList<Follower> followers)
{
    private const int Most = 5_000;
    private readonly HashSet<string> _stopped = new(StringComparer.Ordinal);

    /// <summary>Brings every follower to the settled end of the log; answers how many events were applied in all.</summary>
    public async Task<long> CatchUp(CancellationToken stop = default)
    {
        var settled = await log.Settle(stop);
        var applied = 0L;
        foreach (var follower in followers)
            while (await Step(follower, settled, stop) is var count and > 0) applied += count;
        return applied;
    }

    /// <summary>One step; a follower that cannot take an event stops before it and says so, the others go on. It is tried again each time, so that a mended build goes on by itself.</summary>
    private async Task<int> Step(Follower follower, long settled, CancellationToken stop)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        await using (var begin = Sql.Of($"insert into mt_event_progression (name, last_seq_id) values ({follower.Name}, 0) on conflict do nothing").On(connection))
            await begin.ExecuteNonQueryAsync(stop);
        var last = (await Reader.Rows<long>(connection, $"select last_seq_id from mt_event_progression where name = {follower.Name}", stop))[0];
        LedgerMeters.FollowerLag.Record(settled - last, new KeyValuePair<string, object?>("follower", follower.Name));
        if (last >= settled) return 0;
        var most = _stopped.Contains(follower.Name) ? 1 : Most;
        IReadOnlyList<StoredEvent> events;
        try
        {
            events = await log.Read(last, settled, most, stop);
        }
        catch (UnreadableEventException unreadable)
        {
            // What stands before it is taken first.
            return last < unreadable.Sequence - 1 ? await Step(follower, unreadable.Sequence - 1, stop) : await Mark(connection, follower, unreadable.Stream, unreadable.Version, unreadable.Message, stop);
        }
        Failpoint.Hit("follow.read");
        try
        {
            return await Write(connection, follower, last, events.Count < most ? settled : events[^1].Sequence, events, stop);
        }
        catch (Exception cause) when (cause is not (OperationCanceledException or TimeoutException or NpgsqlException { IsTransient: true }) && connection.State == System.Data.ConnectionState.Open)
        {
            return await Stop(connection, follower, last, events, cause, stop);
        }
    }

    /// <summary>What stands before the event that cannot be taken is taken one by one; that one is marked.</summary>
    private async Task<int> Stop(NpgsqlConnection connection, Follower follower, long last, IReadOnlyList<StoredEvent> events, Exception cause, CancellationToken stop)
    {
        var taken = 0;
        try
        {
            for (; events.Count > 1 && taken < events.Count; taken++)
                if (await Write(connection, follower, taken == 0 ? last : events[taken - 1].Sequence, events[taken].Sequence, [events[taken]], stop) == 0) return 0;
        }
        catch (Exception one) when (one is not (OperationCanceledException or TimeoutException or NpgsqlException { IsTransient: true }) && connection.State == System.Data.ConnectionState.Open)
        {
            cause = one;
        }
        if (taken == events.Count) return taken; // One by one it could: the next step goes on.
        return await Mark(connection, follower, events[taken].Stream, events[taken].Version, cause.Message, stop);
    }

    private async Task<int> Mark(NpgsqlConnection connection, Follower follower, string stream, long version, string cause, CancellationToken stop)
    {
        _stopped.Add(follower.Name);
        await using var mark = Sql.Of($"insert into view_stopped (name, at, stream_id, version, cause) values ({follower.Name}, now(), {stream}, {version}, {cause}) on conflict (name) do nothing").On(connection);
        await mark.ExecuteNonQueryAsync(stop);
        return 0;
    }

    private async Task<int> Write(NpgsqlConnection connection, Follower follower, long last, long reached, IReadOnlyList<StoredEvent> events, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Sleepless(connection, stop);
        await using (var fence = Sql.Of($"update mt_event_progression set last_seq_id = {reached}, last_updated = now() where name = {follower.Name} and last_seq_id = {last}").On(connection))
            if (await fence.ExecuteNonQueryAsync(stop) == 0)
            {
                Failpoint.Hit("follow.refused");
                return 0;
            }
        if (events.Count > 0) await follower.Apply(connection, events, stop);
        await using (var goesOn = Sql.Of($"delete from view_stopped where name = {follower.Name}").On(connection)) await goesOn.ExecuteNonQueryAsync(stop);
        Failpoint.Hit("follow.applied");
        await transaction.CommitAsync(stop);
        if (events.Count > 0) _stopped.Remove(follower.Name);
        return events.Count;
    }

    /// <summary>A process that hangs in mid write holds the fence's row; after ten seconds the server takes it from it.</summary>
    internal static async Task Sleepless(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var set = Sql.Of($"set local idle_in_transaction_session_timeout = '10s'").On(connection);
        await set.ExecuteNonQueryAsync(stop);
    }
}
