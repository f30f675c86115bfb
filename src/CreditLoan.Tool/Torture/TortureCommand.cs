using System.CommandLine;

namespace CreditLoan.Tool.Torture;

/// <summary><c>xyd torture</c>: on a PostgreSQL of its own; ends with 1 where anything was lost, doubled or late.</summary>
public static class TortureCommand
{
    private static readonly TimeSpan DatabaseLimit = TimeSpan.FromSeconds(15), ApplicationLimit = TimeSpan.FromSeconds(5), AnswerLimit = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var database = new Option<int>("--database") { Description = "How often PostgreSQL is killed.", DefaultValueFactory = _ => 10 };
        var application = new Option<int>("--application") { Description = "How often the application is killed at its failpoints.", DefaultValueFactory = _ => 24 };
        var seed = new Option<int>("--seed") { Description = "The same seed kills at the same hits.", DefaultValueFactory = _ => 1 };
        var command = new Command("torture", "Kills the database and the application under 16 writers, cuts, pauses and fills up, and proves that nothing was lost.") { database, application, seed };
        command.SetAction(async (parsed, stop) =>
        {
            var report = await TortureRun.Run(parsed.GetValue(database), parsed.GetValue(application), withFaults: true, parsed.GetValue(seed), Console.Error.WriteLine, stop);
            Console.WriteLine($"{report.Acknowledged:N0} commands acknowledged, {report.Unknown:N0} unknown at a kill and brought to one end");
            Print("database", report.DatabaseRestarts, DatabaseLimit);
            Print("application", report.ApplicationRestarts, ApplicationLimit);
            foreach (var fault in report.Faults) Console.WriteLine(fault);
            foreach (var wrong in report.Wrong) Console.WriteLine($"WRONG: {wrong}");
            return report.Wrong.Count == 0 && report.Longest <= AnswerLimit && report.DatabaseRestarts.All(t => t <= DatabaseLimit) && report.ApplicationRestarts.All(t => t <= ApplicationLimit) ? 0 : 1;
        });
        return command;
    }

    private static void Print(string what, IReadOnlyList<TimeSpan> times, TimeSpan limit)
    {
        if (times.Count == 0) return;
        var sorted = times.Order().ToList();
        Console.WriteLine($"{what} killed {times.Count} times: back after {sorted[sorted.Count / 2].TotalSeconds:N1} s at the median, {sorted[^1].TotalSeconds:N1} s at most (at most {limit.TotalSeconds:N0} s allowed)");
    }
}
