using System.CommandLine;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CreditLoan.Domain;
using CreditLoan.Ledger;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench append</c>: durable <c>Change</c> calls a second, load included, one event each.</summary>
public static class AppendBench
{
    internal static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    public static Command Create()
    {
        var streams = new Option<int>("--streams") { Description = "Streams that exist before.", DefaultValueFactory = _ => 100_000 };
        var seconds = new Option<double>("--seconds") { Description = "Length of one turn.", DefaultValueFactory = _ => 3 };
        var rounds = new Option<int>("--rounds") { Description = "Turns of each, interleaved; the median counts.", DefaultValueFactory = _ => 5 };
        return BenchCommand.Bench("append", "Durable Change calls a second on PostgreSQL.",
            (parsed, stop) => Run(parsed.GetValue(streams), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), stop), streams, seconds, rounds);
    }

    private static async Task<BenchReport> Run(int streams, TimeSpan time, int rounds, CancellationToken stop)
    {
        await using var bench = await LedgerBench.Start(stop);
        // As many for the function, for the set and for the store that has just started: what one appends is not for another to load.
        await bench.Fill(4 * streams, 1, stop);
        await bench.Execute(AppendPeers.Functions, stop);
        var peers = new AppendPeers(bench, streams, time, apart: streams);
        // The compiler is done with our side long before the first turn counts, and the store remembers what it used, as a portal's does that
        // has run for an hour; the server's side needs no such time.
        var store = bench.Store(BenchAccount.Slice);
        foreach (var callers in new[] { 512, 64 }) await Ours(store, streams, callers, WarmUp);
        using var remembered = new Remembered();
        var found = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        for (var round = 0; round <= rounds; round++)
        {
            // The first turn warms both sides up and is not counted. Another order every round: what one leaves to write or to clean up falls on whoever comes next.
            var turns = Turns(bench, store, peers, streams, time).ToArray();
            Random.Shared.Shuffle(turns);
            foreach (var (name, turn) in turns)
            {
                stop.ThrowIfCancellationRequested();
                var (before, clock) = (CpuOfOthers.OwnSeconds(), Stopwatch.GetTimestamp());
                remembered.Reset();
                var figure = await turn();
                var share = remembered.Share;
                var cost = (CpuOfOthers.OwnSeconds() - before) * 1e6 / (figure[0] * Stopwatch.GetElapsedTime(clock).TotalSeconds);
                figure = [.. figure, cost];
                var named = figure.Select((v, i) => (Key: i == 0 ? name : i == figure.Length - 1 ? $"{name}_cpu_us" : $"{name}_p{(i == 1 ? 50 : 99)}", Value: v));
                foreach (var (key, value) in share is { } kept ? named.Append(($"{name}_remembered", kept)) : named)
                {
                    if (!found.TryGetValue(key, out var list)) found[key] = list = [];
                    if (round > 0) list.Add(value);
                }
                await Console.Error.WriteLineAsync($"round {round} {name}: {figure[0]:N0}/s, {cost:N0} µs of processor each");
            }
        }
        double Of(string name) => Median(found[name]);
        var verified = await bench.Verify(4 * streams, stop);
        var function = new[] { "function_8", "function_16", "function_32", "function_64" }.Max(Of);
        var set = new[] { "set_1", "set_2" }.Max(Of);
        return new BenchReport("events/s", Of("ours_512"), Better.Higher, new Dictionary<string, double>
        {
            ["sql_function"] = function,
            ["set_based"] = set,
            ["copy"] = new[] { "copy_1", "copy_2" }.Max(Of),
        }, verified, new Dictionary<string, object>
        {
            ["ours_64"] = Of("ours_64"),
            ["p50_ms"] = Of("ours_64_p50"),
            ["p99_ms"] = Of("ours_64_p99"),
            ["times_sql_function"] = Of("ours_512") / function,
            ["times_sql_function_64"] = Of("ours_64") / function,
            ["share_of_set_based"] = Of("ours_512") / set,
            ["remembered"] = Of("ours_512_remembered"),
            ["cold_512"] = Of("cold_512"),
            ["cold_64"] = Of("cold_64"),
            ["all"] = found.ToDictionary(f => f.Key, f => f.Value.Select(v => Math.Round(v, 2)).ToArray()),
        });
    }

    private static IEnumerable<(string Name, Func<Task<double[]>> Turn)> Turns(LedgerBench bench, EventStore store, AppendPeers peers, int streams, TimeSpan time)
    {
        yield return ("ours_512", () => Ours(store, streams, 512, time));
        foreach (var connections in new[] { 8, 16, 32, 64 }) yield return ($"function_{connections}", async () => [await peers.SqlFunction(connections)]);
        yield return ("ours_64", () => Ours(store, streams, 64, time));
        foreach (var connections in new[] { 1, 2 }) yield return ($"set_{connections}", async () => [await peers.SetBased(connections)]);
        // A store that has just started remembers nothing.
        foreach (var callers in new[] { 512, 64 }) yield return ($"cold_{callers}", () => Ours(bench.Store(BenchAccount.Slice), streams, callers, time, apart: 3 * streams));
        foreach (var connections in new[] { 1, 2 }) yield return ($"copy_{connections}", async () => [await peers.Copy(connections)]);
    }

    /// <summary>Calls a second; median and 99th percentile of the latency in milliseconds.</summary>
    internal static async Task<double[]> Ours(EventStore store, int streams, int callers, TimeSpan time, int apart = 0)
    {
        var clock = Stopwatch.GetTimestamp();
        var until = clock + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            while (Stopwatch.GetTimestamp() is var began && began < until)
            {
                var stream = BenchAccount.Stream($"bench/{apart + Random.Shared.Next(streams) + 1}");
                var outcome = await store.Change(LedgerBench.Command(), stream, account => account.Balance < 0
                    ? new Refusal("bench.below", "余额不足。")
                    : new BenchEvent.Moved(1, LedgerBench.Note));
                if (outcome is not Outcome.Done) throw new OperatorException($"Change answered {outcome}.");
                own.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
            return own;
        })));
        var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        var all = latencies.SelectMany(l => l).Order().ToList();
        return [all.Count / seconds, all[all.Count / 2], all[all.Count * 99 / 100]];
    }

    internal static double Median(IEnumerable<double> figures)
    {
        var ordered = figures.Order().ToList();
        return (ordered[(ordered.Count - 1) / 2] + ordered[ordered.Count / 2]) / 2;
    }
}

/// <summary>The share of the streams that a store still had from before and did not read from the log.</summary>
internal sealed class Remembered : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _kept, _read;

    public Remembered()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Name: "creditloan.append.streams", Meter.Name: LedgerMeters.Name }) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => Interlocked.Add(ref tags[0].Value is "kept" ? ref _kept : ref _read, count));
        _listener.Start();
    }

    public double? Share => _kept + _read == 0 ? null : (double)_kept / (_kept + _read);

    public void Reset() => (_kept, _read) = (0, 0);

    public void Dispose() => _listener.Dispose();
}
