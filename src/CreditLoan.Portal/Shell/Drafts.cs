using System.Text.Json;
using CreditLoan.Ledger;

namespace CreditLoan.Portal.Shell;

/// <summary>What a person has written into a form and not sent yet (草稿): kept on the server at each change of a field.</summary>
/// <remarks>A form's name tells its subject too: <c>apply/demand-17</c>. No personal field of a third person belongs in a draft.</remarks>
public sealed class Drafts(Database database, Session session, TimeProvider time)
{
    /// <summary>The draft and when it was kept; null where there is none.</summary>
    public async Task<(T Body, DateTimeOffset SavedAt)?> Load<T>(string form) where T : class
    {
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var command = Sql.Of($"select body::text, saved_at from draft where account = {session.Viewer.Account} and form = {form}").On(connection);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() && JsonSerializer.Deserialize<T>(reader.GetString(0), EventJson.Options) is { } body
            ? (body, reader.GetFieldValue<DateTimeOffset>(1))
            : null;
    }

    /// <summary>Keeps the draft and answers when that was.</summary>
    public async Task<DateTimeOffset> Save<T>(string form, T body) where T : class
    {
        var now = time.GetUtcNow();
        var text = JsonSerializer.Serialize(body, EventJson.Options);
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var command = Sql.Of($"""
            insert into draft (account, form, body, saved_at) values ({session.Viewer.Account}, {form}, {text}::jsonb, {now})
            on conflict (account, form) do update set body = excluded.body, saved_at = excluded.saved_at
            """).On(connection);
        await command.ExecuteNonQueryAsync();
        return now;
    }

    /// <summary>Drops the draft once the form was sent.</summary>
    public async Task Drop(string form)
    {
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var command = Sql.Of($"delete from draft where account = {session.Viewer.Account} and form = {form}").On(connection);
        await command.ExecuteNonQueryAsync();
    }
}
