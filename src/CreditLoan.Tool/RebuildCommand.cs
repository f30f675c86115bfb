using System.CommandLine;
using CreditLoan.Ledger;

namespace CreditLoan.Tool;

/// <summary><c>xyd rebuild VIEW</c>: a view anew from the log, beside the live one, while everybody works on.</summary>
public static class RebuildCommand
{
    private static readonly Follower[] Followers = [new Ledger.Bureau.BureauFollower(), new Ledger.BankClients.BankFeedFollower()];

    public static Command Create()
    {
        var view = new Argument<string>("view") { Description = "The view's table, a follower's name, or 'all'." };
        var command = new Command("rebuild", "Folds a view anew from the log and puts it in the place of the live one.") { view };
        command.SetAction(async (parsed, stop) =>
        {
            await using var database = await PlatformDatabase.Open(stop);
            var rebuild = new Rebuild(database.Owner, new SettledLog(database.Writer, new EventStore(database.Writer, TimeProvider.System)));
            var asked = parsed.GetValue(view)!;
            var followers = new FollowerRebuild(database.Owner, new SettledLog(database.Writer, new EventStore(database.Writer, TimeProvider.System)));
            if (asked != "all" && !rebuild.Views.Contains(asked) && Followers.All(f => f.Name != asked))
                throw new OperatorException($"No view is called {asked}. There are: {string.Join(", ", rebuild.Views.Concat(Followers.Select(f => f.Name)))}.");
            foreach (var follower in Followers.Where(f => asked == "all" || f.Name == asked))
            {
                var made = await followers.Run(follower, stop);
                Console.WriteLine($"{follower.Name}: {made.Events:N0} events, {made.Rows:N0} rows, locked for {made.Locked.TotalMilliseconds:N1} ms");
            }
            foreach (var name in asked == "all" ? rebuild.Views : rebuild.Views.Where(v => v == asked))
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
