using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;

namespace CreditLoan.Ledger.Evidence;

/// <summary>Takes what waits to be sealed, and the settled log, into the tree, and signs a checkpoint (封存).</summary>
/// <remarks>
/// Behind the appends, never inside one. Any number of processes may run it: the write carries the place from which it was made, so of
/// two that read the same place one counts, and one that slept wakes up to find its work refused.
/// </remarks>
public sealed class Sealer(NpgsqlDataSource sealer, SettledLog log, SigningKeys keys, TimeProvider clock, string? anchor = null)
{
    private const int MostLeaves = 20_000;
    private const int MostEvents = 50_000;
    private const int MostActs = 8_192;
    private const int SaltSize = 16;
    private IReadOnlyList<string> _ids = [];

    /// <summary>Seals what there is now; answers how many leaves that were.</summary>
    public async Task<int> Seal(CancellationToken stop = default)
    {
        while (await Join(stop))
        {
        }
        // Read before the log waits for the transactions under way: below it no act can appear any more either.
        var acts = await HighestAct(stop);
        var settled = await log.Settle(stop);
        var sealedNow = 0;
        while (await Step(settled, acts, stop) is var count and > 0) sealedNow += count;
        return sealedNow;
    }

    private async Task<long> HighestAct(CancellationToken stop)
    {
        await using var connection = await sealer.OpenConnectionAsync(stop);
        return (await Reader.Rows<long>(connection, $"select case when is_called then last_value else 0 end from audit_id_seq", stop))[0];
    }

    private sealed record Queued(long Id, DateTimeOffset At, string Kind, string Subject, string Content);

    private sealed record State(long Size, long LastSeq);

    private sealed record NewLeaf(EvidenceLeaf Leaf, byte[] Salt, string Content);

    private async Task<int> Step(long settled, long highestAct, CancellationToken stop)
    {
        await using var connection = await sealer.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Followers.Sleepless(connection, stop);
        var state = (await Reader.Rows<State>(connection, $"select size, last_seq from evidence_state", stop))[0];
        var known = await EvidenceLog.Keys(connection, stop);
        if (!known.Select(k => k.Id).SequenceEqual(_ids.Take(known.Count), StringComparer.Ordinal))
            _ids = [.. keys.Public().Select(k => k.Id)];
        if (!known.Select(k => k.Id).SequenceEqual(_ids.Take(known.Count), StringComparer.Ordinal))
            throw new InvalidOperationException("The signing keys in the folder are not those that this log was begun with; CREDITLOAN_EVIDENCE names the right folder.");
        var now = Now();
        var queued = await Reader.Rows<Queued>(connection, $"select id, at, kind, subject, content from evidence_queue order by id limit {MostLeaves}", stop);
        var leaves = new List<NewLeaf>(queued.Count + 1);
        foreach (var item in queued)
        {
            var salt = RandomNumberGenerator.GetBytes(SaltSize);
            leaves.Add(new NewLeaf(Leaf(state.Size + leaves.Count, now, item.Kind, item.Subject, Canonical.Content(salt, item.Kind, item.Subject, item.Content), null, null), salt, item.Content));
        }
        var lastSeq = state.LastSeq;
        if (settled > state.LastSeq)
        {
            var salt = RandomNumberGenerator.GetBytes(SaltSize);
            var (commitment, reached, events) = await LogRange.Digest(connection, salt, state.LastSeq, settled, MostEvents, stop);
            lastSeq = reached;
            leaves.Add(new NewLeaf(Leaf(state.Size + leaves.Count, now, EvidenceLeaf.RangeKind, $"log/{reached.ToString(CultureInfo.InvariantCulture)}", commitment, reached, events), salt, ""));
        }
        AuditRange? acts = null;
        if (await AuditRange.Last(connection, stop) is var afterAct && highestAct > afterAct && await AuditRange.Rows(connection, afterAct, highestAct, MostActs, stop) is { Count: > 0 } rows)
        {
            acts = new AuditRange(state.Size + leaves.Count, afterAct, rows.Count == MostActs ? rows[^1].Id : highestAct, rows.Count, RandomNumberGenerator.GetBytes(SaltSize), AuditRange.SubjectsOf(rows), AuditRange.KindsOf(rows));
            var commitment = AuditRange.Commitment(acts.AfterId, acts.LastId, acts.Acts, acts.Tree(rows).Root());
            leaves.Add(new NewLeaf(Leaf(acts.Leaf, now, AuditRange.Kind, AuditRange.Subject(acts.LastId), commitment, null, null), acts.Salt, ""));
        }
        if (leaves.Count == 0) return 0;

        await using (var fence = Sql.Of($"update evidence_state set size = {state.Size + leaves.Count}, last_seq = {lastSeq} where size = {state.Size} and last_seq = {state.LastSeq}").On(connection))
            if (await fence.ExecuteNonQueryAsync(stop) == 0) return 0;
        Failpoint.Hit("seal.fenced");
        await Write(connection, leaves, stop);
        if (acts is not null) await Run(connection, $"insert into audit_range ({AuditRange.RangeColumns}) values ({acts.Leaf}, {acts.AfterId}, {acts.LastId}, {acts.Acts}, {acts.Salt}, {acts.Subjects}, {acts.Kinds})", stop);
        var checkpoints = new List<Checkpoint>();
        foreach (var suite in keys.Suites())
            if (suite == CryptoSuite.International || await Reached(connection, suite, stop) == state.Size)
                checkpoints.Add(await Grow(connection, suite, state.Size, leaves.Select(l => l.Leaf), now, stop));
        await using (var done = Sql.Of($"delete from evidence_queue where id = any({queued.Select(q => q.Id).ToArray()})").On(connection))
            if (await done.ExecuteNonQueryAsync(stop) != queued.Count) throw new InvalidOperationException("What was sealed had already left the queue.");
        Failpoint.Hit("seal.written");
        await transaction.CommitAsync(stop);
        Failpoint.Hit("seal.committed");
        foreach (var item in queued) LedgerMeters.QueueAge.Record((now - item.At).TotalSeconds);
        await Anchor(checkpoints, stop);
        return leaves.Count;
    }

    /// <summary>Brings the tree of a suite that came later nearer to the log's size, some leaves a transaction; false where there is nothing left to do.</summary>
    private async Task<bool> Join(CancellationToken stop)
    {
        if (!keys.Suites().Contains(CryptoSuite.National)) return false;
        await using var connection = await sealer.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Followers.Sleepless(connection, stop);
        await Run(connection, $"select from evidence_state for update", stop); // One at a time, and none while another seals.
        var reached = await Reached(connection, CryptoSuite.National, stop);
        var missing = await Reader.Rows<EvidenceLeaf>(connection, $"select {EvidenceLeaf.Columns} from evidence_leaf where index >= {reached} order by index limit {MostLeaves}", stop);
        if (missing.Count == 0) return false;
        var checkpoint = await Grow(connection, CryptoSuite.National, reached, missing, Now(), stop);
        await transaction.CommitAsync(stop);
        await Anchor([checkpoint], stop);
        return true;
    }

    private async Task Anchor(List<Checkpoint> checkpoints, CancellationToken stop)
    {
        if (anchor is not null) await File.AppendAllTextAsync(anchor, string.Concat(checkpoints.Select(c => c + "\n")), stop);
    }

    /// <summary>As PostgreSQL will keep it.</summary>
    private DateTimeOffset Now()
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private static async Task<long> Reached(NpgsqlConnection connection, CryptoSuite suite, CancellationToken stop) =>
        (await EvidenceLog.Newest(connection, suite, stop))?.Size ?? 0;

    private static EvidenceLeaf Leaf(long index, DateTimeOffset at, string kind, string subject, byte[] commitment, long? lastSeq, int? events) =>
        new(index, EvidenceLeaf.NumberOf(at, index), at, kind, subject, commitment, lastSeq, events);

    private static async Task Write(NpgsqlConnection connection, List<NewLeaf> leaves, CancellationToken stop)
    {
        // Sets of rows, not COPY: that does not work under row level security.
        await using var batch = new NpgsqlBatch(connection);
        var rows = new NpgsqlBatchCommand("insert into evidence_leaf (index, number, at, kind, subject, commitment, last_seq, events, form) select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)");
        Add(rows, NpgsqlDbType.Bigint, l => l.Leaf.Index);
        Add(rows, NpgsqlDbType.Text, l => l.Leaf.Number);
        Add(rows, NpgsqlDbType.TimestampTz, l => l.Leaf.At);
        Add(rows, NpgsqlDbType.Text, l => l.Leaf.Kind);
        Add(rows, NpgsqlDbType.Text, l => l.Leaf.Subject);
        Add(rows, NpgsqlDbType.Bytea, l => l.Leaf.Commitment);
        Add(rows, NpgsqlDbType.Bigint, l => l.Leaf.LastSeq);
        Add(rows, NpgsqlDbType.Integer, l => l.Leaf.Events);
        Add(rows, NpgsqlDbType.Smallint, l => l.Leaf.Form);
        var contents = new NpgsqlBatchCommand("insert into evidence_content (index, salt, content) select * from unnest($1, $2, $3)");
        Add(contents, NpgsqlDbType.Bigint, l => l.Leaf.Index);
        Add(contents, NpgsqlDbType.Bytea, l => l.Salt);
        Add(contents, NpgsqlDbType.Text, l => l.Content);
        batch.BatchCommands.Add(rows);
        batch.BatchCommands.Add(contents);
        await batch.ExecuteNonQueryAsync(stop);

        void Add<T>(NpgsqlBatchCommand command, NpgsqlDbType type, Func<NewLeaf, T> value) =>
            command.Parameters.Add(new NpgsqlParameter { Value = leaves.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    /// <summary>Adds leaves to a suite's tree and signs what it then is.</summary>
    private async Task<Checkpoint> Grow(NpgsqlConnection connection, CryptoSuite suite, long size, IEnumerable<EvidenceLeaf> leaves, DateTimeOffset now, CancellationToken stop)
    {
        var tree = EvidenceLog.Tree(connection, suite, size);
        foreach (var leaf in leaves) tree.Append(leaf.Hash(suite));
        var checkpoint = keys.Sign(suite, tree.Size, tree.Root(), now);
        var tiles = tree.Changed.ToList();
        await Run(connection, $"""
            insert into evidence_tile (suite, level, index, hashes)
            select {suite.Name}, t.level, t.index, decode(t.hashes, 'hex') from unnest({tiles.Select(t => t.Place.Level).ToArray()}, {tiles.Select(t => t.Place.Index).ToArray()}, {tiles.Select(t => Convert.ToHexStringLower(t.Hashes)).ToArray()}) t(level, index, hashes)
            on conflict (suite, level, index) do update set hashes = excluded.hashes
            """, stop);
        await Run(connection, $"insert into evidence_checkpoint (suite, size, root, at, key, signature) values ({checkpoint.Suite}, {checkpoint.Size}, {checkpoint.Root}, {checkpoint.At}, {checkpoint.Key}, {checkpoint.Signature})", stop);
        var known = await EvidenceLog.Keys(connection, stop);
        if (known.Any(k => k.Id == checkpoint.Key)) return checkpoint;
        foreach (var (position, key) in keys.Public().Index())
            await Run(connection, $"insert into evidence_key (position, id, public, endorsed_by, endorsement) values ({position}, {key.Id}, {key.Public}, {key.EndorsedBy}, {key.Endorsement}) on conflict do nothing", stop);
        return checkpoint;
    }

    private static async Task Run(NpgsqlConnection connection, Sql sql, CancellationToken stop)
    {
        await using var command = sql.On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
