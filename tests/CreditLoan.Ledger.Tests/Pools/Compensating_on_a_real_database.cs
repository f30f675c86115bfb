using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Claims;
using CreditLoan.Ledger.Pools;

namespace CreditLoan.Ledger.Tests.Pools;

public class Compensating_on_a_real_database
{
    private static readonly DateOnly Day = new(2026, 8, 19);
    private static readonly ShippedScheme Open = ShippedSchemes.All[0];
    private static readonly Actor Clerk = new("zheng", Role.PoolClerk, "jinrong");
    private static readonly Actor Manager = new("wu", Role.PoolManager, "jinrong");
    private static readonly BankCode Bank = new("102100");
    private static readonly Actor Officer = new("zhou", Role.BankOfficer, Bank.Value);
    private static readonly WorkingCalendar Calendar = PublishedCalendar.China;

    private static Command Do(Actor by, string act) => Command.For(by, Day, act, Guid.NewGuid());

    private static async Task Done(Task<Outcome> change) => Assert.IsType<Outcome.Done>(await change);

    private static async Task<PoolId> OpenScheme(EventStore store, int year = 2026)
    {
        var scheme = Scheme.Stream(Open.Code);
        if ((await store.Load(scheme)).Version == 0)
        {
            await Done(store.Change(Do(Manager, "found"), scheme, s => SchemeDecisions.Found(s, Manager, Open.Code, Open.Name, "jinrong", Open.Document, Day)));
            await Done(store.Change(Do(Clerk, "draft"), scheme, s => SchemeDecisions.Draft(s, Clerk, Open.From, Open.Until, Open.Rule, Open.Why, Day)));
            await Done(store.Change(Do(Manager, "confirm"), scheme, s => SchemeDecisions.Confirm(s, Manager, 1, Day)));
        }
        var id = new PoolId(Open.Code, year);
        await Done(store.Change(Do(Manager, "open"), Pool.Stream(id), scheme, Pool.Stream(id with { Year = 1 }),
            (p, s, before) => Decisions.Of(PoolDecisions.Open(p, before, s, Manager, id, Money.Wan(150_000), Day), Decision<SchemeEvent>.None, Decision<PoolEvent>.None)));
        await Done(store.Change(Do(Manager, "fund"), Pool.Stream(id), scheme, (p, s) => Decisions.Of(PoolDecisions.Fund(p, s, Manager, Money.Wan(100_000), "PZ", Day), Decision<SchemeEvent>.None)));
        return id;
    }

    private static CoveredLoan Loan(int n) => new(new(Bank, $"JJ-{n:0000}"), new($"E{n:0000}"), Money.Wan(800), Day, Day.AddYears(1), new("440103"),
        BorrowerKind.Small, Security.Unsecured, [UpliftGround.KeyList]);

    private static async Task<ClaimId> File(EventStore store, int n)
    {
        var enrolment = Enrolment.Stream(new(Open.Code, Loan(n).Loan));
        var scheme = Scheme.Stream(Open.Code);
        await Done(store.Change(Do(Officer, "apply"), enrolment, scheme, (e, s) => Decisions.Of(EnrolmentDecisions.Apply(e, s, Officer, Cover.Bank, Loan(n), Day, Calendar), Decision<SchemeEvent>.None)));
        await Done(store.Change(Do(Clerk, "review"), enrolment, scheme, (e, s) => Decisions.Of(EnrolmentDecisions.Review(e, s, Clerk, "", Day), Decision<SchemeEvent>.None)));
        await Done(store.Change(Do(Manager, "confirm"), enrolment, scheme, (e, s) => Decisions.Of(EnrolmentDecisions.Confirm(e, s, Manager, Day), Decision<SchemeEvent>.None)));
        await Done(store.Change(Do(Officer, "flag"), enrolment, e => EnrolmentDecisions.Flag(e, Officer, Anomaly.NonPerforming, "逾期", Day, Day)));
        var id = new ClaimId($"BC-{n:000000}");
        await Done(FileClaim(store, n, id));
        return id;
    }

    private static Task<Outcome> FileClaim(EventStore store, int n, ClaimId id) => store.Change(Do(Officer, "file"), Claim.Stream(id),
        Enrolment.Stream(new(Open.Code, Loan(n).Loan)), Scheme.Stream(Open.Code), (c, e, s) => Decisions.Of(
            ClaimDecisions.File(c, e, s, Officer, id, new Loss(Money.Wan(300), Money.Zero, Day), Money.Zero, [new("借据", "a.pdf", new string('a', 64))], Day, Calendar),
            Decision<EnrolmentEvent>.None, Decision<SchemeEvent>.None));

    private static Task<Outcome> Approve(EventStore store, ClaimId id, PoolId pool, Actor by, LoanId loan) => store.Change(Do(by, "approve"), Claim.Stream(id), Pool.Stream(pool), Scheme.Stream(Open.Code), LoanCover.Stream(loan),
        (c, p, s, cover) => ClaimDecisions.Approve(c, p, s, cover, [], by, "同意", Day));

    private static async Task<Outcome> Pay(EventStore store, ClaimId id, PoolId pool, Command command)
    {
        while (true)
        {
            var outcome = await store.Change(command, Claim.Stream(id), Pool.Stream(pool), Scheme.Stream(Open.Code), (c, p, s) => ClaimDecisions.Pay(c, p, s, Manager, "YH", Day));
            if (outcome is not Outcome.Moved) return outcome;
        }
    }

    [Fact]
    public async Task Takes_back_what_was_typed_wrongly_by_a_new_posting_and_offers_what_is_left_of_it()
    {
        await using var db = await TestDatabase.Create();
        var pool = await OpenScheme(db.Store);
        Task<Outcome> Move(string act, Func<Pool, Scheme, Decision<PoolEvent>> decide) =>
            db.Store.Change(Do(Manager, act), Pool.Stream(pool), Scheme.Stream(Open.Code), (p, s) => Decisions.Of(decide(p, s), Decision<SchemeEvent>.None));
        await Done(Move("interest", (p, s) => PoolDecisions.EarnInterest(p, s, Manager, Money.Wan(500), "LX", Day)));
        var (queries, viewer) = (new PoolQueries(db.Reader), Manager.AsViewer);
        Assert.Equal([new(3, "interest", Day, Money.Wan(500)), new(2, "funded", Day, Money.Wan(100_000))], await queries.Typed(viewer, pool));

        await Done(Move("correct", (p, s) => PoolDecisions.Correct(p, s, Manager, 3, null, Money.Wan(450), "多录一位", Day)));
        Assert.Equal([new(3, "interest", Day, Money.Wan(50)), new(2, "funded", Day, Money.Wan(100_000))], await queries.Typed(viewer, pool));
        Assert.IsType<Outcome.Refused>(await Move("correct", (p, s) => PoolDecisions.Correct(p, s, Manager, 3, null, Money.Wan(51), "再冲一次", Day)));
        await Done(Move("correct", (p, s) => PoolDecisions.Correct(p, s, Manager, 3, null, Money.Wan(50), "没有这笔利息", Day)));
        Assert.Equal(2, Assert.Single(await queries.Typed(viewer, pool)).Version);

        var statement = await queries.Statement(viewer, pool, Day.Month);
        Assert.Equal([("funded", Money.Wan(100_000), Money.Zero), ("interest", Money.Wan(500), Money.Zero), ("corrected", Money.Zero, Money.Wan(500))], statement.Movements.Select(m => (m.Act, m.In, m.Out)));
        Assert.Equal(Money.Wan(100_000), statement.Closing);
        var journal = await queries.Journal(viewer, pool, 0, 10, new Sorting("amount", false));
        Assert.Equal([50m, 450m, 500m, 100_000m], journal.Rows.Select(l => l.Amount.InWan));
        Assert.Equal([100_000m, 100_050m, 100_500m, 100_000m], journal.Rows.Select(l => l.Balance.InWan));
    }

    [Fact]
    public async Task Leaves_a_journal_that_ties_and_that_the_book_agrees_with()
    {
        await using var db = await TestDatabase.Create();
        var pool = await OpenScheme(db.Store);
        var claim = await File(db.Store, 1);
        await Done(Approve(db.Store, claim, pool, Clerk, Loan(1).Loan));
        await Done(Approve(db.Store, claim, pool, Manager, Loan(1).Loan));
        await Done(Pay(db.Store, claim, pool, Do(Manager, "pay")));
        await Done(db.Store.Change(Do(Officer, "recover"), Claim.Stream(claim), Scheme.Stream(Open.Code),
            (c, s) => Decisions.Of(ClaimDecisions.Recover(c, s, Officer, "HS-1", Money.Wan(100), Day, Calendar), Decision<SchemeEvent>.None)));
        await Done(db.Store.Change(Do(Clerk, "share"), Claim.Stream(claim), Pool.Stream(pool), Scheme.Stream(Open.Code),
            (c, p, s) => ClaimDecisions.Share(c, p, s, Clerk, "HS-1", "FH-1", Day)));

        var queries = new PoolQueries(db.Reader);
        var viewer = Manager.AsViewer;
        var book = (await queries.Pool(viewer, pool))!;
        var journal = await queries.Journal(viewer, pool, 0, 50);
        Assert.Equal(["recovery", "paid", "reserved", "funded"], journal.Rows.Select(l => l.Act));
        Assert.Equal(Money.Wan(100_000 - 135 + 45), book.Cash + book.Earmarked);
        Assert.Equal(book.Cash + book.Earmarked, journal.Rows[0].Balance);
        Assert.Equal(Money.Wan(45), book.Recovered);
        Assert.Equal(book.Granted + book.Carried + book.Recovered + book.Interest, book.Cash + book.Earmarked + book.Compensated);
        Assert.Equal(journal.Rows[0].Balance, (await queries.Totals(viewer, pool)).Balance);
        Assert.Equal(ClaimStage.Recovering, (await new ClaimQueries(db.Reader).Find(viewer, claim))!.Stage);
        var year = Assert.Single(await queries.BankYear(viewer, pool));
        Assert.Equal((Money.Wan(800), Money.Wan(300)), (year.Enrolled, year.Loss));
    }

    [Fact]
    public async Task Never_lets_a_loan_have_two_claims_at_a_time()
    {
        await using var db = await TestDatabase.Create();
        await OpenScheme(db.Store);
        var first = await File(db.Store, 1);
        Assert.Equal("active-claim.taken", Assert.IsType<Outcome.Refused>(await FileClaim(db.Store, 1, new("BC-2"))).Why.Code);
        await Done(db.Store.Change(Do(Officer, "withdraw"), Claim.Stream(first), c => ClaimDecisions.Withdraw(c, Officer, "重报", Day)));
        await Done(FileClaim(db.Store, 1, new("BC-2")));
    }

    [Fact]
    public async Task Shows_a_claim_to_its_bank_and_its_scheme_and_to_nobody_else()
    {
        await using var db = await TestDatabase.Create();
        var pool = await OpenScheme(db.Store);
        var claim = await File(db.Store, 1);
        var claims = new ClaimQueries(db.Reader);
        Assert.NotNull(await claims.Find(Officer.AsViewer, claim));
        Assert.NotNull(await claims.Find(Clerk.AsViewer, claim));
        foreach (var other in new[] { Officer.AsViewer with { Tenant = "104100" }, Clerk.AsViewer with { Tenant = "kejiju" }, Viewer.Anyone,
                     new("li", Role.LegalRepresentative, "E0001"), new("he", Role.BureauAnalyst, ""), new("root", Role.SystemAdministrator, "") })
        {
            Assert.Null(await claims.Find(other, claim));
            Assert.Empty((await new EnrolmentQueries(db.Reader).List(other, new(), 0, 10)).Rows);
            Assert.Empty((await new PoolQueries(db.Reader).Journal(other, pool, 0, 10)).Rows);
        }
        Assert.Equal("BC-2026-000001", (await claims.NextNumber(Officer.AsViewer, 2026)).Value);
    }

    [Fact]
    public async Task Pays_each_of_500_claims_once_though_20_workers_send_each_payment_twice()
    {
        await using var db = await TestDatabase.Create();
        var pools = new List<PoolId>();
        for (var year = 2026; year < 2036; year++) pools.Add(await OpenScheme(db.Store, year));
        var claims = new (ClaimId Id, PoolId Pool)[500];
        await Parallel.ForEachAsync(Enumerable.Range(0, 10), new ParallelOptions { MaxDegreeOfParallelism = 10 }, async (p, _) =>
        {
            for (var n = p; n < claims.Length; n += 10)
            {
                claims[n] = (await File(db.Store, n), pools[p]);
                await Done(Approve(db.Store, claims[n].Id, pools[p], Clerk, Loan(n).Loan));
                await Done(Approve(db.Store, claims[n].Id, pools[p], Manager, Loan(n).Loan));
            }
        });
        int paid = 0, refused = 0;
        await Parallel.ForEachAsync(claims.Concat(claims), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (claim, _) =>
        {
            switch (await Pay(db.Store, claim.Id, claim.Pool, Do(Manager, "pay")))
            {
                case Outcome.Done: Interlocked.Increment(ref paid); break;
                case Outcome.Refused { Why.Code: "claim.paid_already" }: Interlocked.Increment(ref refused); break;
            }
        });
        Assert.Equal((500, 500), (paid, refused));
        foreach (var row in await new PoolQueries(db.Reader).Pools(Manager.AsViewer))
        {
            Assert.Equal(Money.Wan(135) * 50, row.Compensated);
            Assert.Equal(Money.Zero, row.Earmarked);
            Assert.Equal(row.Granted, row.Cash + row.Compensated);
        }
        Assert.Equal(0, await db.Value<long>("select count(*) from (select claim from pool_journal where act = 'paid' group by claim having count(*) <> 1) x"));
    }
}
