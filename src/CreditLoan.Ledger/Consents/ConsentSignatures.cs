using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CreditLoan.Domain.Consents;
using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Ledger.Consents;

/// <summary>The one place that checks a consent's signature of any kind (验签): in a session, by a passkey, by an SM2 key.</summary>
/// <remarks>An SM2 signature is over the consent's text itself, with SM3 and the usual identity (GM/T 0009); its value is the signature and the public key in base64url, apart by a full stop.</remarks>
public static class ConsentSignatures
{
    public const string Sm2 = "sm2-sm3";

    /// <summary>Whether the signature is over this very text, by whatever it says that it was made with.</summary>
    public static bool Hold(string text, Signature signature) => signature.Algorithm == Sm2 ? HoldsSm2(text, signature) : ConsentText.IsSigned(text, signature);

    /// <summary>The name of an SM2 key: the SM3 digest of its public half.</summary>
    public static string Thumbprint(byte[] publicKey) => Convert.ToHexStringLower(CryptoSuite.National.Hash(publicKey));

    /// <summary>A signature made elsewhere, beside the key that checks it.</summary>
    public static Signature OfSm2(byte[] publicKey, byte[] signature) => new(Sm2, $"{Base64Url.EncodeToString(signature)}.{Base64Url.EncodeToString(publicKey)}", Thumbprint(publicKey));

    private static bool HoldsSm2(string text, Signature signature)
    {
        if (signature.Value.Split('.') is not [var value, var key]) return false;
        try
        {
            var publicKey = Base64Url.DecodeFromChars(key);
            return CryptoSuite.OfKey(publicKey) == CryptoSuite.National && Thumbprint(publicKey) == signature.KeyId
                && CryptoSuite.National.Verifies(publicKey, Encoding.UTF8.GetBytes(text), Base64Url.DecodeFromChars(value));
        }
        catch (Exception damaged) when (damaged is FormatException or CryptographicException or ArgumentException or IOException)
        {
            return false;
        }
    }
}
