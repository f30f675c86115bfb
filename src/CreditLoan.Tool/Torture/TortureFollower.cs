using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Evidence;
using Npgsql;

namespace CreditLoan.Tool.Torture;

/// <summary>A process that stands for election, follows and seals, as a portal does; at a failpoint it stops itself, as a machine does that hangs.</summary>
/// <remarks>What happens to it goes to standard output, a word a line: elected, stopped, refused, thrown off.</remarks>
public static class TortureFollower
{
    public static Command Create()
    {
        var keys = new Option<string>("--keys") { Required = true };
        var at = new Option<string?>("--stop");
        var command = new Command("torture-follower", "A process that follows, and hangs where it is told to.") { keys, at };
        command.Hidden = true;
        command.SetAction(async (parsed, stop) =>
        {
            await using var database = await PlatformDatabase.Open(stop);
            await Run(database, parsed.GetValue(keys)!, parsed.GetValue(at), stop);
        });
        return command;
    }

    private static async Task Run(Database database, string keys, string? at, CancellationToken stop)
    {
        Failpoint.Hook = name =>
        {
            if (name == "follow.refused") Console.WriteLine("refused");
            if (name != at) return;
            at = null;
            Console.WriteLine("stopped");
            using var kill = Process.Start("bash", ["-c", $"kill -STOP {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}"]);
            kill.WaitForExit();
        };
        var store = new EventStore(database.Writer, TimeProvider.System);
        var followers = new Followers(database.Writer, new SettledLog(database.Writer, store), [new Counting()]);
        var sealer = new Sealer(database.Sealer, new SettledLog(database.Sealer, store), SigningKeys.Open(keys), TimeProvider.System);
        var election = new Election(database.Writer, "follow");
        for (var elected = false; !stop.IsCancellationRequested; await Task.Delay(100, stop))
        {
            try
            {
                var holds = await election.Hold(stop);
                if (holds != elected) Console.WriteLine(holds ? "elected" : "not elected");
                elected = holds;
                if (!holds) continue;
                await followers.CatchUp(stop);
                await sealer.Seal(stop);
            }
            catch (NpgsqlException)
            {
                Console.WriteLine("thrown off");
            }
        }
    }

    /// <summary>Counts every fact once, in a table that the test makes.</summary>
    private sealed class Counting() : Follower("torture")
    {
        public override async Task Apply(NpgsqlConnection connection, IReadOnlyList<StoredEvent> events, CancellationToken stop)
        {
            await using var command = new NpgsqlCommand("update torture_count set facts = facts + $1", connection) { Parameters = { new() { Value = (long)events.Count } } };
            await command.ExecuteNonQueryAsync(stop);
        }
    }
}
