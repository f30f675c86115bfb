using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CreditLoan.Domain.Consents;

/// <summary>A consent signed by a passkey (通行密钥签署): what the authenticator was asked to sign is the digest of the artefact's own text, so that the signature holds for nothing else.</summary>
/// <remarks>
/// Everything that checks it stands in the artefact, nothing is asked of any server: the value is four parts in base64url, apart by full stops:
/// authenticator data, client data, signature, public key (SubjectPublicKeyInfo). WebAuthn Level 2 § 7.2: the signature is over the authenticator data and the
/// SHA-256 of the client data; the client data names the challenge, the authenticator data says that the person was there and was checked (flags UP and UV).
/// </remarks>
public static class PasskeySignature
{
    public const string Es256 = "webauthn-es256", Rs256 = "webauthn-rs256";

    private const byte PersonPresentAndVerified = 0b101;

    /// <summary>What the authenticator is asked to sign for a text.</summary>
    public static string Challenge(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static Signature Of(string algorithm, string keyId, byte[] authenticatorData, byte[] clientData, byte[] signature, byte[] publicKey) =>
        new(algorithm, string.Join('.', new[] { authenticatorData, clientData, signature, publicKey }.Select(part => Base64Url.EncodeToString(part))), keyId);

    /// <summary>Whether the signature is a passkey's over this very text.</summary>
    public static bool Holds(Signature signature, string text) => Read(signature) is { } read && read.Challenge == Challenge(text) && read.Verifies(signature.Algorithm);

    /// <summary>The address of the page at which it was signed, as the browser says; null where the value cannot be read.</summary>
    public static string? Origin(Signature signature) => Read(signature)?.Origin;

    /// <summary>The authenticator's count of what it has signed, and the digest of the name it was bound to.</summary>
    public static (uint Count, byte[] Party)? Counted(Signature signature) =>
        Read(signature) is { } read ? (System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(read.AuthenticatorData.AsSpan(33)), read.AuthenticatorData[..32]) : null;

    private static Assertion? Read(Signature signature)
    {
        try
        {
            if (signature.Value.Split('.') is not [var data, var client, var value, var key]) return null;
            var (authenticatorData, clientData) = (Base64Url.DecodeFromChars(data), Base64Url.DecodeFromChars(client));
            if (authenticatorData.Length < 37) return null;
            using var said = JsonDocument.Parse(clientData);
            return said.RootElement.GetProperty("type").GetString() == "webauthn.get"
                ? new Assertion(authenticatorData, clientData, Base64Url.DecodeFromChars(value), Base64Url.DecodeFromChars(key), said.RootElement.GetProperty("challenge").GetString(), said.RootElement.GetProperty("origin").GetString())
                : null;
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private sealed record Assertion(byte[] AuthenticatorData, byte[] ClientData, byte[] Value, byte[] PublicKey, string? Challenge, string? Origin)
    {
        public bool Verifies(string algorithm)
        {
            if ((AuthenticatorData[32] & PersonPresentAndVerified) != PersonPresentAndVerified) return false;
            byte[] signed = [.. AuthenticatorData, .. SHA256.HashData(ClientData)];
            try
            {
                switch (algorithm)
                {
                    case Es256:
                        using (var key = ECDsa.Create())
                        {
                            key.ImportSubjectPublicKeyInfo(PublicKey, out _);
                            return key.VerifyData(signed, Value, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
                        }
                    case Rs256:
                        using (var key = RSA.Create())
                        {
                            key.ImportSubjectPublicKeyInfo(PublicKey, out _);
                            return key.VerifyData(signed, Value, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                        }
                    default: return false;
                }
            }
            catch (CryptographicException)
            {
                return false;
            }
        }
    }
}
