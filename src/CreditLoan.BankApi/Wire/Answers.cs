using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CreditLoan.BankApi.Identity;
using CreditLoan.Ledger.BankClients;

namespace CreditLoan.BankApi.Wire;

/// <summary>
/// How every answer under /v1 leaves: a write is worked on once a key, a list that has not changed is not sent again, the bank's
/// remaining calls are told, and the whole is signed (detached JWS, RFC 7515 and 7797).
/// </summary>
public sealed partial class Answers(RequestDelegate next, ApiSettings settings, AnswerBook book, SigningKeys keys, TimeProvider clock)
{
    public const string Signature = "X-JWS-Signature";
    private static readonly string[] KeptHeaders = ["Content-Type", "ETag", "Location", "Content-Language"];

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        request.EnableBuffering();
        var digest = Base64Url.EncodeToString(await SHA256.HashDataAsync(request.Body, context.RequestAborted));
        request.Body.Position = 0;
        var (wire, answer) = (context.Response.Body, new MemoryStream());
        context.Response.Body = answer;
        try
        {
            if (context.User.Identity is { IsAuthenticated: true } && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) await Once(context, answer, digest);
            else await next(context);
        }
        finally
        {
            context.Response.Body = wire;
        }
        var body = answer.ToArray();
        var response = context.Response;
        if (HttpMethods.IsGet(request.Method) && response.StatusCode == StatusCodes.Status200OK && !response.Headers.ContainsKey("X-Read-Recorded"))
        {
            if (response.Headers.ETag.Count == 0) response.Headers.ETag = $"\"{Base64Url.EncodeToString(SHA256.HashData(body))[..22]}\"";
            if (request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(response.Headers.ETag.ToString(), StringComparer.Ordinal))
                (response.StatusCode, response.ContentType, body) = (StatusCodes.Status304NotModified, null, []);
        }
        Meter(context);
        response.Headers[Signature] = Sign(request, digest, response.StatusCode, body);
        response.ContentLength = response.StatusCode is StatusCodes.Status304NotModified or StatusCodes.Status204NoContent ? null : body.Length;
        await wire.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>The answer, bound to the request it is for: method, address, digest of the body.</summary>
    private string Sign(HttpRequest request, string digest, int status, byte[] body)
    {
        var signer = keys.Now;
        var header = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new
        {
            alg = "ES256",
            kid = signer.Id,
            b64 = false,
            crit = new[] { "b64" },
            iss = settings.Url,
            iat = clock.GetUtcNow().ToUnixTimeSeconds(),
            htm = request.Method,
            htu = settings.Url + request.Path.ToUriComponent() + request.QueryString.ToUriComponent(),
            req = digest,
            status,
        }));
        return $"{header}..{Base64Url.EncodeToString(signer.Sign([.. Encoding.ASCII.GetBytes(header + "."), .. body]))}";

    }

    private async Task Once(HttpContext context, MemoryStream answer, string digest)
    {
        var (bank, key) = (context.User.FindFirst("tenant")!.Value, context.Request.Headers["Idempotency-Key"].ToString());
        if (!KeyForm().IsMatch(key))
        {
            await Problems.Of(StatusCodes.Status400BadRequest, "idempotency.key_missing").ExecuteAsync(context);
            return;
        }
        var what = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {digest}";
        switch (await book.Claim(bank, key, what, context.RequestAborted))
        {
            case Claimed.OtherContent:
                await Problems.Of(StatusCodes.Status422UnprocessableEntity, "idempotency.other_content").ExecuteAsync(context);
                break;
            case Claimed.InFlight flight:
                context.Response.Headers.RetryAfter = Math.Clamp((int)Math.Ceiling(flight.Left.TotalSeconds), 1, 5).ToString(CultureInfo.InvariantCulture);
                await Problems.Of(StatusCodes.Status409Conflict, "idempotency.in_flight").ExecuteAsync(context);
                break;
            case Claimed.Answered { First: var first }:
                context.Response.StatusCode = first.Status;
                foreach (var (name, value) in first.Headers) context.Response.Headers[name] = value;
                context.Response.Headers["Idempotency-Replayed"] = "true";
                await answer.WriteAsync(first.Body, context.RequestAborted);
                break;
            case Claimed.Ours:
                await Work(context, answer, bank, key);
                break;
        }
    }

    private async Task Work(HttpContext context, MemoryStream answer, string bank, string key)
    {
        var accepted = false;
        try
        {
            await next(context);
            accepted = context.Response.StatusCode is >= 200 and < 300;
        }
        finally
        {
            // What was asked has been done or refused, also where the caller has hung up meanwhile.
            if (!accepted) await book.Release(bank, key, CancellationToken.None);
        }
        if (!accepted) return;
        var headers = KeptHeaders.Where(h => context.Response.Headers.ContainsKey(h)).ToDictionary(h => h, h => context.Response.Headers[h].ToString(), StringComparer.Ordinal);
        await book.Keep(bank, key, new KeptAnswer(context.Response.StatusCode, headers, answer.ToArray()), CancellationToken.None);
    }

    /// <summary>What is left of the bank's calls (draft-ietf-httpapi-ratelimit-headers), and when to come again.</summary>
    private void Meter(HttpContext context)
    {
        if (context.Items[typeof(Entry)] is not Entry { InSecond: > 0 } entry) return;
        var headers = context.Response.Headers;
        var now = clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
        var untilMidnight = (int)(TimeSpan.FromDays(1) - now.TimeOfDay).TotalSeconds + 1;
        headers["RateLimit-Policy"] = $"\"second\";q={settings.CallsPerSecond};w=1, \"day\";q={settings.CallsPerDay};w=86400";
        headers["RateLimit"] = $"\"second\";r={Math.Max(0, settings.CallsPerSecond - entry.InSecond)};t=1, \"day\";r={Math.Max(0, settings.CallsPerDay - entry.InDay)};t={untilMidnight}";
        if (context.Response.StatusCode == StatusCodes.Status429TooManyRequests && headers.RetryAfter.Count == 0)
            headers.RetryAfter = (entry.Verdict == "limit" ? 1 : untilMidnight).ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{8,64}$")]
    private static partial Regex KeyForm();
}
