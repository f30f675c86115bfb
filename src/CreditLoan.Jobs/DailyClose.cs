using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;

namespace CreditLoan.Jobs;

/// <summary>What a day's close ended.</summary>
public sealed record CloseRun(int Lines, int Demands, int Products, int Consents);

/// <summary>The daily close (日终): asks what time alone has ended, and calls the same decisions as people do, with the business day.</summary>
/// <remarks>A second run of the same day finds nothing left. A bank's overdue is the bank's to report: nothing here marks a loan.</remarks>
public sealed class DailyClose(Database database, EventStore store)
{
    private static readonly Actor Close = Actor.Job("daily-close");

    public async Task<CloseRun> Run(DateOnly day, CancellationToken stop = default) => new(
        await Each<string>($"select line from credit_line_book where (stage = 'Offered' and due_on < {day}) or (stage = 'Open' and until < {day})",
            row => row.GetString(0),
            line => store.Change(Act("credit_line.expire", day, line), CreditLine.Stream(new CreditLineId(line)), l => CreditLineDecisions.Expire(l, day), stop), stop),
        await Each<string>($"select demand from demand_book where stage = 'Open' and until < {day}",
            row => row.GetString(0),
            demand => store.Change(Act("demand.expire", day, demand), Demand.Stream(new DemandId(demand)), d => DemandDecisions.Expire(d, day), stop), stop),
        await Each<ProductId>($"select bank, number from product_book where stage = 'OnShelf' and until < {day}",
            row => new ProductId(new BankCode(row.GetString(0)), row.GetString(1)),
            product => store.Change(Act("product.expire", day, product), Product.Stream(product), p => ProductDecisions.Expire(p, day), stop), stop),
        await Each<(string Consent, string Enterprise, string Recipient)>(
            $"""
            select consent, enterprise, recipient from consent_book
            where status in ('Requested', 'Active', 'Paused') and (expires_on < {day} or (status = 'Active' and confirmed_on <= {day.AddDays(-Consent.ConfirmDays)}))
            """,
            row => (row.GetString(0), row.GetString(1), row.GetString(2)),
            c => store.Change(Act("consent.lapse", day, c.Consent), ConsentDoor.Stream(new EnterpriseCode(c.Enterprise), new Recipient(c.Recipient)), Consent.Stream(new ConsentId(c.Consent)),
                (_, consent) => ConsentDecisions.Lapse(consent, day), stop), stop));

    private static Command Act(string act, DateOnly day, object subject) => Command.For(Close, day, act, subject);

    private async Task<int> Each<T>(Sql due, Func<Npgsql.NpgsqlDataReader, T> read, Func<T, Task<Outcome>> end, CancellationToken stop)
    {
        var waiting = new List<T>();
        await using (var connection = await database.Writer.OpenConnectionAsync(stop))
        await using (var ask = due.On(connection))
        await using (var rows = await ask.ExecuteReaderAsync(stop))
            while (await rows.ReadAsync(stop)) waiting.Add(read(rows));
        var ended = 0;
        foreach (var one in waiting)
            if (await end(one) is Outcome.Done) ended++;
        return ended;
    }
}
