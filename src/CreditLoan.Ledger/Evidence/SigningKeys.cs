using System.Security.Cryptography;
using System.Text;

namespace CreditLoan.Ledger.Evidence;

/// <summary>A public key of the evidence log, and the key before it that vouches for it.</summary>
/// <param name="Endorsement">The earlier key's signature over this key; empty for the first.</param>
public sealed record VerifyingKey(string Id, byte[] Public, string EndorsedBy, byte[] Endorsement);

/// <summary>The keys that sign checkpoints (签名密钥): private parts lie in a folder outside the database, so that its owner's password does not forge.</summary>
public sealed class SigningKeys
{
    /// <summary>The file beside the keys in which every checkpoint is kept, outside the database.</summary>
    public const string AnchorFile = "checkpoints.txt";

    private readonly string _folder;

    /// <summary>Where the keys lie unless <c>CREDITLOAN_EVIDENCE</c> names another folder.</summary>
    public static string DefaultFolder => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "creditloan", "evidence");

    private SigningKeys(string folder) => _folder = folder;

    /// <summary>Opens the folder and makes the first key where there is none.</summary>
    public static SigningKeys Open(string folder)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var keys = new SigningKeys(folder);
        if (keys.Files().Length == 0) keys.Write(ECDsa.Create(ECCurve.NamedCurves.nistP256), 1);
        return keys;
    }

    /// <summary>A key's id: the first half of the digest of its public part.</summary>
    public static string Id(byte[] publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey))[..32];

    /// <summary>Makes a new key, which the next checkpoint is signed with.</summary>
    public void Rotate() => Write(ECDsa.Create(ECCurve.NamedCurves.nistP256), Files().Length + 1);

    /// <summary>Every key from the first on, each endorsed by the one before.</summary>
    public List<VerifyingKey> Public()
    {
        var known = new List<VerifyingKey>();
        ECDsa? before = null;
        foreach (var file in Files())
        {
            var key = Read(file);
            var spki = key.ExportSubjectPublicKeyInfo();
            known.Add(before is null
                ? new VerifyingKey(Id(spki), spki, "", [])
                : new VerifyingKey(Id(spki), spki, known[^1].Id, before.SignData(spki, HashAlgorithmName.SHA256)));
            before = key;
        }
        return known;
    }

    /// <summary>Signs with the newest key.</summary>
    public Checkpoint Sign(long size, byte[] root, DateTimeOffset at)
    {
        var (id, signature) = Sign(Checkpoint.Body(size, root, at));
        return new Checkpoint(size, root, at, id, signature);
    }

    /// <summary>Signs a text with the newest key, and names it.</summary>
    public (string Key, byte[] Signature) Sign(string text)
    {
        using var key = Read(Files()[^1]);
        return (Id(key.ExportSubjectPublicKeyInfo()), key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256));
    }

    /// <summary>Whether this key signed this text.</summary>
    public static bool Verifies(byte[] publicKey, string text, byte[] signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        return key.VerifyData(Encoding.UTF8.GetBytes(text), signature, HashAlgorithmName.SHA256);
    }

    /// <summary>Whether each key but the first is vouched for by one before it.</summary>
    public static bool AreChained(IReadOnlyList<VerifyingKey> keys)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (Id(keys[i].Public) != keys[i].Id) return false;
            if (i == 0) continue;
            if (keys.Take(i).FirstOrDefault(k => k.Id == keys[i].EndorsedBy) is not { } before) return false;
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(before.Public, out _);
            if (!key.VerifyData(keys[i].Public, keys[i].Endorsement, HashAlgorithmName.SHA256)) return false;
        }
        return keys.Count > 0;
    }

    private string[] Files() => [.. Directory.GetFiles(_folder, "*.pem").Order(StringComparer.Ordinal)];

    private static ECDsa Read(string file)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(file));
        return key;
    }

    private void Write(ECDsa key, int number)
    {
        var file = Path.Combine(_folder, $"evidence-{number:D4}.pem");
        // Whole or not at all: another process may be looking for it.
        var draft = Path.Combine(_folder, Path.GetRandomFileName());
        using (var stream = new FileStream(draft, FileMode.CreateNew))
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(stream.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            stream.Write(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        }
        try
        {
            File.Move(draft, file);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft); // Another process was first; its key is as good.
        }
        key.Dispose();
    }
}
