using CreditLoan.Domain.Access;
using Npgsql;

namespace CreditLoan.Ledger.Access;

/// <summary>Writes audit rows (审计) of acts that are no commands on streams: sign-ins, accounts, roles, locks. Always in the act's own transaction.</summary>
public static class Audit
{
    /// <param name="detail">JSON without personal values; null where the rest says all.</param>
    public static async Task Write(NpgsqlConnection connection, DateTimeOffset at, Actor by, string act, string[] subject, string outcome, string? detail = null)
    {
        await using var command = Sql.Of($"""
            insert into audit (at, account, role, tenant, act, subject, outcome, detail)
            values ({at}, {by.Account}, {by.Role}, {by.Tenant}, {act}, {subject}, {outcome}, {detail}::jsonb)
            """).On(connection);
        await command.ExecuteNonQueryAsync();
    }
}
