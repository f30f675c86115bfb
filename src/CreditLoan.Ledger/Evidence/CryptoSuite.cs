using System.Security.Cryptography;

namespace CreditLoan.Ledger.Evidence;

/// <summary>What a tree is hashed and its checkpoints are signed with (密码套件): SHA-256 and ES256, and beside them SM3 and SM2 in the 国密 profile.</summary>
/// <remarks>Each suite has a tree of its own over the same leaves, so that a reader who trusts only one of them needs nothing of the other.</remarks>
public sealed class CryptoSuite
{
    /// <summary>SHA-256 and ES256.</summary>
    public static readonly CryptoSuite International = new("intl", "creditloan-checkpoint-v1", "SHA-256, ES256");

    /// <summary>SM3 and SM2 (国密): GB/T 32905, GB/T 32918.</summary>
    public static readonly CryptoSuite National = new("gm", "creditloan-checkpoint-gm-v1", "SM3, SM2");

    public static readonly IReadOnlyList<CryptoSuite> All = [International, National];

    private CryptoSuite(string name, string origin, string algorithms) => (Name, Origin, Algorithms) = (name, origin, algorithms);

    public string Name { get; }

    /// <summary>The first line of its checkpoints.</summary>
    public string Origin { get; }

    public string Algorithms { get; }

    /// <summary>The suite with this name; null where there is none.</summary>
    public static CryptoSuite? Named(string name) => All.FirstOrDefault(s => s.Name == name);

    /// <summary>The suite that a key belongs to, public (SPKI) or private (PKCS #8).</summary>
    public static CryptoSuite OfKey(ReadOnlySpan<byte> der) => der.IndexOf(NationalCryptography.CurveOid) >= 0 ? National : International;

    public byte[] Hash(ReadOnlySpan<byte> data) => this == National ? NationalCryptography.Sm3(data) : SHA256.HashData(data);

    internal byte[] NewKey()
    {
        if (this == National) return NationalCryptography.NewKey();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    internal byte[] Public(byte[] key)
    {
        if (this == National) return NationalCryptography.Public(key);
        using var own = Import(key);
        return own.ExportSubjectPublicKeyInfo();
    }

    internal byte[] Sign(byte[] key, byte[] data)
    {
        if (this == National) return NationalCryptography.Sign(key, data);
        using var own = Import(key);
        return own.SignData(data, HashAlgorithmName.SHA256);
    }

    /// <exception cref="CryptographicException">The key is damaged.</exception>
    public bool Verifies(byte[] publicKey, byte[] data, byte[] signature)
    {
        if (this == National) return NationalCryptography.Verifies(publicKey, data, signature);
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        return key.VerifyData(data, signature, HashAlgorithmName.SHA256);
    }

    private static ECDsa Import(byte[] key)
    {
        var own = ECDsa.Create();
        own.ImportPkcs8PrivateKey(key, out _);
        return own;
    }
}
