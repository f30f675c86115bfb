using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Closing;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Closing;
using CreditLoan.Ledger.Enterprises;
using CreditLoan.Ledger.Profiles;

namespace CreditLoan.Jobs.Closing;

/// <summary>What a day's close ended.</summary>
public sealed record CloseRun(int Lines, int Demands, int Products, int Consents, int Enrolments, int Claims);

/// <summary>What a run of a day's close said, and where it differs from the run before (日终批次).</summary>
/// <param name="Run">From 1.</param>
/// <param name="Ended">What time alone had ended.</param>
/// <param name="Restated">What the run before saw otherwise; empty for the first.</param>
public sealed record ClosedRun(int Run, CloseRun Ended, ClosedDay Day, IReadOnlyList<CloseRestatement> Restated);

/// <summary>The daily close (日终): asks what time alone has ended, and calls the same decisions as people do, with the business day.</summary>
/// <remarks>
/// Then it computes what falls due or changes on the day and keeps it with the log position it saw. Again at that position it says the same;
/// at today's it keeps what differs as restatements. A bank's overdue is the bank's to report: nothing here marks a loan.
/// </remarks>
public sealed class DailyClose(Database database, EventStore store, TimeProvider clock)
{
    private static readonly Actor Close = Actor.Job("daily-close");
    private readonly CloseBook _book = new(database);
    private readonly DayCloser _closer = new(database, PublishedCalendar.China);

    /// <summary>Ends what time has ended, closes the day at today's position, and keeps what it found.</summary>
    public async Task<ClosedRun> Run(DateOnly day, CancellationToken stop = default)
    {
        var ended = await End(day, stop);
        var position = await new SettledLog(database.Writer, store).Settle(stop);
        var now = await _closer.Compute(day, position, stop);
        var runs = await _book.Runs(day, stop);
        CloseRestatement[] restated = runs is [.., var last] ? [.. Differences(await _book.Lines(day, last.Run, stop), now.Lines)] : [];
        await _book.Keep(new CloseRunRow(day, runs.Count + 1, position, clock.GetUtcNow(), now.Loans, now.Lines.Count, restated.Length, now.Digest), now.Lines, now.Statements, restated, stop);
        return new ClosedRun(runs.Count + 1, ended, now, restated);
    }

    /// <summary>Says once more what the day looked like from an earlier position; keeps nothing.</summary>
    /// <returns>The day, and the run that had seen the same; null where it says something else or nobody ran there.</returns>
    public async Task<(ClosedDay Day, CloseRunRow? Same)> At(DateOnly day, long position, CancellationToken stop = default)
    {
        var again = await _closer.Compute(day, position, stop);
        return (again, (await _book.Runs(day, stop)).FirstOrDefault(r => r.Position == position && r.Digest == again.Digest));
    }

    private static IEnumerable<CloseRestatement> Differences(IReadOnlyList<CloseLine> before, IReadOnlyList<CloseLine> now)
    {
        static (CloseKind, string, string?) Key(CloseLine line) => (line.Kind, line.Subject, line.Scheme);
        var (was, isNow) = (before.ToLookup(Key), now.ToLookup(Key));
        foreach (var key in was.Select(g => g.Key).Union(isNow.Select(g => g.Key)))
        {
            CloseLine[] gone = [.. was[key].Except(isNow[key])], come = [.. isNow[key].Except(was[key])];
            for (var i = 0; i < Math.Max(gone.Length, come.Length); i++) yield return new(gone.ElementAtOrDefault(i), come.ElementAtOrDefault(i));
        }
    }

    private async Task<CloseRun> End(DateOnly day, CancellationToken stop)
    {
        await new ReadReviews(database, clock).Open(day, stop);
        await new RetentionJob(database, clock).Run(day, stop);
        await new AccountDesk(database, clock).LockUnused();
        return new(
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
                (_, consent) => ConsentDecisions.Lapse(consent, day), stop), stop),
        await Each<EnrolmentId>($"select scheme, bank, number from enrolment_book where stage = 'SentBack' and due < {day}",
            row => new EnrolmentId(new(row.GetString(0)), new(new(row.GetString(1)), row.GetString(2))),
            id => store.Change(Act("enrolment.lapse", day, $"{id}"), Enrolment.Stream(id), LoanCover.Stream(id.Loan),
                (e, cover) => Decisions.Of(EnrolmentDecisions.Lapse(e, day), LoanCoverDecisions.Leave(cover, id.Scheme, day)), stop), stop),
        await Each<ClaimId>($"select id from claim_book where stage = 'SentBack' and due < {day}",
            row => new ClaimId(row.GetString(0)),
            id => store.Change(Act("claim.lapse", day, id.Value), Claim.Stream(id), c => ClaimDecisions.Lapse(c, day), stop), stop));
    }

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
