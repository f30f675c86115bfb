using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Claims;
using CreditLoan.Ledger.Pools;

namespace CreditLoan.Ledger.Tests.Pools;

public class Covering_one_loan_by_two_schemes
{
    private static readonly DateOnly Day = new(2026, 8, 19);
    private static readonly SchemeCode City = new("CITY"), District = new("DISTRICT");
    private static readonly Actor Manager = new("wu", Role.PoolManager, "jinrong");
    private static readonly Actor Approver = new("he", Role.PoolApprover, "jinrong");
    private static readonly BankCode Bank = new("102100");
    private static readonly Actor Officer = new("zhou", Role.BankOfficer, Bank.Value);

    private static Command Do(Actor by, string act) => Command.For(by, Day, act, Guid.NewGuid());

    private static CoveredLoan Loan(int n) => new(new(Bank, $"JJ-{n:0000}"), new($"E{n:0000}"), Money.Wan(100), Day, Day.AddYears(1), new("440103"), BorrowerKind.Small, Security.Unsecured, []);

    private static async Task Found(EventStore store, SchemeCode code, params SchemeCode[] stacksWith)
    {
        var rule = ShippedSchemes.All[0].Rule with { StacksWith = new(stacksWith, "测试", true) };
        Assert.IsType<Outcome.Done>(await store.Change(Do(Manager, "found"), Scheme.Stream(code), s => SchemeDecisions.Found(s, Manager, code, code.Value, "jinrong", "文件", Day)));
        Assert.IsType<Outcome.Done>(await store.Change(Do(Manager, "draft"), Scheme.Stream(code), s => SchemeDecisions.Draft(s, Manager, Day, Day.AddYears(1), rule, "测试", Day)));
        Assert.IsType<Outcome.Done>(await store.Change(Do(Approver, "confirm"), Scheme.Stream(code), s => SchemeDecisions.Confirm(s, Approver, 1, Day)));
    }

    private static Task<Outcome> Apply(EventStore store, SchemeCode code, int n) => store.Change(Do(Officer, "apply"), Enrolment.Stream(new(code, Loan(n).Loan)), Scheme.Stream(code), LoanCover.Stream(Loan(n).Loan),
        (e, s, cover) => Decisions.Of(EnrolmentDecisions.Apply(e, s, Officer, Cover.Bank, Loan(n), Day, PublishedCalendar.China), Decision<SchemeEvent>.None, EnrolmentDecisions.Enter(cover, s, Loan(n), Day)));

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task Is_let_only_where_the_matrix_allows_however_20_workers_race(bool allowed)
    {
        await using var db = await TestDatabase.Create();
        // One side names the other either way: so neither rule alone decides, nor the key of loans in one scheme only.
        await Found(db.Store, City, District);
        if (allowed) await Found(db.Store, District, City);
        else await Found(db.Store, District, new SchemeCode("ELSEWHERE"));
        int done = 0, refused = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 120), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (i, _) =>
        {
            switch (await Apply(db.Store, i % 2 == 0 ? City : District, i / 2))
            {
                case Outcome.Done: Interlocked.Increment(ref done); break;
                case Outcome.Refused { Why.Code: "enrolment.covered_elsewhere" }: Interlocked.Increment(ref refused); break;
            }
        });
        Assert.Equal(allowed ? (120, 0) : (60, 60), (done, refused));
    }

    [Fact]
    public async Task Never_bears_more_than_the_loss_however_20_workers_race()
    {
        await using var db = await TestDatabase.Create();
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (i, _) =>
        {
            var (scheme, loan) = (i % 2 == 0 ? City : District, Loan(i % 10).Loan);
            await db.Store.Change(Do(Manager, "bear"), LoanCover.Stream(loan), c => LoanCoverDecisions.Bear(c, scheme, $"BC-{scheme}-{loan.Number}", Money.Wan(70), Money.Wan(100), Day));
        });
        for (var n = 0; n < 10; n++)
            Assert.Equal(Money.Wan(70), Money.Sum((await db.Store.Load(LoanCover.Stream(Loan(n).Loan))).State.Shares.Values.Select(s => s.Amount)));
    }

    [Fact]
    public async Task Shows_a_paper_to_the_claims_bank_and_scheme_and_to_nobody_else()
    {
        await using var db = await TestDatabase.Create();
        await Found(db.Store, City);
        var papers = new PaperStore(db.Database);
        var digest = await papers.Keep("%PDF-1.4 催收三次"u8.ToArray(), "application/pdf");
        Assert.Equal(digest, await papers.Keep("%PDF-1.4 催收三次"u8.ToArray(), "application/pdf"));
        Assert.Null(await papers.Find(Officer.AsViewer, digest));
        var filed = new ClaimEvent.Filed(new("BC-1"), City, 1, Cover.Bank, Loan(1).Loan, Loan(1).Borrower, new Loss(Money.Wan(50), Money.Zero, Day), new Computation(Money.Wan(100), Money.Wan(50), [], default, false, Money.Wan(20)),
            "JJ-0001", Money.Zero, [new("催收记录", "a.pdf", digest)], Day, new Deadline(Day, false), "zhou");
        Assert.IsType<Outcome.Done>(await db.Store.Change(Do(Officer, "file"), Claim.Stream(new("BC-1")), _ => filed));
        Assert.Equal("application/pdf", (await papers.Find(Officer.AsViewer, digest))!.MediaType);
        Assert.Equal("%PDF-1.4 催收三次"u8.ToArray(), (await papers.Find(Manager.AsViewer, digest))!.Content);
        foreach (var other in new[] { Officer.AsViewer with { Tenant = "104100" }, Manager.AsViewer with { Tenant = "kejiju" }, Viewer.Anyone, new("he", Role.BureauAnalyst, "") })
            Assert.Null(await papers.Find(other, digest));
    }

    [Fact]
    public async Task States_a_pool_as_its_book_and_its_journal_do()
    {
        await using var db = await TestDatabase.Create();
        await Found(db.Store, City);
        var id = new PoolId(City, 2026);
        PoolEvent[] facts =
        [
            new PoolEvent.Opened(id, null, Money.Wan(5), [], new(2026, 1, 2)), new PoolEvent.Funded(Money.Wan(100), "PZ-1", new(2026, 1, 5)),
            new PoolEvent.Reserved("BC-1", Bank, new("E1"), Cover.Bank, Money.Wan(30), new(2026, 2, 3)), new PoolEvent.Paid("BC-1", Bank, Money.Wan(30), "YH-1", new(2026, 2, 9)),
            new PoolEvent.RecoveryShared("BC-1", Bank, Money.Wan(4), "FH-1", new(2026, 3, 3)), new PoolEvent.Corrected(5, Account.Recoveries, Account.Cash, Money.Wan(1), null, null, "多记", new(2026, 3, 9)),
            new PoolEvent.Corrected(6, Account.Cash, Account.Recoveries, Money.Wan(1), null, null, "没有多记", new(2026, 4, 1)),
        ];
        Assert.IsType<Outcome.Done>(await db.Store.Change(Do(Manager, "tell"), Pool.Stream(id), _ => facts));
        var queries = new PoolQueries(db.Reader);
        var (book, year) = ((await queries.Pool(Manager.AsViewer, id))!, await queries.Statement(Manager.AsViewer, id, null));
        Assert.Equal((book.Cash + book.Earmarked, (await queries.Totals(Manager.AsViewer, id)).Balance), (year.Closing, year.Closing));
        Assert.Equal((book.Recovered, book.Compensated), (year.Banks[0].Returned, year.Banks[0].Paid));
        var march = await queries.Statement(Manager.AsViewer, id, 3);
        Assert.Equal((Money.Wan(75), Money.Wan(78), Money.Wan(3)), (march.Opening, march.Closing, Assert.Single(march.Banks).Returned));
        Assert.Equal(Money.Wan(26), Assert.Single((await queries.Statement(Officer.AsViewer, id, null)).Banks).Net);
        Assert.Empty((await queries.Statement(Officer.AsViewer with { Tenant = "104100" }, id, null)).Banks);
    }
}
