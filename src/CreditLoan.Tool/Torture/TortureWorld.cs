using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using Store = CreditLoan.Ledger.EventStore;

namespace CreditLoan.Tool.Torture;

/// <summary>What the sixteen writers do all day: each walks loans of its own through enrolment, claim, approval, payment and recovery, and funds a pool that all share.</summary>
public static class TortureWorld
{
    public const int Pools = 3;
    public static readonly DateOnly Day = new(2026, 8, 19);
    public static readonly BankCode Bank = new("102100");
    public static readonly Actor Officer = new("torture-officer", Role.BankOfficer, Bank.Value);
    public static readonly Money FundEach = Money.Wan(1_000);
    private static readonly ShippedScheme Shipped = ShippedSchemes.All[0];
    private static readonly Actor Clerk = new("torture-clerk", Role.PoolClerk, "torture");
    private static readonly Actor Manager = new("torture-manager", Role.PoolManager, "torture");
    private static readonly WorkingCalendar Calendar = PublishedCalendar.China;
    private static readonly Paper[] Papers = [new("借据", "a.pdf", new string('a', 64))];

    /// <summary>The acts of one loan's life, in order, and how many facts each adds.</summary>
    public static readonly (string Act, int Facts)[] Life =
        [("fund", 1), ("apply", 1), ("review", 1), ("confirm", 1), ("flag", 1), ("file", 1), ("endorse", 1), ("approve", 3), ("pay", 2), ("recover", 1), ("share", 2)];

    public static async Task Open(Store store, CancellationToken stop)
    {
        var scheme = Scheme.Stream(Shipped.Code);
        await Done(store.Change(New(Manager, "scheme.found"), scheme, s => SchemeDecisions.Found(s, Manager, Shipped.Code, Shipped.Name, "torture", Shipped.Document, Day), stop));
        await Done(store.Change(New(Clerk, "scheme.draft"), scheme, s => SchemeDecisions.Draft(s, Clerk, Shipped.From, Shipped.Until, Shipped.Rule, Shipped.Why, Day), stop));
        await Done(store.Change(New(Manager, "scheme.confirm"), scheme, s => SchemeDecisions.Confirm(s, Manager, 1, Day), stop));
        for (var i = 0; i < Pools; i++)
        {
            var pool = PoolOf(i);
            await Done(store.Change(New(Manager, "pool.open"), Pool.Stream(pool), scheme, Pool.Stream(pool with { Year = 1 }),
                (p, s, before) => Decisions.Of(PoolDecisions.Open(p, before, s, Manager, pool, null, Day), Unchanged, Decision<PoolEvent>.None), stop));
        }
    }

    /// <summary>The writer's act of this number, under the id that it was given when it was first tried.</summary>
    public static Task<Outcome> Act(Store store, int writer, int number, Guid id, CancellationToken stop)
    {
        var loan = (number / Life.Length * 16) + writer;
        var (act, _) = Life[number % Life.Length];
        var by = act switch { "apply" or "flag" or "file" or "recover" => Officer, "review" or "endorse" => Clerk, _ => Manager };
        var command = Ledger.Command.For(by, Day, $"torture.{act}", new { writer, number }, id: id);
        var scheme = Scheme.Stream(Shipped.Code);
        var covered = new CoveredLoan(new(Bank, $"JJ-{loan:000000}"), new($"E{loan:000000}"), Money.Wan(800), Day, Day.AddYears(1), new("440103"), BorrowerKind.Small, Security.Unsecured, [UpliftGround.KeyList]);
        var enrolment = Enrolment.Stream(new(Shipped.Code, covered.Loan));
        var (claimId, poolId) = (new ClaimId($"BC-{loan:000000}"), PoolOf(writer));
        var (claim, pool, cover) = (Claim.Stream(claimId), Pool.Stream(poolId), LoanCover.Stream(covered.Loan));
        return act switch
        {
            "fund" => store.Change(command, pool, scheme, (p, s) => Decisions.Of(PoolDecisions.Fund(p, s, Manager, FundEach, $"PZ-{writer}-{number}", Day), Unchanged), stop),
            "apply" => store.Change(command, enrolment, scheme, (e, s) => Decisions.Of(EnrolmentDecisions.Apply(e, s, Officer, Cover.Bank, covered, Day, Calendar), Unchanged), stop),
            "review" => store.Change(command, enrolment, scheme, (e, s) => Decisions.Of(EnrolmentDecisions.Review(e, s, Clerk, "", Day), Unchanged), stop),
            "confirm" => store.Change(command, enrolment, scheme, (e, s) => Decisions.Of(EnrolmentDecisions.Confirm(e, s, Manager, Day), Unchanged), stop),
            "flag" => store.Change(command, enrolment, e => EnrolmentDecisions.Flag(e, Officer, Anomaly.NonPerforming, "逾期", Day, Day), stop),
            "file" => store.Change(command, claim, enrolment, scheme, (c, e, s) => Decisions.Of(
                ClaimDecisions.File(c, e, s, Officer, claimId, new Loss(Money.Wan(300), Money.Zero, Day), Money.Zero, Papers, Day, Calendar), Decision<EnrolmentEvent>.None, Unchanged), stop),
            "endorse" => store.Change(command, claim, pool, scheme, cover, (c, p, s, l) => ClaimDecisions.Approve(c, p, s, l, [], Clerk, "同意", Day), stop),
            "approve" => store.Change(command, claim, pool, scheme, cover, (c, p, s, l) => ClaimDecisions.Approve(c, p, s, l, [], Manager, "同意", Day), stop),
            "pay" => store.Change(command, claim, pool, scheme, (c, p, s) => ClaimDecisions.Pay(c, p, s, Manager, $"YH-{loan}", Day), stop),
            "recover" => store.Change(command, claim, scheme, (c, s) => Decisions.Of(ClaimDecisions.Recover(c, s, Officer, "HS-1", Money.Wan(100), Day, Calendar), Unchanged), stop),
            _ => store.Change(command, claim, pool, scheme, (c, p, s) => ClaimDecisions.Share(c, p, s, Clerk, "HS-1", $"FH-{loan}", Day), stop),
        };
    }

    /// <summary>A command that changes nothing, to see how long its caller waits.</summary>
    public static Task<Outcome> Ask(Store store, CancellationToken stop) =>
        store.Change(Ledger.Command.For(Manager, Day, "fault.ask", ""), Pool.Stream(PoolOf(0)), _ => new Refusal("fault.no", "不变。"), stop);

    private static PoolId PoolOf(int n) => new(Shipped.Code, 2026 + (n % Pools));

    private static Decision<SchemeEvent> Unchanged => Decision<SchemeEvent>.None;

    private static Ledger.Command New(Actor by, string act) => Ledger.Command.For(by, Day, act, act);

    private static async Task Done(Task<Outcome> change)
    {
        if (await change is not Outcome.Done and var answer) throw new OperatorException($"The torture could not begin: {answer}");
    }
}
