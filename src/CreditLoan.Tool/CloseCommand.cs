using System.CommandLine;
using CreditLoan.Domain.Closing;
using CreditLoan.Jobs.Closing;
using CreditLoan.Ledger;

namespace CreditLoan.Tool;

/// <summary><c>xyd close</c>: the daily close; run it once a day, after midnight in Shanghai, for the day before.</summary>
public static class CloseCommand
{
    private const int Shown = 20;

    public static System.CommandLine.Command Create()
    {
        var date = new Option<DateOnly?>("--date") { Description = "The business day; yesterday in Shanghai where it is left out." };
        var at = new Option<long?>("--at") { Description = "Say once more what the day looked like from this position of the log; keeps nothing." };
        var command = new System.CommandLine.Command("close", "The daily close: ends what time has ended, and records what falls due or changes on the day with the log position it saw.") { date, at };
        command.SetAction(async (parsed, stop) =>
        {
            await using var database = await Database.Open(PlatformDatabase.Connection, stop);
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(8));
            var day = parsed.GetValue(date) ?? today.AddDays(-1);
            if (day > today) throw new OperatorException($"{day:yyyy-MM-dd} has not come yet.");
            var close = new DailyClose(database, new EventStore(database.Writer, TimeProvider.System), TimeProvider.System);
            return parsed.GetValue(at) is { } position ? await Again(close, day, position, stop) : await Run(close, day, stop);
        });
        return command;
    }

    private static async Task<int> Run(DailyClose close, DateOnly day, CancellationToken stop)
    {
        var run = await close.Run(day, stop);
        var ended = run.Ended;
        Console.WriteLine($"Closed {day:yyyy-MM-dd}, run {run.Run}, at position {run.Day.Position}: {run.Day.Loans} loans, {run.Day.Lines.Count} lines.");
        Console.WriteLine($"  ended: {ended.Lines} lines, {ended.Demands} needs, {ended.Products} products, {ended.Consents} consents, {ended.Enrolments} enrolments, {ended.Claims} claims");
        Describe(run.Day);
        if (run.Run > 1) Console.WriteLine($"  restated since run {run.Run - 1}: {run.Restated.Count}");
        foreach (var change in run.Restated.Take(Shown))
            Console.WriteLine($"    {(change.Now ?? change.Before)!.Kind} {(change.Now ?? change.Before)!.Subject}: {Side(change.Before)} -> {Side(change.Now)}");
        if (run.Restated.Count > Shown) Console.WriteLine($"    and {run.Restated.Count - Shown} more, in close_restatement");
        return 0;
    }

    private static async Task<int> Again(DailyClose close, DateOnly day, long position, CancellationToken stop)
    {
        var (again, same) = await close.At(day, position, stop);
        Console.WriteLine($"{day:yyyy-MM-dd} from position {position}: {again.Loans} loans, {again.Lines.Count} lines, digest {again.Digest}.");
        Describe(again);
        Console.WriteLine(same is null ? "  no run recorded this at that position" : $"  run {same.Run} said the same");
        return same is null ? 1 : 0;
    }

    private static void Describe(ClosedDay day)
    {
        foreach (var kind in day.Lines.GroupBy(l => l.Kind)) Console.WriteLine($"  {kind.Key,-16} {kind.Count(),9}   {Domain.Values.Money.Sum(kind.Select(l => l.Amount)),22}");
        var all = day.Statements.Where(s => s.Scheme.Length == 0).ToArray();
        if (all.Length == 0) return;
        var sum = all.Aggregate((a, b) => a + b);
        Console.WriteLine($"  outstanding {sum.Outstanding}, accrued {sum.Accrued}, overdue {sum.Overdue}, bad {sum.Bad}, alarms {sum.Alarms}, {all.Length} banks");
    }

    private static string Side(CloseLine? line) => line is null ? "nothing" : $"{line.Amount} {line.Words}".TrimEnd();
}
