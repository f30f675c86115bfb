using System.Globalization;

namespace CreditLoan.Ledger.Evidence;

/// <summary>What the tree was at one moment, signed (检查点): whoever keeps it can show later that nothing before it was changed.</summary>
/// <param name="Key">The id of the key that signed: the digest of its public part.</param>
public sealed record Checkpoint(long Size, byte[] Root, DateTimeOffset At, string Key, byte[] Signature)
{
    private const string Origin = "creditloan-checkpoint-v1";

    /// <summary>The text that is signed, four lines.</summary>
    public string Text => Body(Size, Root, At);

    public static string Body(long size, byte[] root, DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture,
        $"{Origin}\n{size}\n{Convert.ToBase64String(root)}\n{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}\n");

    public bool SignedBy(byte[] publicKey) => SigningKeys.Id(publicKey) == Key && SigningKeys.Verifies(publicKey, Text, Signature);

    /// <summary>Text, key and signature: the form in which it is handed out and kept outside.</summary>
    public override string ToString() => $"{Text}\n{Key} {Convert.ToBase64String(Signature)}\n";

    /// <summary>The checkpoints that were kept in a file outside the database, one after the other; none where there is no file.</summary>
    /// <exception cref="InvalidDataException">One of them is damaged.</exception>
    public static IReadOnlyList<Checkpoint> ReadAll(string file) => !File.Exists(file) ? [] :
    [
        .. File.ReadAllText(file).Split("\n\n" + Origin, StringSplitOptions.RemoveEmptyEntries).Select((note, i) =>
            TryParse(i == 0 ? note : Origin + note, out var checkpoint) ? checkpoint : throw new InvalidDataException($"Checkpoint {i + 1} in {file} is damaged.")),
    ];

    public static bool TryParse(string note, out Checkpoint checkpoint)
    {
        checkpoint = null!;
        var lines = note.Split('\n');
        if (lines.Length < 6 || lines[0] != Origin || lines[4].Length > 0 || lines[5].Split(' ') is not [var key, var signature]) return false;
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)) return false;
        if (!DateTimeOffset.TryParse(lines[3], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return false;
        try
        {
            checkpoint = new Checkpoint(size, Convert.FromBase64String(lines[2]), at, key, Convert.FromBase64String(signature));
        }
        catch (FormatException)
        {
            return false;
        }
        // What was read must be what is written, to the byte: then no other text carries this signature.
        return checkpoint.Text == string.Join('\n', lines.Take(4)) + "\n" && checkpoint.Root.Length == Merkle.HashSize;
    }
}
