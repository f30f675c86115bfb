using System.Text;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Reconciliation;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.Jobs.Tests.Reconciliation;

public class Reconciling_in_the_ledger
{
    private const string Borrower = "914403001922038216";
    private static readonly BankCode Bank = new("102100");
    private static readonly DateOnly From = new(2026, 7, 1), Until = new(2026, 7, 31), Today = new(2026, 8, 18);
    private static readonly Actor Officer = new("zhou", Role.BankOfficer, Bank.Value);
    private static readonly Actor Manager = new("wu", Role.PoolManager, "jinrong");
    private static readonly Viewer Pools = Manager.AsViewer;

    private static Task Disburse(TestDatabase db, string number, decimal yuan, int day) => db.Store.Change(
        Command.For(Officer, Today, "loan.disburse", number), Loan.Stream(new(Bank, number)), _ => Reporting.Disbursed(Bank, number, Borrower, Money.Yuan(yuan), new(2026, 7, day)));

    private static byte[] File(params string[] lines) => Reporting.File(lines);

    private static string Paid(string number, string yuan, string day = "2026-07-09", string product = "P01") => $"放款,{number},{Borrower},{product},{yuan},{day}";

    private static async Task<(BankFileId Id, ReconciliationSummary Summary)> Run(TestDatabase db, byte[] bytes, string name = "7月.csv", bool changesOnly = false)
    {
        var preview = BankFileImport.Whole(Bank, bytes);
        return (preview.Id, await Reporting.Report(db, Officer, preview, From, Until, Today, changesOnly, name));
    }

    private static async Task<string[]> Breaks(TestDatabase db, Viewer? viewer = null) =>
        [.. (await new ReconciliationQueries(db.Reader).Breaks(viewer ?? Pools, new(), 0, 100)).Rows.Select(b => $"{b.Number} {b.Kind}").Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Keeps_every_difference_and_adds_nothing_when_the_same_file_comes_twice()
    {
        await using var db = await TestDatabase.Create();
        await Disburse(db, "JJ-1", 3_000_000, 9);
        await Disburse(db, "JJ-2", 450_000, 9);
        await Disburse(db, "JJ-3", 1_200_000, 9);
        await Disburse(db, "JJ-4", 900_000, 9);
        var file = File(Paid("JJ-1", "2950000.00"), Paid("JJ-3", "1,200,000".Replace(",", "")), Paid("JJ-4", "900000", "2026-07-10"), Paid("JJ-5", "800000"));
        var (id, summary) = await Run(db, file);
        Assert.Equal(new(1, 4, 1, 0), summary);
        string[] expected = ["JJ-1 Amount", "JJ-2 MissingAtBank", "JJ-4 Date", "JJ-5 MissingHere"];
        Assert.Equal(expected, await Breaks(db));

        var events = await db.Value<long>("select count(*) from mt_events where stream_id like 'break/%'");
        await Run(db, file, "换个名字.csv");
        Assert.Equal(expected, await Breaks(db));
        Assert.Equal(events, await db.Value<long>("select count(*) from mt_events where stream_id like 'break/%'"));
        Assert.Equal(4, (await new ReconciliationQueries(db.Reader).Lines(Pools, id)).Count);
    }

    [Fact]
    public async Task Clears_a_break_that_a_later_file_mends_and_asks_a_person_about_the_other_content()
    {
        await using var db = await TestDatabase.Create();
        await Disburse(db, "JJ-1", 3_000_000, 9);
        await Run(db, File(Paid("JJ-1", "2950000.00")));
        var (_, summary) = await Run(db, File(Paid("JJ-1", "3000000.00")));
        Assert.Equal(1, summary.Cleared);
        var rows = (await new ReconciliationQueries(db.Reader).Breaks(Pools, new(), 0, 10)).Rows;
        Assert.Equal(BreakStage.Cleared, Assert.Single(rows, b => b.Kind == BreakKind.Amount).Stage);
        Assert.Equal(BreakStage.Open, Assert.Single(rows, b => b.Kind == BreakKind.FileConflict).Stage);
    }

    [Fact]
    public async Task Sees_no_conflict_in_what_the_bank_was_asked_to_report_again_and_no_loan_in_what_it_took_back()
    {
        await using var db = await TestDatabase.Create();
        await Disburse(db, "JJ-1", 3_000_000, 9);
        await Run(db, File(Paid("JJ-1", "2950000.00"), Paid("JJ-9", "700000.00")));
        foreach (var row in (await new ReconciliationQueries(db.Reader).Breaks(Pools, new(), 0, 10)).Rows)
        {
            var stream = Break.Stream(new(row.Id));
            await db.Store.Change(Command.For(Manager, Today, "break.propose", row.Id), stream, b => BreakDecisions.Propose(b, Manager, WayOut.SendBack, BreakReason.Typing, "金额有误", null, Today));
            var other = Manager with { Account = "lin" };
            await db.Store.Change(Command.For(other, Today, "break.agree", row.Id), stream, b => BreakDecisions.Agree(b, other, Today, PublishedCalendar.China));
        }
        var again = File(Paid("JJ-1", "3000000.00"));
        var (_, summary) = await Run(db, again);
        Assert.Equal(new(1, 0, 0, 2), summary);
        var cleared = (await new ReconciliationQueries(db.Reader).Breaks(Pools, new(), 0, 10)).Rows;
        Assert.All(cleared, b => Assert.Equal(BreakStage.Cleared, b.Stage));
        Assert.Equal(new(1, 0, 0, 0), (await Run(db, again)).Summary);
        foreach (var row in cleared) await db.Store.Change(Command.For(Manager, Today, "break.close", row.Id), Break.Stream(new(row.Id)), b => BreakDecisions.Agree(b, Manager, Today, PublishedCalendar.China));
        Assert.Equal(new(1, 0, 0, 0), (await Run(db, again)).Summary);
        Assert.Empty(await Breaks(db));
    }

    [Fact]
    public void Reads_gbk_leaves_bad_rows_out_and_says_which()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = Encoding.UTF8.GetString(File(Paid("JJ-1", "3000000"), Paid("JJ-2", "=1+1"), Paid("JJ-3", "-5"), "转账,JJ-4," + Borrower + ",P01,1,2026-07-09"));
        var preview = BankFileImport.Whole(Bank, Encoding.GetEncoding("GBK").GetBytes(text));
        Assert.Equal(["JJ-1"], preview.Lines.Select(l => l.Number));
        Assert.Equal([3, 4, 5], preview.Content.Faults.Select(f => f.Row));
    }

    [Fact]
    public async Task Looks_only_at_what_a_file_of_changes_names_and_at_what_changed_here()
    {
        await using var db = await TestDatabase.Create();
        foreach (var number in new[] { "JJ-1", "JJ-2", "JJ-3" }) await Disburse(db, number, 1_000_000, 9);
        string Balance(string number, string yuan) => $"余额,{number},{Borrower},,{yuan},2026-08-10";
        await Run(db, File(Paid("JJ-1", "1000000"), Paid("JJ-2", "1000000"), Paid("JJ-3", "1000000"), Balance("JJ-1", "900000"), Balance("JJ-2", "1000000"), Balance("JJ-3", "1000000")));
        Assert.Equal(["JJ-1 Amount"], await Breaks(db));
        foreach (var number in new[] { "JJ-1", "JJ-2" })
            await db.Store.Change(Command.For(Officer, Today, "loan.repay", number), Loan.Stream(new(Bank, number)), _ => new LoanEvent.Repaid(Money.Yuan(100_000), Money.Zero, new(2026, 8, 10)));
        var (_, summary) = await Run(db, File(Balance("JJ-3", "1000000.01")), changesOnly: true);
        // JJ-1 now agrees with what the bank said before, JJ-2 no longer does, JJ-3 is named; nothing is missing.
        Assert.Equal(new(1, 2, 0, 1), summary);
        Assert.Equal(["JJ-1 Amount", "JJ-2 Amount", "JJ-3 Amount"], await Breaks(db));
        Assert.Equal(BreakStage.Cleared, (await new ReconciliationQueries(db.Reader).Breaks(Pools, new(), 0, 9)).Rows.Single(b => b.Number == "JJ-1").Stage);
    }

    [Fact]
    public async Task Takes_a_file_once_from_twenty_at_the_same_time_and_one_in_another_order_adds_no_break()
    {
        await using var db = await TestDatabase.Create();
        for (var i = 1; i <= 5; i++) await Disburse(db, $"JJ-{i}", 1_000_000, 9);
        string[] lines = [.. Enumerable.Range(1, 5).Select(i => Paid($"JJ-{i}", $"{1_000_000 + i % 2}"))];
        var preview = BankFileImport.Whole(Bank, File(lines));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Reporting.Importing(db).Import(Officer, preview, $"{i}.csv", From, Until, false, Today)));
        Assert.Equal((5, 1), (await db.Value<long>("select count(*) from bank_line"), await db.Value<long>("select count(*) from mt_events where type = 'bank_file_received'")));
        await Run(db, File(lines));
        string[] expected = ["JJ-1 Amount", "JJ-3 Amount", "JJ-5 Amount"];
        Assert.Equal(expected, await Breaks(db));
        await Run(db, File([.. lines.Reverse()]));
        await Run(db, File(lines[1..4]), changesOnly: true);
        Assert.Equal(expected, await Breaks(db));
    }

    [Fact]
    public async Task Ends_with_the_breaks_of_one_clean_run_though_the_file_came_cut_overlapping_reordered_and_twice()
    {
        const int loans = 100;
        string[] lines = [.. Enumerable.Range(1, loans).Where(i => i % 9 != 0).Select(i => Paid($"JJ-{i}", $"{1_000_000 + (i % 7 == 0 ? i : 0)}", i % 11 == 0 ? "2026-07-10" : "2026-07-09", i % 13 == 0 ? "P02" : "P01"))];
        var whole = File(lines);
        await using var calm = await Lent();
        await Run(calm, whole);
        var expected = await Open(calm);
        Assert.True(expected.Length > 30);

        await using var stormy = await Lent();
        foreach (var percent in new[] { 20, 50, 80, 99 })
        {
            // A cut falls between two rows: within one it is a row of other content, and a person is asked about it.
            var end = Array.LastIndexOf(whole, (byte)'\n', whole.Length * percent / 100);
            await Run(stormy, whole[..end], $"{percent}.csv");
        }
        await Run(stormy, File(lines[..60]), changesOnly: true);
        await Run(stormy, File(lines[40..]), changesOnly: true);
        await Run(stormy, File([.. lines.Reverse()]));
        await Run(stormy, whole);
        Assert.Equal(expected, await Open(stormy));
        var (events, kept) = (await Count(stormy, "mt_events where type <> 'bank_file_reconciled'"), await Count(stormy, "bank_line"));
        await Run(stormy, whole, "再来一次.csv");
        Assert.Equal((events, kept), (await Count(stormy, "mt_events where type <> 'bank_file_reconciled'"), await Count(stormy, "bank_line")));

        // A row cut in the middle of its amount says something else under the same number.
        await Run(stormy, File(lines[0].Replace("1000000", "100000", StringComparison.Ordinal)), changesOnly: true);
        Assert.Contains("JJ-1 FileConflict", await Open(stormy));

        static async Task<TestDatabase> Lent()
        {
            var db = await TestDatabase.Create();
            await Parallel.ForEachAsync(Enumerable.Range(1, loans), async (i, _) => await Disburse(db, $"JJ-{i}", 1_000_000, 9));
            return db;
        }

        static async Task<string[]> Open(TestDatabase db) =>
            [.. (await new ReconciliationQueries(db.Reader).Breaks(Pools, new(Stage: BreakStage.Open), 0, 500)).Rows.Select(b => $"{b.Number} {b.Kind}").Order(StringComparer.Ordinal)];

        static Task<long> Count(TestDatabase db, string what) => db.Value<long>($"select count(*) from {what}");
    }

    [Fact]
    public async Task Shows_a_bank_its_own_breaks_only()
    {
        await using var db = await TestDatabase.Create();
        await Run(db, File(Paid("JJ-5", "800000")));
        Assert.Single(await Breaks(db, Officer.AsViewer));
        Assert.Empty(await Breaks(db, Officer.AsViewer with { Tenant = "104100" }));
        Assert.Empty(await Breaks(db, Viewer.Anyone));
    }

    [Fact]
    public async Task Refuses_a_file_handed_in_for_another_bank()
    {
        await using var db = await TestDatabase.Create();
        var outcome = await Reporting.Importing(db).Import(Officer with { Tenant = "104100" }, BankFileImport.Whole(Bank, File(Paid("JJ-5", "1"))), "a.csv", From, Until, false, Today);
        Assert.Equal(BankFileDecisions.NotYours, Assert.IsType<Outcome.Refused>(outcome).Why);
    }
}
