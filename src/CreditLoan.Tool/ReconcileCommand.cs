using System.CommandLine;
using System.Text.RegularExpressions;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Reconciliation;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Pools;
using CreditLoan.Ledger.Reconciliation;
using Npgsql;

namespace CreditLoan.Tool;

/// <summary><c>xyd reconcile</c>: takes a bank's file in as the page does; or, with <c>--out</c>, holds a whole portfolio of any size against the platform's loans and writes every difference down.</summary>
/// <remarks>With <c>--out</c> nothing in the ledger changes, and the file's header is <see cref="FileReconciliation.Header"/>.</remarks>
public static partial class ReconcileCommand
{
    public static Command Create()
    {
        var bank = new Option<string>("--bank") { Description = "The bank's code.", Required = true };
        var file = new Option<FileInfo>("--file") { Description = "The bank's lines, UTF-8 CSV.", Required = true };
        var date = new Option<DateOnly?>("--date") { Description = "The day the file stands on; today where it is left out." };
        var output = new Option<FileInfo>("--out") { Description = "Where the differences go; left out, file and differences go into the ledger." };
        var from = new Option<DateOnly?>("--from") { Description = "The first day the file speaks for; by default the first of its first month." };
        var until = new Option<DateOnly?>("--until") { Description = "The last day; by default the last of its last month." };
        var changes = new Option<bool>("--changes-only") { Description = "The file names only what changed since the bank's last one." };
        var command = new Command("reconcile", "Holds a bank's file against the platform's loans.") { bank, file, date, from, until, changes, output };
        command.SetAction(async (parsed, stop) =>
        {
            var code = parsed.GetValue(bank)!;
            if (!BankCode().IsMatch(code)) throw new OperatorException($"'{code}' is no bank's code.");
            if (!parsed.GetValue(file)!.Exists) throw new OperatorException($"{parsed.GetValue(file)} does not exist.");
            if (parsed.GetValue(output) is null)
                return await IntoLedger(new BankCode(code), parsed.GetValue(file)!, parsed.GetValue(from), parsed.GetValue(until), parsed.GetValue(changes), parsed.GetValue(date) ?? ChinaToday(), stop);
            var loans = Path.Combine(Repository.Data("reconcile"), $"{code}-{Environment.ProcessId}.csv");
            try
            {
                await Export(code, loans, stop);
                var result = FileReconciliation.Run(loans, parsed.GetValue(file)!.FullName, parsed.GetValue(date) ?? ChinaToday());
                Write(result, loans, parsed.GetValue(file)!.FullName, parsed.GetValue(output)!.FullName);
                foreach (var (kind, count) in result.Counts.OrderBy(c => c.Key)) Console.WriteLine($"{kind,-20} {count,12:#,##0}");
                foreach (var fault in result.TheirFaults.Take(20)) Console.WriteLine($"byte {fault.Offset:#,##0}: {fault.Reason}");
                return 0;
            }
            catch (InvalidDataException wrong)
            {
                throw new OperatorException(wrong.Message);
            }
            finally
            {
                File.Delete(loans);
            }
        });
        return command;
    }

    private static DateOnly ChinaToday() => DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));

    private static async Task<int> IntoLedger(BankCode bank, FileInfo file, DateOnly? from, DateOnly? until, bool changesOnly, DateOnly today, CancellationToken stop)
    {
        await using var database = await PlatformDatabase.Open(stop);
        var store = new EventStore(database.Writer, TimeProvider.System);
        var import = new BankFileImport(store, new BankLines(database.Writer));
        var preview = await import.Preview(bank, await File.ReadAllBytesAsync(file.FullName, stop), stop);
        foreach (var fault in preview.Content.Faults.Take(20)) Console.WriteLine(fault);
        var (first, last) = (preview.From ?? today, preview.Until ?? today);
        var answer = await import.Import(Actor.Job("reconcile"), preview, file.Name, from ?? first.AddDays(1 - first.Day),
            until ?? new DateOnly(last.Year, last.Month, DateTime.DaysInMonth(last.Year, last.Month)), changesOnly, today, stop);
        if (answer is Outcome.Refused refused) throw new OperatorException(refused.Why.Sentence);
        var result = await new LedgerReconciliation(store, new SettledLog(database.Writer, store), new ReconciliationQueries(database.Reader), new PoolQueries(database.Reader))
            .Run(preview.Id, today, PublishedCalendar.China, stop, waits => Console.Error.WriteLine(waits ? "Waiting for transactions that began before this run." : "They have ended."));
        Console.WriteLine($"{preview.Rows:#,##0} lines, {preview.Content.FaultCount:#,##0} faults; {result.Agreed:#,##0} agree, {result.Broken:#,##0} do not, {result.Cleared:#,##0} old breaks now agree");
        return 0;
    }

    /// <summary>The platform's side, in the form of the bank's.</summary>
    private static async Task Export(string bank, string path, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(PlatformDatabase.Connection);
        await connection.OpenAsync(stop);
        await using var target = new StreamWriter(path);
        await target.WriteLineAsync(FileReconciliation.Header);
        using var rows = await connection.BeginTextExportAsync($"""
            copy (select number, enterprise, coalesce(product, ''), to_char(principal / 100.0, 'FM999999999990.00'), to_char(value_date, 'YYYY-MM-DD')
                  from loan_book where bank = '{bank}' and stage <> 'Reversed') to stdout (format csv)
            """, stop);
        var buffer = new char[1 << 16];
        for (int count; (count = await rows.ReadAsync(buffer, stop)) > 0;) await target.WriteAsync(buffer.AsMemory(0, count), stop);
    }

    private static void Write(FileReconciliationResult result, string ours, string theirs, string output)
    {
        using var target = new StreamWriter(output);
        using var ourFile = File.OpenHandle(ours);
        using var theirFile = File.OpenHandle(theirs);
        target.WriteLine("差异,平台行,银行行,差额（元）,说明");
        foreach (var found in result.Breaks)
        {
            var difference = new Money(found.Difference);
            target.WriteLine($"R{(byte)found.Kind:00},\"{Line(ourFile, found.Ours)}\",\"{Line(theirFile, found.Theirs)}\",{difference.InYuan},{BreakSentence.For(found.Kind, difference)}");
        }

        static string Line(Microsoft.Win32.SafeHandles.SafeFileHandle file, long offset) => offset < 0 ? "" : FileReconciliation.LineAt(file, offset);
    }

    [GeneratedRegex("^[A-Za-z0-9]{1,20}$")]
    private static partial Regex BankCode();
}
