using System.CommandLine;
using CreditLoan.Domain.Records;
using CreditLoan.Jobs.Records;
using CreditLoan.Jobs.Seeding;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Tool.Scorecards;

namespace CreditLoan.Tool.Records;

/// <summary><c>xyd import NAME --from DIR</c>: brings public data in, and says what it repaired and set aside.</summary>
public static class ImportCommand
{
    public static Command Create()
    {
        var from = new Option<DirectoryInfo?>("--from") { Description = "The folder with the source's files; by default cumcm2020c in that of CREDITLOAN_DATA." };
        var contest = new Command(Cumcm2020cImport.Source, "182 real enterprises and their 742,613 VAT invoices (CUMCM 2020, problem C).") { from };
        contest.SetAction(async (parsed, stop) =>
        {
            await using var database = await Database.Open(PlatformDatabase.Connection, stop);
            var store = new EventStore(database.Writer, TimeProvider.System);
            Print(await new Cumcm2020cImport(database, store).Run(parsed.GetValue(from)?.FullName ?? Path.Combine(DataFolder.Of(null), Cumcm2020cImport.Source), Progress, stop));
            if (await DemoAccounts.MakeForImport(database, new Accounts(database, MasterKey.FromFile(), TimeProvider.System), Cumcm2020cImport.Source, stop) is { } account)
                Console.WriteLine($"The demonstration account {account} signs in for the one with most invoices; `xyd accounts` lists its password.");
            return 0;
        });
        return new Command("import", "Brings public data in; a second time adds nothing.") { contest };
    }

    private static void Progress(string file, long rows) => Console.Error.Write($"\r{file}: {rows:N0} rows   ");

    private static void Print(ImportReport report)
    {
        Console.Error.WriteLine();
        Console.WriteLine($"{report.Source}: {report.Enterprises:N0} enterprises, {report.Rows:N0} rows");
        Console.WriteLine($"  added          {report.Added,10:N0}");
        Console.WriteLine($"  known already  {report.Known,10:N0}");
        Console.WriteLine($"  voided since   {report.Voided,10:N0}");
        foreach (var (rule, count) in report.Repaired) Console.WriteLine($"  repaired       {count,10:N0}  {rule}: {CleaningRules.Sentence(rule)}");
        foreach (var (rule, count) in report.SetAside) Console.WriteLine($"  set aside      {count,10:N0}  {rule}: {CleaningRules.Sentence(rule)}");
        Console.WriteLine("Each row that was repaired (padded numbers are only counted) or set aside stands in the table import_finding.");
    }
}
