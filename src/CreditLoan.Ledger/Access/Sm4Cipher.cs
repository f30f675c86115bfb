using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;

namespace CreditLoan.Ledger.Access;

/// <summary>Encrypts and then authenticates with SM4-CBC and HMAC-SM3 (国密), each under a key of its own that HMAC-SM3 derives.</summary>
/// <remarks>
/// What is wrapped begins with a mark that no AES-GCM nonce is taken for but once in 2^64; then 16 bytes of initial vector, 32 of authentication, the rest.
/// Software, for integration: 密评 asks for certified products.
/// </remarks>
public static class Sm4Cipher
{
    private static readonly byte[] Mark = "xyd-sm4\x01"u8.ToArray();
    private const int Block = 16, Tag = 32;

    public static bool Wrapped(byte[] bytes) => bytes.AsSpan().StartsWith(Mark);

    public static byte[] Wrap(byte[] key, byte[] secret, byte[] boundTo)
    {
        var vector = RandomNumberGenerator.GetBytes(Block);
        var hidden = Cbc(true, Derived(key, 1)[..Block], vector, secret);
        return [.. Mark, .. vector, .. Authenticate(key, boundTo, vector, hidden), .. hidden];
    }

    /// <exception cref="CryptographicException">Another key wrapped it, it was changed, or it belongs to something else.</exception>
    public static byte[] Unwrap(byte[] key, byte[] wrapped, byte[] boundTo)
    {
        if (wrapped.Length < Mark.Length + Block + Tag + Block) throw new CryptographicException("What was wrapped is cut short.");
        var (vector, tag, hidden) = (wrapped[Mark.Length..(Mark.Length + Block)], wrapped[(Mark.Length + Block)..(Mark.Length + Block + Tag)], wrapped[(Mark.Length + Block + Tag)..]);
        if (!CryptographicOperations.FixedTimeEquals(tag, Authenticate(key, boundTo, vector, hidden))) throw new CryptographicException("What was wrapped does not fit its key or its place.");
        return Cbc(false, Derived(key, 1)[..Block], vector, hidden);
    }

    /// <summary>SM4 in CBC with PKCS #7 padding (GB/T 32907, GB/T 17964).</summary>
    public static byte[] Cbc(bool encrypt, byte[] key, byte[] vector, byte[] data)
    {
        try
        {
            var cipher = new PaddedBufferedBlockCipher(new CbcBlockCipher(new SM4Engine()), new Pkcs7Padding());
            cipher.Init(encrypt, new ParametersWithIV(new KeyParameter(key), vector));
            return cipher.DoFinal(data);
        }
        catch (CryptoException wrong)
        {
            throw new CryptographicException("What was wrapped is damaged.", wrong);
        }
    }

    /// <summary>HMAC with SM3 (GB/T 15852.2).</summary>
    internal static byte[] Hmac(byte[] key, params byte[][] parts)
    {
        var mac = new HMac(new SM3Digest());
        mac.Init(new KeyParameter(key));
        foreach (var part in parts) mac.BlockUpdate(part, 0, part.Length);
        var tag = new byte[Tag];
        mac.DoFinal(tag, 0);
        return tag;
    }

    private static byte[] Derived(byte[] key, byte use) => Hmac(key, [use]);

    private static byte[] Authenticate(byte[] key, byte[] boundTo, byte[] vector, byte[] hidden)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, boundTo.Length);
        return Hmac(Derived(key, 2), length, boundTo, vector, hidden);
    }
}
