using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>A view over many streams, kept behind the appends from the settled log (后随视图).</summary>
/// <param name="name">Its name in <c>mt_event_progression</c>.</param>
public abstract class Follower(string name)
{
    public string Name { get; } = name;

    /// <summary>Writes what these events mean, on the given connection, in its open transaction.</summary>
    public abstract Task Apply(NpgsqlConnection connection, IReadOnlyList<StoredEvent> events, CancellationToken stop);
}

/// <summary>Moves followers along the log. Any number of processes may run it: each write carries the position it read as a fence, so only one counts.</summary>
public sealed class Followers(NpgsqlDataSource writer, SettledLog log, IReadOnlyList<Follower> followers)
{
    private const int Most = 5_000;

    /// <summary>Brings every follower to the settled end of the log; answers how many events were applied in all.</summary>
    public async Task<long> CatchUp(CancellationToken stop = default)
    {
        var settled = await log.Settle(stop);
        var applied = 0L;
        foreach (var follower in followers)
            while (await Step(follower, settled, stop) is var count and > 0) applied += count;
        return applied;
    }

    private async Task<int> Step(Follower follower, long settled, CancellationToken stop)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        await using (var begin = Sql.Of($"insert into mt_event_progression (name, last_seq_id) values ({follower.Name}, 0) on conflict do nothing").On(connection))
            await begin.ExecuteNonQueryAsync(stop);
        var last = (await Reader.Rows<long>(connection, $"select last_seq_id from mt_event_progression where name = {follower.Name}", stop))[0];
        LedgerMeters.FollowerLag.Record(settled - last, new KeyValuePair<string, object?>("follower", follower.Name));
        if (last >= settled) return 0;
        var events = await log.Read(last, settled, Most, stop);
        var reached = events.Count < Most ? settled : events[^1].Sequence;
        Failpoint.Hit("follow.read");
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Sleepless(connection, stop);
        await using (var fence = Sql.Of($"update mt_event_progression set last_seq_id = {reached}, last_updated = now() where name = {follower.Name} and last_seq_id = {last}").On(connection))
            if (await fence.ExecuteNonQueryAsync(stop) == 0)
            {
                Failpoint.Hit("follow.refused");
                return 0;
            }
        if (events.Count > 0) await follower.Apply(connection, events, stop);
        Failpoint.Hit("follow.applied");
        await transaction.CommitAsync(stop);
        return events.Count;
    }

    /// <summary>A process that hangs in mid write holds the fence's row; after ten seconds the server takes it from it.</summary>
    internal static async Task Sleepless(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var set = Sql.Of($"set local idle_in_transaction_session_timeout = '10s'").On(connection);
        await set.ExecuteNonQueryAsync(stop);
    }
}
