using System.CommandLine;
using CreditLoan.Ledger.Evidence;
using Npgsql;

namespace CreditLoan.Tool;

/// <summary><c>xyd verify-evidence</c>: one receipt, without any database; or the whole log from its rows up. Ends with 1 at the first break.</summary>
public static class VerifyEvidenceCommand
{
    public static Command Create()
    {
        var receipt = new Option<FileInfo?>("--receipt") { Description = "A receipt file: it is checked by itself, offline." };
        var export = new Option<FileInfo?>("--export") { Description = "An exported part of the audit trail: it is checked by itself, offline." };
        var key = new Option<string?>("--key") { Description = "The id of a signing key that you trust, from another source than this database." };
        var anchor = new Option<FileInfo?>("--anchor") { Description = "Checkpoints kept outside the database (by default those in CREDITLOAN_EVIDENCE)." };
        var witness = new Option<string?>("--witness") { Description = "The id of a witness's key that must have cosigned." };
        var command = new Command("verify-evidence", "Checks the evidence log, or one receipt, and stops at the first break.") { receipt, export, key, anchor, witness };
        command.SetAction(async (parsed, stop) => parsed.GetValue(receipt) is { } file
            ? await Offline(file, parsed.GetValue(key), parsed.GetValue(witness), stop)
            : parsed.GetValue(export) is { } exported ? await Exported(exported, parsed.GetValue(key), stop)
            : await Whole(parsed.GetValue(anchor)?.FullName, parsed.GetValue(key), parsed.GetValue(witness), stop));
        return command;
    }

    private static async Task<int> Offline(FileInfo file, string? trusted, string? witness, CancellationToken stop)
    {
        if (!file.Exists) throw new OperatorException($"There is no file {file.FullName}.");
        if (Receipt.TryRead(await File.ReadAllTextAsync(file.FullName, stop)) is not { } receipt) throw new OperatorException($"{file.Name} is not, to the last sign, as a receipt is written.");
        if (receipt.Problem(trusted, witness) is { } problem)
        {
            await Console.Error.WriteLineAsync($"{receipt.Number}: {problem}");
            return 1;
        }
        Console.WriteLine($"{receipt.Number}: {receipt.Kind} {receipt.Subject}, sealed {receipt.At:yyyy-MM-dd HH:mm:ss}Z, holds under key {receipt.Keys[0].Id}{(trusted is null ? " (compare it with the published one)" : "")}{(receipt.Cosignatures is { Length: > 0 } by ? $", cosigned by {string.Join(", ", by.Select(c => $"{c.Witness} ({c.Key})"))}" : "")}.");
        if (!receipt.CoversWhenAndWhat) Console.WriteLine("It is of the first form: that number, time and subject are right only the platform can say (/verify/compare).");
        return 0;
    }

    private static async Task<int> Exported(FileInfo file, string? trusted, CancellationToken stop)
    {
        if (!file.Exists) throw new OperatorException($"There is no file {file.FullName}.");
        if (AuditExport.TryRead(await File.ReadAllTextAsync(file.FullName, stop)) is not { } export) throw new OperatorException($"{file.Name} is no export of the audit trail.");
        var verified = export.Verify(trusted);
        if (verified.Problem is { } problem)
        {
            await Console.Error.WriteLineAsync($"{file.Name}: {problem}");
            return 1;
        }
        Console.WriteLine($"{verified.Acts:N0} audit rows ({export.Content.Filter}), exported by {export.Content.By} on {export.Content.At:yyyy-MM-dd HH:mm:ss}Z, each in the tree that key {export.Key} signed{(trusted is null ? " (compare it with the published one)" : "")}.");
        foreach (var (after, last) in verified.Whole) Console.WriteLine($"Nothing is left out between rows {after + 1:N0} and {last:N0}.");
        if (export.Content.NotYetSealed > 0) Console.WriteLine($"{export.Content.NotYetSealed:N0} found rows were too young to be proved and are not in the file.");
        return 0;
    }

    private static async Task<int> Whole(string? anchor, string? trusted, string? witness, CancellationToken stop)
    {
        await using var source = NpgsqlDataSource.Create(PlatformDatabase.Connection);
        anchor ??= Environment.GetEnvironmentVariable("CREDITLOAN_EVIDENCE") is { Length: > 0 } folder ? Path.Combine(folder, SigningKeys.AnchorFile) : null;
        IReadOnlyList<Checkpoint> kept;
        try
        {
            kept = anchor is null ? [] : Checkpoint.ReadAll(anchor);
        }
        catch (InvalidDataException damaged)
        {
            throw new OperatorException(damaged.Message);
        }
        var verified = await new Verification(source).Run(kept, trusted, witness, stop);
        Console.WriteLine($"{verified.Leaves:N0} leaves, {verified.Events:N0} events in ranges, {verified.Unsealed:N0} not yet sealed, {verified.Acts:N0} audit rows, {verified.Checkpoints:N0} checkpoints and {kept.Count:N0} kept outside, {verified.Erased:N0} contents erased; first key {verified.FirstKey}");
        foreach (var epoch in verified.Epochs)
            Console.WriteLine($"epoch {epoch.Number} since {epoch.At:yyyy-MM-dd HH:mm:ss}Z: {epoch.Surviving:N0} leaves survived a restore, leaves {epoch.Surviving + 1:N0} to {epoch.Lost:N0} were lost: {epoch.Reason}");
        foreach (var one in verified.Cosigned)
            Console.WriteLine($"cosigned by {one.Witness} ({one.Key}) up to {one.Size:N0} leaves{(one.Suite == CryptoSuite.National.Name ? " of the SM3 tree" : "")} at {one.At:yyyy-MM-dd HH:mm:ss}Z");
        if (verified.Problem is null) return 0;
        await Console.Error.WriteLineAsync(verified.Problem);
        return 1;
    }
}
