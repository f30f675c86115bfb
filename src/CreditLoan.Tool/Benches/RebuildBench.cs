using System.CommandLine;
using System.Diagnostics;
using CreditLoan.Ledger;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench rebuild</c>: decode, fold and write a view over streams of 20 events, beside reading and decoding alone.</summary>
public static class RebuildBench
{
    private const int EventsEach = 20;

    public static System.CommandLine.Command Create()
    {
        var events = new Option<int>("--events") { Description = "Events in the log.", DefaultValueFactory = _ => 1_000_000 };
        var rounds = new Option<int>("--rounds") { Description = "Turns of each, interleaved; the median counts.", DefaultValueFactory = _ => 5 };
        return BenchCommand.Bench("rebuild", "Events a second that a rebuilt view takes in.",
            (parsed, stop) => Run(parsed.GetValue(events), parsed.GetValue(rounds), stop), events, rounds);
    }

    private static async Task<BenchReport> Run(int events, int rounds, CancellationToken stop)
    {
        await using var bench = await LedgerBench.Start(stop);
        await bench.Fill(events / EventsEach, EventsEach, stop);
        var rebuild = new Rebuild(bench.Database.Owner, new SettledLog(bench.Database.Writer, bench.Store(BenchAccount.Slice)), [BenchAccount.Slice]);
        const string digest = "select md5(string_agg(t::text, E'\\n' order by stream_id collate \"C\")) from bench_book t";
        var live = await bench.Value<string>(digest, stop);
        var (ours, alone, locked) = (new List<double>(), new List<double>(), new List<double>());
        var verified = true;
        for (var round = 0; round <= rounds; round++)
        {
            var clock = Stopwatch.GetTimestamp();
            var read = await Task.Run(() => rebuild.ReadAlone("bench_book"), stop);
            var decoding = read / Stopwatch.GetElapsedTime(clock).TotalSeconds;
            clock = Stopwatch.GetTimestamp();
            var rebuilt = await rebuild.Run("bench_book", stop);
            var folding = rebuilt.Events / Stopwatch.GetElapsedTime(clock).TotalSeconds;
            verified &= read == events && rebuilt.Events == events && rebuilt.Rows == events / EventsEach && await bench.Value<string>(digest, stop) == live;
            await Console.Error.WriteLineAsync($"round {round}: {folding:N0} rebuilt, {decoding:N0} read and decoded");
            if (round == 0) continue; // Warms the cache and the compiler up.
            ours.Add(folding);
            alone.Add(decoding);
            locked.Add(rebuilt.Locked.TotalMilliseconds);
        }
        var (figure, peer) = (AppendBench.Median(ours), AppendBench.Median(alone));
        return new BenchReport("events/s", figure, Better.Higher, new Dictionary<string, double> { ["read_decode"] = peer }, verified, new Dictionary<string, object>
        {
            ["share_of_read_decode"] = AppendBench.Median(ours.Zip(alone, (o, a) => o / a)),
            ["locked_ms"] = AppendBench.Median(locked),
            ["events"] = events,
        });
    }
}
