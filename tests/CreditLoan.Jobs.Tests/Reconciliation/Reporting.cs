using System.Text;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Reconciliation;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Pools;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.Jobs.Tests.Reconciliation;

/// <summary>A loan as the platform knows it, and a bank's file that is taken in and held against it.</summary>
internal static class Reporting
{
    public static LoanEvent.Disbursed Disbursed(BankCode bank, string number, string borrower, Money amount, DateOnly day, string district = "440103", Security security = Security.Other) =>
        new(new(bank, number), new("SQ-1"), new(borrower), new(bank, "P01"), amount, Rate.Percent(3.7m), day, day.AddYears(1), RepaymentMethod.Bullet, security,
            new Borrower(new(district), new("C3411"), SizeClass.Small, false), false, null);

    public static byte[] File(IEnumerable<string> lines, string newLine = "\n") => Encoding.UTF8.GetBytes(string.Join(newLine, lines.Prepend("类别,借据号,借款人统一社会信用代码,产品编号,金额（元）,日期")));

    public static BankFileImport Importing(TestDatabase db) => new(db.Store, new BankLines(db.Database.Writer));

    public static async Task<ReconciliationSummary> Report(TestDatabase db, Actor officer, BankFilePreview preview, DateOnly from, DateOnly until, DateOnly today, bool changesOnly = false, string name = "报送.csv")
    {
        Assert.IsType<Outcome.Done>(await Importing(db).Import(officer, preview, name, from, until, changesOnly, today));
        var reconciliation = new LedgerReconciliation(db.Store, new SettledLog(db.Database.Writer, db.Store), new ReconciliationQueries(db.Reader), new PoolQueries(db.Reader));
        return await reconciliation.Run(preview.Id, today, PublishedCalendar.China);
    }
}
