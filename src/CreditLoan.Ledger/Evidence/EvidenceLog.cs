using System.Globalization;
using Npgsql;

namespace CreditLoan.Ledger.Evidence;

/// <summary>One leaf of the evidence tree (存证记录).</summary>
/// <param name="Form">What its hash covers: in the second form place, time, kind, subject and commitment; in the first kind and commitment only.</param>
public sealed record EvidenceLeaf(long Index, string Number, DateTimeOffset At, string Kind, string Subject, byte[] Commitment, long? LastSeq, int? Events, short Form = EvidenceLeaf.CurrentForm)
{
    public const short CurrentForm = 2;

    /// <summary>The kind of leaf that stands for a settled range of the whole log.</summary>
    public const string RangeKind = "log-range";

    internal static Sql Columns => Sql.Of($"index, number, at, kind, subject, commitment, last_seq, events, form");

    /// <summary>What a tree hashes as this leaf.</summary>
    public byte[] Hash(CryptoSuite suite) => Canonical.LeafHash(Form, Index, At, Kind, Subject, Commitment, suite);

    /// <summary>The number says when and where, and nothing else.</summary>
    public static string NumberOf(DateTimeOffset at, long index) => string.Create(CultureInfo.InvariantCulture, $"CZ{at.UtcDateTime:yyyyMMdd}-{index:D9}");
}

/// <summary>Answers anybody's questions about the evidence tree: it holds commitments and ids, nothing that needs a right to be read (存证查询).</summary>
public sealed class EvidenceLog(Database database)
{
    /// <summary>The leaf with this number, or the newest one about this subject.</summary>
    public Task<EvidenceLeaf?> Find(string numberOrSubject, CancellationToken stop = default) => Ask<EvidenceLeaf?>(async connection =>
    {
        return (await Reader.Rows<EvidenceLeaf>(connection, $"""
            select {EvidenceLeaf.Columns} from evidence_leaf
            where number = {numberOrSubject} or subject = {numberOrSubject} order by number = {numberOrSubject} desc, index desc limit 1
            """, stop)) is [var leaf] ? leaf : null;
    }, stop);

    /// <summary>Every leaf about a subject, in the order in which they were sealed: that of the acts themselves.</summary>
    public Task<IReadOnlyList<EvidenceLeaf>> About(string subject, CancellationToken stop = default) =>
        Ask<IReadOnlyList<EvidenceLeaf>>(connection => Reader.Rows<EvidenceLeaf>(connection, $"select {EvidenceLeaf.Columns} from evidence_leaf where subject = {subject} order by index", stop), stop);

    public Task<Checkpoint?> Newest(CryptoSuite suite, CancellationToken stop = default) =>
        Ask<Checkpoint?>(connection => Newest(connection, suite, stop), stop);

    /// <summary>The newest cosignature of each witness, newest first.</summary>
    public Task<IReadOnlyList<Cosignature>> Cosigned(CancellationToken stop = default) => Ask<IReadOnlyList<Cosignature>>(async connection =>
    {
        return await Reader.Rows<Cosignature>(connection, $"""
            select suite, size, witness, key, at, signature from (select distinct on (suite, witness) * from evidence_cosignature order by suite, witness, size desc) newest order by size desc, suite
            """, stop);
    }, stop);

    public Task<IReadOnlyList<WitnessKey>> Witnesses(CancellationToken stop = default) =>
        Ask<IReadOnlyList<WitnessKey>>(connection => Witnesses(connection, stop), stop);

    public Task<IReadOnlyList<VerifyingKey>> Keys(CancellationToken stop = default) =>
        Ask<IReadOnlyList<VerifyingKey>>(connection => Keys(connection, stop), stop);

    /// <summary>Every statement of what a restore lost, oldest first (纪元声明).</summary>
    public Task<IReadOnlyList<Epoch>> Epochs(CancellationToken stop = default) =>
        Ask<IReadOnlyList<Epoch>>(connection => Epoch.All(connection, stop), stop);

    /// <summary>The receipt of a leaf under the newest checkpoint that a witness has cosigned, or under the newest where none has; null while no checkpoint covers it.</summary>
    public Task<Receipt?> Receipt(EvidenceLeaf leaf, CryptoSuite suite, CancellationToken stop = default) => Ask<Receipt?>(async connection =>
    {
        var checkpoint = (await Reader.Rows<Checkpoint>(connection, $"""
            select suite, size, root, at, key, signature from evidence_checkpoint c where suite = {suite.Name}
              and size = (select max(size) from evidence_cosignature where suite = {suite.Name} and size > {leaf.Index})
            """, stop)) is [var cosigned] ? cosigned : await Newest(connection, suite, stop);
        if (checkpoint is null || checkpoint.Size <= leaf.Index) return null;
        var cosignatures = await Reader.Rows<Cosignature>(connection, $"select suite, size, witness, key, at, signature from evidence_cosignature where suite = {suite.Name} and size = {checkpoint.Size} order by at", stop);
        var witnesses = cosignatures.Count == 0 ? [] : (await Witnesses(connection, stop)).Where(w => cosignatures.Any(c => c.Key == w.Id));
        var tree = Tree(connection, suite, checkpoint.Size);
        var proof = await Task.Run(() => tree.Inclusion(leaf.Index, checkpoint.Size), stop);
        return new Receipt(Evidence.Receipt.FormatOf(leaf.Form), leaf.Number, leaf.At, leaf.Kind, leaf.Subject, Convert.ToBase64String(leaf.Commitment),
            leaf.Index, [.. proof.Select(Convert.ToBase64String)], checkpoint.ToString(), [.. await Keys(connection, stop)], [.. cosignatures], [.. witnesses]);
    }, stop);

    /// <summary>The hashes that show that the tree of the second size continues the first; null where it is not that large.</summary>
    public Task<IReadOnlyList<byte[]>?> Consistency(CryptoSuite suite, long first, long second, CancellationToken stop = default) => Ask<IReadOnlyList<byte[]>?>(async connection =>
    {
        if (await Newest(connection, suite, stop) is not { } checkpoint || first < 0 || first > second || second > checkpoint.Size) return null;
        var tree = Tree(connection, suite, checkpoint.Size);
        return await Task.Run(() => tree.Consistency(first, second), stop);
    }, stop);

    /// <summary>A leaf's hash, and the hashes that lead from it to the root of the tree of this size; null where there is no such leaf or size.</summary>
    public Task<(byte[] Leaf, IReadOnlyList<byte[]> Proof)?> Inclusion(CryptoSuite suite, long index, long size, CancellationToken stop = default) => Ask<(byte[] Leaf, IReadOnlyList<byte[]> Proof)?>(async connection =>
    {
        if (await Newest(connection, suite, stop) is not { } checkpoint || index < 0 || index >= size || size > checkpoint.Size) return null;
        var tree = Tree(connection, suite, checkpoint.Size);
        return await Task.Run(() => (tree.LeafHash(index), (IReadOnlyList<byte[]>)tree.Inclusion(index, size)), stop);
    }, stop);

    /// <summary>Whether this is, to the value, what the leaf was made of; false also where the content has been erased.</summary>
    public Task<bool> Matches(EvidenceLeaf leaf, string json, CancellationToken stop = default) => Ask<bool>(async connection =>
    {
        if (json.Contains('\0', StringComparison.Ordinal)) return false; // No text there: some file.
        await using var command = Sql.Of($"select evidence_matches({leaf.Index}, {json})").On(connection);
        try
        {
            return (bool)(await command.ExecuteScalarAsync(stop))!;
        }
        catch (PostgresException e) when (e.SqlState is ['2', '2', ..] or ['5', '4', ..])
        {
            return false; // JSON that no database could have kept: numbers, signs, depths beyond its limits.
        }
    }, stop);

    /// <summary>The leaf of the report whose file has this digest; null where none has.</summary>
    public Task<EvidenceLeaf?> OfFile(string sha256, CancellationToken stop = default) => Ask<EvidenceLeaf?>(async connection =>
    {
        await using var command = Sql.Of($"select evidence_of_file({sha256})").On(connection);
        return await command.ExecuteScalarAsync(stop) is string number ? await Find(number, stop) : null;
    }, stop);

    private Task<T> Ask<T>(Func<NpgsqlConnection, Task<T>> ask, CancellationToken stop) => database.Pulse.On(database.ReaderSource, ask, stop);

    internal static MerkleTree Tree(NpgsqlConnection connection, CryptoSuite suite, long size) => new(size, place =>
    {
        using var command = Sql.Of($"select hashes from evidence_tile where suite = {suite.Name} and level = {place.Level} and index = {place.Index}").On(connection);
        return (byte[]?)command.ExecuteScalar() ?? [];
    }, suite);

    internal static async Task<IReadOnlyList<VerifyingKey>> Keys(NpgsqlConnection connection, CancellationToken stop) =>
        await Reader.Rows<VerifyingKey>(connection, $"select id, public, endorsed_by, endorsement from evidence_key order by position", stop);

    internal static Task<IReadOnlyList<WitnessKey>> Witnesses(NpgsqlConnection connection, CancellationToken stop) =>
        Reader.Rows<WitnessKey>(connection, $"select id, name, public from evidence_witness order by since, id", stop);

    internal static async Task<Checkpoint?> Newest(NpgsqlConnection connection, CryptoSuite suite, CancellationToken stop) =>
        (await Reader.Rows<Checkpoint>(connection, $"select suite, size, root, at, key, signature from evidence_checkpoint where suite = {suite.Name} order by size desc limit 1", stop)) is [var newest] ? newest : null;
}
