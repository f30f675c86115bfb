using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CreditLoan.BankApi.Identity;

/// <summary>What a token says that was in order: the claims contract of a bank's system.</summary>
/// <param name="Key">The client's registered key; null where another issuer vouches.</param>
/// <param name="Jkt">The proof key that the token is bound to; null where it is bound to a certificate.</param>
public sealed record TokenClaims(string Client, string Bank, string? Key, string? Jkt, string? Certificate, DateTimeOffset Until);

/// <summary>Checks access tokens (RFC 9068): our own, and those of the issuers that the configuration names.</summary>
public sealed class AccessTokens(ApiSettings settings, SigningKeys keys, IHttpClientFactory http, TimeProvider clock)
{
    private const int Kept = 10_000;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30), Ahead = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, TokenClaims> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (SecurityKey[] Keys, DateTimeOffset At)> _external = new(StringComparer.Ordinal);

    public async Task<(TokenClaims? Claims, string? Why)> Check(string text, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (!_known.TryGetValue(text, out var claims))
        {
            if (Jwt.Read(text) is not { } token) return (null, "token.malformed");
            var external = Array.Find(settings.Issuers, i => i.Issuer == token.Issuer);
            if (external is null && token.Issuer != settings.Url) return (null, "token.issuer");
            if (await Jwt.Fault(token, "at+jwt", await KeysOf(external, token.Kid, now, stop)) is { } fault) return (null, "token." + fault);
            if (token.Audiences.ToArray() is not [var audience] || audience != settings.Url) return (null, "token.audience");
            if (Jwt.Moment(token, "exp") is not { } until || Jwt.Moment(token, "iat") is not { } from || until - from > TimeSpan.FromSeconds(TokenEndpoint.Seconds) || from > now + Ahead) return (null, "token.expired");
            if (Claims(token, external, until) is not { } read) return (null, "token.claims");
            claims = read;
            if (_known.Count > Kept) _known.Clear();
            _known[text] = claims;
        }
        return claims.Until > now ? (claims, null) : (null, "token.expired");
    }

    private static TokenClaims? Claims(JsonWebToken token, ExternalIssuer? external, DateTimeOffset until)
    {
        var bank = Jwt.Text(token, "tenant") ?? (external?.Banks is [var only] ? only : null);
        var client = Jwt.Text(token, "client_id") ?? token.Subject;
        if (bank is null || string.IsNullOrEmpty(client) || client.Length > 64 || (external is not null && !external.Banks.Contains(bank, StringComparer.Ordinal))) return null;
        if (!token.TryGetPayloadValue<JsonElement>("cnf", out var cnf) || cnf.ValueKind != JsonValueKind.Object) return null;
        string? Bound(string name) => cnf.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        var (jkt, certificate) = (Bound("jkt"), Bound("x5t#S256"));
        if (jkt is null && certificate is null) return null;
        return new TokenClaims(client, bank, external is null ? Jwt.Text(token, "key") ?? "" : null, jkt, certificate, until);
    }

    /// <summary>An unknown key may be a new one: the issuer is asked again, at most twice a minute.</summary>
    private async Task<SecurityKey[]> KeysOf(ExternalIssuer? issuer, string? kid, DateTimeOffset now, CancellationToken stop)
    {
        var (found, at) = issuer is null ? (keys.Verifying, now) : _external.GetValueOrDefault(issuer.Issuer, ([], DateTimeOffset.MinValue));
        if (Array.Exists(found, k => k.KeyId == kid)) return found;
        if (issuer is null)
        {
            await keys.Refresh(stop);
            return keys.Verifying;
        }
        if (at > now - Again) return found;
        try
        {
            var text = issuer.Keys.StartsWith("http", StringComparison.Ordinal) ? await http.CreateClient("issuers").GetStringAsync(issuer.Keys, stop) : await File.ReadAllTextAsync(issuer.Keys, stop);
            found = [.. new JsonWebKeySet(text).GetSigningKeys()];
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or IOException or ArgumentException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            // Tokens of this issuer are refused until it answers.
        }
        _external[issuer.Issuer] = (found, now);
        return found;
    }
}
