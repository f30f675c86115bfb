using System.Net.Http.Json;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using CreditLoan.Ledger;
using CreditLoan.Portal.Shell;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CreditLoan.Portal.Identity;

/// <summary>Another issuer that people sign in through: <c>Identity:Mode=Oidc</c> with <c>Identity:Authority</c>, <c>Identity:ClientId</c> and <c>Identity:ClientSecret</c>.</summary>
public sealed record OidcSettings(Uri Authority, string ClientId, string ClientSecret)
{
    /// <exception cref="SchemaException">The mode is known, but what it needs is not set.</exception>
    public static OidcSettings? From(IConfiguration configuration) => configuration["Identity:Mode"] switch
    {
        null or "" or "Embedded" => null,
        "Oidc" when Uri.TryCreate(configuration["Identity:Authority"], UriKind.Absolute, out var authority) && configuration["Identity:ClientId"] is { Length: > 0 } id && configuration["Identity:ClientSecret"] is { Length: > 0 } secret
            => new OidcSettings(authority, id, secret),
        "Oidc" => throw new SchemaException("Identity:Mode=Oidc needs Identity:Authority, Identity:ClientId and Identity:ClientSecret."),
        var other => throw new SchemaException($"Identity:Mode is Embedded or Oidc, not {other}."),
    };
}

/// <summary>Who the issuer says is there.</summary>
/// <param name="Methods">How the issuer checked the person, in its own words.</param>
/// <param name="CheckedAt">When it did; the moment of the token where it does not say.</param>
public sealed record Vouched(string Issuer, string Subject, string Methods, DateTimeOffset CheckedAt);

/// <summary>Signs in through another issuer (统一身份认证) by OpenID Connect: code flow with PKCE.</summary>
/// <remarks>
/// 1. The browser goes to the issuer with state, nonce and the digest of a verifier; all three lie in a protected cookie of five minutes.
/// 2. It comes back with a code; state and issuer must be those that were sent.
/// 3. The portal trades code and verifier for an ID token at the issuer's own address.
/// 4. Signature, issuer, audience, times, nonce and at_hash are checked; what is left is issuer and subject, and nothing else is used.
/// </remarks>
public sealed class Oidc(OidcSettings settings, IDataProtectionProvider protection, HttpClient http)
{
    public const string Callback = "/account/oidc/callback";
    private static readonly string[] Algorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSha256];

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("oidc").ToTimeLimitedDataProtector();

    private readonly ConfigurationManager<OpenIdConnectConfiguration> metadata = new(
        settings.Authority.ToString().TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever(http) { RequireHttps = settings.Authority.Scheme == Uri.UriSchemeHttps || !settings.Authority.IsLoopback });

    /// <summary>What the browser carries to the issuer and back.</summary>
    /// <param name="For">What the visit is for: <c>sign-in</c>, <c>link</c> or <c>step-up</c>.</param>
    public sealed record Visit(string For, string State, string Nonce, string Verifier, string Return);

    /// <summary>Where the browser goes, and the cookie it carries.</summary>
    public async Task<(string Address, string Cookie)> Start(string purpose, string back, string callback, CancellationToken stop)
    {
        var visit = new Visit(purpose, Chance(), Chance(), Chance(), back);
        var issuer = await metadata.GetConfigurationAsync(stop);
        var query = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = settings.ClientId,
            ["redirect_uri"] = callback,
            ["scope"] = "openid",
            ["state"] = visit.State,
            ["nonce"] = visit.Nonce,
            ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(visit.Verifier))),
            ["code_challenge_method"] = "S256",
        };
        if (purpose != "sign-in") (query["prompt"], query["max_age"]) = ("login", "0");
        return (QueryHelpers.AddQueryString(issuer.AuthorizationEndpoint, query), protector.Protect(JsonSerializer.Serialize(visit), TimeSpan.FromMinutes(5)));
    }

    /// <summary>Takes what came back; null where anything was wrong, with the reason for the audit row.</summary>
    public async Task<(Visit? Visit, Vouched? Who, string Why)> Finish(string? cookie, string? state, string? code, string? issuer, string callback, CancellationToken stop)
    {
        if (Read(cookie) is not { } visit) return (null, null, "no_visit");
        if (state is null || !CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(state), System.Text.Encoding.UTF8.GetBytes(visit.State))) return (visit, null, "state");
        if (code is null) return (visit, null, "refused_there");
        var known = await metadata.GetConfigurationAsync(stop);
        // RFC 9207: an answer that names its issuer must name this one.
        if (issuer is not null && issuer != known.Issuer) return (visit, null, "issuer");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = callback,
            ["code_verifier"] = visit.Verifier,
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, known.TokenEndpoint) { Content = form };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Uri.EscapeDataString(settings.ClientId) + ":" + Uri.EscapeDataString(settings.ClientSecret))));
        using var answer = await http.SendAsync(request, stop);
        if (!answer.IsSuccessStatusCode || await answer.Content.ReadFromJsonAsync<Tokens>(stop) is not { id_token: { } token } tokens) return (visit, null, "token_endpoint");
        return await Check(token, tokens.access_token, visit, known);
    }

    /// <summary>The ID token's checks, apart from how it came.</summary>
    public async Task<(Visit? Visit, Vouched? Who, string Why)> Check(string token, string? accessToken, Visit visit, OpenIdConnectConfiguration known)
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = known.Issuer,
            ValidAudience = settings.ClientId,
            IssuerSigningKeys = known.SigningKeys,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = TimeSpan.FromSeconds(10),
        });
        if (!result.IsValid)
        {
            // A key that is not known may be a new one: looked up again at the next sign-in.
            if (result.Exception is SecurityTokenSignatureKeyNotFoundException) metadata.RequestRefresh();
            return (visit, null, "id_token");
        }
        var read = (JsonWebToken)result.SecurityToken;
        try
        {
            new OpenIdConnectProtocolValidator { RequireTimeStampInNonce = false, RequireState = false, RequireStateValidation = false }.ValidateTokenResponse(new OpenIdConnectProtocolValidationContext
            {
                ClientId = settings.ClientId,
                Nonce = visit.Nonce,
                ProtocolMessage = new OpenIdConnectMessage { IdToken = token, AccessToken = accessToken },
                ValidatedIdToken = new System.IdentityModel.Tokens.Jwt.JwtSecurityToken(token),
            });
        }
        catch (OpenIdConnectProtocolException)
        {
            return (visit, null, "nonce_or_hash");
        }
        var methods = string.Join(' ', read.Claims.Where(c => c.Type == "amr").Select(c => c.Value));
        var checkedAt = read.TryGetPayloadValue<long>("auth_time", out var at) ? DateTimeOffset.FromUnixTimeSeconds(at) : new DateTimeOffset(read.IssuedAt, TimeSpan.Zero);
        return (visit, new Vouched(read.Issuer, read.Subject, ("oidc " + methods).Trim(), checkedAt), "done");
    }

    private Visit? Read(string? cookie)
    {
        try
        {
            return cookie is null ? null : JsonSerializer.Deserialize<Visit>(protector.Unprotect(cookie));
        }
        catch (Exception wrong) when (wrong is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static string Chance() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    private sealed record Tokens(string? id_token, string? access_token);
}
