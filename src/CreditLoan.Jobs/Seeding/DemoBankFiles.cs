using System.Globalization;
using System.Text;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Reconciliation;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Pools;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.Jobs.Seeding;

/// <summary>A file of one bank for each pool in run-off (存量机制的银行文件), with the mistakes that banks make, taken in and held against the platform.</summary>
internal sealed class DemoBankFiles(Database database, EventStore store, int seed, DateOnly today)
{
    private sealed record Paid(string Number, string Enterprise, string? Product, Money Principal, DateOnly ValueDate, Money Outstanding);

    private const string Header = "类别,借据号,借款人统一社会信用代码,产品编号,金额（元）,日期\n";
    private static readonly DateOnly From = new(2025, 7, 1), Until = new(2025, 9, 30);

    public async Task Deliver(CancellationToken stop)
    {
        SchemeCode[] inRunOff = [ShippedSchemes.Inclusive, ShippedSchemes.Technology, ShippedSchemes.SmallBusiness];
        var banks = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (scheme, i) in inRunOff.Select((s, i) => (s, i)))
        {
            if (await BankOf(scheme, banks, stop) is not { } code) continue;
            banks.Add(code);
            var bank = DemoBanks.All.First(b => b.Code.Value == code);
            var loans = await Loans(code, scheme, stop);
            var day = PublishedCalendar.China.Add(today.AddDays(-40), 9 * i).Day;
            await Take(bank.Officer(i), bank.Code, $"{bank.Name}2025年三季度放款和余额.csv", Text(loans, Chance.For(seed, i, 8), day), (From, Until), changesOnly: false, day, stop);
        }
    }

    /// <summary>Two more of one bank: some loans, one of them typed wrong; then a whole day, with that one put right and the mistakes that the others do not have.</summary>
    /// <param name="tell">What happens between the two.</param>
    public async Task Deliver(DemoMistakes told, Func<Task> tell, CancellationToken stop)
    {
        var (bank, drawn, first, second) = (DemoMistakes.Bank, DemoMistakes.DrawnOn(today), PublishedCalendar.China.Add(today.AddDays(-30), 0).Day, PublishedCalendar.China.Add(today.AddDays(-12), 0).Day);
        var earlier = await Loans(bank.Code.Value, drawn.AddDays(-90), drawn.AddDays(-1), stop);
        if (earlier.Count < 6)
        {
            await tell();
            return;
        }
        var wrong = earlier[0];
        var text = new StringBuilder(Header);
        foreach (var loan in earlier.Skip(1).Take(3).Prepend(wrong with { Principal = wrong.Principal + Money.Yuan(9_000) })) Line(text, loan);
        await Take(bank.Officer(0), bank.Code, $"{bank.Name}{earlier[0].ValueDate:yyyy年M月}起放款变动.csv", text.ToString(), (earlier[0].ValueDate, drawn), changesOnly: true, first, stop);

        await tell();
        if (told.SameDay is not { } one) return;
        text = new StringBuilder(Header);
        Line(text, wrong);
        Line(text, earlier[4] with { Enterprise = earlier.First(l => l.Enterprise != earlier[4].Enterprise).Enterprise });
        Line(text, earlier[5] with { ValueDate = second.AddDays(7) });
        foreach (var loan in await Loans(bank.Code.Value, drawn, drawn, stop))
        {
            if (loan.Number == one.First.Id.Number) Line(text, loan with { Principal = loan.Principal + one.Second.Payout.Principal });
            else if (loan.Number != one.Second.Id.Number) Line(text, loan);
        }
        if (told.Paid is { } paid) text.Append(CultureInfo.InvariantCulture, $"追偿,{paid.Id.Number},{paid.Enterprise.Code},,1000000.00,{second.AddDays(-2):yyyy-MM-dd}\n");
        await Take(bank.Officer(0), bank.Code, $"{bank.Name}{drawn:yyyy年M月d日}放款和追偿.csv", text.ToString(), (drawn, drawn), changesOnly: false, second, stop);
    }

    private async Task Take(Actor officer, BankCode bank, string name, string text, (DateOnly From, DateOnly Until) period, bool changesOnly, DateOnly day, CancellationToken stop)
    {
        var import = new BankFileImport(store, new BankLines(database.Writer));
        var preview = await import.Preview(bank, Encoding.UTF8.GetBytes(text), stop);
        await import.Import(officer, preview, name, period.From, period.Until, changesOnly, day, stop);
        await new LedgerReconciliation(store, new SettledLog(database.Writer, store), new ReconciliationQueries(database.Reader), new PoolQueries(database.Reader))
            .Run(preview.Id, day, PublishedCalendar.China, stop);
    }

    /// <summary>The loans as the bank tells them: of each seven lines one is wrong, in turn by amount, day, product, twice, in parts, left out, invented. Of the first, a balance that the platform believes repaid.</summary>
    private static string Text(IReadOnlyList<Paid> loans, Random random, DateOnly day)
    {
        var text = new StringBuilder(Header);
        foreach (var (loan, i) in loans.Select((l, i) => (l, i)))
        {
            var thousand = Money.Yuan(1_000 * (1 + random.Next(9)));
            switch (i % 7 == 3 ? i / 7 % 7 : -1)
            {
                case 0: Line(text, loan with { Principal = loan.Principal - thousand }); break;
                case 1: Line(text, loan with { ValueDate = loan.ValueDate.AddDays(1) }); break;
                case 2: Line(text, loan with { Product = loan.Product + "X" }); break;
                case 3: Line(text, loan); Line(text, loan); break;
                case 4: Line(text, loan with { Principal = thousand }); Line(text, loan with { Principal = loan.Principal - thousand }); break;
                case 5: break;
                case 6: Line(text, loan); Line(text, loan with { Number = loan.Number + "-2", Principal = thousand }); break;
                default: Line(text, loan); break;
            }
        }
        text.Append(CultureInfo.InvariantCulture, $"余额,{loans[0].Number},{loans[0].Enterprise},,{(loans[0].Outstanding + Money.Yuan(1_000)).InYuan:0.00},{day:yyyy-MM-dd}\n");
        return text.ToString();
    }

    private static void Line(StringBuilder text, Paid l) => text.Append(CultureInfo.InvariantCulture, $"放款,{l.Number},{l.Enterprise},{l.Product},{l.Principal.InYuan:0.00},{l.ValueDate:yyyy-MM-dd}\n");

    /// <summary>The bank with the most loans of the file's days in a scheme, of those that have no file yet.</summary>
    private async Task<string?> BankOf(SchemeCode scheme, HashSet<string> taken, CancellationToken stop) => (await Rows<string>($"""
        select bank from enrolment_book where scheme = {scheme} and disbursed_on between {From} and {Until} and not bank = any({taken.ToArray()})
        group by bank order by count(*) desc, bank limit 1
        """, stop)).FirstOrDefault();

    /// <summary>The scheme's loans come first, so that the mistakes are among them.</summary>
    private Task<IReadOnlyList<Paid>> Loans(string bank, SchemeCode scheme, CancellationToken stop) => Rows<Paid>($"""
        select number, enterprise, product, principal, value_date, outstanding from loan_book l
        where bank = {bank} and value_date between {From} and {Until} and stage <> 'Reversed'
        order by exists (select from enrolment_book e where e.bank = l.bank and e.number = l.number and e.scheme = {scheme}) desc, number
        """, stop);

    private Task<IReadOnlyList<Paid>> Loans(string bank, DateOnly from, DateOnly until, CancellationToken stop) => Rows<Paid>($"""
        select number, enterprise, product, principal, value_date, outstanding from loan_book
        where bank = {bank} and value_date between {from} and {until} and stage <> 'Reversed' order by value_date, number
        """, stop);

    private Task<IReadOnlyList<T>> Rows<T>(Sql sql, CancellationToken stop) => database.Reader.Rows<T>(Actor.Job("reconcile").AsViewer, sql, stop);
}
