using CreditLoan.Domain.Access;
using CreditLoan.Ledger.BankClients;
using Microsoft.IdentityModel.Tokens;

namespace CreditLoan.BankApi.Identity;

/// <summary>Hands out tokens to banks' systems: one grant, client_credentials (RFC 6749 §4.4), bound to the caller's key, five minutes.</summary>
public sealed class TokenEndpoint(ApiSettings settings, ClientAssertions assertions, DpopProofs proofs, SigningKeys keys, ClientDoor door, TimeProvider clock)
{
    public const int Seconds = 300;
    public const string Scope = "bank";

    public async Task<IResult> Issue(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.HasFormContentType) return Error("invalid_request", "request.form");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form["grant_type"] != "client_credentials") return await Refuse(form, "unsupported_grant_type", "request.grant");
        if (form["scope"] is [{ Length: > 0 } scope] && scope != Scope) return await Refuse(form, "invalid_scope", "request.scope");
        var certificate = settings.MutualTls && !form.ContainsKey("client_assertion") ? context.Connection.ClientCertificate : null;
        var (client, why) = certificate is null ? await assertions.Check(form) : await assertions.Check(form, certificate);
        if (client is null) return await Refuse(form, "invalid_client", why!);
        Dictionary<string, object> bound;
        if (certificate is not null) bound = new() { ["x5t#S256"] = Base64UrlEncoder.Encode(certificate.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256)) };
        else
        {
            var (proof, fault) = await proofs.Check(context.Request, accessToken: null);
            if (fault is null && !await door.Once(proof!.Once, proof.ValidUntil)) fault = "dpop.replayed";
            if (fault is not null) return await Refuse(form, "invalid_dpop_proof", fault, client);
            bound = new() { ["jkt"] = proof!.Thumbprint };
        }
        var now = clock.GetUtcNow().UtcDateTime;
        var token = Jwt.Create(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = settings.Url,
            Audience = settings.Url,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddSeconds(Seconds),
            SigningCredentials = new SigningCredentials(keys.Now.Key, SecurityAlgorithms.EcdsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = client.Client,
                ["client_id"] = client.Client,
                ["jti"] = Guid.NewGuid().ToString("N"),
                ["scope"] = Scope,
                ["tenant"] = client.Bank,
                ["tenant_kind"] = nameof(TenantKind.Bank),
                ["role"] = new[] { nameof(Role.BankSystem) },
                ["key"] = client.Key,
                ["cnf"] = bound,
            },
        });
        await door.Record(client.Client, client.Bank, "token.issue", "done");
        return Results.Json(new { access_token = token, token_type = certificate is null ? "DPoP" : "Bearer", expires_in = Seconds, scope = Scope });
    }

    /// <summary>What a client needs to know (RFC 8414).</summary>
    public object Metadata() => new
    {
        issuer = settings.Url,
        token_endpoint = settings.Url + "/connect/token",
        jwks_uri = settings.Url + "/.well-known/jwks.json",
        grant_types_supported = new[] { "client_credentials" },
        response_types_supported = Array.Empty<string>(),
        scopes_supported = new[] { Scope },
        token_endpoint_auth_methods_supported = settings.MutualTls ? new[] { "private_key_jwt", "self_signed_tls_client_auth" } : ["private_key_jwt"],
        token_endpoint_auth_signing_alg_values_supported = Jwt.Algorithms,
        dpop_signing_alg_values_supported = Jwt.Algorithms,
        tls_client_certificate_bound_access_tokens = settings.MutualTls,
    };

    private async Task<IResult> Refuse(IFormCollection form, string error, string why, KnownClient? client = null)
    {
        // Whoever is not known is written down by the name it gave itself, cut short.
        var claimed = client?.Client ?? (Jwt.Read(form["client_assertion"])?.Issuer is { Length: > 0 } issuer ? issuer : form["client_id"].ToString());
        await door.Record(string.Concat(claimed.Where(c => c is > ' ' and <= '~').Take(64)), client?.Bank ?? "", "token.refuse", why);
        return Error(error, why);
    }

    private static IResult Error(string error, string why) =>
        Results.Json(new { error, error_description = why }, statusCode: error == "invalid_client" ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest);
}
