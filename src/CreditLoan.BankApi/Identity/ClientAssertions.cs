using CreditLoan.Domain.BankClients;
using CreditLoan.Ledger.BankClients;
using Microsoft.IdentityModel.Tokens;

namespace CreditLoan.BankApi.Identity;

/// <summary>A bank's system that has shown who it is, and with which key.</summary>
public sealed record KnownClient(string Client, string Bank, string Key);

/// <summary>Who asks for a token: private_key_jwt (RFC 7523), or the certificate of the connection where mutual TLS is on (RFC 8705).</summary>
public sealed class ClientAssertions(ApiSettings settings, ClientDoor door, TimeProvider clock)
{
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5), Ahead = TimeSpan.FromSeconds(10);

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);

    public async Task<(KnownClient? Client, string? Why)> Check(IFormCollection form)
    {
        if (form["client_assertion_type"] != Type || Jwt.Read(form["client_assertion"]) is not { } assertion) return (null, "client.assertion_malformed");
        var client = assertion.Issuer;
        if (client.Length is 0 or > 64 || client.Any(c => c is <= ' ' or > '~') || assertion.Subject != client || (form["client_id"] is [{ } named] && named != client)) return (null, "client.subject");
        if (await door.Find(client) is not { } row) return (null, "client.unknown");
        var active = row.Keys.Where(k => k.SignsOn(Today)).Select(k => Jwt.Key(k.Key)).ToArray();
        if (await Jwt.Fault(assertion, null, active) is { } fault) return (null, "client." + fault);
        if (assertion.Audiences.ToArray() is not [var audience] || (audience != settings.Url && audience != settings.Url + "/connect/token")) return (null, "client.audience");
        var now = clock.GetUtcNow();
        if (Jwt.Moment(assertion, "exp") is not { } until || until <= now || until > now + Longest + Ahead) return (null, "client.expired");
        if (Jwt.Moment(assertion, "iat") is { } at && (at > now + Ahead || at < now - Longest)) return (null, "client.stale");
        if (Jwt.Text(assertion, "jti") is not { Length: >= 8 and <= 128 } id) return (null, "client.id");
        if (!await door.Once(DpopProofs.Hash($"client {client} {id}"), until)) return (null, "client.replayed");
        var used = assertion.Kid is { Length: > 0 } kid ? kid : await Signer(assertion.EncodedToken, active);
        return (new KnownClient(client, row.Bank.Value, used), null);
    }

    /// <summary>The certificate's own key must be one of the client's (RFC 8705 §2.2); who issued the certificate does not matter.</summary>
    public async Task<(KnownClient? Client, string? Why)> Check(IFormCollection form, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)
    {
        if (form["client_id"] is not [{ Length: > 0 and <= 64 } client] || await door.Find(client) is not { } row) return (null, "client.unknown");
        return ClientKey.TryRead(System.Security.Cryptography.PemEncoding.WriteString("PUBLIC KEY", certificate.PublicKey.ExportSubjectPublicKeyInfo()), out var key, out _)
            && row.Keys.Any(k => k.SignsOn(Today) && k.Key.Thumbprint == key.Thumbprint)
            ? (new KnownClient(client, row.Bank.Value, key.Thumbprint), null)
            : (null, "client.certificate");
    }

    /// <summary>Without a <c>kid</c>: the first of the client's keys that the signature fits.</summary>
    private static async Task<string> Signer(string assertion, SecurityKey[] keys)
    {
        foreach (var key in keys)
            if (await Jwt.Fault(Jwt.Read(assertion)!, null, [key]) is null) return key.KeyId;
        throw new System.Diagnostics.UnreachableException();
    }
}
