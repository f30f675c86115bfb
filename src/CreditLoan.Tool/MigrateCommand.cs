using System.CommandLine;
using CreditLoan.Ledger;
using Npgsql;

namespace CreditLoan.Tool;

/// <summary><c>xyd migrate</c>: brings the database to this build's schema; refuses one that is newer or whose old files were changed.</summary>
public static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Brings the database to this build's schema.");
        command.SetAction(async (_, stop) =>
        {
            await using var owner = NpgsqlDataSource.Create(PlatformDatabase.Connection);
            var applied = await Migrator.Migrate(owner, Migrator.OfThisBuild(), stop);
            Console.WriteLine(applied == 0 ? "The schema is up to date." : $"Applied {applied} migrations.");
        });
        return command;
    }
}
