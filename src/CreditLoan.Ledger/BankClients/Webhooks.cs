using System.Security.Cryptography;
using System.Text;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Access;

namespace CreditLoan.Ledger.BankClients;

/// <summary>An address at which a bank is called back (回调地址).</summary>
public sealed record WebhookRow(string Id, string Url, DateTimeOffset MadeAt, string MadeBy);

/// <summary>How telling one change went.</summary>
public sealed record DeliveryRow(long Seq, int Tries, DateTimeOffset NextAt, DateTimeOffset? DeliveredAt, DateTimeOffset? GivenUpAt, int? LastStatus, string? LastError);

/// <summary>A change that is to be told now.</summary>
public sealed record DueDelivery(string Webhook, string Bank, string Url, byte[] Secret, int Tries, long Seq, DateTimeOffset At, string Kind, string Subject, string Event, long Version, DateOnly BusinessDate);

/// <summary>Where banks are called back, and what is still to be told (回调): each address has a secret of its own, wrapped by the master key.</summary>
public sealed class Webhooks(Database database, MasterKey master, TimeProvider clock)
{
    public const int MostOfABank = 5;

    /// <summary>After so long without an answer somebody else may try; then later and later, until it is given up after a day and a half.</summary>
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(8), TimeSpan.FromHours(24)];

    public Task<IReadOnlyList<WebhookRow>> Of(Viewer viewer, CancellationToken stop = default) =>
        database.Reader.Rows<WebhookRow>(viewer, $"select id, url, made_at, made_by from webhook where bank = {viewer.Tenant} and ended_at is null order by made_at", stop);

    public Task<IReadOnlyList<DeliveryRow>> Deliveries(Viewer viewer, string webhook, CancellationToken stop = default) => database.Reader.Rows<DeliveryRow>(viewer, $"""
        select seq, tries, next_at, delivered_at, given_up_at, last_status, last_error from webhook_delivery where webhook = {webhook} order by seq desc limit 200
        """, stop);

    /// <summary>Adds an address; its secret is told this once. Null where the bank has as many as it may, and for anybody but the bank's own system.</summary>
    public async Task<(string Id, string Secret)?> Add(Actor by, string url, CancellationToken stop)
    {
        if (by.Role is not Role.BankSystem) return null;
        var id = Guid.CreateVersion7().ToString("N");
        var secret = RandomNumberGenerator.GetBytes(32);
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var command = Sql.Of($"""
            insert into webhook (id, bank, url, secret, made_at, made_by)
            select {id}, {by.Tenant}, {url}, {master.Wrap(secret, Bound(id))}, {clock.GetUtcNow()}, {by.Account}
            where (select count(*) from webhook where bank = {by.Tenant} and ended_at is null) < {MostOfABank}
            """).On(connection);
        if (await command.ExecuteNonQueryAsync(stop) == 0) return null;
        await Audit.Write(connection, clock.GetUtcNow(), by, "webhook.add", ["webhook/" + id], "done");
        await transaction.CommitAsync(stop);
        return (id, "whsec_" + Convert.ToBase64String(secret));
    }

    public async Task<bool> End(Actor by, string id, CancellationToken stop)
    {
        if (by.Role is not Role.BankSystem) return false;
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var command = Sql.Of($"update webhook set ended_at = {clock.GetUtcNow()} where id = {id} and bank = {by.Tenant} and ended_at is null").On(connection);
        if (await command.ExecuteNonQueryAsync(stop) == 0) return false;
        await Audit.Write(connection, clock.GetUtcNow(), by, "webhook.end", ["webhook/" + id], "done");
        await transaction.CommitAsync(stop);
        return true;
    }

    /// <summary>Takes what is due; until its pause is over nobody else does.</summary>
    public async Task<IReadOnlyList<DueDelivery>> Take(int most, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        var due = await Reader.Rows<DueDelivery>(connection, $"""
            with taken as (
              update webhook_delivery d set tries = d.tries + 1, next_at = {now} + ({Pauses.Select(p => (int)p.TotalSeconds).ToArray()})[least(d.tries + 1, {Pauses.Length})] * interval '1 second'
              where (d.webhook, d.seq) in (
                select q.webhook, q.seq from webhook_delivery q join webhook w on w.id = q.webhook and w.ended_at is null
                where q.delivered_at is null and q.given_up_at is null and q.next_at <= {now} order by q.next_at, q.seq limit {most} for update of q skip locked)
              returning d.webhook, d.bank, d.seq, d.tries)
            select t.webhook, t.bank, w.url, w.secret, t.tries, t.seq, f.at, f.kind, f.subject, f.event, f.version, f.business_date
            from taken t join webhook w on w.id = t.webhook join bank_feed f on f.bank = t.bank and f.seq = t.seq order by t.seq
            """, stop);
        return [.. due.Select(d => d with { Secret = master.Unwrap(d.Secret, Bound(d.Webhook)) })];
    }

    /// <summary>Keeps how a try went.</summary>
    public async Task Keep(DueDelivery delivery, int? status, string? error, CancellationToken stop)
    {
        var (now, done) = (clock.GetUtcNow(), status is >= 200 and < 300);
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"""
            update webhook_delivery set last_status = {status}, last_error = {error}, delivered_at = {(done ? now : (DateTimeOffset?)null)},
              given_up_at = {(!done && delivery.Tries > Pauses.Length ? now : (DateTimeOffset?)null)}
            where webhook = {delivery.Webhook} and seq = {delivery.Seq}
            """).On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>The signature of one message (Standard Webhooks): HMAC-SHA-256 over id, time and body.</summary>
    public static string Sign(byte[] secret, string id, long time, string body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{id}.{time}.{body}")));

    private static byte[] Bound(string id) => Encoding.UTF8.GetBytes("webhook/" + id);
}
