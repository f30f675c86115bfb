using System.CommandLine;
using System.Diagnostics;
using CreditLoan.Domain;
using CreditLoan.Ledger;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench pool</c>: durable postings a second on one hot stream, every command decided on the balance that the one before it left.</summary>
public static class PoolBench
{
    private const int Callers = 512;

    public static System.CommandLine.Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "Length of one turn.", DefaultValueFactory = _ => 4 };
        var rounds = new Option<int>("--rounds") { Description = "Turns of each, interleaved; the median counts.", DefaultValueFactory = _ => 5 };
        return BenchCommand.Bench("pool", "Durable postings a second on one pool.",
            (parsed, stop) => Run(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), stop), seconds, rounds);
    }

    private static async Task<BenchReport> Run(TimeSpan time, int rounds, CancellationToken stop)
    {
        await using var bench = await LedgerBench.Start(stop);
        await bench.Fill(1, 1, stop);
        await bench.Execute(AppendPeers.Functions, stop);
        var peers = new AppendPeers(bench, 1, time);
        var store = bench.Store(BenchAccount.Pool);
        var (ours, function) = (new List<double>(), new List<double>());
        var (payments, refused) = (0L, 0L);
        for (var round = 0; round <= rounds; round++)
        {
            var (figure, accepted, no) = await Postings(store, "bench/1", time);
            (payments, refused) = (payments + accepted, refused + no);
            var peer = await peers.SqlFunction(8);
            await Console.Error.WriteLineAsync($"round {round}: {figure:N0}, function {peer:N0}");
            if (round == 0) continue;
            ours.Add(figure);
            function.Add(peer);
        }
        var verified = await bench.Value<bool>("""
            select (select balance from bench_book) = (select sum((data->>'Amount')::bigint) from mt_events) and (select balance >= 0 from bench_book)
               and (select count(*) from mt_events) = (select version from mt_streams) and (select coalesce(sum(amount), 0) from bench_posting) = 0
               and not exists (select from (select sum((data->>'Amount')::bigint) over (order by version) as balance from mt_events) b where b.balance < 0)
            """, stop) && await bench.Value<long>("select count(*) from bench_posting", stop) == 2 * payments
            && await bench.Value<long>("select count(*) from audit where outcome = 'pool.short'", stop) == refused;
        return new BenchReport("postings/s", AppendBench.Median(ours), Better.Higher, new Dictionary<string, double> { ["sql_function"] = AppendBench.Median(function) }, verified,
            new Dictionary<string, object> { ["refused"] = refused, ["accepted"] = payments });
    }
    /// <summary>Postings a second on one stream; every third takes out what two put in, so that the balance is always near its limit and some are refused.</summary>
    internal static async Task<(double Rate, long Accepted, long Refused)> Postings(EventStore store, string stream, TimeSpan time)
    {
        var clock = Stopwatch.GetTimestamp();
        var until = clock + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var (done, no) = (0L, 0L);
            for (var i = caller; Stopwatch.GetTimestamp() < until; i++)
            {
                var amount = i % 3 == 0 ? -2 : 1;
                var outcome = await store.Change(LedgerBench.Command(), BenchAccount.Stream(stream), pool =>
                    pool.Balance + amount < 0 ? new Refusal("pool.short", "资金池余额不足。") : new BenchEvent.Moved(amount, LedgerBench.Note));
                if (outcome is Outcome.Done) done++;
                else if (outcome is Outcome.Refused) no++;
                else throw new OperatorException($"Change answered {outcome}.");
            }
            return (Done: done, No: no);
        })));
        var accepted = counts.Sum(c => c.Done);
        return (accepted / Stopwatch.GetElapsedTime(clock).TotalSeconds, accepted, counts.Sum(c => c.No));
    }
}
