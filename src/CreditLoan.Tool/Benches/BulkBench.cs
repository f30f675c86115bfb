using System.CommandLine;
using System.Diagnostics;
using CreditLoan.Ledger;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench bulk</c>: events a second that the product's own import brings in, beside bare COPY of the same rows on as many connections.</summary>
public static class BulkBench
{
    private const int Connections = 2, StreamsEach = 500, EventsEach = 20;

    public static System.CommandLine.Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "Length of one turn.", DefaultValueFactory = _ => 4 };
        var rounds = new Option<int>("--rounds") { Description = "Turns of each, interleaved; the median counts.", DefaultValueFactory = _ => 5 };
        return BenchCommand.Bench("bulk", "Events a second by the import of whole streams.",
            (parsed, stop) => Run(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), stop), seconds, rounds);
    }

    private static async Task<BenchReport> Run(TimeSpan time, int rounds, CancellationToken stop)
    {
        await using var bench = await LedgerBench.Start(stop);
        var peers = new AppendPeers(bench, 1, time);
        var (ours, copy) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            stop.ThrowIfCancellationRequested();
            var clock = Stopwatch.GetTimestamp();
            var events = await Load(bench, () => Stopwatch.GetElapsedTime(clock) < time ? Fresh() : null);
            var figure = events / Stopwatch.GetElapsedTime(clock).TotalSeconds;
            var peer = await peers.CopyStreams(Connections, StreamsEach, EventsEach);
            await Console.Error.WriteLineAsync($"round {round}: {figure:N0}/s, copy {peer:N0}/s");
            if (round == 0) continue;
            ours.Add(figure);
            copy.Add(peer);
        }
        var verified = await bench.Value<bool>("""
            select coalesce(bool_and(s.version = e.last and e.last = e.count and b.version = e.last and b.balance = e.balance), false)
            from mt_streams s join (select stream_id, max(version) as last, count(*) as count, sum((data->>'Amount')::bigint) as balance from mt_events group by stream_id) e on e.stream_id = s.id
            left join bench_book b on b.stream_id = s.id
            """, stop);
        return new BenchReport("events/s", AppendBench.Median(ours), Better.Higher, new Dictionary<string, double> { ["copy"] = AppendBench.Median(copy) }, verified, new Dictionary<string, object>
        {
            ["share_of_copy"] = AppendBench.Median(ours.Zip(copy, (o, c) => o / c)),
            ["events"] = await bench.Value<long>("select count(*) from mt_events", stop),
        });
    }

    private static List<string> Fresh() => [.. Enumerable.Range(0, StreamsEach).Select(_ => $"bench/{Guid.CreateVersion7()}")];

    /// <summary>Imports streams of 20 events until there are no more; answers how many events that were.</summary>
    internal static async Task<long> Load(LedgerBench bench, Func<List<string>?> next)
    {
        var store = bench.Store(BenchAccount.Slice);
        var facts = Enumerable.Repeat<BenchEvent>(new BenchEvent.Moved(1, LedgerBench.Note), EventsEach).ToList();
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            var events = 0L;
            while (next() is { } streams)
            {
                var outcome = await store.Import(LedgerBench.Command(), [.. streams.Select(id => (BenchAccount.Stream(id), (IReadOnlyList<BenchEvent>)facts))]);
                if (outcome is not Outcome.Done) throw new OperatorException($"Import answered {outcome}.");
                events += streams.Count * EventsEach;
            }
            return events;
        })));
        return counts.Sum();
    }
}
