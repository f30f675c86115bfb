using System.CommandLine;
using System.Globalization;
using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Tool;

/// <summary><c>xyd backup</c> and <c>xyd restore</c>: base backup and archived WAL of the private cluster, and its state at a moment back in its place.</summary>
/// <remarks>The evidence keys are not in the backup: they lie in their own folder and are kept by somebody else.</remarks>
public static class BackupCommands
{
    private static string Cluster => Path.Combine(Repository.Root, ".data", "postgres");

    public static Command Backup()
    {
        var to = new Option<DirectoryInfo>("--into") { Description = "Where base backups and WAL go.", DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Repository.Root, ".data", "backup")) };
        var command = new Command("backup", "A checked base backup; from then on every finished piece of WAL is archived beside it, at the latest after a minute.") { to };
        command.SetAction(async (parsed, stop) => Console.WriteLine(await Script(["backup", Cluster, parsed.GetValue(to)!.FullName], stop)));
        return command;
    }

    public static Command Restore()
    {
        var from = new Option<DirectoryInfo>("--from") { Description = "The folder of the backups.", DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Repository.Root, ".data", "backup")) };
        var to = new Option<DateTimeOffset?>("--to") { Description = "The moment, for example 2026-03-01T09:30:00Z; the last that is there where it is left out." };
        var reason = new Option<string>("--reason") { Description = "Why; it is signed and shown where checkpoints that others hold are lost.", Required = true };
        var command = new Command("restore", "Puts the state of a moment in the place of the database; the data before are kept beside it.") { from, to, reason };
        command.SetAction(async (parsed, stop) =>
        {
            string[] moment = parsed.GetValue(to) is { } at ? [at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00'", CultureInfo.InvariantCulture)] : [];
            var connection = await Script(["restore", Cluster, parsed.GetValue(from)!.FullName, .. moment], stop);
            await using var database = await Ledger.Database.Open(connection, stop);
            var folder = Environment.GetEnvironmentVariable("CREDITLOAN_EVIDENCE") is { Length: > 0 } named ? named : SigningKeys.DefaultFolder;
            var lost = await Epoch.Begin(database.Sealer, SigningKeys.Open(folder), Checkpoint.ReadAll(Path.Combine(folder, SigningKeys.AnchorFile)), parsed.GetValue(reason)!, TimeProvider.System, stop);
            Console.WriteLine(lost is null ? "Restored; no checkpoint kept outside was lost." : $"Restored; epoch {lost.Number} begins: {lost.Surviving:N0} leaves survived, leaves {lost.Surviving + 1:N0} to {lost.Lost:N0} are lost, as stated and signed.");
        });
        return command;
    }

    private static Task<string> Script(string[] arguments, CancellationToken stop) => Child.Run(Path.Combine(Repository.Root, "infra/postgres/cluster.sh"), arguments, stop);
}
