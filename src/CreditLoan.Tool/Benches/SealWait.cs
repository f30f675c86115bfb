using System.Collections.Concurrent;
using System.Diagnostics;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Tool.Benches;

/// <summary>How long an act waits for its checkpoint: 64 callers write, and a sealer runs once a second as the portal's does.</summary>
/// <remarks>From the acknowledgement to the end of the seal that took the act in; every tenth act is a single leaf, and it is those that are timed.</remarks>
public static class SealWait
{
    public const int LeafEach = 10;
    private const int Callers = 64, Streams = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task<(List<double> Seconds, double ActsASecond, bool Verified)> Measure(LedgerBench bench, EventStore store, Sealer sealer, TimeSpan time, CancellationToken stop)
    {
        var before = await bench.Value<long>("select size from evidence_state", stop);
        var acknowledged = new ConcurrentDictionary<long, long>();
        var seals = new List<(long Size, long At)>();
        var numbers = 0L;
        var clock = Stopwatch.GetTimestamp();
        var callers = Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(clock) < time)
            {
                var number = Interlocked.Increment(ref numbers);
                var outcome = await store.Change(LedgerBench.Command(), BenchAccount.Stream($"bench/seal-{number % Streams}"), _ => new BenchEvent.Moved(number, LedgerBench.Note), stop);
                if (outcome is not Outcome.Done) throw new OperatorException($"Change answered {outcome}.");
                if (number % LeafEach == 0) acknowledged[number] = Stopwatch.GetTimestamp();
            }
        }, stop)));
        using var timer = new PeriodicTimer(Pause);
        for (var last = false; ; last = callers.IsCompleted)
        {
            await timer.WaitForNextTickAsync(stop);
            await sealer.Seal(stop);
            seals.Add((await bench.Value<long>("select size from evidence_state", stop), Stopwatch.GetTimestamp()));
            if (last) break; // What the last callers wrote is in the seal that began after them.
        }
        await callers;
        var written = Stopwatch.GetElapsedTime(clock);
        await using var command = bench.Database.Owner.CreateCommand($"select index, subject from evidence_leaf where index >= {before} and kind = 'bench-act' order by index");
        await using var rows = await command.ExecuteReaderAsync(stop);
        var (waits, round) = (new List<double>(), 0);
        while (await rows.ReadAsync(stop))
        {
            while (seals[round].Size <= rows.GetInt64(0)) round++;
            var number = long.Parse(rows.GetString(1)["act/".Length..], System.Globalization.CultureInfo.InvariantCulture);
            waits.Add(Math.Max(0, Stopwatch.GetElapsedTime(acknowledged[number], seals[round].At).TotalSeconds)); // A seal may be done before its caller is told.
        }
        waits.Sort();
        await Console.Error.WriteLineAsync($"{numbers / time.TotalSeconds:N0} acts/s, sealed after {waits[waits.Count / 2]:N2} s, 99 of 100 within {waits[waits.Count * 99 / 100]:N2} s; the last after {written.TotalSeconds:N1} s");
        return (waits, numbers / time.TotalSeconds, waits.Count == acknowledged.Count);
    }
}
