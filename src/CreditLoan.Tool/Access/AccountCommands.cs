using System.CommandLine;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;

namespace CreditLoan.Tool.Access;

/// <summary><c>xyd accounts</c> and <c>xyd otp</c>: the demonstration's accounts, and a code to sign in with. Both know nothing outside demonstration data.</summary>
public static class AccountCommands
{
    public static Command Accounts()
    {
        var command = new Command("accounts", "Lists the demonstration's accounts with their passwords.");
        command.SetAction(async (_, stop) =>
        {
            await using var database = await Database.Open(PlatformDatabase.Connection, stop);
            var rows = await new Accounts(database, MasterKey.FromFile(), TimeProvider.System).Demonstration();
            if (rows.Count == 0)
            {
                Console.WriteLine("No demonstration accounts: the database holds no demonstration data.");
                return;
            }
            Console.WriteLine("account               password          roles                          person");
            foreach (var row in rows)
                Console.WriteLine($"{row.UserName,-20}  {row.Password,-16}  {string.Join(' ', row.Roles),-29}  {row.DisplayName} {row.TenantName}");
            Console.WriteLine("The one-time code of an account: infra/xyd otp ACCOUNT");
        });
        return command;
    }

    public static Command First()
    {
        var command = new Command("first-accounts", "Makes the administrators of a new platform and prints their random passwords, once.");
        command.SetAction(async (_, stop) =>
        {
            await using var database = await Database.Open(PlatformDatabase.Connection, stop);
            var made = await new Accounts(database, MasterKey.FromFile(), TimeProvider.System).CreateFirst();
            if (made.Count == 0) throw new OperatorException("There are accounts already; a system administrator makes the next ones.");
            Console.WriteLine("account         password          authenticator secret");
            foreach (var first in made) Console.WriteLine($"{first.UserName,-14}  {first.Password,-16}  {OneTimeCode.Base32(first.TotpSecret)}");
            Console.WriteLine("Shown this once. Each password must be changed at the first sign-in.");
        });
        return command;
    }

    public static Command Otp()
    {
        var name = new Argument<string>("account") { Description = "The account's name." };
        var command = new Command("otp", "Prints a one-time code of a demonstration account.") { name };
        command.SetAction(async (parsed, stop) =>
        {
            await using var database = await Database.Open(PlatformDatabase.Connection, stop);
            var code = await new Accounts(database, MasterKey.FromFile(), TimeProvider.System).DemonstrationCode(parsed.GetValue(name)!);
            Console.WriteLine(code ?? throw new OperatorException("There is no demonstration account of that name; infra/xyd accounts lists them."));
        });
        return command;
    }
}
