using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using CreditLoan.Ledger;
using Npgsql;
using Store = CreditLoan.Ledger.EventStore;

namespace CreditLoan.Tool.Torture;

/// <summary>Faults that kill nobody: connections cut, the pool exhausted, the database paused, the disk full. The application must answer in time and recover by itself.</summary>
/// <param name="progress">Waits until so many more commands were acknowledged; answers how long that took.</param>
public sealed class Faults(TortureCluster cluster, string folder, Func<int, Task<TimeSpan>> progress)
{
    /// <summary>The longest that a caller waited for an answer, or to hear that there is none.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>A sentence for each fault that was survived.</summary>
    /// <exception cref="OperatorException">One was not.</exception>
    public async IAsyncEnumerable<string> All([EnumeratorCancellation] CancellationToken stop)
    {
        yield return await CutConnections(stop);
        yield return await ExhaustThePool(stop);
        yield return await PauseTheDatabase(stop);
        yield return await FillTheDisk(stop);
    }

    private async Task<string> CutConnections(CancellationToken stop)
    {
        var cut = 0L;
        for (var round = 0; round < 3; round++)
        {
            cut += (long)(await Owner("select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid() and usename like '%login%'", stop))!;
            await progress(50);
        }
        return $"{cut} connections cut in 3 rounds: recovered";
    }

    private async Task<string> ExhaustThePool(CancellationToken stop)
    {
        await using var database = await Database.Open(new NpgsqlConnectionStringBuilder(cluster.Connection) { MaxPoolSize = 5, ApplicationName = "exhausted" }.ConnectionString, stop);
        var store = new Store(database.Writer, TimeProvider.System);
        var held = new List<NpgsqlConnection>();
        for (var i = 0; i < 5; i++) held.Add(await database.Writer.OpenConnectionAsync(stop));
        var clock = Stopwatch.GetTimestamp();
        var refused = false;
        try
        {
            await TortureWorld.Ask(store, stop);
        }
        catch (NpgsqlException)
        {
            refused = true;
        }
        var waited = Stopwatch.GetElapsedTime(clock);
        foreach (var connection in held) await connection.DisposeAsync();
        if (!refused) throw new OperatorException("With its pool exhausted, the store did not say so.");
        Heard(waited);
        await TortureWorld.Ask(store, stop);
        return $"pool of 5 exhausted: answered after {waited.TotalSeconds:N1} s, recovered";
    }

    private async Task<string> PauseTheDatabase(CancellationToken stop)
    {
        await using var database = await Database.Open(cluster.Connection, stop);
        var (store, fresh) = (new Store(database.Writer, TimeProvider.System), new Store(database.Writer, TimeProvider.System));
        await TortureWorld.Ask(store, stop);
        TimeSpan[] answered = [];
        // On an open connection, behind the one that is under way there, and with a connection still to open.
        var stood = await cluster.Pause(TimeSpan.FromSeconds(10), async () =>
            answered = await Task.WhenAll(Waited(() => TortureWorld.Ask(store, stop)), Waited(() => TortureWorld.Ask(store, stop)), Waited(() => TortureWorld.Ask(fresh, stop))), stop);
        var back = await progress(50);
        foreach (var waited in answered) Heard(waited);
        return $"database paused for {stood.TotalSeconds:N1} s: answered after {string.Join(", ", answered.Select(a => a.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture)))} s, recovered {back.TotalSeconds:N1} s after it went on";
    }

    private static async Task<TimeSpan> Waited(Func<Task> ask)
    {
        var asked = Stopwatch.GetTimestamp();
        try
        {
            await ask();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // It heard that nothing is known.
        }
        return Stopwatch.GetElapsedTime(asked);
    }

    private void Heard(TimeSpan waited) => Longest = waited > Longest ? waited : Longest;

    /// <summary>The commands' ids go to a file system of its own, which then is full.</summary>
    private async Task<string> FillTheDisk(CancellationToken stop)
    {
        if (Environment.UserName != "root") return "disk full: not tried, only root may mount a small file system";
        var small = Path.Combine(folder, "small");
        Directory.CreateDirectory(small);
        try
        {
            await Child.Run("mount", ["-t", "tmpfs", "-o", "size=200m,mode=0777", "tmpfs", small], stop);
        }
        catch (OperatorException)
        {
            return "disk full: not tried, mounting is not allowed here";
        }
        try
        {
            var space = Path.Combine(small, "space");
            await Child.Run("bash", ["-c", $"mkdir '{space}' && chown $(stat -c %u:%g \"$(dirname '{small}')/cluster/cluster/data\" 2>/dev/null || id -u postgres) '{space}'"], stop);
            await Owner($"create tablespace torture location '{space}'", stop);
            await Owner("alter table command set tablespace torture", stop);
            await Child.Run("bash", ["-c", $"head -c 300M /dev/zero > '{small}/filler' 2>/dev/null || true"], stop);
            var full = 0L;
            for (var waited = Stopwatch.GetTimestamp(); full == 0 && Stopwatch.GetElapsedTime(waited) < TimeSpan.FromSeconds(20);)
            {
                await Task.Delay(200, stop);
                full = await Full(stop);
            }
            File.Delete(Path.Combine(small, "filler"));
            if (full == 0) throw new OperatorException("The disk did not become full.");
            var back = await progress(50);
            await Owner("alter table command set tablespace pg_default", stop);
            await Owner("drop tablespace torture", stop);
            return $"disk full: commands refused by the server, recovered {back.TotalSeconds:N1} s after there was room";
        }
        finally
        {
            await Child.Run("umount", ["-l", small], CancellationToken.None);
        }
    }

    /// <summary>Whether an insert into the full table is refused now.</summary>
    private async Task<long> Full(CancellationToken stop)
    {
        try
        {
            await Owner("begin; insert into command select gen_random_uuid(), repeat('x', 2000), '[]', now() from generate_series(1, 1000); rollback", stop);
            return 0;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DiskFull)
        {
            return 1;
        }
    }

    private async Task<object?> Owner(string sql, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(cluster.Connection) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(stop);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
        return await command.ExecuteScalarAsync(stop);
    }
}
