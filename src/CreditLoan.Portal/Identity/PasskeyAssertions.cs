using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Ledger.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;
using Microsoft.EntityFrameworkCore;

namespace CreditLoan.Portal.Identity;

/// <summary>Lets a person sign a text by a passkey of the account (通行密钥签署): the challenge is the text's own digest, where a sign-in has one of chance.</summary>
public sealed class PasskeyAssertions(UserManager<Account> users, AccountContext context, IOptions<IdentityPasskeyOptions> settings, TimeProvider time)
{
    /// <summary>What the browser hands to the authenticator; null where the account has no passkey.</summary>
    public async Task<string?> Ask(string account, string text, HttpContext http)
    {
        if (await users.FindByIdAsync(account) is not { } found || await users.GetPasskeysAsync(found) is not { Count: > 0 } keys) return null;
        return JsonSerializer.Serialize(new
        {
            challenge = PasskeySignature.Challenge(text),
            rpId = Party(http),
            allowCredentials = keys.Select(k => new { type = "public-key", id = Base64Url.EncodeToString(k.CredentialId) }),
            userVerification = "required",
            timeout = 300_000,
        });
    }

    /// <summary>The signature, where the answer comes from a passkey of this account, from this portal's page, over this text; null otherwise, and the audit says so.</summary>
    public async Task<Signature?> Signed(Viewer viewer, string credential, string text, HttpContext http)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        var signature = credential.Length <= PasskeyEndpoints.LongestCredential ? await Checked(viewer.Account, credential, text, http) : null;
        await Audit.Write((NpgsqlConnection)context.Database.GetDbConnection(), time.GetUtcNow(), new Actor(viewer.Account, viewer.Role, viewer.Tenant), "passkey.sign",
            ["account/" + viewer.Account], signature is null ? "refused" : "done");
        await transaction.CommitAsync();
        return signature;
    }

    private async Task<Signature?> Checked(string account, string credential, string text, HttpContext http)
    {
        if (await users.FindByIdAsync(account) is not { LockedAt: null } found) return null;
        var (id, data, client, value) = Read(credential);
        if ((await users.GetPasskeysAsync(found)).FirstOrDefault(k => k.CredentialId.AsSpan().SequenceEqual(id)) is not { } key || PublicKey(key.PublicKey) is not { } known) return null;
        var signature = PasskeySignature.Of(known.Algorithm, Base64Url.EncodeToString(id), data, client, value, known.Spki);
        if (!PasskeySignature.Holds(signature, text) || PasskeySignature.Counted(signature) is not { } counted) return null;
        if (!counted.Party.AsSpan().SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(Party(http))))) return null;
        if (PasskeySignature.Origin(signature) != $"{http.Request.Scheme}://{http.Request.Host}") return null;
        // A count that does not rise is a copied key; those that never count stay at nought.
        if (counted.Count <= key.SignCount && (counted.Count, key.SignCount) != (0u, 0u)) return null;
        key.SignCount = counted.Count;
        await users.AddOrUpdatePasskeyAsync(found, key);
        return signature;
    }

    private string Party(HttpContext http) => settings.Value.ServerDomain ?? http.Request.Host.Host;

    private static (byte[] Id, byte[] Data, byte[] Client, byte[] Value) Read(string credential)
    {
        try
        {
            using var said = JsonDocument.Parse(credential);
            var response = said.RootElement.GetProperty("response");
            byte[] Part(JsonElement of, string name) => Base64Url.DecodeFromChars(of.GetProperty(name).GetString());
            return (Part(said.RootElement, "id"), Part(response, "authenticatorData"), Part(response, "clientDataJSON"), Part(response, "signature"));
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return ([], [], [], []);
        }
    }

    /// <summary>A key as authenticators give it (COSE, RFC 9053) as the rest of the world reads it; null for kinds that are not signed with here.</summary>
    private static (string Algorithm, byte[] Spki)? PublicKey(byte[] cose)
    {
        var reader = new CborReader(cose, CborConformanceMode.Ctap2Canonical);
        var (numbers, bytes) = (new Dictionary<int, int>(), new Dictionary<int, byte[]>());
        var entries = reader.ReadStartMap();
        for (var i = 0; i < entries; i++)
        {
            var label = reader.ReadInt32();
            if (reader.PeekState() is CborReaderState.ByteString) bytes[label] = reader.ReadByteString();
            else numbers[label] = reader.ReadInt32();
        }
        switch (numbers.GetValueOrDefault(3))
        {
            case -7:
                using (var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = bytes[-2], Y = bytes[-3] } }))
                    return (PasskeySignature.Es256, key.ExportSubjectPublicKeyInfo());
            case -257:
                using (var key = RSA.Create(new RSAParameters { Modulus = bytes[-1], Exponent = bytes[-2] }))
                    return (PasskeySignature.Rs256, key.ExportSubjectPublicKeyInfo());
            default: return null;
        }
    }
}
