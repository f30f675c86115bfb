using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Reconciliation;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.Jobs.Tests.Reconciliation;

/// <summary>One bank's file that holds each of the twenty kinds, found and ended as the page does it.</summary>
public class Every_kind_of_break
{
    private const string Borrower = "914403001922038216";
    private static readonly BankCode Bank = new("102100");
    private static readonly DateOnly Paid = new(2026, 3, 9), From = new(2026, 3, 1), Until = new(2026, 3, 31), Today = new(2026, 8, 18), Bad = new(2026, 4, 1);
    private static readonly Actor Officer = new("zhou", Role.BankOfficer, Bank.Value), Manager = new("wu", Role.PoolManager, "jinrong"), Second = new("zheng", Role.PoolApprover, "jinrong");
    private static readonly ShippedScheme Open = ShippedSchemes.All[0];

    private static async Task Put<TState, TEvent>(TestDatabase db, EventStream<TState, TEvent> stream, params TEvent[] events) where TState : class where TEvent : class =>
        Assert.IsType<Outcome.Done>(await db.Store.Change(Command.For(Officer, Today, "test.put", stream.Id), stream, _ => events));

    private static Task Lend(TestDatabase db, string number, decimal yuan = 1_000_000, int day = 9, string borrower = Borrower, string district = "440103", Security security = Security.Other) =>
        Put(db, Loan.Stream(new(Bank, number)), Reporting.Disbursed(Bank, number, borrower, Money.Yuan(yuan), new(2026, 3, day), district, security));

    private static async Task Enrol(TestDatabase db, string number, decimal yuan = 1_000_000, SchemeCode? scheme = null, string district = "440103")
    {
        var id = new EnrolmentId(scheme ?? Open.Code, new(Bank, number));
        var loan = new CoveredLoan(id.Loan, new(Borrower), Money.Yuan(yuan), Paid, Paid.AddYears(1), new(district), BorrowerKind.Small, Security.Unsecured, []);
        await Put(db, Enrolment.Stream(id), new EnrolmentEvent.Applied(id, 1, Cover.Bank, loan, Stacks: true, Paid, new(Paid, false), "zhou"),
            new EnrolmentEvent.Reviewed("", Paid, "wu"), new EnrolmentEvent.Confirmed(Paid, "zheng"));
    }

    private static async Task<EventStream<Claim, ClaimEvent>> File(TestDatabase db, string number, DateOnly on, Money loss, Money amount)
    {
        await Lend(db, number, security: Security.Unsecured);
        await Enrol(db, number);
        var stream = Claim.Stream(new($"BC-{number}"));
        var asked = new Computation(Money.Yuan(1_000_000), loss, [], new(0), false, amount);
        await Put(db, stream, new ClaimEvent.Filed(new($"BC-{number}"), Open.Code, 1, Cover.Bank, new(Bank, number), new(Borrower), new Loss(loss, Money.Zero, Bad), asked,
            number, Money.Zero, [], on, new(on, false), "zhou"));
        return stream;
    }

    private static async Task Pay(TestDatabase db, EventStream<Claim, ClaimEvent> claim, Money amount, DateOnly on) => await Put(db, claim,
        new ClaimEvent.Approved(new(claim.Id["claim/".Length..]), new(Open.Code, 2026), amount, [], on, "zheng"), new ClaimEvent.Paid(amount, "PZ", on, "wu"));

    private static string Line(string number, string yuan = "1000000", string day = "2026-03-09", string borrower = Borrower, string product = "P01") => $"放款,{number},{borrower},{product},{yuan},{day}";

    private static readonly string Other = UnifiedCreditCode.Complete("91440101MA5900001").ToString();

    private static async Task Story(TestDatabase db)
    {
        foreach (var scheme in ShippedSchemes.All.Take(2))
            await Put(db, Scheme.Stream(scheme.Code), new SchemeEvent.Founded(scheme.Code, scheme.Name, "jinrong", scheme.Document, scheme.From),
                new SchemeEvent.RuleDrafted(scheme.Code, 1, scheme.From, scheme.Until, scheme.Rule, scheme.Why, "wu", scheme.From), new SchemeEvent.RuleConfirmed(scheme.Code, 1, "zheng", scheme.From));
        foreach (var number in new[] { "AMOUNT", "DATE", "BORROWER", "PRODUCT", "DUPLICATE", "SPLIT", "FORWARD", "CONFLICT", "MISSING" }) await Lend(db, number);
        await Lend(db, "MERGED-1", 300_000, 11);
        await Lend(db, "MERGED-2", 200_000, 11);
        await Lend(db, "NOT-ENROLLED", security: Security.Unsecured);
        await Enrol(db, "NO-LOAN");
        foreach (var scheme in new[] { Open.Code, ShippedSchemes.Inclusive }) await Enrol(db, "TWO-SCHEMES", scheme: scheme);
        await Lend(db, "TWO-SCHEMES", security: Security.Unsecured);
        await Lend(db, "INELIGIBLE", district: "440304", security: Security.Unsecured);
        await Enrol(db, "INELIGIBLE", district: "440304");
        await Lend(db, "ABOVE-TIERS", 31_000_000, security: Security.Unsecured);
        await Enrol(db, "ABOVE-TIERS", 31_000_000);
        await File(db, "LATE", new(2026, 8, 10), Money.Wan(100), Money.Wan(40));
        await File(db, "ABOVE-LOSS", new(2026, 4, 10), Money.Wan(30), Money.Wan(40));
        var recovered = await File(db, "NOT-SHARED", new(2026, 4, 10), Money.Wan(100), Money.Wan(40));
        await Pay(db, recovered, Money.Wan(40), new(2026, 4, 14));
        await Put(db, recovered, new ClaimEvent.Recovered("HS", Money.Wan(10), Money.Wan(4), new(2026, 5, 6), new(new(2026, 5, 27), false), "zhou"));
        var suspended = await File(db, "SUSPENDED", new(2026, 4, 10), Money.Wan(100), Money.Wan(40));
        await Put(db, Pool.Stream(new(Open.Code, 2026)), new PoolEvent.Opened(new(Open.Code, 2026), Money.Wan(150_000), Money.Zero, [], new(2026, 1, 2)),
            new PoolEvent.StopRuleJudged(new(2026, 4, 15), 1, [new(Bank, Cover.Bank, Money.Wan(10), Money.Wan(100), Suspended: true)], new(2027, 4, 15)));
        await Pay(db, suspended, Money.Wan(40), new(2026, 4, 20));
    }

    private static readonly string[] Lines =
    [
        Line("AMOUNT", "1000000.01"), Line("DATE", day: "2026-03-10"), Line("BORROWER", borrower: Other), Line("PRODUCT", product: "P02"), Line("DUPLICATE"), Line("DUPLICATE"),
        Line("SPLIT", "400000"), Line("SPLIT", "600000"), Line("FORWARD", day: "2026-12-01"), Line("NEW"), Line("MERGED-1", "500000", "2026-03-11"), Line("CONFLICT"),
        .. new[] { "NOT-ENROLLED", "TWO-SCHEMES", "INELIGIBLE", "LATE", "ABOVE-LOSS", "NOT-SHARED", "SUSPENDED" }.Select(n => Line(n)), Line("ABOVE-TIERS", "31000000"),
    ];

    private static Task Run(TestDatabase db, string[] lines) => Reporting.Report(db, Officer, BankFileImport.Whole(Bank, Reporting.File(lines)), From, Until, Today);

    [Fact]
    public async Task Is_found_with_both_sides_and_ended_by_two_persons_in_one_of_three_ways()
    {
        await using var db = await TestDatabase.Create();
        await Story(db);
        await Run(db, [Line("CONFLICT", "999999")]);
        await Run(db, Lines);
        var queries = new ReconciliationQueries(db.Reader);
        var found = (await queries.Breaks(Manager.AsViewer, new(Stage: BreakStage.Open), 0, 100)).Rows;
        Assert.Equal(
        [
            "MISSING MissingAtBank", "NEW MissingHere", "AMOUNT Amount", "DATE Date", "BORROWER Borrower", "PRODUCT Product", "DUPLICATE Duplicate", "SPLIT Split",
            "MERGED-1 Merged", "MERGED-2 Merged", "NO-LOAN EnrolledWithoutLoan", "NOT-ENROLLED NotEnrolledInTime", "TWO-SCHEMES TwoSchemes", "INELIGIBLE Ineligible",
            "ABOVE-TIERS AboveTiers", "LATE ClaimLate", "ABOVE-LOSS ClaimAboveLoss", "NOT-SHARED RecoveryNotShared", "SUSPENDED PaidWhileSuspended", "FORWARD ForwardValued", "CONFLICT FileConflict",
        ], found.OrderBy(b => b.Kind).ThenBy(b => b.Number, StringComparer.Ordinal).Select(b => $"{b.Number} {b.Kind}"));
        Assert.All(found, b => Assert.True(b.Sentence.EndsWith('。') && b.Fields.Any(f => f.Ours.Length + f.Theirs.Length > 0), b.Kind.ToString()));
        Assert.All(found, b => Assert.True(b.Kind == BreakKind.Merged || b.Fields.Any(f => f.Differs()), b.Kind.ToString()));

        foreach (var (row, i) in found.Select((row, i) => (row, i)))
        {
            var stream = Break.Stream(new(row.Id));
            var way = (WayOut)(i % 3);
            Task<Outcome> Do(string act, Func<Break, Decision<BreakEvent>> decide) => db.Store.Change(Command.For(Manager, Today, act, new { row.Id, act }), stream, decide);
            Assert.IsType<Outcome.Done>(await Do("assign", b => BreakDecisions.Assign(b, Manager, "qian", Today, PublishedCalendar.China)));
            Assert.IsType<Outcome.Done>(await Do("reassign", b => BreakDecisions.Assign(b, Manager, "wu", Today, PublishedCalendar.China)));
            Assert.IsType<Outcome.Done>(await Do("propose", b => BreakDecisions.Propose(b, Manager, way, BreakReason.Other, "已核实", way == WayOut.CorrectHere ? "loan/x@2" : null, Today)));
            Assert.IsType<Outcome.Refused>(await Do("alone", b => BreakDecisions.Agree(b, Manager, Today, PublishedCalendar.China)));
            Assert.IsType<Outcome.Done>(await Do("agree", b => BreakDecisions.Agree(b, Second, Today, PublishedCalendar.China)));
            if (way != WayOut.SendBack) continue;
            Assert.IsType<Outcome.Done>(await Do("answer", b => BreakDecisions.Answer(b, Officer, "已更正", Today)));
            Assert.IsType<Outcome.Done>(await Do("explain", b => BreakDecisions.Propose(b, Manager, WayOut.Explain, BreakReason.Typing, "银行已答复", null, Today)));
            Assert.IsType<Outcome.Done>(await Do("close", b => BreakDecisions.Agree(b, Second, Today, PublishedCalendar.China)));
        }
        Assert.All((await queries.Breaks(Manager.AsViewer, new(Stage: BreakStage.Closed), 0, 100)).Rows, b => Assert.Equal((Today, "wu"), (b.ClosedOn, b.AssignedTo)));
        foreach (var mended in (await queries.Breaks(Manager.AsViewer, new(Stage: BreakStage.Cleared), 0, 100)).Rows)
            Assert.IsType<Outcome.Done>(await db.Store.Change(Command.For(Second, Today, "close", mended.Id), Break.Stream(new(mended.Id)), b => BreakDecisions.Agree(b, Second, Today, PublishedCalendar.China)));
        Assert.Empty((await queries.Breaks(Manager.AsViewer, new(), 0, 100)).Rows);
    }

    [Fact]
    public async Task Is_found_where_a_borrower_repaid_after_the_payout_and_the_pool_got_no_part_of_it()
    {
        await using var db = await TestDatabase.Create();
        await Put(db, Scheme.Stream(Open.Code), new SchemeEvent.Founded(Open.Code, Open.Name, "jinrong", Open.Document, Open.From),
            new SchemeEvent.RuleDrafted(Open.Code, 1, Open.From, Open.Until, Open.Rule, Open.Why, "wu", Open.From), new SchemeEvent.RuleConfirmed(Open.Code, 1, "zheng", Open.From));
        foreach (var number in new[] { "BEFORE", "AFTER" }) await Pay(db, await File(db, number, new(2026, 4, 10), Money.Wan(100), Money.Wan(40)), Money.Wan(40), new(2026, 4, 14));
        await Run(db, [Line("BEFORE"), Line("AFTER"), $"还款,BEFORE,{Borrower},,50000,2026-04-14", $"还款,AFTER,{Borrower},,50000,2026-04-15"]);
        var found = Assert.Single((await new ReconciliationQueries(db.Reader).Breaks(Manager.AsViewer, new(), 0, 10)).Rows);
        Assert.Equal(("AFTER", BreakKind.RecoveryNotShared, Money.Wan(-2)), (found.Number, found.Kind, found.Difference));
    }

    [Fact]
    public async Task Changes_nothing_by_being_found_or_ended()
    {
        await using var db = await TestDatabase.Create();
        await Story(db);
        async Task<string> Rest() => (await db.Value<string>("select md5(string_agg(stream_id || version || data, ',' order by seq_id)) from mt_events where stream_id !~ '^(break|bank-file)/'"))!;
        var before = await Rest();
        await Run(db, Lines);
        Assert.Equal(before, await Rest());
    }
}
