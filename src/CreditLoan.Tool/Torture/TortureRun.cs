using System.Diagnostics;
using System.Globalization;
using CreditLoan.Ledger;
using Npgsql;

namespace CreditLoan.Tool.Torture;

/// <summary>How a torture ended.</summary>
/// <param name="Longest">The longest that a caller waited for an answer while a fault lasted.</param>
/// <param name="Wrong">Everything that was found wrong; empty where all holds.</param>
public sealed record TortureReport(IReadOnlyList<TimeSpan> DatabaseRestarts, IReadOnlyList<TimeSpan> ApplicationRestarts, IReadOnlyList<string> Faults, TimeSpan Longest, long Acknowledged, long Unknown, IReadOnlyList<string> Wrong);

/// <summary>Kills the database and the application again and again, cuts, exhausts, pauses and fills up, and then proves that nothing was lost (折磨测试).</summary>
public sealed class TortureRun : IAsyncDisposable
{
    /// <summary>Where the application is killed: in mid append, seal, follower, rebuild, reconciliation and payment.</summary>
    public static readonly string[] Failpoints =
    [
        "append.sending", "append.locked", "append.committed", "seal.fenced", "seal.written", "seal.committed", "follow.read", "follow.applied",
        "rebuild.filled", "rebuild.swapping", "reconcile.taking", "reconcile.found", "payment.approve", "payment.pay",
    ];

    private readonly string folder = Repository.Data($"torture-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}");
    private readonly Random chance;
    private readonly Action<string> say;
    private readonly List<TimeSpan> databaseRestarts = [], applicationRestarts = [];
    private readonly List<string> faults = [];
    private readonly List<Process> workers = [];
    private readonly IReadOnlyList<JournalTally> journals;
    private TortureCluster cluster = null!;
    private long unknown;
    private TimeSpan longest;

    private TortureRun(int seed, Action<string> say)
    {
        (chance, this.say) = (new Random(seed), say);
        journals = [.. Enumerable.Range(0, TortureWorker.Writers).Select(w => new JournalTally(Path.Combine(folder, $"writer-{w}")))];
    }

    public static async Task<TortureReport> Run(int databaseKills, int applicationKills, bool withFaults, int seed, Action<string> say, CancellationToken stop)
    {
        await using var run = new TortureRun(seed, say);
        run.cluster = await TortureCluster.Start(Path.Combine(run.folder, "cluster"), stop);
        await using (var database = await Database.Open(run.cluster.Connection, stop)) await TortureWorld.Open(new EventStore(database.Writer, TimeProvider.System), stop);
        await run.KillTheApplication(applicationKills, stop);
        await run.KillTheDatabase(databaseKills, withFaults, stop);
        await using var proven = await Database.Open(run.cluster.Connection, stop);
        return new TortureReport(run.databaseRestarts, run.applicationRestarts, run.faults, run.longest, run.Acknowledged(), run.unknown, await new Proof(run.folder, proven).Find(stop));
    }

    private async Task KillTheApplication(int cycles, CancellationToken stop)
    {
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            var failpoint = Failpoints[cycle % Failpoints.Length];
            var hits = failpoint is "append.sending" or "append.committed" or "reconcile.found" ? chance.Next(20, 120) : chance.Next(2, 6);
            var worker = Worker("--kill", failpoint, "--after", hits.ToString(CultureInfo.InvariantCulture));
            var clock = Stopwatch.GetTimestamp();
            var before = Acknowledged();
            while (!worker.HasExited && Acknowledged() == before) await Task.Delay(20, stop);
            if (!worker.HasExited || Acknowledged() > before) applicationRestarts.Add(Stopwatch.GetElapsedTime(clock));
            await End(worker, failpoint, stop);
            if (worker.ExitCode == 0) throw new OperatorException($"{failpoint} was not hit.");
            unknown += Unknown();
            say($"killed at {failpoint}, hit {hits}: {Acknowledged():N0} acknowledged, {Unknown()} unknown");
        }
    }

    private async Task KillTheDatabase(int cycles, bool withFaults, CancellationToken stop)
    {
        var worker = Worker();
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            await Progress(chance.Next(50, 400), stop);
            var restart = await cluster.Kill(stop);
            unknown += Unknown();
            databaseRestarts.Add(restart);
            say($"database killed, back after {restart.TotalSeconds:N1} s: {Acknowledged():N0} acknowledged, {Unknown()} unknown");
        }
        await Progress(100, stop);
        if (withFaults)
        {
            var tried = new Faults(cluster, folder, count => Progress(count, stop));
            await foreach (var line in tried.All(stop))
            {
                faults.Add(line);
                say(line);
            }
            longest = tried.Longest;
        }
        await File.WriteAllTextAsync(Path.Combine(folder, "stop"), "", stop);
        await End(worker, "the end", stop);
        if (worker.ExitCode != 0) throw new OperatorException($"The application ended with {worker.ExitCode}: {await File.ReadAllTextAsync(Path.Combine(folder, "worker.log"), stop)}");
    }

    /// <summary>Waits until so many more commands were acknowledged: the application has recovered by itself.</summary>
    private async Task<TimeSpan> Progress(int count, CancellationToken stop)
    {
        var (clock, until) = (Stopwatch.GetTimestamp(), Acknowledged() + count);
        while (Acknowledged() < until)
        {
            if (Stopwatch.GetElapsedTime(clock) > TimeSpan.FromMinutes(3)) throw new OperatorException("Too little was acknowledged for three minutes.");
            await Task.Delay(20, stop);
        }
        return Stopwatch.GetElapsedTime(clock);
    }

    private Process Worker(params string[] arguments)
    {
        var tool = typeof(TortureRun).Assembly.Location;
        var start = new ProcessStartInfo("bash", ["-c", "exec dotnet \"$@\" >>\"$0\" 2>&1", Path.Combine(folder, "worker.log"), tool, "torture-worker", "--folder", folder, .. arguments]) { UseShellExecute = false };
        start.Environment["CREDITLOAN_DB"] = new NpgsqlConnectionStringBuilder(cluster.Connection) { MaxPoolSize = 40 }.ConnectionString;
        workers.Add(Process.Start(start)!);
        return workers[^1];
    }

    private static async Task End(Process worker, string what, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromMinutes(4));
        try
        {
            await worker.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            worker.Kill();
            throw new OperatorException($"The application did not end at {what}.");
        }
    }

    private long Acknowledged() => Told(j => j.Acknowledged);

    private long Unknown() => Told(j => j.Unknown);

    private long Told(Func<JournalTally, long> what) => journals.Sum(j =>
    {
        j.Look();
        return what(j);
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in workers)
        {
            if (!worker.HasExited) worker.Kill();
            worker.Dispose();
        }
        NpgsqlConnection.ClearAllPools();
        if (cluster is not null) await cluster.DisposeAsync();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
