using System.Globalization;
using System.Text.RegularExpressions;

namespace CreditLoan.Ledger.Evidence;

/// <summary>What the tree was at one moment, signed (检查点): whoever keeps it can show later that nothing before it was changed.</summary>
/// <param name="Suite">The name of the <see cref="CryptoSuite"/> of its root and its signature.</param>
/// <param name="Key">The id of the key that signed: the digest of its public part.</param>
public sealed partial record Checkpoint(string Suite, long Size, byte[] Root, DateTimeOffset At, string Key, byte[] Signature)
{
    /// <summary>The text that is signed, four lines.</summary>
    public string Text => Body(By, Size, Root, At);

    /// <exception cref="InvalidDataException">It comes from a newer build.</exception>
    public CryptoSuite By => CryptoSuite.Named(Suite) ?? throw new InvalidDataException($"Nobody here knows the suite {Suite}.");

    public static string Body(CryptoSuite suite, long size, byte[] root, DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture,
        $"{suite.Origin}\n{size}\n{Convert.ToBase64String(root)}\n{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}\n");

    public bool SignedBy(byte[] publicKey) => SigningKeys.Id(publicKey) == Key && CryptoSuite.OfKey(publicKey) == By && SigningKeys.Verifies(publicKey, Text, Signature);

    /// <summary>Text, key and signature: the form in which it is handed out and kept outside.</summary>
    public override string ToString() => $"{Text}\n{Key} {Convert.ToBase64String(Signature)}\n";

    /// <summary>The checkpoints that were kept in a file outside the database, one after the other; none where there is no file.</summary>
    /// <exception cref="InvalidDataException">One of them is damaged.</exception>
    public static IReadOnlyList<Checkpoint> ReadAll(string file) => !File.Exists(file) ? [] :
    [
        .. Beginning().Split(File.ReadAllText(file)).Where(note => note.Length > 0).Select((note, i) =>
            TryParse(note, out var checkpoint) ? checkpoint : throw new InvalidDataException($"Checkpoint {i + 1} in {file} is damaged.")),
    ];

    [GeneratedRegex("(?<=\n)\n(?=creditloan-checkpoint)")]
    private static partial Regex Beginning();

    public static bool TryParse(string note, out Checkpoint checkpoint)
    {
        checkpoint = null!;
        var lines = note.Split('\n');
        if (lines.Length < 6 || CryptoSuite.All.FirstOrDefault(s => s.Origin == lines[0]) is not { } suite || lines[4].Length > 0 || lines[5].Split(' ') is not [var key, var signature]) return false;
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)) return false;
        if (!DateTimeOffset.TryParse(lines[3], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return false;
        try
        {
            checkpoint = new Checkpoint(suite.Name, size, Convert.FromBase64String(lines[2]), at, key, Convert.FromBase64String(signature));
        }
        catch (FormatException)
        {
            return false;
        }
        // What was read must be what is written, to the byte: then no other text carries this signature.
        return checkpoint.Text == string.Join('\n', lines.Take(4)) + "\n" && checkpoint.Root.Length == Merkle.HashSize;
    }
}
