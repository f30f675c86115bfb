using System.Security.Claims;
using System.Text.Encodings.Web;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger.BankClients;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace CreditLoan.BankApi.Identity;

/// <summary>Who calls (RFC 9449 §7): a token, and the proof that the caller holds its key; or a token bound to the connection's certificate.</summary>
public sealed class BankAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, ApiSettings settings, AccessTokens tokens, DpopProofs proofs, ClientDoor door)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Name = "DPoP";
    private static readonly object Refused = new();

    /// <summary>Why the call was refused; null where it was not.</summary>
    public static string? WhyRefused(HttpContext context) => context.Items[Refused] as string;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var (claims, entry, why) = await Enter();
        if (why is not null)
        {
            Context.Items[Refused] = why;
            // A limit is no attempt at anything; everything else that is turned away is on record.
            if (why is not ("call.limit" or "call.quota")) await door.Record(claims?.Client ?? "", claims?.Bank ?? "", "call.refuse", why, Context.RequestAborted);
            if (entry is not null) Context.Items[typeof(Entry)] = entry;
            return AuthenticateResult.Fail(why);
        }
        Context.Items[typeof(Entry)] = entry;
        var identity = new ClaimsIdentity(
            [new("sub", claims!.Client), new("tenant", claims.Bank), new("tenant_kind", nameof(TenantKind.Bank)), new("role", nameof(Role.BankSystem))], Name, "sub", "role");
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }

    private async Task<(TokenClaims? Claims, Entry? Entry, string? Why)> Enter()
    {
        if (Request.Headers.Authorization is not [{ } header] || header.Split(' ') is not [var scheme, { Length: > 0 } text]) return (null, null, "token.missing");
        var (claims, why) = await tokens.Check(text, Context.RequestAborted);
        if (claims is null) return (null, null, why);
        DpopProof? proof = null;
        if (claims.Jkt is not null)
        {
            if (!scheme.Equals("DPoP", StringComparison.OrdinalIgnoreCase)) return (claims, null, "token.scheme");
            (proof, why) = await proofs.Check(Request, text);
            if (proof is null) return (claims, null, why);
            if (proof.Thumbprint != claims.Jkt) return (claims, null, "dpop.other_key");
        }
        else if (!settings.MutualTls || Context.Connection.ClientCertificate is not { } certificate
            || Base64UrlEncoder.Encode(certificate.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256)) != claims.Certificate)
            return (claims, null, "token.certificate");
        var entry = await door.Enter(claims.Bank, claims.Client, claims.Key, proof?.Once, proof?.ValidUntil ?? default, settings.CallsPerSecond, settings.CallsPerDay, Context.RequestAborted);
        return entry.Verdict switch
        {
            "in" => (claims, entry, null),
            "replayed" => (claims, null, "dpop.replayed"),
            "revoked" => (claims, null, "token.revoked"),
            var over => (claims, entry, "call." + over),
        };
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var why = WhyRefused(Context) ?? "token.missing";
        if (why.StartsWith("call.", StringComparison.Ordinal))
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return Task.CompletedTask;
        }
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        var error = why == "token.missing" ? "" : why.StartsWith("dpop.", StringComparison.Ordinal) ? "error=\"invalid_dpop_proof\", " : "error=\"invalid_token\", ";
        Response.Headers.WWWAuthenticate = $"DPoP {error}algs=\"{string.Join(' ', Jwt.Algorithms)}\"";
        return Task.CompletedTask;
    }
}
