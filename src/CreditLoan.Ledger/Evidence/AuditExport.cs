using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreditLoan.Ledger.Evidence;

/// <summary>One exported row of the audit trail, and what proves that it is in its range.</summary>
/// <param name="Range">Which of the file's ranges.</param>
/// <param name="Place">Where in it, from 0.</param>
/// <param name="Salt">The row's own salt, in Base64.</param>
/// <param name="Proof">The hashes from the row to the range's root, in Base64.</param>
public sealed record ExportedAct(AuditAct Act, int Range, long Place, string Salt, string[] Proof);

/// <summary>One range that exported rows are from, and what proves that it is in the signed tree.</summary>
/// <param name="Acts">How many rows it has in all; where the file has as many, nothing of it is left out.</param>
/// <param name="Root">The root over its rows, in Base64.</param>
/// <param name="Leaf">The leaf of the evidence tree.</param>
/// <param name="At">When it was sealed; null where the leaf is of the first form, which does not cover it.</param>
/// <param name="Proof">The hashes from the leaf to the checkpoint's root, in Base64.</param>
public sealed record ExportedRange(
    long AfterId, long LastId, long Acts, string Root, long Leaf, string[] Proof, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? At = null);

/// <summary>What an exported file says, before it is signed.</summary>
/// <param name="By">The account that exported.</param>
/// <param name="Filter">What was searched for, in words.</param>
/// <param name="NotYetSealed">Rows that were found but are too young for a proof, and are left out.</param>
public sealed record AuditExportContent(
    string Format, DateTimeOffset At, string By, string Filter, long NotYetSealed, ExportedAct[] Acts, ExportedRange[] Ranges, string Checkpoint, VerifyingKey[] Keys);

/// <summary>What a check of an export found.</summary>
/// <param name="Whole">The stretches of numbers of which nothing is left out.</param>
/// <param name="Problem">The first thing that does not fit; null where all does.</param>
public sealed record VerifiedExport(int Acts, IReadOnlyList<(long After, long Last)> Whole, string? Problem);

/// <summary>Rows of the audit trail in a file that needs no platform to be checked (审计导出): signed as a whole, each row proved by itself.</summary>
/// <remarks>Row → tree of its range → leaf of the evidence tree → signed checkpoint. The signature over the whole says who exported what and when.</remarks>
public sealed record AuditExport(AuditExportContent Content, string Key, string Signature)
{
    public const string CurrentFormat = "creditloan-audit-export-v1";

    /// <summary>The most rows of one file.</summary>
    public const int MostActs = 20_000;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static AuditExport Sign(AuditExportContent content, SigningKeys keys)
    {
        var (key, signature) = keys.Sign(CryptoSuite.International, Text(content));
        return new AuditExport(content, key, Convert.ToBase64String(signature));
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static AuditExport? TryRead(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditExport>(json, Json) is { Content: { Acts: not null, Ranges: not null, Checkpoint: not null, Keys: not null }, Signature: not null } export ? export : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="trusted">The id of a key that the reader trusts; without it the file shows its own first key.</param>
    public VerifiedExport Verify(string? trusted = null)
    {
        try
        {
            return new VerifiedExport(Content.Acts.Length, Whole(), Problem(trusted));
        }
        catch (Exception damaged) when (damaged is FormatException or CryptographicException or NullReferenceException or ArgumentException)
        {
            return new VerifiedExport(0, [], "The export is damaged.");
        }
    }

    private string? Problem(string? trusted)
    {
        if (Content.Format != CurrentFormat) return "The format of the export is unknown.";
        if (!SigningKeys.AreChained(Content.Keys)) return "The keys do not vouch for each other.";
        if (trusted is not null && !Array.Exists(Content.Keys, k => k.Id == trusted)) return "The trusted key is not among the export's keys.";
        if (Array.Find(Content.Keys, k => k.Id == Key) is not { } signer || !SigningKeys.Verifies(signer.Public, Text(Content), Convert.FromBase64String(Signature))) return "The signature over the export is wrong.";
        if (!Evidence.Checkpoint.TryParse(Content.Checkpoint, out var checkpoint)) return "The checkpoint is damaged.";
        if (Array.Find(Content.Keys, k => k.Id == checkpoint.Key) is not { } sealer || !checkpoint.SignedBy(sealer.Public)) return "The checkpoint's signature is wrong.";
        foreach (var range in Content.Ranges)
        {
            var commitment = AuditRange.Commitment(range.AfterId, range.LastId, range.Acts, Convert.FromBase64String(range.Root));
            var leaf = Canonical.LeafHash(range.At is null ? (short)1 : EvidenceLeaf.CurrentForm, range.Leaf, range.At ?? default, AuditRange.Kind, AuditRange.Subject(range.LastId), commitment, checkpoint.By);
            if (!Merkle.Includes(leaf, range.Leaf, checkpoint.Size, Array.ConvertAll(range.Proof, Convert.FromBase64String), checkpoint.Root, checkpoint.By))
                return $"The range of rows {range.AfterId + 1} to {range.LastId} is not in the signed tree.";
        }
        var seen = new HashSet<(int, long)>();
        foreach (var exported in Content.Acts)
        {
            if (exported.Range < 0 || exported.Range >= Content.Ranges.Length) return $"Row {exported.Act.Id} names no range of the file.";
            var range = Content.Ranges[exported.Range];
            if (exported.Act.Id <= range.AfterId || exported.Act.Id > range.LastId || !seen.Add((exported.Range, exported.Place))
                || !Merkle.Includes(exported.Act.Hash(Convert.FromBase64String(exported.Salt)), exported.Place, range.Acts, Array.ConvertAll(exported.Proof, Convert.FromBase64String), Convert.FromBase64String(range.Root), CryptoSuite.International))
                return $"Row {exported.Act.Id} is not what was sealed.";
        }
        return null;
    }

    private List<(long After, long Last)> Whole()
    {
        var whole = new List<(long After, long Last)>();
        var counts = Content.Acts.CountBy(a => a.Range).ToDictionary();
        foreach (var (_, range) in Content.Ranges.Index().Where(r => counts.GetValueOrDefault(r.Index) == r.Item.Acts).OrderBy(r => r.Item.AfterId))
        {
            if (whole.Count > 0 && whole[^1].Last == range.AfterId) whole[^1] = (whole[^1].After, range.LastId);
            else whole.Add((range.AfterId, range.LastId));
        }
        return whole;
    }

    private static string Text(AuditExportContent content) =>
        string.Create(CultureInfo.InvariantCulture, $"{CurrentFormat}\n{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, Json)))}\n");
}
