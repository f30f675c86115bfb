using Npgsql;

namespace CreditLoan.Ledger.Evidence;

/// <summary>A settled stretch of the whole log as one commitment: a changed, missing, inserted or reordered event changes it (日志区段).</summary>
internal static class LogRange
{
    private const string Format = "creditloan-range-v1";

    /// <summary>The commitment over the events of (after, upTo], at most so many; where it ended and how many there were.</summary>
    public static async Task<(byte[] Commitment, long LastSeq, int Events)> Digest(NpgsqlConnection connection, byte[] salt, long after, long upTo, int most, CancellationToken stop)
    {
        await using var command = Sql.Of($"""
            select seq_id, stream_id, version, type, (extract(epoch from timestamp) * 1000000)::bigint, data::text, coalesce(headers::text, '')
            from mt_events where seq_id > {after} and seq_id <= {upTo} order by seq_id limit {most}
            """).On(connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        using var hash = new Canonical(Format);
        hash.Add(salt);
        var (events, last) = (0, upTo);
        while (await reader.ReadAsync(stop))
        {
            hash.Add(reader.GetInt64(0)).Add(reader.GetString(1)).Add(reader.GetInt64(2)).Add(reader.GetString(3)).Add(reader.GetInt64(4)).Add(reader.GetString(5)).Add(reader.GetString(6));
            events++;
            if (events == most) last = reader.GetInt64(0);
        }
        return (hash.Digest(), last, events);
    }
}
