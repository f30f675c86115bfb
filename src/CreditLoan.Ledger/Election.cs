using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>One process at a time does a work that many could (选举): a lease by the database's clock, renewed while its holder works.</summary>
/// <remarks>When the holder dies or sleeps, another has the lease after a few seconds. A holder that wakes late is kept from writing by the work's own fence, not by this.</remarks>
/// <param name="work">What is done: <c>follow</c>, <c>seal</c>.</param>
public sealed class Election(NpgsqlDataSource writer, string work)
{
    private readonly Guid _self = Guid.CreateVersion7();

    /// <summary>Takes or renews the lease; false while another process holds it.</summary>
    public async Task<bool> Hold(CancellationToken stop = default)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"""
            insert into elected (name, holder, until) values ({work}, {_self}, clock_timestamp() + interval '3 seconds')
            on conflict (name) do update set holder = excluded.holder, until = excluded.until
            where elected.holder = excluded.holder or elected.until < clock_timestamp()
            """).On(connection);
        return await command.ExecuteNonQueryAsync(stop) > 0;
    }

    /// <summary>Gives the lease back, so that the next process need not wait for its end.</summary>
    public async Task Leave()
    {
        await using var connection = await writer.OpenConnectionAsync();
        await using var command = Sql.Of($"delete from elected where name = {work} and holder = {_self}").On(connection);
        await command.ExecuteNonQueryAsync();
    }
}
