using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Pools;
using CreditLoan.Ledger;

namespace CreditLoan.Jobs.Tests.Pools;

/// <summary>Two banks in one scheme: what one lost is above the line of what it enrolled, the other's is not.</summary>
public class Judging_the_stop_rule
{
    private static readonly BankCode Lost = new("102100"), Sound = new("104100");
    private static readonly DateOnly Paid = new(2026, 3, 9), Bad = new(2026, 4, 1), Filed = new(2026, 4, 10), Today = new(2026, 5, 18);
    private static readonly Actor Manager = new("wu", Role.PoolManager, "jinrong");
    private static readonly ShippedScheme Open = ShippedSchemes.All[0];
    private static readonly PoolId Fund = new(Open.Code, 2026);

    private static async Task Put<TState, TEvent>(TestDatabase db, EventStream<TState, TEvent> stream, params TEvent[] events) where TState : class where TEvent : class =>
        Assert.IsType<Outcome.Done>(await db.Store.Change(Command.For(Manager, Today, "test.put", stream.Id), stream, _ => events));

    private static async Task Enrol(TestDatabase db, BankCode bank, string number, decimal wan, DateOnly confirmed)
    {
        var id = new EnrolmentId(Open.Code, new(bank, number));
        var loan = new CoveredLoan(id.Loan, new("914403001922038216"), Money.Wan(wan), Paid, Paid.AddYears(1), new("440103"), BorrowerKind.Small, Security.Unsecured, []);
        await Put(db, Enrolment.Stream(id), new EnrolmentEvent.Applied(id, 1, Cover.Bank, loan, false, Paid, new(Paid, false), "zhou"),
            new EnrolmentEvent.Reviewed("", Paid, "wu"), new EnrolmentEvent.Confirmed(confirmed, "zheng"));
    }

    private static Task Claim(TestDatabase db, BankCode bank, string number, decimal wan, DateOnly on, params ClaimEvent[] then) => Put(db, Domain.Claims.Claim.Stream(new($"BC-{number}")),
    [
        new ClaimEvent.Filed(new($"BC-{number}"), Open.Code, 1, Cover.Bank, new(bank, number), new("914403001922038216"), new Loss(Money.Wan(wan), Money.Zero, Bad),
            new Computation(Money.Wan(wan), Money.Wan(wan), [], new(0), false, Money.Wan(wan / 2)), number, Money.Zero, [], on, new(on, false), "zhou"), .. then,
    ]);

    private static async Task<TestDatabase> Story()
    {
        var db = await TestDatabase.Create();
        await Put(db, Scheme.Stream(Open.Code), new SchemeEvent.Founded(Open.Code, Open.Name, "jinrong", Open.Document, Open.From),
            new SchemeEvent.RuleDrafted(Open.Code, 1, Open.From, Open.Until, Open.Rule, Open.Why, "wu", Open.From), new SchemeEvent.RuleConfirmed(Open.Code, 1, "zheng", Open.From));
        await Put(db, Pool.Stream(Fund), new PoolEvent.Opened(Fund, Money.Wan(15_000), Money.Zero, [], new(2026, 1, 2)));
        await Enrol(db, Lost, "A", 1_000, Paid);
        await Enrol(db, Sound, "B", 10_000, Paid);
        await Claim(db, Lost, "A", 600, Filed);
        await Claim(db, Sound, "B", 10, Filed);
        return db;
    }

    private static Task<Outcome> Judge(TestDatabase db, DateOnly day, Actor? by = null, Guid? id = null) =>
        new StopRuleRun(db.Database, db.Store).Judge(new Command(id ?? Guid.NewGuid(), "pool.judge-stop-rule", by ?? Manager, day, $"{day:O}"), Fund);

    private static async Task<Pool.Running> Kept(TestDatabase db) => Assert.IsType<Pool.Running>((await db.Store.Load(Pool.Stream(Fund))).State);

    private static async Task<PoolEvent.StopRuleJudged> Last(TestDatabase db) =>
        (await db.Store.History(Pool.Stream(Fund).Id)).Select(e => e.Happened).OfType<PoolEvent.StopRuleJudged>().Last();

    /// <summary>A guarantor's standing names no bank: what is written of it must be readable again.</summary>
    [Fact]
    public async Task Judges_a_guarantor_too_and_the_pool_and_its_history_are_still_read()
    {
        await using var db = await Story();
        var id = new EnrolmentId(Open.Code, new(Sound, "G"));
        var loan = new CoveredLoan(id.Loan, new("914403001922038216"), Money.Wan(100), Paid, Paid.AddYears(1), new("440103"), BorrowerKind.Small, Security.FinancingGuarantee, [], new(new("91440101MA5900001X"), "担保公司"));
        await Put(db, Enrolment.Stream(id), new EnrolmentEvent.Applied(id, 1, Cover.Guarantor, loan, false, Paid, new(Paid, false), "zhou"),
            new EnrolmentEvent.Reviewed("", Paid, "wu"), new EnrolmentEvent.Confirmed(Paid, "zheng"));
        Assert.IsType<Outcome.Done>(await Judge(db, Today));
        Assert.Contains((await Last(db)).Banks, b => b.Guarantor?.Name == "担保公司" && b.Bank.Value.Length == 0);
        Assert.Contains(Assert.Single(await new Ledger.Pools.PoolQueries(db.Reader).Pools(Manager.AsViewer)).Banks, b => b.Guarantor is not null);
    }

    [Fact]
    public async Task Suspends_a_bank_whose_loss_is_above_the_line_of_what_it_enrolled_until_the_year_ends()
    {
        await using var db = await Story();
        Assert.IsType<Outcome.Done>(await Judge(db, Today));
        var judged = await Last(db);
        Assert.Equal((Today, new DateOnly(2026, 12, 31)), (judged.AsOf, judged.Until));
        Assert.Equal([(Lost, Money.Wan(600), Money.Wan(1_000), true), (Sound, Money.Wan(10), Money.Wan(10_000), false)], judged.Banks.Select(b => (b.Bank, b.Loss, b.Enrolled, b.Suspended)));
        Assert.Equal(await db.Value<long>("select max(seq_id) from mt_events where type <> 'pool_stop_rule_judged'"), judged.LogPosition);
    }

    [Fact]
    public async Task Counts_neither_what_was_withdrawn_nor_another_year_nor_what_was_filed_after_the_day()
    {
        await using var db = await Story();
        await Enrol(db, Sound, "LAST-YEAR", 5_000, new(2025, 12, 30));
        await Enrol(db, Sound, "LATER", 5_000, Today.AddDays(1));
        await Claim(db, Sound, "WITHDRAWN", 9_000, Filed, new ClaimEvent.Withdrawn("WITHDRAWN", "误报", Filed, "zhou"));
        await Claim(db, Sound, "LATER", 9_000, Today.AddDays(1));
        Assert.IsType<Outcome.Done>(await Judge(db, Today));
        Assert.Equal((Money.Wan(10), Money.Wan(10_000)), (await Last(db)).Banks.Where(b => b.Bank == Sound).Select(b => (b.Loss, b.Enrolled)).Single());
    }

    [Fact]
    public async Task Is_one_judgement_however_often_it_is_sent_and_only_the_schemes_managers()
    {
        await using var db = await Story();
        var id = Guid.NewGuid();
        Assert.False(Assert.IsType<Outcome.Done>(await Judge(db, Today, id: id)).Repeated);
        Assert.True(Assert.IsType<Outcome.Done>(await Judge(db, Today, id: id)).Repeated);
        Assert.Equal(1, await db.Value<long>("select count(*) from mt_events where type = 'pool_stop_rule_judged'"));
        Assert.Equal(SchemeRefusals.NotYourScheme, Assert.IsType<Outcome.Refused>(await Judge(db, Today, Manager with { Tenant = "keji" })).Why);
        Assert.Equal([new StopParty(Lost.Value, Cover.Bank)], (await Kept(db)).SuspendedUntil.Keys);
    }
}
