using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Reconciliation;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.Jobs.Tests.Reconciliation;

/// <summary>Two schemes, run by two tenants; one bank enrols in both, another in the second only.</summary>
public class The_pool_of_a_break
{
    private const string Borrower = "914403001922038216";
    private static readonly BankCode Both = new("102100"), OnlySecond = new("104100");
    private static readonly DateOnly From = new(2026, 3, 1), Until = new(2026, 3, 31), Paid = new(2026, 3, 9), Today = new(2026, 8, 18);
    private static readonly Actor First = new("wu", Role.PoolManager, "jinrong"), Second = new("lin", Role.PoolManager, "keji");
    private static readonly ShippedScheme A = ShippedSchemes.All[1], B = ShippedSchemes.All[2];

    private static Actor OfficerOf(BankCode bank) => new("zhou", Role.BankOfficer, bank.Value);

    private static async Task Put<TState, TEvent>(TestDatabase db, EventStream<TState, TEvent> stream, params TEvent[] events) where TState : class where TEvent : class =>
        Assert.IsType<Outcome.Done>(await db.Store.Change(Command.For(OfficerOf(Both), Today, "test.put", stream.Id), stream, _ => events));

    private static async Task Lend(TestDatabase db, BankCode bank, string number, params ShippedScheme[] schemes)
    {
        await Put(db, Loan.Stream(new(bank, number)), Reporting.Disbursed(bank, number, Borrower, Money.Wan(100), Paid, security: Security.Unsecured));
        foreach (var id in schemes.Select(s => new EnrolmentId(s.Code, new(bank, number))))
            await Put(db, Enrolment.Stream(id), new EnrolmentEvent.Applied(id, 1, Cover.Bank, new(id.Loan, new(Borrower), Money.Wan(100), Paid, Paid.AddYears(1), new("440103"), BorrowerKind.Small, Security.Unsecured, []), Stacks: true, Paid, new(Paid, false), "zhou"),
                new EnrolmentEvent.Reviewed("", Paid, "wu"), new EnrolmentEvent.Confirmed(Paid, "zheng"));
    }

    private static Task Report(TestDatabase db, BankCode bank, params string[] lines) =>
        Reporting.Report(db, OfficerOf(bank), BankFileImport.Whole(bank, Reporting.File(lines)), From, Until, Today, name: $"{bank}.csv");

    private static string Line(string number, string yuan) => $"放款,{number},{Borrower},P01,{yuan},2026-03-09";

    private static async Task<TestDatabase> Story()
    {
        var db = await TestDatabase.Create();
        foreach (var (scheme, owner) in new[] { (A, First), (B, Second) })
            await Put(db, Scheme.Stream(scheme.Code), new SchemeEvent.Founded(scheme.Code, scheme.Name, owner.Tenant, scheme.Document, scheme.From));
        await Lend(db, Both, "OF-A", A);
        await Lend(db, Both, "OF-B", B);
        await Lend(db, Both, "OF-NONE");
        await Lend(db, OnlySecond, "ALSO-B", B);
        await Lend(db, OnlySecond, "ALSO-NONE");
        await Report(db, Both, Line("OF-A", "999999"), Line("OF-B", "999999"), Line("OF-NONE", "999999"), Line("UNKNOWN", "1"));
        await Report(db, OnlySecond, Line("ALSO-B", "999999"), Line("ALSO-NONE", "1000000"), Line("ALSO-UNKNOWN", "1"));
        return db;
    }

    private static async Task<string> Sees(TestDatabase db, Actor who, SchemeCode? scheme = null)
    {
        var seen = (await new ReconciliationQueries(db.Reader).Breaks(who.AsViewer, new(Scheme: scheme), 0, 100)).Rows.Where(b => b.Kind is BreakKind.Amount or BreakKind.MissingHere);
        return string.Join(' ', seen.Select(b => b.Number).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Is_that_of_its_loans_scheme_or_of_the_files_where_the_loan_is_in_none()
    {
        await using var db = await Story();
        Assert.Equal("OF-A OF-NONE UNKNOWN", await Sees(db, First));
        Assert.Equal("ALSO-B ALSO-UNKNOWN OF-B OF-NONE UNKNOWN", await Sees(db, Second));
        Assert.Equal("OF-A OF-NONE UNKNOWN", await Sees(db, First, A.Code));
        Assert.Equal("OF-NONE UNKNOWN", await Sees(db, First, B.Code));
        Assert.Equal("ALSO-B ALSO-UNKNOWN", await Sees(db, OfficerOf(OnlySecond)));
    }

    [Fact]
    public async Task Is_the_only_one_that_counts_it_sees_its_file_and_its_lines()
    {
        await using var db = await Story();
        var queries = new ReconciliationQueries(db.Reader);
        async Task<string> Files(Actor who) => string.Join(' ', (await queries.Files(who.AsViewer)).Select(f => f.Name).Order(StringComparer.Ordinal));
        Assert.Equal("102100.csv", await Files(First));
        Assert.Equal("102100.csv 104100.csv", await Files(Second));
        foreach (var (who, lines) in new[] { (First, 0), (Second, 3) })
        {
            var file = (await queries.Files(Second.AsViewer)).Single(f => f.Bank == OnlySecond.Value);
            Assert.Equal(lines, (await queries.Lines(who.AsViewer, new(OnlySecond, file.Digest))).Count);
        }
        foreach (var who in new[] { First, Second })
            Assert.Equal((await queries.Breaks(who.AsViewer, new(), 0, 100)).Total, (await queries.Counts(who.AsViewer, new())).Sum(c => c.Count));
        Assert.Equal(["OF-A", "OF-NONE"], (await queries.Loans(First.AsViewer, Both, ["OF-A", "OF-B", "OF-NONE"])).Select(l => l.Number).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Is_the_only_one_whose_people_may_end_it()
    {
        await using var db = await Story();
        var row = (await new ReconciliationQueries(db.Reader).Breaks(First.AsViewer, new(), 0, 100)).Rows.Single(b => b.Number == "OF-A" && b.Kind == BreakKind.Amount);
        Assert.Equal([A.Code.Value], row.Schemes);
        Assert.Equal([First.Tenant], row.Pools);
        var stream = Break.Stream(new(row.Id));
        Task<Outcome> Propose(Actor by) => db.Store.Change(Command.For(by, Today, "break.propose", row.Id), stream, b => BreakDecisions.Propose(b, by, WayOut.Explain, BreakReason.Typing, "已核实", null, Today));
        Task<Outcome> Agree(Actor by) => db.Store.Change(Command.For(by, Today, "break.agree", row.Id), stream, b => BreakDecisions.Agree(b, by, Today, PublishedCalendar.China));
        Assert.Equal(BreakRefusals.NotYours, Assert.IsType<Outcome.Refused>(await Propose(Second)).Why);
        Assert.IsType<Outcome.Done>(await Propose(First));
        Assert.Equal(BreakRefusals.NotYours, Assert.IsType<Outcome.Refused>(await Agree(Second)).Why);
        Assert.IsType<Outcome.Done>(await Agree(First with { Account = "zheng", Role = Role.PoolApprover }));
    }
}
