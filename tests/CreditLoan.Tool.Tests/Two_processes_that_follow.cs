using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CreditLoan.Domain.Pools;
using CreditLoan.Ledger.Evidence;
using CreditLoan.Tool.Torture;

namespace CreditLoan.Tool.Tests;

public sealed class Two_processes_that_follow : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly string keys = Directory.CreateTempSubdirectory("creditloan-follow-").FullName;
    private readonly List<Process> processes = [];
    private TestDatabase db = null!;
    private int written;

    public async Task InitializeAsync()
    {
        db = await TestDatabase.Create();
        await db.Execute("create table torture_count (facts bigint not null); insert into torture_count values (0); grant select, update on torture_count to creditloan_writer");
        await TortureWorld.Open(db.Store, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        foreach (var process in processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        await db.DisposeAsync();
        Directory.Delete(keys, recursive: true);
    }

    [Theory]
    [InlineData("follow.read", "refused")]
    [InlineData("follow.applied", "thrown off")]
    public async Task Take_over_from_each_other_and_count_every_fact_once(string where, string fate)
    {
        var (first, said) = Follow("--stop", where);
        await Until(() => said.Contains("stopped"));

        // The elected one hangs in the middle of its work; another takes over.
        var (second, saidSecond) = Follow();
        await Append(5);
        await CountedAll();
        Assert.Contains("elected", saidSecond);

        // It wakes, and what it still wanted to write counts for nothing.
        using (var wake = Process.Start("bash", ["-c", $"kill -CONT {first.Id.ToString(CultureInfo.InvariantCulture)}"])) await wake.WaitForExitAsync();
        await Until(() => said.Contains(fate));
        await Append(5);
        await CountedAll();

        // The second dies; the first is elected again.
        second.Kill();
        await Append(5);
        await CountedAll();
        await Until(async () => await db.Value<long>("select last_seq from evidence_state") >= await db.Value<long>("select max(seq_id) from mt_events"));
        var verified = await new Verification(db.Database.Owner).Run([], null);
        Assert.Null(verified.Problem);
        Assert.Equal(await db.Value<long>("select count(*) from mt_events"), verified.Events);
    }

    private async Task Append(int count)
    {
        for (var i = 0; i < count; i++) await TortureWorld.Act(db.Store, 0, written++ * TortureWorld.Life.Length, Guid.CreateVersion7(), CancellationToken.None);
    }

    private Task CountedAll() => Until(async () => await db.Value<long>("select facts - (select count(*) from mt_events) from torture_count") == 0);

    private (Process, ConcurrentQueue<string>) Follow(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(TortureRun).Assembly.Location, "torture-follower", "--keys", keys, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["CREDITLOAN_DB"] = db.OwnerConnection;
        var said = new ConcurrentQueue<string>();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "ended");
        process.BeginOutputReadLine();
        processes.Add(process);
        return (process, said);
    }

    private static Task Until(Func<bool> holds) => Until(() => Task.FromResult(holds()));

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var clock = Stopwatch.GetTimestamp(); !await holds(); await Task.Delay(50))
            Assert.True(Stopwatch.GetElapsedTime(clock) < Patience, "It did not happen.");
    }
}
