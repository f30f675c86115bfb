using System.Globalization;
using Npgsql;

namespace CreditLoan.Ledger.Evidence;

/// <summary>The signed statement that a restored tree begins anew (纪元声明): what survived, what was lost, and why.</summary>
/// <param name="Number">From 2; the first epoch needs no statement.</param>
/// <param name="Surviving">The size of the tree that was restored, and its root.</param>
/// <param name="Lost">The size of the largest checkpoint that others hold and that the restored tree does not reach, and its root.</param>
public sealed record Epoch(int Number, DateTimeOffset At, long Surviving, byte[] Root, long Lost, byte[] LostRoot, string Reason, string Key, byte[] Signature)
{
    public string Text => Body(Number, At, Surviving, Root, Lost, LostRoot, Reason);

    /// <summary>Whether this checkpoint belongs to what was lost.</summary>
    public bool Covers(Checkpoint checkpoint) => checkpoint.At < At && checkpoint.Size > Surviving && checkpoint.Size <= Lost;

    public bool SignedBy(byte[] publicKey) => SigningKeys.Id(publicKey) == Key && SigningKeys.Verifies(publicKey, Text, Signature);

    /// <summary>States what a restore lost, where the checkpoints kept outside reach further than the restored tree; null where nothing was.</summary>
    public static async Task<Epoch?> Begin(NpgsqlDataSource sealer, SigningKeys keys, IReadOnlyList<Checkpoint> kept, string reason, TimeProvider clock, CancellationToken stop = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (reason.Contains('\n', StringComparison.Ordinal)) throw new ArgumentException("The reason is one line.", nameof(reason));
        await using var connection = await sealer.OpenConnectionAsync(stop);
        var newest = await EvidenceLog.Newest(connection, CryptoSuite.International, stop);
        var (size, root) = newest is null ? (0L, Merkle.Empty(CryptoSuite.International)) : (newest.Size, newest.Root);
        var before = await All(connection, stop);
        if (kept.Where(c => c.By == CryptoSuite.International && c.Size > size && !before.Any(e => e.Covers(c))).MaxBy(c => c.Size) is not { } lost) return null;
        var now = clock.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)); // As PostgreSQL will keep it.
        var number = before.Count + 2;
        var (key, signature) = keys.Sign(CryptoSuite.International, Body(number, now, size, root, lost.Size, lost.Root, reason));
        var epoch = new Epoch(number, now, size, root, lost.Size, lost.Root, reason, key, signature);
        await using var insert = Sql.Of($"""
            insert into evidence_epoch (number, at, surviving, root, lost, lost_root, reason, key, signature)
            values ({epoch.Number}, {epoch.At}, {epoch.Surviving}, {epoch.Root}, {epoch.Lost}, {epoch.LostRoot}, {epoch.Reason}, {epoch.Key}, {epoch.Signature})
            """).On(connection);
        await insert.ExecuteNonQueryAsync(stop);
        return epoch;
    }

    internal static Task<IReadOnlyList<Epoch>> All(NpgsqlConnection connection, CancellationToken stop) =>
        Reader.Rows<Epoch>(connection, $"select number, at, surviving, root, lost, lost_root, reason, key, signature from evidence_epoch order by number", stop);

    private static string Body(int number, DateTimeOffset at, long surviving, byte[] root, long lost, byte[] lostRoot, string reason) => string.Create(CultureInfo.InvariantCulture,
        $"creditloan-epoch-v1\n{number}\n{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}\n{surviving}\n{Convert.ToBase64String(root)}\n{lost}\n{Convert.ToBase64String(lostRoot)}\n{reason}\n");
}
