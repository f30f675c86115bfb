using CreditLoan.Domain.Access;
using CreditLoan.Domain.BankClients;
using CreditLoan.Ledger.Access;

namespace CreditLoan.Ledger.BankClients;

/// <summary>One call as it was let in or not (接入判断).</summary>
/// <param name="Verdict"><c>in</c>, or why not: <c>replayed</c>, <c>revoked</c>, <c>limit</c>, <c>quota</c>.</param>
/// <param name="InSecond">Calls of the bank in this second, this one included; likewise for the day in Shanghai.</param>
public sealed record Entry(string Verdict, int InSecond, int InDay);

/// <summary>What the bank API asks before a caller is anybody (接入): keys, ids that count once, calls so far. Rights are looked up at each call, so a key taken out of use ends at once.</summary>
public sealed class ClientDoor(Database database, TimeProvider clock)
{
    public async Task<BankClientRow?> Find(string client, CancellationToken stop = default)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        return (await Reader.Rows<BankClientRow>(connection, $"select client, bank, keys from bank_client_book where client = {client}", stop)) is [var row] ? row : null;
    }

    /// <summary>True the first time an id comes, in any process.</summary>
    public async Task<bool> Once(string id, DateTimeOffset until, CancellationToken stop = default)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"insert into identity.used_once (id, valid_until) values ({id}, {until}) on conflict do nothing").On(connection);
        return await command.ExecuteNonQueryAsync(stop) == 1;
    }

    /// <summary>Lets one call in: its proof counts once, its key is still in use, the bank is within its limits. One statement.</summary>
    /// <param name="key">The client's registered key; null where another issuer vouches for the client.</param>
    public Task<Entry> Enter(string bank, string client, string? key, string? once, DateTimeOffset onceUntil, int mostInSecond, int mostInDay, CancellationToken stop = default) =>
        database.Pulse.Wait(async () =>
        {
            await using var connection = await database.Writer.OpenConnectionAsync(stop);
            return (await Reader.Rows<Entry>(connection, $"""
                select verdict, in_second, in_day from api_enter({bank}, {client}, {key}, {once}, {onceUntil}, {mostInSecond}, {mostInDay}, {clock.GetUtcNow()})
                """, stop))[0];
        });

    /// <summary>Writes the audit row of a sign-in, granted or refused.</summary>
    public async Task Record(string client, string bank, string act, string outcome, CancellationToken stop = default)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        await Audit.Write(connection, clock.GetUtcNow(), new Actor(client, Role.BankSystem, bank), act, ["bank-client/" + client], outcome);
    }

    /// <summary>Forgets ids that have run out: nothing that bears them is taken any more.</summary>
    public async Task Sweep(CancellationToken stop)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"delete from identity.used_once where valid_until < {clock.GetUtcNow().AddMinutes(-1)}").On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
