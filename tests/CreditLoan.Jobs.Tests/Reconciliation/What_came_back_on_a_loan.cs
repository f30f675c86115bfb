using CreditLoan.Domain.Access;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Reconciliation;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.Jobs.Tests.Reconciliation;

public class What_came_back_on_a_loan
{
    private const string Borrower = "914403001922038216";
    private static readonly BankCode Bank = new("LJ01");
    private static readonly DateOnly From = new(2026, 7, 1), Until = new(2026, 7, 31), Today = new(2026, 8, 18);
    private static readonly Actor Officer = new("zhou", Role.BankOfficer, Bank.Value);
    private static readonly Viewer Pools = new("wu", Role.PoolManager, "jinrong");

    /// <summary>Three times in July: interest, then some principal with interest, then some more ahead of the plan.</summary>
    private static async Task Lend(TestDatabase db, string number)
    {
        LoanEvent[] events =
        [
            Reporting.Disbursed(Bank, number, Borrower, Money.Wan(100), new(2026, 6, 1)),
            new LoanEvent.Repaid(Money.Zero, Money.Yuan(3_000), new(2026, 7, 1)),
            new LoanEvent.Repaid(Money.Wan(10), Money.Yuan(500), new(2026, 7, 20)),
            new LoanEvent.Prepaid(Money.Wan(5), Money.Zero, new(2026, 7, 25)),
        ];
        Assert.IsType<Outcome.Done>(await db.Store.Change(Command.For(Officer, Today, "test", number), Loan.Stream(new(Bank, number)), _ => events));
    }

    private static string Back(string number, string yuan, string day, string kind = "还款") => $"{kind},{number},{Borrower},,{yuan},2026-{day}";

    private static async Task Run(TestDatabase db, string[] lines, bool changesOnly = false)
    {
        var preview = BankFileImport.Whole(Bank, Reporting.File(lines));
        Assert.Equal(0, preview.Content.FaultCount);
        await Reporting.Report(db, Officer, preview, From, Until, Today, changesOnly);
    }

    private static async Task<string[]> Breaks(TestDatabase db) => [.. (await new ReconciliationQueries(db.Reader).Breaks(Pools, new(), 0, 100)).Rows
        .Where(b => b.Stage == BreakStage.Open).Select(b => $"{b.Number} {b.Kind} {b.Difference} {b.Fields[1].Ours}|{b.Fields[1].Theirs}").Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Agrees_by_principal_or_with_interest_and_differs_by_amount_or_day()
    {
        await using var db = await TestDatabase.Create();
        foreach (var number in new[] { "JJ-PRINCIPAL", "JJ-WHOLE", "JJ-PARTS", "JJ-MORE", "JJ-LESS", "JJ-DAY", "JJ-LACKS", "JJ-SILENT" }) await Lend(db, number);
        string[] lines =
        [
            Back("JJ-PRINCIPAL", "100000", "07-20"), Back("JJ-PRINCIPAL", "50000", "07-25"),
            Back("JJ-WHOLE", "3000", "07-01"), Back("JJ-WHOLE", "100500", "07-20"), Back("JJ-WHOLE", "50000", "07-25"),
            Back("JJ-PARTS", "60000", "07-20"), Back("JJ-PARTS", "40000", "07-20"), Back("JJ-PARTS", "50000", "07-25", "追偿"),
            Back("JJ-MORE", "100000", "07-20"), Back("JJ-MORE", "50000", "07-25"), Back("JJ-MORE", "20000", "07-28"),
            Back("JJ-LESS", "100000", "07-20"), Back("JJ-LESS", "49999.99", "07-25"),
            Back("JJ-DAY", "100000", "07-21"), Back("JJ-DAY", "50000", "07-25"),
            Back("JJ-LACKS", "50000", "07-25"),
        ];
        await Run(db, lines);
        string[] expected =
        [
            "JJ-DAY Date 0.00 2026-07-20|2026-07-21", "JJ-LACKS Amount -100,000.00 2026-07-20|无记录",
            "JJ-LESS Amount -0.01 2026-07-25|2026-07-25", "JJ-MORE Amount 20,000.00 无记录|2026-07-28",
        ];
        Assert.Equal(expected, await Breaks(db));
        await Run(db, [.. lines.Reverse()]);
        Assert.Equal(expected, await Breaks(db));

        // The platform is told what it lacked, and the bank's next file what that one did: what now agrees waits to be closed.
        await db.Store.Change(Command.For(Officer, Today, "loan.repay", "JJ-LACKS"), Loan.Stream(new(Bank, "JJ-MORE")), _ => new LoanEvent.Repaid(Money.Wan(2), Money.Zero, new(2026, 7, 28)));
        await Run(db, [.. lines, Back("JJ-LACKS", "100000", "07-20")]);
        Assert.Equal([expected[0], expected[2]], await Breaks(db));
    }

    [Fact]
    public async Task Is_asked_of_the_named_days_only_where_a_file_names_what_changed_and_not_where_it_was_put_right()
    {
        await using var db = await TestDatabase.Create();
        foreach (var number in new[] { "JJ-1", "JJ-2", "JJ-3" }) await Lend(db, number);
        await db.Store.Change(Command.For(Officer, Today, "loan.correct", "JJ-3"), Loan.Stream(new(Bank, "JJ-3")),
            _ => new LoanEvent.RepaymentCorrected(3, new(Money.Wan(5), Money.Zero, new(2026, 7, 25)), new(Money.Wan(4), Money.Zero, new(2026, 7, 26)), "金额有误", new(2026, 8, 3)));
        await Run(db, [Back("JJ-1", "50000", "07-25"), Back("JJ-2", "40000", "07-25"), Back("JJ-3", "40000", "07-26")], changesOnly: true);
        Assert.Equal(["JJ-2 Amount -10,000.00 2026-07-25|2026-07-25"], await Breaks(db));
    }
}
