using Npgsql;

namespace CreditLoan.Ledger.Evidence;

/// <summary>One leaf of the evidence tree (存证记录).</summary>
public sealed record EvidenceLeaf(long Index, string Number, DateTimeOffset At, string Kind, string Subject, byte[] Commitment, long? LastSeq, int? Events)
{
    /// <summary>The kind of leaf that stands for a settled range of the whole log.</summary>
    public const string RangeKind = "log-range";
}

/// <summary>Answers anybody's questions about the evidence tree: it holds commitments and ids, nothing that needs a right to be read (存证查询).</summary>
public sealed class EvidenceLog(NpgsqlDataSource reader)
{
    /// <summary>The leaf with this number, or the newest one about this subject.</summary>
    public async Task<EvidenceLeaf?> Find(string numberOrSubject, CancellationToken stop = default)
    {
        await using var connection = await reader.OpenConnectionAsync(stop);
        return (await Reader.Rows<EvidenceLeaf>(connection, $"""
            select index, number, at, kind, subject, commitment, last_seq, events from evidence_leaf
            where number = {numberOrSubject} or subject = {numberOrSubject} order by number = {numberOrSubject} desc, index desc limit 1
            """, stop)) is [var leaf] ? leaf : null;
    }

    public async Task<Checkpoint?> Newest(CancellationToken stop = default)
    {
        await using var connection = await reader.OpenConnectionAsync(stop);
        return await Newest(connection, stop);
    }

    public async Task<IReadOnlyList<VerifyingKey>> Keys(CancellationToken stop = default)
    {
        await using var connection = await reader.OpenConnectionAsync(stop);
        return await Keys(connection, stop);
    }

    /// <summary>Every statement of what a restore lost, oldest first (纪元声明).</summary>
    public async Task<IReadOnlyList<Epoch>> Epochs(CancellationToken stop = default)
    {
        await using var connection = await reader.OpenConnectionAsync(stop);
        return await Epoch.All(connection, stop);
    }

    /// <summary>The receipt of a leaf under the newest checkpoint; null while no checkpoint covers it.</summary>
    public async Task<Receipt?> Receipt(EvidenceLeaf leaf, CancellationToken stop = default)
    {
        await using var connection = await reader.OpenConnectionAsync(stop);
        if (await Newest(connection, stop) is not { } checkpoint || checkpoint.Size <= leaf.Index) return null;
        var tree = Tree(connection, checkpoint.Size);
        var proof = await Task.Run(() => tree.Inclusion(leaf.Index, checkpoint.Size), stop);
        return new Receipt(Evidence.Receipt.CurrentFormat, leaf.Number, leaf.At, leaf.Kind, leaf.Subject, Convert.ToBase64String(leaf.Commitment),
            leaf.Index, [.. proof.Select(Convert.ToBase64String)], checkpoint.ToString(), [.. await Keys(connection, stop)]);
    }

    /// <summary>The hashes that show that the tree of the second size continues the first; null where it is not that large.</summary>
    public async Task<IReadOnlyList<byte[]>?> Consistency(long first, long second, CancellationToken stop = default)
    {
        await using var connection = await reader.OpenConnectionAsync(stop);
        if (await Newest(connection, stop) is not { } checkpoint || first < 0 || first > second || second > checkpoint.Size) return null;
        var tree = Tree(connection, checkpoint.Size);
        return await Task.Run(() => tree.Consistency(first, second), stop);
    }

    /// <summary>Whether this is, to the value, what the leaf was made of; false also where the content has been erased.</summary>
    public async Task<bool> Matches(EvidenceLeaf leaf, string json, CancellationToken stop = default)
    {
        await using var connection = await reader.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"select evidence_matches({leaf.Index}, {json})").On(connection);
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    internal static MerkleTree Tree(NpgsqlConnection connection, long size) => new(size, place =>
    {
        using var command = Sql.Of($"select hashes from evidence_tile where level = {place.Level} and index = {place.Index}").On(connection);
        return (byte[]?)command.ExecuteScalar() ?? [];
    });

    internal static async Task<IReadOnlyList<VerifyingKey>> Keys(NpgsqlConnection connection, CancellationToken stop) =>
        await Reader.Rows<VerifyingKey>(connection, $"select id, public, endorsed_by, endorsement from evidence_key order by position", stop);

    internal static async Task<Checkpoint?> Newest(NpgsqlConnection connection, CancellationToken stop) =>
        (await Reader.Rows<Checkpoint>(connection, $"select size, root, at, key, signature from evidence_checkpoint order by size desc limit 1", stop)) is [var newest] ? newest : null;
}
