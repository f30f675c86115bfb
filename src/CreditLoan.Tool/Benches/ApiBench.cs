using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using CreditLoan.Jobs.Seeding;
using CreditLoan.Ledger;
using CreditLoan.Samples;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench api</c>: profile reads a second through the bank API as its own process, by the sample client: a proof for every call, every answer's signature checked.</summary>
public static class ApiBench
{
    private const int ReadsADay = 100;

    public static Command Create()
    {
        var clients = new Option<int>("--clients") { Description = "Callers at once, each with its own token.", DefaultValueFactory = _ => 16 };
        var seconds = new Option<int>("--seconds") { Description = "Length of one round.", DefaultValueFactory = _ => 10 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds; the median counts.", DefaultValueFactory = _ => 3 };
        return BenchCommand.Bench("api", "Profile reads a second through the bank API, client included.",
            (parsed, stop) => Run(parsed.GetValue(clients), parsed.GetValue(seconds), parsed.GetValue(rounds), stop), clients, seconds, rounds);
    }

    private static async Task<BenchReport> Run(int clients, int seconds, int rounds, CancellationToken stop)
    {
        await using var cluster = await BenchCluster.Start(stop);
        await using var database = await Database.Open(cluster.Connection, stop);
        var sandbox = new Sandbox(database, new EventStore(database.Writer, TimeProvider.System), DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8)));
        // Enough enterprises that no consent's frequency is used up, even at three times the goal.
        await sandbox.Make((rounds + 1) * seconds * 1_000 / ReadsADay, ReadsADay, stop);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var client = await sandbox.LetIn("bench", key.ExportSubjectPublicKeyInfoPem());
        using var api = await BenchApi.Start(cluster.Connection, stop);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = clients });

        var callers = Enumerable.Range(0, clients).Select(_ => new BankClient(http, api.Url, client.Value, Copy(key))).ToArray();
        var (figures, took, errors, next) = (new List<double>(), new List<double>(), 0L, -1);
        for (var round = 0; round <= rounds; round++)
        {
            var clock = Stopwatch.GetTimestamp();
            var done = await Task.WhenAll(callers.Select(caller => Task.Run(async () =>
            {
                var times = new List<double>();
                while (Stopwatch.GetElapsedTime(clock).TotalSeconds < seconds)
                {
                    var enterprise = sandbox.Enterprises[Interlocked.Increment(ref next) % sandbox.Enterprises.Count];
                    var begun = Stopwatch.GetTimestamp();
                    using var answer = await caller.Send(HttpMethod.Get, $"/v1/profiles/{enterprise}");
                    if (answer.StatusCode != HttpStatusCode.OK) Interlocked.Increment(ref errors);
                    times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                }
                return times;
            }, stop)));
            var figure = done.Sum(d => d.Count) / Stopwatch.GetElapsedTime(clock).TotalSeconds;
            await Console.Error.WriteLineAsync($"round {round}: {figure:N0} reads a second");
            if (round == 0) continue;
            figures.Add(figure);
            took.AddRange(done.SelectMany(d => d));
        }
        took.Sort();
        await using var count = database.Owner.CreateCommand("select count(*) from profile_read where bank = 'SB01'");
        var recorded = (long)(await count.ExecuteScalarAsync(stop))!;
        double At(double share) => took[(int)((took.Count - 1) * share)];
        return new BenchReport("profile reads/s", AppendBench.Median(figures), Better.Higher, new Dictionary<string, double>(StringComparer.Ordinal), errors == 0 && recorded == next + 1,
            new Dictionary<string, object>(StringComparer.Ordinal) { ["p50_ms"] = At(0.5), ["p95_ms"] = At(0.95), ["p99_ms"] = At(0.99), ["errors"] = errors, ["clients"] = clients, ["recorded"] = recorded });
    }

    /// <summary>A handle of its own for each caller: one is not made for two at once.</summary>
    private static ECDsa Copy(ECDsa key) => ECDsa.Create(key.ExportParameters(includePrivateParameters: true));
}
