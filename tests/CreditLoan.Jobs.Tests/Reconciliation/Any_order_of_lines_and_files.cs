using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Reconciliation;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.Jobs.Tests.Reconciliation;

/// <summary>Files made up at random: lines that agree, that differ in anything, that stand twice, in parts or merged, or for nothing.</summary>
public class Any_order_of_lines_and_files
{
    private const int Loans = 60;
    private static readonly BankCode Bank = new("LJ01");
    private static readonly DateOnly From = new(2026, 7, 1), Until = new(2026, 7, 31), Today = new(2026, 8, 18);
    private static readonly Actor Officer = new("zhou", Role.BankOfficer, Bank.Value);
    private static readonly Actor First = new("wu", Role.PoolManager, "jinrong"), Second = new("zheng", Role.PoolManager, "jinrong");
    private static readonly string[] Borrowers = [.. Enumerable.Range(1, 7).Select(i => UnifiedCreditCode.Complete($"91440101MA{i:0000000}").ToString())];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Lead_to_the_same_breaks_under_the_same_names(int seed)
    {
        var random = new Random(seed);
        var lines = Lines(random);
        await using var one = await Lent();
        await using var other = await Lent();
        var summary = await Run(one, lines);
        random.Shuffle(lines);
        Assert.Equal(summary, await Run(other, lines));
        var expected = await Breaks(one);
        Assert.Equal(expected, await Breaks(other));
        string[] kinds = [.. Enum.GetValues<BreakKind>().Where(k => k.RestsOnLineAndLoan()).Append(BreakKind.ForwardValued).Select(k => k.ToString()).Order(StringComparer.Ordinal)];
        Assert.Equal(kinds, await Kinds(one));

        // On the same platform the file in another order is another file that says the same.
        random.Shuffle(lines);
        var events = await one.Value<long>(Found);
        Assert.Equal(summary, await Run(one, lines));
        Assert.Equal((expected, events), (await Breaks(one), await one.Value<long>(Found)));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Bring_back_no_break_that_persons_ended_or_are_at_until_its_content_changes(int seed)
    {
        var random = new Random(seed);
        var lines = Lines(random);
        await using var db = await Lent();
        await Run(db, lines);
        var rows = (await new ReconciliationQueries(db.Reader).Breaks(First.AsViewer, new(), 0, 500)).Rows;
        foreach (var row in rows)
        {
            switch (random.Next(4))
            {
                case 0: await End(db, row, agree: true); break;
                case 1: await End(db, row, agree: false); break;
                case 2: await Do(db, row, "propose", b => BreakDecisions.Propose(b, First, WayOut.Explain, BreakReason.NextDay, "时间差", null, Today)); break;
            }
        }
        var (before, found) = (await Breaks(db), await db.Value<long>(Found));
        Assert.Contains("Closed", before);
        for (var again = 0; again < 2; again++)
        {
            random.Shuffle(lines);
            await Run(db, lines);
            Assert.Equal((before, found), (await Breaks(db), await db.Value<long>(Found)));
        }
        // One that was declined is ended by another proposal, and stays so.
        foreach (var row in (await new ReconciliationQueries(db.Reader).Breaks(First.AsViewer, new(Stage: BreakStage.Open), 0, 500)).Rows) await End(db, row, agree: true);
        random.Shuffle(lines);
        await Run(db, lines);
        Assert.Equal(found, await db.Value<long>(Found));

        // The bank now says something else of a loan whose break was closed: that is another break, and the closed one stays closed.
        var closed = (await new ReconciliationQueries(db.Reader).Breaks(First.AsViewer, new(Stage: BreakStage.Closed, Kind: BreakKind.Amount), 0, 500)).Rows[0];
        var at = Array.FindIndex(lines, l => l.StartsWith($"放款,{closed.Number},", StringComparison.Ordinal));
        lines[at] = lines[at].Replace(".00,", ".37,", StringComparison.Ordinal);
        await Run(db, lines);
        var now = (await new ReconciliationQueries(db.Reader).Breaks(First.AsViewer, new(Kind: BreakKind.Amount), 0, 500)).Rows;
        Assert.Equal(BreakStage.Open, Assert.Single(now, b => b.Number == closed.Number).Stage);
        Assert.Equal("Closed", await db.Value<string>($"select stage from break_book where id = '{closed.Id}'"));
    }

    private const string Found = "select count(*) from mt_events where type = 'break_found'";

    private static async Task End(TestDatabase db, BreakRow row, bool agree)
    {
        await Do(db, row, "propose", b => BreakDecisions.Propose(b, First, WayOut.Explain, BreakReason.NextDay, "时间差", null, Today));
        if (agree) await Do(db, row, "agree", b => BreakDecisions.Agree(b, Second, Today, PublishedCalendar.China));
        else await Do(db, row, "decline", b => BreakDecisions.Decline(b, Second, "请附依据", Today));
    }

    private static async Task Do(TestDatabase db, BreakRow row, string act, Func<Break, Decision<BreakEvent>> decide) =>
        Assert.IsType<Outcome.Done>(await db.Store.Change(Command.For(First, Today, $"break.{act}", Guid.NewGuid()), Break.Stream(new(row.Id)), decide));

    private static async Task<TestDatabase> Lent()
    {
        var db = await TestDatabase.Create();
        await Parallel.ForEachAsync(Enumerable.Range(0, Loans), async (i, _) => await db.Store.Change(Command.For(Officer, Today, "loan.disburse", i), Loan.Stream(new(Bank, $"JJ-{i}")),
            _ => Reporting.Disbursed(Bank, $"JJ-{i}", Borrowers[i % 7], Money.Yuan(Yuan(i)), Day(i))));
        return db;
    }

    /// <summary>A loan each for what may be wrong, the rest at random, so that every kind occurs in every file.</summary>
    private static string[] Lines(Random random)
    {
        var lines = new List<string>();
        // Two loans of one borrower and day: the second is reported with the first, and nothing else of that day is wrong.
        lines.Add(Paid(0, Yuan(0) + Yuan(7)));
        for (var i = 1; i < Loans; i++)
        {
            if (i == 7) continue;
            lines.AddRange((i <= 12 ? i : i % 7 == 0 ? 12 : random.Next(1, 20)) switch
            {
                1 => [],
                2 => [Paid(i, Yuan(i) + random.Next(1, 9))],
                3 => [Paid(i, Yuan(i), Day(i).AddDays(random.Next(1, 5)))],
                4 => [Paid(i, Yuan(i), borrower: Borrowers[(i + 1) % 7])],
                5 => [Paid(i, Yuan(i), product: "P02")],
                6 => [Paid(i, Yuan(i)), Paid(i, Yuan(i))],
                8 => [Paid(i, 30_000, Day(i).AddDays(3)), Paid(i, Yuan(i) - 50_000, product: "P03"), Paid(i, 20_000, Day(i).AddDays(1))],
                9 => [Paid(i, Yuan(i), Today.AddDays(random.Next(1, 9)))],
                10 => [Paid(i, Yuan(i)), Paid(i + 1_000, Yuan(i))],
                11 => [Paid(i, Yuan(i)), $"余额,JJ-{i},{Borrowers[i % 7]},,{Yuan(i) - random.Next(0, 3)}.00,2026-08-10"],
                _ => [Paid(i, Yuan(i))],
            });
        }
        return [.. lines];
    }

    private static decimal Yuan(int i) => 100_000 + i * 10;

    private static DateOnly Day(int i) => new(2026, 7, 1 + i % 7);

    private static string Paid(int i, decimal yuan, DateOnly? day = null, string? borrower = null, string product = "P01") =>
        $"放款,JJ-{i},{borrower ?? Borrowers[i % 7]},{product},{yuan:0.00},{day ?? Day(i):yyyy-MM-dd}";

    private static async Task<ReconciliationSummary> Run(TestDatabase db, string[] lines)
    {
        var preview = BankFileImport.Whole(Bank, Reporting.File(lines));
        Assert.Equal(0, preview.Content.FaultCount);
        return await Reporting.Report(db, Officer, preview, From, Until, Today);
    }

    private static Task<string> Breaks(TestDatabase db) =>
        db.Value<string>("select coalesce(string_agg(concat_ws(' ', id, kind, stage, difference, fields::text), chr(10) order by id collate \"C\"), '') from break_book");

    private static async Task<string[]> Kinds(TestDatabase db) => [.. (await db.Value<string>("select string_agg(distinct kind collate \"C\", ' ') from break_book")).Split(' ').Order(StringComparer.Ordinal)];
}
