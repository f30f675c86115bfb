using System.Text.Json;

namespace CreditLoan.Ledger.BankClients;

/// <summary>An answer as it was first given.</summary>
public sealed record KeptAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>What becomes of a request under a key.</summary>
public abstract record Claimed
{
    private Claimed() { }

    /// <summary>It is ours to work on.</summary>
    public sealed record Ours : Claimed;

    /// <summary>Somebody works on it.</summary>
    public sealed record InFlight(TimeSpan Left) : Claimed;

    /// <summary>The key came with another request.</summary>
    public sealed record OtherContent : Claimed;

    /// <summary>It was answered before.</summary>
    public sealed record Answered(KeptAnswer First) : Claimed;
}

/// <summary>Answers to writes by bank and Idempotency-Key (幂等应答), kept for a week; after that the command itself still happens once.</summary>
public sealed class AnswerBook(Database database, TimeProvider clock)
{
    /// <summary>After this a request whose process died may be begun again: its commands have the same ids.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <param name="request">A digest of method, address and body.</param>
    public async Task<Claimed> Claim(string bank, string key, string request, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        await using (var claim = Sql.Of($"""
            insert into api_answer as a (bank, key, request, lease_until) values ({bank}, {key}, {request}, {now + Lease})
            on conflict (bank, key) do update set lease_until = excluded.lease_until where a.answered_at is null and a.lease_until < {now} and a.request = excluded.request
            """).On(connection))
            if (await claim.ExecuteNonQueryAsync(stop) == 1) return new Claimed.Ours();
        var found = await Reader.Rows<Row>(connection, $"select request, lease_until, status, headers::text as headers, body from api_answer where bank = {bank} and key = {key}", stop);
        return found switch
        {
            [var row] when row.Request != request => new Claimed.OtherContent(),
            [{ Status: { } status } row] => new Claimed.Answered(new KeptAnswer(status, JsonSerializer.Deserialize<Dictionary<string, string>>(row.Headers!)!, row.Body!)),
            [var row] => new Claimed.InFlight(row.LeaseUntil - now),
            _ => new Claimed.InFlight(TimeSpan.FromSeconds(1)), // Its refusal was just given; the next try is decided anew.
        };
    }

    public async Task Keep(string bank, string key, KeptAnswer answer, CancellationToken stop)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"""
            update api_answer set answered_at = {clock.GetUtcNow()}, status = {answer.Status}, headers = {JsonSerializer.Serialize(answer.Headers)}::jsonb, body = {answer.Body} where bank = {bank} and key = {key}
            """).On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>A refusal is not kept: the next try is decided anew.</summary>
    public async Task Release(string bank, string key, CancellationToken stop)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"delete from api_answer where bank = {bank} and key = {key} and answered_at is null").On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    public async Task Sweep(CancellationToken stop)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"delete from api_answer where answered_at < {clock.GetUtcNow() - Kept}").On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    private sealed record Row(string Request, DateTimeOffset LeaseUntil, int? Status, string? Headers, byte[]? Body);
}
