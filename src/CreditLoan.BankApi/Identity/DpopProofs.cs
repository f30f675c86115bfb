using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditLoan.Domain.BankClients;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CreditLoan.BankApi.Identity;

/// <summary>A proof that was in order: whose key, and the id that may not come again.</summary>
public sealed record DpopProof(string Thumbprint, string Once, DateTimeOffset ValidUntil);

/// <summary>Proofs of possession (RFC 9449): the caller holds the key that the token is bound to, for this method and address, now.</summary>
public sealed class DpopProofs(ApiSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(60), Ahead = TimeSpan.FromSeconds(10);

    /// <summary>The checks of RFC 9449 §4.3 but the last, that a proof counts once: that is the caller's, in its own statement.</summary>
    public async Task<(DpopProof? Proof, string? Why)> Check(HttpRequest request, string? accessToken)
    {
        var header = request.Headers["DPoP"];
        if (StringValues.IsNullOrEmpty(header)) return (null, "dpop.missing");
        if (Jwt.Read(header) is not { } proof || KeyOf(proof) is not { } key) return (null, "dpop.malformed");
        if (await Jwt.Fault(proof, "dpop+jwt", [Jwt.Key(key)]) is { } fault) return (null, "dpop." + fault);
        if (Jwt.Text(proof, "htm") != request.Method) return (null, "dpop.method");
        if (!SameAddress(Jwt.Text(proof, "htu"), request)) return (null, "dpop.address");
        var now = clock.GetUtcNow();
        if (Jwt.Moment(proof, "iat") is not { } at || at < now - Age || at > now + Ahead) return (null, "dpop.stale");
        if (Jwt.Text(proof, "jti") is not { Length: >= 8 and <= 128 } id) return (null, "dpop.id");
        if (accessToken is not null && Jwt.Text(proof, "ath") != Hash(accessToken)) return (null, "dpop.token");
        return (new DpopProof(key.Thumbprint, Hash($"dpop {key.Thumbprint} {id}"), at + Age + Ahead), null);
    }

    public static string Hash(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static ClientKey? KeyOf(JsonWebToken proof)
    {
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(proof.EncodedHeader));
            return header.RootElement.TryGetProperty("jwk", out var jwk) && ClientKey.TryRead(jwk, out var key, out _) ? key : null;
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The address that the bank knows the API by, not the Host header's; query and fragment do not count.</summary>
    private bool SameAddress(string? claimed, HttpRequest request) =>
        Uri.TryCreate(claimed, UriKind.Absolute, out var url) && url.Query.Length == 0 && url.Fragment.Length == 0
        && url == new Uri(settings.Url + request.PathBase + request.Path.ToUriComponent());
}
