using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreditLoan.Ledger.Evidence;

/// <summary>What its holder needs to prove, without the platform, that something was sealed (存证凭证).</summary>
/// <param name="Number">The evidence number (存证编号).</param>
/// <param name="Proof">The hashes from the leaf to the root of the checkpoint, in Base64.</param>
/// <param name="Checkpoint">The signed checkpoint as <see cref="Checkpoint"/> writes it.</param>
/// <param name="Keys">Every signing key up to the one that signed, each vouched for by the one before.</param>
/// <param name="Cosignatures">What witnesses signed under the checkpoint.</param>
/// <param name="Witnesses">The keys of those witnesses.</param>
public sealed record Receipt(
    string Format, string Number, DateTimeOffset At, string Kind, string Subject, string Commitment, long Index, string[] Proof, string Checkpoint, VerifyingKey[] Keys,
    Cosignature[]? Cosignatures = null, WitnessKey[]? Witnesses = null)
{
    /// <summary>Receipts of leaves of the first form, whose number, time and subject no hash covers.</summary>
    private const string FirstFormat = "creditloan-receipt-v1";
    private const string CurrentFormat = "creditloan-receipt-v2";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string FormatOf(short form) => form == 1 ? FirstFormat : CurrentFormat;

    /// <summary>Whether the signature covers number, time and subject too; otherwise only the platform can say whether they are right.</summary>
    [JsonIgnore]
    public bool CoversWhenAndWhat => Format == CurrentFormat;

    /// <summary>Whether this wants to be a receipt, also where it is none any more.</summary>
    public static bool Resembles(string text) => text.Contains("creditloan-receipt", StringComparison.Ordinal) || (text.Contains("\"Commitment\"", StringComparison.Ordinal) && text.Contains("\"Checkpoint\"", StringComparison.Ordinal));

    public string ToJson() => JsonSerializer.Serialize(this, Indented);

    /// <summary>Null where the text is not, to the last sign, as a receipt is written: then no other text passes for it.</summary>
    public static Receipt? TryRead(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Receipt>(json) is { Proof: not null, Keys: not null, Checkpoint: not null, Kind: not null, Subject: not null, Commitment: not null } receipt && receipt.ToJson() == json ? receipt : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null where everything fits together; else the first thing that does not.</summary>
    /// <param name="trusted">The id of a key that the reader trusts; without it the receipt shows its own first key.</param>
    /// <param name="witness">The id of a witness's key that must have cosigned the checkpoint.</param>
    public string? Problem(string? trusted = null, string? witness = null)
    {
        if (Format is not (CurrentFormat or FirstFormat)) return "The format of the receipt is unknown.";
        try
        {
            if (!Evidence.Checkpoint.TryParse(Checkpoint, out var checkpoint) || checkpoint.ToString() != Checkpoint) return "The checkpoint is damaged.";
            if (!SigningKeys.AreChained(Keys)) return "The keys do not vouch for each other.";
            if (trusted is not null && !Array.Exists(Keys, k => k.Id == trusted)) return "The trusted key is not among the receipt's keys.";
            if (Array.Find(Keys, k => k.Id == checkpoint.Key) is not { } key || !checkpoint.SignedBy(key.Public)) return "The checkpoint's signature is wrong.";
            if (Cosigned(checkpoint, witness) is { } unseen) return unseen;
            if (Number != EvidenceLeaf.NumberOf(At, Index)) return "The number does not belong to this time and place.";
            if (Array.Exists([Commitment, .. Proof], text => Convert.ToBase64String(Convert.FromBase64String(text)) != text)) return "The receipt is damaged.";
            var leaf = Canonical.LeafHash(Format == FirstFormat ? (short)1 : EvidenceLeaf.CurrentForm, Index, At, Kind, Subject, Convert.FromBase64String(Commitment), checkpoint.By);
            return Merkle.Includes(leaf, Index, checkpoint.Size, Array.ConvertAll(Proof, Convert.FromBase64String), checkpoint.Root, checkpoint.By) ? null : "The leaf is not in the signed tree.";
        }
        catch (Exception e) when (e is FormatException or System.Security.Cryptography.CryptographicException)
        {
            return "The receipt is damaged.";
        }
    }

    private string? Cosigned(Checkpoint checkpoint, string? witness)
    {
        foreach (var cosignature in Cosignatures ?? [])
            if (Array.Find(Witnesses ?? [], w => w.Id == cosignature.Key) is not { } key || !cosignature.SignedBy(key.Public, checkpoint)) return $"The signature of the witness {cosignature.Witness} is wrong.";
        return witness is null || Array.Exists(Cosignatures ?? [], c => c.Key == witness) ? null : "The witness that is asked for has not cosigned the checkpoint.";
    }
}
