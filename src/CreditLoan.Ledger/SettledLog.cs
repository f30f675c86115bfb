using System.Diagnostics;
using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>The whole log in order, up to the point below which nothing can appear any more (已定日志).</summary>
/// <remarks>
/// seq_id is handed out before commit, so a reader at "greater than the last" can skip a late commit. In statements of their own:
/// read H, the sequence's last value; take X, a fresh transaction id; wait until no transaction older than X runs. Every append locks
/// its streams, and so has its transaction id, before it takes a seq_id: hence all of (last, H] is then committed or gone.
/// </remarks>
public sealed class SettledLog(NpgsqlDataSource source, EventStore store)
{
    /// <summary>From when on whoever waits is told what for.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2);

    /// <summary>The point up to which the log is settled now, after waiting for the transactions that were under way.</summary>
    /// <param name="waits">Told true once they are long under way, and false when they are over.</param>
    public async Task<long> Settle(CancellationToken stop = default, Action<bool>? waits = null)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        var highest = await Scalar<long>(connection, "select case when is_called then last_value else 0 end from mt_events_sequence", stop);
        var horizon = await Scalar<decimal>(connection, "select pg_current_xact_id()::text::numeric", stop);
        var (since, isLate) = (Stopwatch.StartNew(), false);
        while (await Scalar<decimal>(connection, "select pg_snapshot_xmin(pg_current_snapshot())::text::numeric", stop) < horizon)
        {
            if (!isLate && since.Elapsed >= Late) waits?.Invoke(isLate = true);
            await Task.Delay(2, stop);
        }
        if (isLate) waits?.Invoke(false);
        return highest;
    }

    /// <summary>The events of (after, upTo], in order, at most so many.</summary>
    /// <exception cref="UnreadableEventException">This build does not know one of them.</exception>
    public async Task<IReadOnlyList<StoredEvent>> Read(long after, long upTo, int most, CancellationToken stop = default)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"""
            select e.seq_id, e.stream_id, s.type, e.version, e.type, e.timestamp, e.headers::text, e.data::text
            from mt_events e join mt_streams s on s.id = e.stream_id
            where e.seq_id > {after} and e.seq_id <= {upTo} order by e.seq_id limit {most}
            """).On(connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync(stop))
            try
            {
                events.Add(store.ReadStored(reader));
            }
            catch (Exception why) when (why is not (OperationCanceledException or NpgsqlException))
            {
                throw new UnreadableEventException(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(3), why);
            }
        return events;
    }

    /// <summary>The streams to which something happened in (after, upTo], of those whose id begins so.</summary>
    public async Task<IReadOnlyList<string>> Streams(long after, long upTo, string prefix, CancellationToken stop = default)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        return await Reader.Rows<string>(connection, Sql.Of($"select distinct stream_id from mt_events where seq_id > {after} and seq_id <= {upTo} and starts_with(stream_id, {prefix})"), stop);
    }

    private static async Task<T> Scalar<T>(NpgsqlConnection connection, string text, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(text, connection);
        return (T)(await command.ExecuteScalarAsync(stop))!;
    }
}

/// <summary>An event that this build cannot read: a newer one wrote it, or it is damaged.</summary>
public sealed class UnreadableEventException(long sequence, string stream, long version, Exception why) : Exception(why.Message, why)
{
    public long Sequence { get; } = sequence;

    public string Stream { get; } = stream;

    public long Version { get; } = version;
}
