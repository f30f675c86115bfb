using System.Buffers.Binary;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Evidence;
using Npgsql;
using NpgsqlTypes;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench seal</c>: leaves sealed a second, the time of a proof in a tree of ten million leaves, and how long an act waits to be sealed while others write.</summary>
/// <remarks>The tree is grown to its size by the product's own tree, its tiles are stored, and the product's sealer goes on from there.</remarks>
public static class SealBench
{
    private const int Proofs = 500;
    private const int Tile = 256, Part = Tile * Tile;

    public static System.CommandLine.Command Create()
    {
        var leaves = new Option<long>("--leaves") { Description = "Leaves in the tree before, below 16 million.", DefaultValueFactory = _ => 10_000_000 };
        var queued = new Option<int>("--queued") { Description = "Leaves to be sealed in a round.", DefaultValueFactory = _ => 40_000 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds; the median counts.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "How long acts are written while a sealer runs once a second.", DefaultValueFactory = _ => 20 };
        return BenchCommand.Bench("seal", "Leaves a second into the evidence tree, the time of a proof, and how long an act waits.",
            (parsed, stop) => Run(parsed.GetValue(leaves), parsed.GetValue(queued), parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), stop), leaves, queued, rounds, seconds);
    }

    private static async Task<BenchReport> Run(long leaves, int queued, int rounds, TimeSpan time, CancellationToken stop)
    {
        if (leaves is < 1 or >= Tile * (long)Part) throw new OperatorException("The tree has from 1 to 16,777,215 leaves.");
        await using var bench = await LedgerBench.Start(stop);
        var growing = Stopwatch.GetTimestamp();
        var tiles = await Task.Run(() => Grow(leaves, stop), stop);
        var grown = Stopwatch.GetElapsedTime(growing).TotalSeconds;
        await Store(bench, tiles, leaves, stop);
        await Console.Error.WriteLineAsync($"{leaves:N0} leaves grown in {grown:N1} s and stored after {Stopwatch.GetElapsedTime(growing).TotalSeconds:N1} s");
        var folder = Directory.CreateTempSubdirectory("creditloan-seal");
        try
        {
            var store = bench.Store(BenchAccount.Sealed);
            var sealer = new Sealer(bench.Database.Sealer, new SettledLog(bench.Database.Sealer, store), SigningKeys.Open(folder.FullName), TimeProvider.System);
            var rates = new List<double>();
            for (var round = 0; round <= rounds; round++)
            {
                await bench.Execute($"""
                    insert into evidence_queue (at, kind, subject, content)
                    select now(), 'consent', 'consent/{round}-' || n, '{LedgerBench.EventHeaders}' from generate_series(1, {queued}) n
                    """, stop);
                var clock = Stopwatch.GetTimestamp();
                var count = await sealer.Seal(stop);
                var rate = count / Stopwatch.GetElapsedTime(clock).TotalSeconds;
                if (count != queued) throw new OperatorException($"{count} leaves were sealed instead of {queued}.");
                await Console.Error.WriteLineAsync($"round {round}: {rate:N0} leaves/s");
                if (round > 0) rates.Add(rate);
            }
            var (times, verified) = await Prove(bench, leaves, leaves + queued * (rounds + 1L), stop);
            times.Sort();
            var waits = await SealWait.Measure(bench, store, sealer, time, stop);
            return new BenchReport("leaves/s", AppendBench.Median(rates), Better.Higher, new Dictionary<string, double>(), verified && waits.Verified, new Dictionary<string, object>
            {
                ["leaves_before"] = leaves,
                ["proof_ms_p50"] = times[times.Count / 2],
                ["proof_ms_p99"] = times[times.Count * 99 / 100],
                ["sealed_after_s_p50"] = waits.Seconds[waits.Seconds.Count / 2],
                ["sealed_after_s_p99"] = waits.Seconds[waits.Seconds.Count * 99 / 100],
                ["sealed_after_s_most"] = waits.Seconds[^1],
                ["acts_per_second"] = waits.ActsASecond,
                ["grown_per_second"] = leaves / grown,
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The tiles of a tree of so many leaves: parts of 65,536 on every core, then what is left over.</summary>
    private static SortedDictionary<(int Level, long Index), byte[]> Grow(long leaves, CancellationToken stop)
    {
        var parts = new List<((int Level, long Index) Place, byte[] Hashes)>[leaves / Part];
        Parallel.For(0, parts.Length, new ParallelOptions { CancellationToken = stop }, part =>
        {
            var tree = new MerkleTree(0, _ => [], CryptoSuite.International);
            for (var i = 0L; i < Part; i++) tree.Append(LeafHash(part * (long)Part + i));
            parts[part] = [.. tree.Changed];
        });
        var tiles = new SortedDictionary<(int Level, long Index), byte[]>();
        foreach (var (part, made) in parts.Index())
            foreach (var (place, hashes) in made)
                if (place.Level == 0) tiles.Add((0, (long)part * Tile + place.Index), hashes);
                else if (place.Level == 1) tiles.Add((1, part), hashes);
        if (parts.Length > 0) tiles.Add((2, 0), [.. parts.SelectMany(made => made[^1].Hashes)]);
        var rest = new MerkleTree(parts.Length * (long)Part, place => tiles.GetValueOrDefault(place, []), CryptoSuite.International);
        for (var i = rest.Size; i < leaves; i++) rest.Append(LeafHash(i));
        foreach (var (place, hashes) in rest.Changed) tiles[place] = hashes;
        return tiles;
    }

    private static byte[] LeafHash(long index) => Merkle.Leaf(Commitment(index), CryptoSuite.International);

    /// <summary>Any 32 bytes do for a commitment; these are made of the leaf's place.</summary>
    private static byte[] Commitment(long index)
    {
        var bytes = new byte[Merkle.HashSize];
        BinaryPrimitives.WriteInt64BigEndian(bytes, index);
        return bytes;
    }

    private static async Task Store(LedgerBench bench, SortedDictionary<(int Level, long Index), byte[]> tiles, long leaves, CancellationToken stop)
    {
        await using var connection = await bench.Database.Owner.OpenConnectionAsync(stop);
        await using (var copy = await connection.BeginBinaryImportAsync("copy evidence_tile (level, index, hashes) from stdin (format binary)", stop))
        {
            foreach (var (place, hashes) in tiles)
            {
                await copy.StartRowAsync(stop);
                await copy.WriteAsync(place.Level, NpgsqlDbType.Integer, stop);
                await copy.WriteAsync(place.Index, NpgsqlDbType.Bigint, stop);
                await copy.WriteAsync(hashes, NpgsqlDbType.Bytea, stop);
            }
            await copy.CompleteAsync(stop);
        }
        await bench.Execute($"update evidence_state set size = {leaves.ToString(CultureInfo.InvariantCulture)}", stop);
        await bench.Maintain("vacuum analyze evidence_tile", stop);
    }

    /// <summary>Receipts of leaves anywhere in the tree, old and new, each checked to the signed root, and one proof that the tree was only added to.</summary>
    private static async Task<(List<double> Milliseconds, bool Verified)> Prove(LedgerBench bench, long before, long size, CancellationToken stop)
    {
        var log = new EvidenceLog(bench.Database);
        var (times, verified) = (new List<double>(), true);
        var newest = await log.Newest(CryptoSuite.International, stop) ?? throw new OperatorException("There is no checkpoint.");
        for (var i = 0; i < Proofs; i++)
        {
            var index = Random.Shared.NextInt64(before);
            var leaf = new EvidenceLeaf(index, "CZ", DateTimeOffset.UnixEpoch, "consent", "consent/any", Commitment(index), null, null);
            var clock = Stopwatch.GetTimestamp();
            var receipt = await log.Receipt(leaf, CryptoSuite.International, stop) ?? throw new OperatorException($"Leaf {index} has no receipt.");
            times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
            verified &= Merkle.Includes(LeafHash(index), index, newest.Size, [.. receipt.Proof.Select(Convert.FromBase64String)], newest.Root, newest.By);
        }
        var consistency = await log.Consistency(CryptoSuite.International, before + 1, size, stop);
        return (times, verified && newest.Size == size && consistency is { Count: > 0 });
    }
}
