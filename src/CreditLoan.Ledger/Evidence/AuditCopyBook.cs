using Npgsql;

namespace CreditLoan.Ledger.Evidence;

/// <summary>What another system still has to be given of the audit trail (审计副本进度): sealed rows only, in the order of their numbers.</summary>
public sealed class AuditCopyBook(NpgsqlDataSource sealer, TimeProvider clock)
{
    /// <summary>The next rows for a target, the oldest first; empty where it has everything that is sealed.</summary>
    public async Task<IReadOnlyList<AuditAct>> Next(string target, int most, CancellationToken stop = default)
    {
        await using var connection = await sealer.OpenConnectionAsync(stop);
        var after = (await Reader.Rows<long>(connection, $"select coalesce((select last_id from audit_copy where target = {target}), 0)", stop))[0];
        return await AuditRange.Rows(connection, after, await AuditRange.Last(connection, stop), most, stop);
    }

    /// <summary>The target has acknowledged every row up to this one.</summary>
    public async Task Done(string target, long lastId, CancellationToken stop = default)
    {
        await using var connection = await sealer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"""
            insert into audit_copy (target, last_id, at) values ({target}, {lastId}, {clock.GetUtcNow()})
            on conflict (target) do update set last_id = greatest(audit_copy.last_id, excluded.last_id), at = excluded.at
            """).On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
