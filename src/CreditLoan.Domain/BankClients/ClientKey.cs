using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CreditLoan.Domain.BankClients;

/// <summary>The public half of a key (公钥): P-256 for ES256, or RSA of 2048 to 4096 bits for PS256; nothing else is taken.</summary>
/// <param name="Thumbprint">Of the key (RFC 7638), and its <c>kid</c>.</param>
/// <param name="Jwk">The key's required members, and nothing more.</param>
public sealed record ClientKey(string Thumbprint, string Algorithm, string Jwk)
{
    private static readonly string[] Secret = ["d", "p", "q", "dp", "dq", "qi", "k", "oth"];

    /// <summary>Reads a JWK or a PEM file; one that holds a private key is refused, so that nobody hands his own away.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out ClientKey? key, [NotNullWhen(false)] out Refusal? why)
    {
        (key, why) = (null, BankClientRefusals.KeyUnreadable);
        try
        {
            if (text.Contains("PRIVATE KEY", StringComparison.Ordinal)) why = BankClientRefusals.KeyPrivate;
            else if (text.TrimStart().StartsWith('{'))
            {
                using var json = JsonDocument.Parse(text);
                return TryRead(json.RootElement, out key, out why);
            }
            else if (Pem(text) is { } made) return Made(made.Kty, made.Members, out key, out why);
        }
        catch (Exception unreadable) when (unreadable is JsonException or CryptographicException or FormatException or ArgumentException or InvalidOperationException)
        {
            why = BankClientRefusals.KeyUnreadable;
        }
        return false;
    }

    /// <summary>Reads a JWK (RFC 7517).</summary>
    public static bool TryRead(JsonElement jwk, [NotNullWhen(true)] out ClientKey? key, [NotNullWhen(false)] out Refusal? why)
    {
        (key, why) = (null, BankClientRefusals.KeyUnreadable);
        if (jwk.ValueKind != JsonValueKind.Object) return false;
        if (Array.Exists(Secret, name => jwk.TryGetProperty(name, out _)))
        {
            why = BankClientRefusals.KeyPrivate;
            return false;
        }
        string? Text(string name) => jwk.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return Text("kty") switch
        {
            "EC" when Text("crv") == "P-256" && Text("x") is { } x && Text("y") is { } y => Made("EC", [("crv", "P-256"), ("x", x), ("y", y)], out key, out why),
            "RSA" when Text("e") is { } e && Text("n") is { } n => Made("RSA", [("e", e), ("n", n)], out key, out why),
            _ => false,
        };
    }

    private static (string Kty, (string, string)[] Members)? Pem(string text)
    {
        using var rsa = RSA.Create();
        using var ec = ECDsa.Create();
        try
        {
            ec.ImportFromPem(text);
            var p = ec.ExportParameters(includePrivateParameters: false);
            if (p.Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value) return null;
            return ("EC", [("crv", "P-256"), ("x", Encode(p.Q.X!)), ("y", Encode(p.Q.Y!))]);
        }
        catch (CryptographicException)
        {
            rsa.ImportFromPem(text);
            var p = rsa.ExportParameters(includePrivateParameters: false);
            return ("RSA", [("e", Encode(p.Exponent!)), ("n", Encode(p.Modulus!))]);
        }
    }

    private static bool Made(string kty, (string Name, string Value)[] members, [NotNullWhen(true)] out ClientKey? key, [NotNullWhen(false)] out Refusal? why)
    {
        (key, why) = (null, BankClientRefusals.KeyUnreadable);
        var values = Array.ConvertAll(members, m => m.Name == "crv" ? [] : System.Buffers.Text.Base64Url.DecodeFromChars(m.Value));
        if (kty == "EC" && (values[1].Length != 32 || values[2].Length != 32 || !OnCurve(values[1], values[2]))) return false;
        if (kty == "RSA" && (values[1].Length is < 256 or > 512 || values[1][0] < 0x80 || values[0].Length > 4)) return false;
        // RFC 7638: the required members in the order of their names, without spaces; "kty" stands among them.
        var ordered = members.Append(("kty", kty)).OrderBy(m => m.Item1, StringComparer.Ordinal);
        var canonical = "{" + string.Join(',', ordered.Select(m => $"\"{m.Item1}\":\"{m.Item2}\"")) + "}";
        key = new ClientKey(Encode(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))), kty == "EC" ? "ES256" : "PS256", canonical);
        why = null;
        return true;
    }

    private static bool OnCurve(byte[] x, byte[] y)
    {
        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
