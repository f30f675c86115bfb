using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace CreditLoan.Tool.Torture;

/// <summary>A PostgreSQL of the torture's own, which is killed, stopped and filled up.</summary>
public sealed class TortureCluster : IAsyncDisposable
{
    private readonly string place;
    private readonly string port;

    private TortureCluster(string place, string connection)
    {
        this.place = place;
        var parts = new NpgsqlConnectionStringBuilder(connection);
        port = parts.Port.ToString(CultureInfo.InvariantCulture);
        Connection = connection;
    }

    public string Connection { get; }

    public static async Task<TortureCluster> Start(string place, CancellationToken stop) => new(place, await Script(["start", place, "0"], stop));

    /// <summary>kill -9 of the postmaster and every process it started; answers how long it then took from the start to an answered query.</summary>
    public async Task<TimeSpan> Kill(CancellationToken stop)
    {
        var data = Folder((await Processes(stop))[0]);
        // The postmaster first; then whoever it had just started. A dead one that nobody has buried yet still looks alive to pg_ctl.
        for (var victims = await Processes(stop); victims.Count > 0; victims = [.. All().Where(pid => Folder(pid) == data)])
        {
            // Not by Process.Kill: a number that had been a child's before it was given out anew would pass for ended.
            await Child.Run("bash", ["-c", $"kill -KILL {Joined(victims)} 2>/dev/null || true"], stop);
            while (victims.Exists(pid => Stat(pid).Length > 0)) await Task.Delay(20, stop);
        }
        var clock = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Script(["start", place, port], stop);
                await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Connection) { Pooling = false }.ConnectionString);
                await connection.OpenAsync(stop);
                return Stopwatch.GetElapsedTime(clock);
            }
            catch (Exception e) when (attempt < 20 && e is OperatorException or NpgsqlException)
            {
                await Task.Delay(300, stop); // The dead one's memory or lock file is being cleared away.
            }
        }
    }

    /// <summary>SIGSTOP for a while, and as long as what is tried meanwhile takes; then SIGCONT. Answers how long that was.</summary>
    public async Task<TimeSpan> Pause(TimeSpan time, Func<Task> meanwhile, CancellationToken stop)
    {
        var all = Joined(await Processes(stop));
        await Child.Run("bash", ["-c", $"kill -STOP {all}"], stop);
        var clock = Stopwatch.GetTimestamp();
        try
        {
            await Task.WhenAll(Task.Delay(time, stop), meanwhile());
        }
        finally
        {
            await Child.Run("bash", ["-c", $"kill -CONT {all} 2>/dev/null || true"], CancellationToken.None);
        }
        return Stopwatch.GetElapsedTime(clock);
    }

    /// <summary>The postmaster first, then its children.</summary>
    private async Task<List<int>> Processes(CancellationToken stop)
    {
        var postmaster = int.Parse(await Script(["pid", place], stop), CultureInfo.InvariantCulture);
        var children = All().Where(pid => Stat(pid) is [_, var parent, ..] && parent == postmaster.ToString(CultureInfo.InvariantCulture));
        return [postmaster, .. children];
    }

    private static string Joined(IEnumerable<int> processes) => string.Join(' ', processes.Select(p => p.ToString(CultureInfo.InvariantCulture)));

    private static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
        .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture));

    /// <summary>Where a process works: every process of a PostgreSQL does in its data folder.</summary>
    private static string? Folder(int pid)
    {
        try
        {
            return Directory.ResolveLinkTarget($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/cwd", returnFinalTarget: false)?.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>State and parent of a process; empty where there is none.</summary>
    private static string[] Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }

    public async ValueTask DisposeAsync() => await Script(["drop", place], CancellationToken.None);

    private static Task<string> Script(string[] arguments, CancellationToken stop) =>
        Child.Run(Path.Combine(Repository.Root, "infra/postgres/cluster.sh"), arguments, stop);
}
