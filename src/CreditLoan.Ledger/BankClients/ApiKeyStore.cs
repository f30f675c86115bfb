using CreditLoan.Ledger.Access;

namespace CreditLoan.Ledger.BankClients;

/// <summary>One of the bank API's own signing keys.</summary>
/// <param name="PublicJwk">Its public half, as it is published.</param>
/// <param name="Pkcs8">Its private half, unwrapped.</param>
public sealed record ApiKey(string Id, string PublicJwk, byte[] Pkcs8, DateTimeOffset MadeAt);

/// <summary>Keeps the keys with which the bank API signs tokens and answers (平台签名密钥), wrapped by the master key; none is ever deleted, so that old answers stay verifiable.</summary>
public sealed class ApiKeyStore(Database database, MasterKey master)
{
    public async Task<IReadOnlyList<ApiKey>> All(CancellationToken stop)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        var rows = await Reader.Rows<Kept>(connection, $"select id, public_jwk, wrapped, made_at from identity.api_key order by made_at, id", stop);
        return [.. rows.Select(r => new ApiKey(r.Id, r.PublicJwk, master.Unwrap(r.Wrapped, Bound(r.Id)), r.MadeAt))];
    }

    public async Task Add(ApiKey key, CancellationToken stop)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"""
            insert into identity.api_key (id, public_jwk, wrapped, made_at) values ({key.Id}, {key.PublicJwk}, {master.Wrap(key.Pkcs8, Bound(key.Id))}, {key.MadeAt})
            """).On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static byte[] Bound(string id) => System.Text.Encoding.UTF8.GetBytes("api-key/" + id);

    private sealed record Kept(string Id, string PublicJwk, byte[] Wrapped, DateTimeOffset MadeAt);
}
