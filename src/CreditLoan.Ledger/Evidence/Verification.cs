using Npgsql;

namespace CreditLoan.Ledger.Evidence;

/// <summary>What a check of the whole evidence log found (核验结果).</summary>
/// <param name="Unsealed">Events behind the last range, not yet covered.</param>
/// <param name="Acts">Rows of the audit trail in ranges.</param>
/// <param name="Erased">Single leaves whose content has been erased; their proofs hold, their content is not looked at.</param>
/// <param name="Epochs">What restores lost, as it was stated and signed.</param>
/// <param name="Problem">The first break; null where there is none.</param>
/// <param name="Cosigned">The newest checkpoint that each witness signed; its signature holds.</param>
public sealed record Verified(long Leaves, long Events, long Unsealed, long Checkpoints, long Erased, string FirstKey, IReadOnlyList<Epoch> Epochs, IReadOnlyList<Cosignature> Cosigned, string? Problem, long Acts = 0);

/// <summary>Checks everything again from the rows up: contents, ranges of the log, leaves, tree, checkpoints, signatures (核验).</summary>
/// <param name="source">Any connection that may read the tables; nothing that the database says of itself is believed.</param>
public sealed class Verification(NpgsqlDataSource source)
{
    private sealed record Stored(long Index, string Number, DateTimeOffset At, string Kind, string Subject, byte[] Commitment, long? LastSeq, int? Events, short Form, byte[]? Salt, string? Content);

    private sealed class Break(string what) : Exception(what);

    /// <param name="anchored">Checkpoints that were kept outside: the tree must contain each.</param>
    /// <param name="trusted">The id of a key that is trusted; it must be among the log's.</param>
    /// <param name="witness">The id of a witness's key that must have cosigned.</param>
    public async Task<Verified> Run(IReadOnlyList<Checkpoint> anchored, string? trusted, string? witness = null, CancellationToken stop = default)
    {
        var (leaves, events, erased, count, first) = (0L, 0L, 0L, 0L, "");
        IReadOnlyList<Epoch> epochs = [];
        IReadOnlyList<Cosignature> cosigned = [];
        try
        {
            await using var connection = await source.OpenConnectionAsync(stop);
            await using var second = await source.OpenConnectionAsync(stop);
            var keys = await EvidenceLog.Keys(connection, stop);
            var checkpoints = await Reader.Rows<Checkpoint>(connection, $"select suite, size, root, at, key, signature from evidence_checkpoint order by size, suite desc", stop);
            count = checkpoints.Count;
            if (count > 0 && !SigningKeys.AreChained(keys)) throw new Break("The signing keys do not vouch for each other.");
            first = keys.Count > 0 ? keys[0].Id : "";
            if (trusted is not null && keys.All(k => k.Id != trusted)) throw new Break($"The key {trusted} is not among those of the log.");
            foreach (var checkpoint in checkpoints.Concat(anchored))
                if (keys.FirstOrDefault(k => k.Id == checkpoint.Key) is not { } key || !checkpoint.SignedBy(key.Public))
                    throw new Break($"The signature of the checkpoint of {checkpoint.Size} leaves is wrong.");

            epochs = await Epoch.All(connection, stop);
            foreach (var epoch in epochs)
                if (keys.FirstOrDefault(k => k.Id == epoch.Key) is not { } key || !epoch.SignedBy(key.Public))
                    throw new Break($"The signature of the statement of epoch {epoch.Number} is wrong.");

            cosigned = await Cosigned(connection, checkpoints, witness, stop);

            var there = checkpoints.Select(c => (c.Suite, c.Size)).ToHashSet();
            var newest = checkpoints.Count == 0 ? 0 : checkpoints[^1].Size;
            if (anchored.FirstOrDefault(c => c.Size < newest && !there.Contains((c.Suite, c.Size)) && !epochs.Any(e => e.Covers(c))) is { } gone)
                throw new Break($"A checkpoint of {gone.Size} leaves was signed and is kept outside, but is not in the database any more.");

            // A checkpoint that a signed statement gives up need not be reached any more; the root that survived must be.
            var due = checkpoints.Concat(anchored.Where(c => !epochs.Any(e => e.Covers(c))))
                .Concat(epochs.Where(e => e.Surviving > 0).Select(e => new Checkpoint(CryptoSuite.International.Name, e.Surviving, e.Root, e.At, e.Key, []))).GroupBy(c => c.Size).ToDictionary(c => c.Key, c => c.ToList());
            var trees = checkpoints.Concat(anchored).Select(c => c.By).Append(CryptoSuite.International).Distinct().ToDictionary(suite => suite, suite => new MerkleTree(0, _ => [], suite));
            var (lastSeq, lastAct, acts) = (0L, 0L, 0L);
            var after = long.MinValue;
            var (international, signed) = (checkpoints.Where(c => c.By == CryptoSuite.International).ToList(), 0);
            await foreach (var leaf in Leaves(connection, stop))
            {
                if (leaf.Index != leaves) throw new Break($"Leaf {leaves} is missing.");
                while (signed < international.Count && international[signed].Size <= leaf.Index) signed++;
                if (leaf.Number != EvidenceLeaf.NumberOf(leaf.At, leaf.Index) || (signed < international.Count && leaf.At != international[signed].At))
                    throw new Break($"The number or the time of leaf {leaf.Index} ({leaf.Number}, {leaf.At:yyyy-MM-dd HH:mm:ss}Z) is not that under which it was sealed.");
                if (leaf.LastSeq is { } upTo)
                {
                    if (leaf.Salt is null) throw new Break($"The salt of range leaf {leaf.Index} is missing.");
                    var (commitment, _, found) = await LogRange.Digest(second, leaf.Salt, after, upTo, int.MaxValue, stop);
                    if (upTo <= lastSeq || found != leaf.Events || !commitment.AsSpan().SequenceEqual(leaf.Commitment))
                        throw new Break($"The events between {lastSeq} and {upTo} are not those that were sealed ({Odd(found, leaf.Events ?? 0)}).");
                    (after, lastSeq, events) = (upTo, upTo, events + found);
                }
                else if (leaf.Kind == AuditRange.Kind)
                {
                    var range = await Acts(second, leaf, lastAct, stop);
                    (lastAct, acts) = (range.LastId, acts + range.Acts);
                }
                else if (leaf.Salt is null) erased++;
                else if (!Canonical.Content(leaf.Salt, leaf.Kind, leaf.Subject, leaf.Content!).AsSpan().SequenceEqual(leaf.Commitment))
                    throw new Break($"The content of leaf {leaf.Index} ({leaf.Kind} {leaf.Subject}) is not what was sealed.");
                foreach (var (suite, tree) in trees) tree.Append(Canonical.LeafHash(leaf.Form, leaf.Index, leaf.At, leaf.Kind, leaf.Subject, leaf.Commitment, suite));
                leaves++;
                if (due.Remove(leaves, out var here) && here.Exists(c => !c.Root.AsSpan().SequenceEqual(trees[c.By].Root())))
                    throw new Break($"The tree of {leaves} leaves is not the one that was signed.");
            }
            if (due.Count > 0) throw new Break($"A checkpoint of {due.Keys.Max()} leaves was signed, but there are {leaves}.");
            // A suite that came later may still be on its way; what it has signed was looked at above.
            if (leaves > 0 && (checkpoints.Count == 0 || checkpoints[^1].Size != leaves)) throw new Break($"There are {leaves} leaves, but the last checkpoint covers {(checkpoints.Count == 0 ? 0 : checkpoints[^1].Size)}.");
            foreach (var (suite, tree) in trees)
                if (checkpoints.LastOrDefault(c => c.By == suite)?.Size == leaves)
                    await Tiles(connection, suite, tree, stop);
            await using var tail = Sql.Of($"select count(*) from mt_events where seq_id > {lastSeq}").On(connection);
            return new Verified(leaves, events, (long)(await tail.ExecuteScalarAsync(stop))!, count, erased, first, epochs, cosigned, null, acts);
        }
        catch (Break found)
        {
            return new Verified(leaves, events, 0, count, erased, first, epochs, cosigned, found.Message);
        }
    }

    private static async Task Tiles(NpgsqlConnection connection, CryptoSuite suite, MerkleTree tree, CancellationToken stop)
    {
        foreach (var (place, hashes) in tree.Changed)
        {
            await using var command = Sql.Of($"select hashes from evidence_tile where suite = {suite.Name} and level = {place.Level} and index = {place.Index}").On(connection);
            var kept = (byte[]?)await command.ExecuteScalarAsync(stop);
            if (!hashes.AsSpan().SequenceEqual(kept)) throw new Break($"Tile {place.Index} of level {place.Level} is not that of the signed tree.");
        }
    }

    /// <summary>Every cosignature is by a known witness over a checkpoint that is there; the newest of each witness is the answer.</summary>
    private static async Task<IReadOnlyList<Cosignature>> Cosigned(NpgsqlConnection connection, IReadOnlyList<Checkpoint> checkpoints, string? witness, CancellationToken stop)
    {
        var witnesses = (await EvidenceLog.Witnesses(connection, stop)).ToDictionary(w => w.Id);
        var signed = checkpoints.ToDictionary(c => (c.Suite, c.Size));
        var all = await Reader.Rows<Cosignature>(connection, $"select suite, size, witness, key, at, signature from evidence_cosignature order by size desc, suite", stop);
        foreach (var one in all)
            if (!witnesses.TryGetValue(one.Key, out var key) || !signed.TryGetValue((one.Suite, one.Size), out var checkpoint) || !one.SignedBy(key.Public, checkpoint))
                throw new Break($"The signature of the witness {one.Witness} under the checkpoint of {one.Size} leaves is wrong.");
        if (witness is not null && all.All(c => c.Key != witness)) throw new Break($"The witness {witness} has cosigned nothing here.");
        return [.. all.DistinctBy(c => (c.Suite, c.Key))];
    }

    private static string Odd(int found, int wanted) => found == wanted ? $"as many, {found}, but another content or order" : $"{found} instead of {wanted}";

    /// <summary>The range of the audit trail behind a leaf, whose rows are those that were sealed.</summary>
    private static async Task<AuditRange> Acts(NpgsqlConnection connection, Stored leaf, long lastAct, CancellationToken stop)
    {
        if (await Reader.Rows<AuditRange>(connection, $"select {AuditRange.RangeColumns} from audit_range where leaf = {leaf.Index}", stop) is not [var range])
            throw new Break($"The range of audit rows of leaf {leaf.Index} is missing.");
        var rows = await AuditRange.Rows(connection, range.AfterId, range.LastId, int.MaxValue, stop);
        if (range.AfterId != lastAct || range.LastId <= lastAct || rows.Count != range.Acts
            || !AuditRange.Commitment(range.AfterId, range.LastId, range.Acts, range.Tree(rows).Root()).AsSpan().SequenceEqual(leaf.Commitment))
            throw new Break($"The audit rows between {lastAct} and {range.LastId} are not those that were sealed ({Odd(rows.Count, range.Acts)}).");
        if (!range.Subjects.SequenceEqual(AuditRange.SubjectsOf(rows), StringComparer.Ordinal) || !range.Kinds.SequenceEqual(AuditRange.KindsOf(rows), StringComparer.Ordinal))
            throw new Break($"The subjects and acts by which the audit rows between {lastAct} and {range.LastId} are found are not those of the rows.");
        return range;
    }

    private static async IAsyncEnumerable<Stored> Leaves(NpgsqlConnection connection, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        const int page = 10_000;
        for (var from = 0L; ; from += page)
        {
            var rows = await Reader.Rows<Stored>(connection, $"""
                select l.index, l.number, l.at, l.kind, l.subject, l.commitment, l.last_seq, l.events, l.form, c.salt, c.content
                from evidence_leaf l left join evidence_content c on c.index = l.index where l.index >= {from} and l.index < {from + page} order by l.index
                """, stop);
            foreach (var row in rows) yield return row;
            if (rows.Count < page) yield break;
        }
    }
}
