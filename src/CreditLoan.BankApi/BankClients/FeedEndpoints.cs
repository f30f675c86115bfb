using CreditLoan.BankApi.Wire;
using CreditLoan.Ledger.BankClients;

namespace CreditLoan.BankApi.BankClients;

/// <summary>Something that happened to a thing of yours (变更).</summary>
/// <param name="Cursor">Its place in the platform's log.</param>
/// <param name="Kind">credit-line, loan, product, consent, enrolment, claim, bank_file, break, bank-client.</param>
/// <param name="Subject">Its number.</param>
/// <param name="Event">What happened; further names may be added.</param>
/// <param name="Href">Where it is read as it now stands; left out where it has no address of its own.</param>
public sealed record ChangeOut(long Cursor, DateTimeOffset At, string Kind, string Subject, string Event, long Version, DateOnly BusinessDate, string? Href)
{
    public static ChangeOut Of(FeedRow r, string url) => new(r.Seq, r.At, r.Kind, r.Subject, r.Event, r.Version, r.BusinessDate, Address(r.Kind, r.Subject) is { } path ? url + path : null);

    public static string? Address(string kind, string subject) => kind switch
    {
        "credit-line" => $"/v1/applications/{subject}",
        "loan" => $"/v1/loans/{subject[(subject.IndexOf('/') + 1)..]}",
        "product" => $"/v1/products/{subject[(subject.IndexOf('/') + 1)..]}",
        "consent" => $"/v1/consents/{subject}",
        "claim" => $"/v1/claims/{subject}",
        "enrolment" when subject.Split('/') is [var scheme, _, var loan] => $"/v1/enrolments/{scheme}/{loan}",
        _ => null,
    };
}

/// <summary>Changes in the order of the platform's log; ask again with the cursor of the last one.</summary>
/// <param name="Next">What to ask with next; the same as before where nothing happened.</param>
public sealed record ChangesOut(IReadOnlyList<ChangeOut> Items, long Next);

/// <summary>An address to be called back at (回调地址): https.</summary>
public sealed record WebhookIn(string Url);

/// <summary>An address, and its secret once, when it is added.</summary>
/// <param name="Secret">With which its messages are signed (Standard Webhooks, HMAC-SHA-256); told this once.</param>
public sealed record WebhookOut(string Id, string Url, DateTimeOffset MadeAt, string? Secret = null);

/// <summary>The change feed, and where it is told without asking.</summary>
public static class FeedEndpoints
{
    public static void MapFeed(this RouteGroupBuilder v1)
    {
        v1.MapGet("/changes", async (BankCaller caller, BankFeedQueries feed, ApiSettings settings, long? after, int? limit) =>
            {
                if (after is < 0) throw new BadHttpRequestException("\"after\" is a cursor.");
                if (limit is < 1 or > 1_000) throw new BadHttpRequestException("\"limit\" is 1 to 1000.");
                var rows = await feed.After(caller.Viewer, after ?? 0, limit ?? 200);
                return new ChangesOut([.. rows.Select(r => ChangeOut.Of(r, settings.Url))], rows is [.., var last] ? last.Seq : after ?? 0);
            })
            .WithTags("Changes").Named("listChanges", "What happened to your things, in order, after a cursor (变更流)");

        var webhooks = v1.MapGroup("/webhooks").WithTags("Changes");
        webhooks.MapGet("", async (BankCaller caller, Webhooks hooks) => (await hooks.Of(caller.Viewer)).Select(w => new WebhookOut(w.Id, w.Url, w.MadeAt)).ToArray())
            .Named("listWebhooks", "Where you are called back (回调地址)");
        webhooks.MapPost("", async (HttpContext context, BankCaller caller, Webhooks hooks, ApiSettings settings, TimeProvider clock, WebhookIn body) =>
            {
                if (!Uri.TryCreate(body.Url, UriKind.Absolute, out var url) || body.Url.Length > 500 || url.UserInfo.Length > 0
                    || (url.Scheme != Uri.UriSchemeHttps && !(settings.PrivateWebhooks && url.Scheme == Uri.UriSchemeHttp))) return Problems.Of(400, "webhook.address");
                if (await hooks.Add(caller.Actor, body.Url, context.RequestAborted) is not { } made) return Problems.Of(409, "webhook.too_many");
                context.Response.Headers.Location = $"{settings.Url}/v1/webhooks/{made.Id}";
                return Results.Json(new WebhookOut(made.Id, body.Url, clock.GetUtcNow(), made.Secret), WireJson.Options, statusCode: StatusCodes.Status201Created);
            })
            .Named("addWebhook", "Add an address; its secret is in the answer and nowhere else (添加回调地址)").Writes<WebhookOut>(StatusCodes.Status201Created);
        webhooks.MapDelete("/{id}", async (BankCaller caller, Webhooks hooks, string id, CancellationToken stop) =>
                await hooks.End(caller.Actor, id, stop) ? Results.NoContent() : Problems.Missing)
            .Named("endWebhook", "Be called there no more (停用回调地址)").Produces(204).Produces<Problem>(404, Problems.ContentType);
        webhooks.MapGet("/{id}/deliveries", async (BankCaller caller, Webhooks hooks, string id) => await hooks.Deliveries(caller.Viewer, id))
            .Named("listDeliveries", "How the last 200 calls went (回调记录)");
    }
}
