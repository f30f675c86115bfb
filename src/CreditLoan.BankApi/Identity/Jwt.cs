using System.Collections.Concurrent;
using CreditLoan.Domain.BankClients;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CreditLoan.BankApi.Identity;

/// <summary>What holds for every signed token, whoever made it: two algorithms, the expected type, a key that was named.</summary>
internal static class Jwt
{
    public static readonly string[] Algorithms = ["ES256", "PS256"];
    private const int Longest = 8_192, KeysKept = 10_000;
    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = Longest };
    private static readonly ConcurrentDictionary<string, SecurityKey> Keys = new(StringComparer.Ordinal);

    public static JsonWebToken? Read(StringValues text)
    {
        try
        {
            return text is [{ Length: > 0 and <= Longest } one] ? new JsonWebToken(one) : null;
        }
        catch (Exception malformed) when (malformed is ArgumentException or SecurityTokenMalformedException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>Null where type, algorithm and signature are in order; otherwise the name of the fault.</summary>
    public static async Task<string?> Fault(JsonWebToken token, string? type, IReadOnlyCollection<SecurityKey> keys)
    {
        if (!Algorithms.Contains(token.Alg, StringComparer.Ordinal)) return "algorithm";
        if (type is not null && !string.Equals(token.Typ, type, StringComparison.OrdinalIgnoreCase)) return "type";
        if (token.TryGetHeaderValue<object>("crit", out _)) return "critical";
        var named = token.Kid is { Length: > 0 } kid ? [.. keys.Where(k => k.KeyId == kid)] : keys;
        if (named.Count == 0) return "key";
        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = named,
            ValidAlgorithms = Algorithms,
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
            RequireExpirationTime = false,
        });
        return result.IsValid ? null : "signature";
    }

    public static SecurityKey Key(ClientKey key)
    {
        if (Keys.Count > KeysKept) Keys.Clear();
        return Keys.GetOrAdd(key.Thumbprint, static (_, k) => new JsonWebKey(k.Jwk) { Kid = k.Thumbprint }, key);
    }

    /// <summary>A claim with a moment in it; null where there is none.</summary>
    public static DateTimeOffset? Moment(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<long>(claim, out var seconds) && seconds is > 0 and < 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    public static string? Text(JsonWebToken token, string claim) => token.TryGetPayloadValue<string>(claim, out var value) ? value : null;

    public static string Create(SecurityTokenDescriptor content) => Handler.CreateToken(content);
}
