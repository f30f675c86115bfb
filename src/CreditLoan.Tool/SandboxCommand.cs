using System.CommandLine;
using CreditLoan.Jobs.Seeding;
using CreditLoan.Ledger;

namespace CreditLoan.Tool;

/// <summary><c>xyd sandbox</c>: a bank with data of its own to try the bank API with; only beside demonstration data.</summary>
public static class SandboxCommand
{
    public static Command Create()
    {
        var key = new Option<FileInfo>("--key") { Description = "Your public key, PEM or JWK.", Required = true };
        var name = new Option<string>("--name") { Description = "Your system's name: lower-case letters and digits.", DefaultValueFactory = _ => "core" };
        var command = new Command("sandbox", "Makes the sandbox bank SB01 and lets a public key in for it; refused outside demonstration data.") { key, name };
        command.SetAction(async (parsed, stop) =>
        {
            await using var database = await PlatformDatabase.Open(stop);
            await using var asked = database.Owner.CreateCommand("select exists (select from platform_fact where name = 'demonstration' and value = 'true')");
            if (!(bool)(await asked.ExecuteScalarAsync(stop))!) throw new OperatorException("This database holds no demonstration data; the sandbox bank exists only beside it.");
            var file = parsed.GetRequiredValue(key);
            if (!file.Exists) throw new OperatorException($"There is no file {file.Name}.");
            var sandbox = new Sandbox(database, new EventStore(database.Writer, TimeProvider.System), DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8)));
            await sandbox.Make(stop: stop);
            try
            {
                Console.WriteLine(await sandbox.LetIn(parsed.GetRequiredValue(name), await File.ReadAllTextAsync(file.FullName, stop)));
            }
            catch (InvalidOperationException refused)
            {
                throw new OperatorException(refused.Message);
            }
            return 0;
        });
        return command;
    }
}
