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
        if (keys.Files().Length == 0) keys.Write(CryptoSuite.International.NewKey(), 1);
        return keys;
    }

    /// <summary>A key's id: the first half of the digest of its public part.</summary>
    public static string Id(byte[] publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey))[..32];

    /// <summary>Makes a new key, which the next checkpoint of its suite is signed with; the first SM2 key begins the 国密 profile.</summary>
    public void Rotate(CryptoSuite suite) => Write(suite.NewKey(), Files().Length + 1);

    /// <summary>The suites that there is a key for.</summary>
    public IReadOnlyList<CryptoSuite> Suites()
    {
        var own = Files().Select(f => CryptoSuite.OfKey(Read(f))).ToHashSet();
        return [.. CryptoSuite.All.Where(own.Contains)];
    }

    /// <summary>Every key from the first on, each endorsed by the one of its suite before it, the first of a suite by the key that was the newest then.</summary>
    public List<VerifyingKey> Public()
    {
        var known = new List<VerifyingKey>();
        var own = new List<byte[]>();
        foreach (var key in Files().Select(Read))
        {
            var suite = CryptoSuite.OfKey(key);
            var spki = suite.Public(key);
            var before = own.FindLastIndex(k => CryptoSuite.OfKey(k) == suite) is >= 0 and var same ? same : own.Count - 1;
            known.Add(before < 0
                ? new VerifyingKey(Id(spki), spki, "", [])
                : new VerifyingKey(Id(spki), spki, known[before].Id, CryptoSuite.OfKey(own[before]).Sign(own[before], spki)));
            own.Add(key);
        }
        return known;
    }

    /// <summary>Signs with the suite's newest key.</summary>
    public Checkpoint Sign(CryptoSuite suite, long size, byte[] root, DateTimeOffset at)
    {
        var (id, signature) = Sign(suite, Checkpoint.Body(suite, size, root, at));
        return new Checkpoint(suite.Name, size, root, at, id, signature);
    }

    /// <summary>Signs a text with the suite's newest key, and names it.</summary>
    public (string Key, byte[] Signature) Sign(CryptoSuite suite, string text)
    {
        var key = Files().Reverse().Select(Read).First(k => CryptoSuite.OfKey(k) == suite);
        return (Id(suite.Public(key)), suite.Sign(key, Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Whether this key signed this text.</summary>
    public static bool Verifies(byte[] publicKey, string text, byte[] signature) => CryptoSuite.OfKey(publicKey).Verifies(publicKey, Encoding.UTF8.GetBytes(text), signature);

    /// <summary>Whether each key but the first is vouched for by one before it.</summary>
    public static bool AreChained(IReadOnlyList<VerifyingKey> keys)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (Id(keys[i].Public) != keys[i].Id) return false;
            if (i == 0 && (keys[0].EndorsedBy.Length > 0 || keys[0].Endorsement.Length > 0)) return false;
            if (i == 0) continue;
            if (keys.Take(i).FirstOrDefault(k => k.Id == keys[i].EndorsedBy) is not { } before) return false;
            if (!CryptoSuite.OfKey(before.Public).Verifies(before.Public, keys[i].Public, keys[i].Endorsement)) return false;
        }
        return keys.Count > 0;
    }

    private string[] Files() => [.. Directory.GetFiles(_folder, "*.pem").Order(StringComparer.Ordinal)];

    private static byte[] Read(string file)
    {
        var text = File.ReadAllText(file);
        return Convert.FromBase64String(text[PemEncoding.Find(text).Base64Data]);
    }

    // Where another process made the file first, its key is as good.
    private void Write(byte[] key, int number) =>
        KeyFile.Make(Path.Combine(_folder, $"evidence-{number:D4}.pem"), Encoding.ASCII.GetBytes(PemEncoding.WriteString("PRIVATE KEY", key)));
}
