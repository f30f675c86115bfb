using System.Globalization;

namespace CreditLoan.Ledger.Evidence;

/// <summary>The key of a witness (见证方): a bank or the bureau, which looks at every step of the tree before it signs.</summary>
public sealed record WitnessKey(string Id, string Name, byte[] Public);

/// <summary>A witness's signature under a checkpoint (会签): it has seen that this tree only added to every one it signed before.</summary>
/// <remarks>The roles and the order of checks are those of C2SP's tlog-witness and tlog-cosignature; the text and the algorithms are the platform's own.</remarks>
public sealed record Cosignature(string Suite, long Size, string Witness, string Key, DateTimeOffset At, byte[] Signature)
{
    public bool SignedBy(byte[] publicKey, Checkpoint checkpoint) =>
        checkpoint.Suite == Suite && checkpoint.Size == Size && SigningKeys.Id(publicKey) == Key && SigningKeys.Verifies(publicKey, Body(Witness, At, checkpoint), Signature);

    /// <summary>The text that a witness signs: who and when, then the checkpoint as the log signed it.</summary>
    public static string Body(string witness, DateTimeOffset at, Checkpoint checkpoint) => string.Create(CultureInfo.InvariantCulture,
        $"creditloan-cosignature-v1\n{witness}\n{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}\n{checkpoint.Text}");
}
