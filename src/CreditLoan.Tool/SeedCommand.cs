using System.CommandLine;
using CreditLoan.Jobs.Seeding;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Enterprises;

namespace CreditLoan.Tool;

/// <summary><c>xyd seed</c>: makes the demonstration city in an empty database; refused in production.</summary>
public static class SeedCommand
{
    public static Command Create()
    {
        var seed = new Option<int>("--seed") { Description = "The same seed and day give the same city.", DefaultValueFactory = _ => 20261121 };
        var today = new Option<DateOnly?>("--today") { Description = "The day the city stands on; today where it is left out." };
        var ifEmpty = new Option<bool>("--if-empty") { Description = "Does nothing where there is data already." };
        var command = new Command("seed", "Makes the demonstration city: 12 banks, 24 products, 2,000 enterprises, 10,000 loans.") { seed, today, ifEmpty };
        command.SetAction(async (parsed, stop) =>
        {
            if (Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") is "Production")
                throw new OperatorException("Production holds no demonstration data: unset ASPNETCORE_ENVIRONMENT=Production or leave out the seed.");
            await using var database = await Database.Open(PlatformDatabase.Connection, stop);
            await using var used = database.Owner.CreateCommand("""
                select case when not exists (select from mt_streams) then 'empty'
                            when exists (select from platform_fact where name = 'demonstration') and not exists (select from platform_fact where name = 'seeded') then 'half'
                            else 'full' end
                """);
            switch ((string)(await used.ExecuteScalarAsync(stop))!)
            {
                case "half": throw new OperatorException("An earlier seed was interrupted; infra/up.sh --reset begins again.");
                case "full": return parsed.GetValue(ifEmpty) ? 0 : throw new OperatorException("The database holds data already; demonstration data goes into an empty one only. infra/up.sh --reset empties it.");
            }
            var day = parsed.GetValue(today) ?? DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));
            await new Seeder(database, new EventStore(database.Writer, TimeProvider.System), new SeedPlan(parsed.GetValue(seed), day), Console.Error.WriteLine).Run(stop);
            await DemoPersons.Make(database, new EventStore(database.Writer, TimeProvider.System), new PersonVault(database, MasterKey.FromFile(), TimeProvider.System), 500, day, stop);
            await DemoAccounts.Make(database, new Accounts(database, MasterKey.FromFile(), TimeProvider.System), stop);
            await DemoAccounts.Read(database, day, stop);
            await using var seeded = database.Owner.CreateCommand("insert into platform_fact (name, value) values ('seeded', 'true')");
            await seeded.ExecuteNonQueryAsync(stop);
            return 0;
        });
        return command;
    }
}
