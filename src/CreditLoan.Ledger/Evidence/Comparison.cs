using System.Security.Cryptography;
using System.Text;

namespace CreditLoan.Ledger.Evidence;

/// <summary>What somebody's file is beside the evidence log (比对结果); the file itself is looked at and forgotten.</summary>
public abstract record Comparison
{
    private Comparison() { }

    /// <summary>A receipt that holds, of a leaf that stands in this log.</summary>
    public sealed record ReceiptHolds(EvidenceLeaf Leaf, Receipt Receipt) : Comparison;

    /// <summary>A receipt that does not hold by itself, or is not of this log.</summary>
    public sealed record ReceiptFails(string Problem) : Comparison;

    /// <summary>The document is, to the byte or to the value, what the leaf was made of.</summary>
    public sealed record Same(EvidenceLeaf Leaf) : Comparison;

    /// <summary>The leaf is there, but this is not what it was made of.</summary>
    public sealed record Different(EvidenceLeaf Leaf) : Comparison;

    /// <summary>Nothing in the log has this number, or this content.</summary>
    public sealed record Unknown : Comparison;

    /// <param name="number">The number that the file should have; empty where its digest is to be looked for.</param>
    public static async Task<Comparison> Of(EvidenceLog log, byte[] file, string number, CancellationToken stop = default)
    {
        var text = Encoding.UTF8.GetString(file);
        if (Receipt.Resembles(text)) return Receipt.TryRead(text) is { } receipt ? await OfReceipt(log, receipt, stop) : new ReceiptFails("This is not, to the last sign, as a receipt is written.");
        var found = await log.OfFile(Convert.ToHexStringLower(SHA256.HashData(file)), stop);
        if (number.Length == 0) return found is null ? new Unknown() : new Same(found);
        if (await log.Find(number, stop) is not { } leaf) return new Unknown();
        return found?.Index == leaf.Index || await log.Matches(leaf, text, stop) ? new Same(leaf) : new Different(leaf);
    }

    private static async Task<Comparison> OfReceipt(EvidenceLog log, Receipt receipt, CancellationToken stop)
    {
        if (await log.Keys(stop) is not [var first, ..]) return new ReceiptFails("Nothing has been sealed here.");
        if (receipt.Problem(first.Id) is { } problem) return new ReceiptFails(problem);
        return await log.Find(receipt.Number, stop) is { } leaf && (leaf.Index, leaf.At, leaf.Kind, leaf.Subject, Convert.ToBase64String(leaf.Commitment)) == (receipt.Index, receipt.At, receipt.Kind, receipt.Subject, receipt.Commitment)
            ? new ReceiptHolds(leaf, receipt)
            : new ReceiptFails("The log has no such leaf at this place.");
    }
}
