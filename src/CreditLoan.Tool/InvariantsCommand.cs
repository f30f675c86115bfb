using System.CommandLine;
using CreditLoan.Ledger;

namespace CreditLoan.Tool;

/// <summary><c>xyd invariants</c>: checks now what must always hold; ends with 1 where something does not.</summary>
public static class InvariantsCommand
{
    public static Command Create()
    {
        var command = new Command("invariants", "Checks what must always hold, and keeps what was found for the operator's page and /health/invariants.");
        command.SetAction(async (_, stop) =>
        {
            await using var database = await PlatformDatabase.Open(stop);
            var checks = await new Invariants(database.Owner).Check(TimeProvider.System, stop);
            foreach (var check in checks) Console.WriteLine(check.Broken == 0 ? $"holds   {check.Name}" : $"BROKEN  {check.Name}: {check.Broken:N0}, for example {check.Example}");
            return checks.All(c => c.Broken == 0) ? 0 : 1;
        });
        return command;
    }
}
