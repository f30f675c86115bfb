using System.Buffers.Binary;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Evidence;
using Npgsql;
using NpgsqlTypes;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench seal</c>: leaves sealed a second, and the time of a proof, in a tree of ten million leaves.</summary>
/// <remarks>The tree is grown to its size by the product's own tree, its tiles are stored, and the product's sealer goes on from there.</remarks>
public static class SealBench
{
    private const int Proofs = 500;

    public static System.CommandLine.Command Create()
    {
        var leaves = new Option<long>("--leaves") { Description = "Leaves in the tree before.", DefaultValueFactory = _ => 10_000_000 };
        var queued = new Option<int>("--queued") { Description = "Leaves to be sealed in a round.", DefaultValueFactory = _ => 40_000 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds; the median counts.", DefaultValueFactory = _ => 5 };
        return BenchCommand.Bench("seal", "Leaves a second into the evidence tree, and the time of a proof.",
            (parsed, stop) => Run(parsed.GetValue(leaves), parsed.GetValue(queued), parsed.GetValue(rounds), stop), leaves, queued, rounds);
    }

    private static async Task<BenchReport> Run(long leaves, int queued, int rounds, CancellationToken stop)
    {
        await using var bench = await LedgerBench.Start(stop);
        var growing = Stopwatch.GetTimestamp();
        var tree = Grow(leaves);
        var grown = Stopwatch.GetElapsedTime(growing).TotalSeconds;
        await Store(bench, tree, leaves, stop);
        var folder = Directory.CreateTempSubdirectory("creditloan-seal");
        try
        {
            var log = new SettledLog(bench.Database.Writer, bench.Store(BenchAccount.Slice));
            var sealer = new Sealer(bench.Database.Sealer, log, SigningKeys.Open(folder.FullName), TimeProvider.System);
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
            return new BenchReport("leaves/s", AppendBench.Median(rates), Better.Higher, new Dictionary<string, double>(), verified, new Dictionary<string, object>
            {
                ["leaves_before"] = leaves,
                ["proof_ms_p50"] = times[times.Count / 2],
                ["proof_ms_p99"] = times[times.Count * 99 / 100],
                ["grown_per_second"] = leaves / grown,
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static MerkleTree Grow(long leaves)
    {
        var tree = new MerkleTree(0, _ => []);
        for (var i = 0L; i < leaves; i++) tree.Append(LeafHash(i));
        return tree;
    }

    private static byte[] LeafHash(long index) => Merkle.Leaf(Commitment(index));

    /// <summary>Any 32 bytes do for a commitment; these are made of the leaf's place.</summary>
    private static byte[] Commitment(long index)
    {
        var bytes = new byte[Merkle.HashSize];
        BinaryPrimitives.WriteInt64BigEndian(bytes, index);
        return bytes;
    }

    private static async Task Store(LedgerBench bench, MerkleTree tree, long leaves, CancellationToken stop)
    {
        await using var connection = await bench.Database.Owner.OpenConnectionAsync(stop);
        await using (var copy = await connection.BeginBinaryImportAsync("copy evidence_tile (level, index, hashes) from stdin (format binary)", stop))
        {
            foreach (var (place, hashes) in tree.Changed)
            {
                await copy.StartRowAsync(stop);
                await copy.WriteAsync(place.Level, NpgsqlDbType.Integer, stop);
                await copy.WriteAsync(place.Index, NpgsqlDbType.Bigint, stop);
                await copy.WriteAsync(hashes, NpgsqlDbType.Bytea, stop);
            }
            await copy.CompleteAsync(stop);
        }
        await bench.Execute($"update evidence_state set size = {leaves.ToString(CultureInfo.InvariantCulture)}", stop);
        await bench.Maintain("vacuum analyze", stop);
    }

    /// <summary>Receipts of leaves anywhere in the tree, old and new, each checked to the signed root, and one proof that the tree was only added to.</summary>
    private static async Task<(List<double> Milliseconds, bool Verified)> Prove(LedgerBench bench, long before, long size, CancellationToken stop)
    {
        var log = new EvidenceLog(bench.Database.ReaderSource);
        var (times, verified) = (new List<double>(), true);
        var newest = await log.Newest(stop) ?? throw new OperatorException("There is no checkpoint.");
        for (var i = 0; i < Proofs; i++)
        {
            var index = Random.Shared.NextInt64(before);
            var leaf = new EvidenceLeaf(index, "CZ", DateTimeOffset.UnixEpoch, "consent", "consent/any", Commitment(index), null, null);
            var clock = Stopwatch.GetTimestamp();
            var receipt = await log.Receipt(leaf, stop) ?? throw new OperatorException($"Leaf {index} has no receipt.");
            times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
            verified &= Merkle.Includes(LeafHash(index), index, newest.Size, [.. receipt.Proof.Select(Convert.FromBase64String)], newest.Root);
        }
        var consistency = await log.Consistency(before + 1, size, stop);
        return (times, verified && newest.Size == size && consistency is { Count: > 0 });
    }
}
