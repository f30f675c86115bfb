using System.CommandLine;
using CreditLoan.Jobs;
using CreditLoan.Ledger;

namespace CreditLoan.Tool;

/// <summary><c>xyd close</c>: the daily close; run it once a day, after midnight in Shanghai. Again, it finds nothing left.</summary>
public static class CloseCommand
{
    public static Command Create()
    {
        var day = new Option<DateOnly?>("--day") { Description = "The business day; today in Shanghai where it is left out." };
        var command = new Command("close", "The daily close: ends offers, lines, needs, products and consents whose last day is past.") { day };
        command.SetAction(async (parsed, stop) =>
        {
            await using var database = await Database.Open(PlatformDatabase.Connection, stop);
            var on = parsed.GetValue(day) ?? DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(8));
            var run = await new DailyClose(database, new EventStore(database.Writer, TimeProvider.System)).Run(on, stop);
            Console.WriteLine($"Closed {on:yyyy-MM-dd}: {run.Lines} lines, {run.Demands} needs, {run.Products} products, {run.Consents} consents.");
        });
        return command;
    }
}
