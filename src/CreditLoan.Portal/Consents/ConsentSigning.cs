using System.Text.Json;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Consents;
using CreditLoan.Portal.Identity;
using CreditLoan.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace CreditLoan.Portal.Consents;

/// <summary>Where a consent is signed (签署授权): a static page shows what is signed, a form brings the passkey's answer; never a circuit.</summary>
public sealed class ConsentSigning(Database database, TimeProvider time)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    /// <summary>Keeps what the signer is shown, for ten minutes, and answers its number.</summary>
    public async Task<Guid> Keep(string account, ConsentArtefact artefact)
    {
        var (number, now) = (Guid.CreateVersion7(), time.GetUtcNow());
        var body = JsonSerializer.Serialize(artefact, EventJson.Options);
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var command = Sql.Of($"""
            with old as (delete from identity.consent_signing where made_at < {now - Lasts})
            insert into identity.consent_signing (id, account, body, made_at) values ({number}, {account}, {body}::jsonb, {now})
            """).On(connection);
        await command.ExecuteNonQueryAsync();
        return number;
    }

    /// <summary>Whether the person can sign by a passkey, or by an SM2 key of the enterprise: whoever can, does.</summary>
    public async Task<bool> HasKey(string account)
    {
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var command = Sql.Of($"""
            select exists (select from identity.account_passkey where user_id = {account})
                or exists (select from consent_key k join identity.account a on a.tenant = k.enterprise where a.id = {account} and k.ended_at is null)
            """).On(connection);
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>What was shown under this number to this account within ten minutes; it stays to be signed.</summary>
    public async Task<ConsentArtefact?> Shown(Guid number, string account)
    {
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var command = Sql.Of($"select body::text from identity.consent_signing where id = {number} and account = {account} and made_at > {time.GetUtcNow() - Lasts}").On(connection);
        return Read(await command.ExecuteScalarAsync());
    }

    /// <summary>The same; once.</summary>
    private async Task<ConsentArtefact?> Take(Guid number, string account)
    {
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var command = Sql.Of($"delete from identity.consent_signing where id = {number} and account = {account} and made_at > {time.GetUtcNow() - Lasts} returning body::text").On(connection);
        return Read(await command.ExecuteScalarAsync());
    }

    private static ConsentArtefact? Read(object? body) => body is string text ? JsonSerializer.Deserialize<ConsentArtefact>(text, EventJson.Options) : null;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/enterprise/consents/sign", Sign).RequireAuthorization(policy => policy.RequireRole(nameof(Role.LegalRepresentative))).RequireRateLimiting(IdentityHosting.Guessing);

    private static async Task<IResult> Sign(HttpContext http, ConsentSigning signing, PasskeyAssertions passkeys, ConsentKeys keys, Sessions sessions, EventStore store, Database database,
        [FromForm] Guid question, [FromForm] string? credential, [FromForm] string? sm2, [FromForm(Name = "return")] string? back)
    {
        var (viewer, again) = (http.User.AsViewer(), AccountEndpoints.Local(back) ?? "/enterprise/consents");
        if (!Guid.TryParse(http.User.FindFirst(Claims.SessionId)?.Value, out var session) || !sessions.Holds(session)) return Results.Redirect("/sign-in?ended=1");
        var (byPasskey, bySm2, signer) = (!string.IsNullOrEmpty(credential), !string.IsNullOrEmpty(sm2), new Actor(viewer.Account, viewer.Role, viewer.Tenant));
        // What is no passkey needs the person to have been checked within five minutes; the passkey checks by itself.
        if (!byPasskey && !sessions.IsSteppedUp(session)) return Results.Redirect("/step-up?return=" + Uri.EscapeDataString(again));
        if (await signing.Take(question, viewer.Account) is not { } artefact || artefact.Enterprise.Value != viewer.Tenant) return Results.Redirect(With(again, "wrong=late"));
        if (!byPasskey && !bySm2 && await signing.HasKey(viewer.Account)) return Results.Redirect(With(again, "wrong=passkey"));
        var signature = byPasskey ? await passkeys.Signed(viewer, credential!, artefact.Text, http)
            : bySm2 ? await keys.Signed(signer, artefact.Text, sm2!)
            : artefact.InSession(viewer.Account);
        if (signature is null) return Results.Redirect(With(again, bySm2 ? "wrong=sm2" : "wrong=passkey"));
        var today = DateOnly.FromDateTime(signing.Now.ToOffset(TimeSpan.FromHours(8)).DateTime);
        await artefact.Keep(database);
        var answer = await artefact.Grant(store, Command.For(signer, today, "consent.grant", artefact.Terms), signature);
        if (answer is not Outcome.Done) return Results.Redirect(With(again, "wrong=" + (answer is Outcome.Refused refused ? Uri.EscapeDataString(refused.Why.Sentence) : "late")));
        await using var connection = await database.Writer.OpenConnectionAsync();
        string[] drafts = [ConsentForm.Draft(artefact.Id.Value, null), ConsentForm.Draft(null, artefact.Terms.Recipient.Value), ConsentForm.Draft(null, null)];
        await using var drop = Sql.Of($"delete from draft where account = {viewer.Account} and form = any({drafts})").On(connection);
        await drop.ExecuteNonQueryAsync();
        return Results.Redirect("/enterprise/consents?signed=" + Uri.EscapeDataString(artefact.Id.Value));
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private static string With(string address, string query) => address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query;
}
