using System.Security.Cryptography;

namespace CreditLoan.Ledger.Access;

/// <summary>Wraps small secrets before they are stored (主密钥): AES-256-GCM, or SM4 in the 国密 profile; the key in a file that the database never sees.</summary>
/// <remarks><c>CREDITLOAN_CRYPTO=gm</c> sets the profile. What the other one wrapped still opens, and is wrapped anew when the tenant's key is rotated.</remarks>
public sealed class MasterKey
{
    private const int Nonce = 12, Tag = 16;
    private readonly byte[] key;
    private readonly bool national;

    /// <param name="key">32 bytes.</param>
    /// <param name="national">Wraps with SM4 (国密) instead of AES.</param>
    public MasterKey(byte[] key, bool national = false) =>
        (this.key, this.national) = (key.Length == 32 ? key : throw new ArgumentException("A master key has 32 bytes.", nameof(key)), national);

    /// <summary>Another key that wraps in the same profile.</summary>
    public MasterKey Of(byte[] other) => new(other, national);

    /// <summary>Whether this profile wrapped it.</summary>
    public bool IsOwn(byte[] wrapped) => Sm4Cipher.Wrapped(wrapped) == national;

    /// <summary>The key of this installation (安装主密钥).</summary>
    /// <remarks>CREDITLOAN_KEY_FILE names it; without that it lies beside the private database, in <c>.data/master.key</c> of the nearest folder above that has one.</remarks>
    public static MasterKey FromFile() =>
        FromFile(Environment.GetEnvironmentVariable("CREDITLOAN_KEY_FILE") is { Length: > 0 } named ? named : Path.Combine(DataFolder(), "master.key"));

    /// <summary>Reads a key file; where there is none yet, makes one that only its owner can read.</summary>
    public static MasterKey FromFile(string path)
    {
        if (!File.Exists(path)) KeyFile.Make(path, RandomNumberGenerator.GetBytes(32));
        return new MasterKey(File.ReadAllBytes(path), Environment.GetEnvironmentVariable("CREDITLOAN_CRYPTO") == "gm");
    }

    public byte[] Wrap(byte[] secret, byte[] boundTo)
    {
        if (national) return Sm4Cipher.Wrap(key, secret, boundTo);
        var wrapped = new byte[Nonce + Tag + secret.Length];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, Nonce));
        using var cipher = new AesGcm(key, Tag);
        cipher.Encrypt(wrapped.AsSpan(0, Nonce), secret, wrapped.AsSpan(Nonce + Tag), wrapped.AsSpan(Nonce, Tag), boundTo);
        return wrapped;
    }

    /// <exception cref="CryptographicException">Another key wrapped it, it was changed, or it belongs to something else.</exception>
    public byte[] Unwrap(byte[] wrapped, byte[] boundTo)
    {
        if (Sm4Cipher.Wrapped(wrapped)) return Sm4Cipher.Unwrap(key, wrapped, boundTo);
        var secret = new byte[wrapped.Length - Nonce - Tag];
        using var cipher = new AesGcm(key, Tag);
        cipher.Decrypt(wrapped.AsSpan(0, Nonce), wrapped.AsSpan(Nonce + Tag), wrapped.AsSpan(Nonce, Tag), secret, boundTo);
        return secret;
    }

    private static string DataFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (folder.GetFiles("CreditLoan.sln").Length > 0) return Directory.CreateDirectory(Path.Combine(folder.FullName, ".data")).FullName;
        throw new SchemaException("CREDITLOAN_KEY_FILE is not set: the file with the 32 bytes that wrap the stored secrets.");
    }
}
