using System.Security.Cryptography;

namespace CreditLoan.Ledger.Access;

/// <summary>Wraps small secrets before they are stored (主密钥): AES-256-GCM, the key in a file that the database never sees.</summary>
public sealed class MasterKey
{
    private const int Nonce = 12, Tag = 16;
    private readonly byte[] key;

    public MasterKey(byte[] key) => this.key = key.Length == 32 ? key : throw new ArgumentException("A master key has 32 bytes.", nameof(key));

    /// <summary>The key of this installation (安装主密钥).</summary>
    /// <remarks>CREDITLOAN_KEY_FILE names it; without that it lies beside the private database, in <c>.data/master.key</c> of the nearest folder above that has one.</remarks>
    public static MasterKey FromFile() =>
        FromFile(Environment.GetEnvironmentVariable("CREDITLOAN_KEY_FILE") is { Length: > 0 } named ? named : Path.Combine(DataFolder(), "master.key"));

    /// <summary>Reads a key file; where there is none yet, makes one that only its owner can read.</summary>
    public static MasterKey FromFile(string path)
    {
        if (!File.Exists(path))
        {
            // Written aside and moved, so that nobody else who starts just now reads half a key; the first to move wins.
            var aside = $"{path}.{Guid.NewGuid():N}";
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var made = new FileStream(aside, options)) made.Write(RandomNumberGenerator.GetBytes(32));
            try
            {
                File.Move(aside, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(aside);
            }
        }
        return new MasterKey(File.ReadAllBytes(path));
    }

    public byte[] Wrap(byte[] secret, byte[] boundTo)
    {
        var wrapped = new byte[Nonce + Tag + secret.Length];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, Nonce));
        using var cipher = new AesGcm(key, Tag);
        cipher.Encrypt(wrapped.AsSpan(0, Nonce), secret, wrapped.AsSpan(Nonce + Tag), wrapped.AsSpan(Nonce, Tag), boundTo);
        return wrapped;
    }

    /// <exception cref="CryptographicException">Another key wrapped it, it was changed, or it belongs to something else.</exception>
    public byte[] Unwrap(byte[] wrapped, byte[] boundTo)
    {
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
