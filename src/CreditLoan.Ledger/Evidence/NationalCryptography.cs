using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace CreditLoan.Ledger.Evidence;

/// <summary>SM3 and SM2 (国密算法) in software: the one place that knows whose they are. A certified module takes its place where 密评 asks for one.</summary>
internal static class NationalCryptography
{
    /// <summary>1.2.156.10197.1.301, the curve sm2p256v1, as it stands in a key.</summary>
    public static ReadOnlySpan<byte> CurveOid => [0x06, 0x08, 0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D];

    [ThreadStatic] private static SM3Digest? digest;

    public static byte[] Sm3(ReadOnlySpan<byte> data)
    {
        digest ??= new SM3Digest();
        digest.BlockUpdate(data.ToArray(), 0, data.Length);
        var hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash, 0);
        return hash;
    }

    public static byte[] NewKey()
    {
        var generator = new ECKeyPairGenerator();
        generator.Init(new ECKeyGenerationParameters(GMObjectIdentifiers.sm2p256v1, new SecureRandom()));
        return PrivateKeyInfoFactory.CreatePrivateKeyInfo(generator.GenerateKeyPair().Private).GetDerEncoded();
    }

    public static byte[] Public(byte[] key)
    {
        var own = (ECPrivateKeyParameters)PrivateKeyFactory.CreateKey(key);
        var point = own.Parameters.G.Multiply(own.D).Normalize();
        return SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(new ECPublicKeyParameters("EC", point, GMObjectIdentifiers.sm2p256v1)).GetDerEncoded();
    }

    /// <summary>With the usual identity 1234567812345678 (GM/T 0009), as a DER sequence of r and s.</summary>
    public static byte[] Sign(byte[] key, byte[] data)
    {
        var signer = new SM2Signer();
        signer.Init(true, new ParametersWithRandom(PrivateKeyFactory.CreateKey(key), new SecureRandom()));
        signer.BlockUpdate(data, 0, data.Length);
        return signer.GenerateSignature();
    }

    /// <summary>A signature of 64 bytes, r before s as security tokens give it, as a DER sequence.</summary>
    public static byte[] Der(byte[] signature) =>
        new DerSequence(new DerInteger(new BigInteger(1, signature, 0, 32)), new DerInteger(new BigInteger(1, signature, 32, 32))).GetDerEncoded();

    public static bool Verifies(byte[] publicKey, byte[] data, byte[] signature)
    {
        AsymmetricKeyParameter key;
        try
        {
            key = PublicKeyFactory.CreateKey(publicKey);
        }
        catch (Exception e) when (e is ArgumentException or IOException or InvalidOperationException or FormatException or InvalidCastException)
        {
            throw new CryptographicException("The SM2 key is damaged.", e);
        }
        var signer = new SM2Signer();
        signer.Init(false, key);
        signer.BlockUpdate(data, 0, data.Length);
        return signer.VerifySignature(signature);
    }
}
