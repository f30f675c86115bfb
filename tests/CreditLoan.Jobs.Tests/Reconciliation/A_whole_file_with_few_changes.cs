using CreditLoan.Domain.Access;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Reconciliation;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.Jobs.Tests.Reconciliation;

/// <summary>Two platforms get the same files: one reads only what changed, the other reads every file whole.</summary>
public class A_whole_file_with_few_changes
{
    private const int Loans = 120;
    private static readonly BankCode Bank = new("LJ01");
    private static readonly DateOnly From = new(2026, 7, 1), Until = new(2026, 7, 31), Today = new(2026, 8, 18);
    private static readonly Actor Officer = new("zhou", Role.BankOfficer, Bank.Value);
    private static readonly string[] Borrowers = [.. Enumerable.Range(1, 30).Select(i => UnifiedCreditCode.Complete($"91440101MA{i:0000000}").ToString())];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Leads_to_the_same_breaks_as_reading_all_of_it(int seed)
    {
        var random = new Random(seed);
        await using var quick = await TestDatabase.Create();
        await using var slow = await TestDatabase.Create();
        for (var i = 0; i < Loans; i++) await Disburse(i);
        var lines = Enumerable.Range(0, Loans).SelectMany(i => new[] { Paid(i, Yuan(i)), Balance(i, Yuan(i)) }).ToList();
        lines[3] = Paid(1, Yuan(1) + 5);
        lines.RemoveAt(8);
        for (var i = 20; i < 30; i++) lines[2 * i] = lines[2 * i].Replace(",2026-07-0", ",2026-08-2", StringComparison.Ordinal);
        var next = Loans;
        for (var file = 0; file < 5; file++)
        {
            var text = Reporting.File(lines, file % 2 == 0 ? "\n" : "\r\n");
            var today = Today.AddDays(2 * file);
            var (summary, since) = await Run(quick, text, isWhole: false, $"{file}.csv", today);
            Assert.Equal(file > 0, since);
            Assert.Equal((await Run(slow, text, isWhole: true, $"{file}.csv", today)).Summary, summary);
            Assert.Equal(await Breaks(slow), await Breaks(quick));
            await Change();
        }
        Assert.True(await quick.Value<long>("select count(*) from bank_line") < 3 * Loans, "only changed lines are kept");

        // Lines come, go, change, stand twice, bear a day that is still to come or cannot be read; loans are paid out and repaid.
        async Task Change()
        {
            for (var n = 0; n < 8; n++)
            {
                var at = random.Next(lines.Count);
                switch (random.Next(8))
                {
                    case 0: lines.RemoveAt(at); break;
                    case 1: lines.Insert(at, lines[at]); break;
                    case 2: lines[at] = lines[at].Replace(",2026-07", ",2026-06", StringComparison.Ordinal); break;
                    case 3: lines[at] = Paid(at % Loans, Yuan(at % Loans) + random.Next(3)); break;
                    case 4: lines[at] = lines[at].Replace("放款", "转账", StringComparison.Ordinal); break;
                    case 5: lines[at] = lines[at].Replace(",2026-07-0", ",2026-08-2", StringComparison.Ordinal); break;
                    case 6:
                        await Disburse(next);
                        if (random.Next(2) == 0) lines.Add(Paid(next, Yuan(next)));
                        next++;
                        break;
                    default:
                        var (repaid, amount) = (random.Next(Loans), random.Next(2, 100));
                        foreach (var db in new[] { quick, slow })
                            await db.Store.Change(Command.For(Officer, Today, "loan.repay", amount), Loan.Stream(new(Bank, $"JJ-{repaid}")), _ => new LoanEvent.Repaid(Money.Yuan(amount), Money.Zero, new(2026, 8, 1)));
                        if (random.Next(2) == 0) lines.Add(Balance(repaid, Yuan(repaid) - amount));
                        if (random.Next(3) > 0) lines.Add($"还款,JJ-{repaid},{Borrowers[repaid % 30]},,{amount - random.Next(2)}.00,2026-08-0{random.Next(1, 3)}");
                        break;
                }
            }
        }

        async Task Disburse(int i)
        {
            foreach (var db in new[] { quick, slow })
                await db.Store.Change(Command.For(Officer, Today, "loan.disburse", i), Loan.Stream(new(Bank, $"JJ-{i}")), _ => Reporting.Disbursed(Bank, $"JJ-{i}", Borrowers[i % 30], Money.Yuan(Yuan(i)), new(2026, 7, 1 + i % 7)));
        }
    }

    private static decimal Yuan(int i) => 100_000 + i * 10;

    private static string Paid(int i, decimal yuan) => $"放款,JJ-{i},{Borrowers[i % 30]},P01,{yuan:0.00},2026-07-{1 + i % 7:00}";

    private static string Balance(int i, decimal yuan) => $"余额,JJ-{i},{Borrowers[i % 30]},,{yuan:0.00},2026-08-10";

    private static async Task<(ReconciliationSummary Summary, bool Since)> Run(TestDatabase db, byte[] file, bool isWhole, string name, DateOnly today)
    {
        var preview = isWhole ? BankFileImport.Whole(Bank, file) : await Reporting.Importing(db).Preview(Bank, file);
        var whole = BankFileImport.Whole(Bank, file);
        Assert.Equal((whole.Lines.Length, whole.Total, whole.Content.FaultCount), (preview.Rows, preview.Total, preview.Content.FaultCount));
        Assert.Equal(whole.Content.Faults, preview.Content.Faults);
        return (await Reporting.Report(db, Officer, preview, From, Until, today, name: name), preview.Since is not null);
    }

    /// <summary>Which earlier file said otherwise is where its line is kept: there the two platforms differ.</summary>
    private static Task<string> Breaks(TestDatabase db) => db.Value<string>("""
        select coalesce(string_agg(row, chr(10) order by row collate "C"), '') from (
          select concat_ws(' ', number, kind, stage, difference, regexp_replace(fields::text, 'bank-file/[^"]*', '')) as row from break_book) b
        """);
}
