using System.CommandLine;
using CreditLoan.Ledger;

namespace CreditLoan.Tool;

/// <summary><c>xyd rebuild VIEW</c>: a view anew from the log, beside the live one, while everybody works on.</summary>
public static class RebuildCommand
{
    public static Command Create()
    {
        var view = new Argument<string>("view") { Description = "The view's table, or 'all'." };
        var command = new Command("rebuild", "Folds a view anew from the log and puts it in the place of the live one.") { view };
        command.SetAction(async (parsed, stop) =>
        {
            await using var database = await PlatformDatabase.Open(stop);
            var rebuild = new Rebuild(database.Owner, new SettledLog(database.Writer, new EventStore(database.Writer, TimeProvider.System)));
            var asked = parsed.GetValue(view)!;
            if (asked != "all" && !rebuild.Views.Contains(asked))
                throw new OperatorException($"No view is called {asked}. There are: {string.Join(", ", rebuild.Views)}.");
            foreach (var name in asked == "all" ? rebuild.Views : [asked])
            {
                try
                {
                    var made = await rebuild.Run(name, stop);
                    Console.WriteLine($"{name}: {made.Events:N0} events, {made.Rows:N0} rows, locked for {made.Locked.TotalMilliseconds:N1} ms");
                }
                catch (ViewStoppedException stopped)
                {
                    throw new OperatorException(stopped.Message);
                }
            }
        });
        return command;
    }
}
