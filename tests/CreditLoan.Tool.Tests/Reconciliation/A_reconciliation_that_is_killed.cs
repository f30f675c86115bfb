using System.Diagnostics;
using System.Globalization;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;

namespace CreditLoan.Tool.Tests.Reconciliation;

/// <summary>The operator's own process, killed with SIGKILL while it takes a file in or keeps what it found, and started again.</summary>
public sealed class A_reconciliation_that_is_killed : IDisposable
{
    private const int Loans = 600;
    private const int Kills = 20;
    private const string Borrower = "914403001922038216";
    private static readonly BankCode Bank = new("LJ01");
    private static readonly DateOnly Day = new(2026, 7, 9);
    private readonly string _folder = Directory.CreateTempSubdirectory("killed").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Ends_in_the_same_list_as_one_that_was_not()
    {
        var file = Path.Combine(_folder, "bank.csv");
        await File.WriteAllLinesAsync(file, Enumerable.Range(1, Loans).Select(i => $"放款,JJ-{i},{Borrower},P01,{1_000_000 + i}.00,2026-07-09").Prepend("类别,借据号,借款人统一社会信用代码,产品编号,金额（元）,日期"));
        await using var calm = await Platform();
        await Run(calm, file);
        var expected = await List(calm);
        Assert.Equal(Loans, expected.Split('\n').Length);

        // A platform bears kills before its first line, before its first break and after every further one, until the list is whole; then the next one.
        for (var kills = 0; kills < Kills;)
        {
            await using var stormy = await Platform();
            for (var before = -1L; kills < Kills && await Killed(stormy, file, before); kills++) before = before < 0 ? 0 : await Kept(stormy) + 1;
            await Run(stormy, file);
            Assert.Equal(expected, await List(stormy));
            Assert.Equal((Loans, Loans), (await stormy.Value<long>("select count(*) from bank_line"), await stormy.Value<long>("select count(*) from mt_events where type = 'break_found'")));
            await Run(stormy, file);
            Assert.Equal(Loans, await stormy.Value<long>("select count(*) from mt_events where stream_id like 'break/%'"));
        }
    }

    private static async Task<TestDatabase> Platform()
    {
        var db = await TestDatabase.Create();
        var officer = new Actor("zhou", Role.BankOfficer, Bank.Value);
        await Parallel.ForEachAsync(Enumerable.Range(1, Loans), async (i, stop) => await db.Store.Change(Command.For(officer, Day, "loan.disburse", i), Loan.Stream(new(Bank, $"JJ-{i}")),
            _ => new LoanEvent.Disbursed(new(Bank, $"JJ-{i}"), new("SQ-1"), new(Borrower), new(Bank, "P01"), Money.Yuan(1_000_000), Rate.Percent(3.7m), Day, Day.AddYears(1),
                RepaymentMethod.Bullet, Security.Other, new Borrower(new("440103"), new("C3411"), SizeClass.Small, false), false, null), stop));
        return db;
    }

    private static Task<string> List(TestDatabase db) => db.Value<string>("select string_agg(id || ' ' || stage || ' ' || difference || ' ' || file_row || ' ' || fields, E'\\n' order by id) from break_book");

    /// <summary>How many breaks are kept; −1 before there is a line.</summary>
    private static Task<long> Kept(TestDatabase db) => db.Value<long>("select case when exists (select from bank_line) then count(*) else -1 end from break_book");

    /// <summary>Kills <c>xyd reconcile</c> once the file is known and so many breaks are kept; false where it came to its end before that.</summary>
    private static async Task<bool> Killed(TestDatabase db, string file, long breaks)
    {
        using var process = Begin(db, file);
        while (!process.HasExited && (await db.Value<long>("select count(*) from bank_file_book") == 0 || await Kept(db) < breaks)) await Task.Yield();
        var isKilled = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync();
        return isKilled;
    }

    private static async Task Run(TestDatabase db, string file)
    {
        using var process = Begin(db, file);
        var said = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, said);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{Loans} lines"), said, StringComparison.Ordinal);
    }

    private static Process Begin(TestDatabase db, string file) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "xyd.dll"), "reconcile", "--bank", Bank.Value, "--file", file, "--date", "2026-08-18"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["CREDITLOAN_DB"] = db.OwnerConnection },
        })!;
}
