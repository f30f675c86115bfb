using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.CreditLines;
using CreditLoan.Ledger.Tests.Loans;

namespace CreditLoan.Ledger.Tests.CreditLines;

public class Working_through_applications
{
    private static readonly Viewer Desk = Lending.Officer.AsViewer;
    private static readonly EnterpriseCode Other = new("91440101MA00000017");

    [Fact]
    public async Task Shows_the_nearest_deadline_first_and_counts_every_stage()
    {
        await using var db = await TestDatabase.Create();
        var lending = new Lending(db.Store);
        var queries = new CreditLineQueries(db.Reader);
        var late = await lending.Apply(1, Money.Wan(10), new(2026, 2, 25));
        var soon = await lending.Apply(2, Money.Wan(30));
        var contact = await lending.Apply(3, Money.Wan(20));
        await lending.TakeUp(contact, Lending.Monday);
        await lending.Open(4, Money.Wan(40));
        var today = new DateOnly(2026, 3, 4);

        var page = await queries.Worklist(Desk, new(), today, "due", descending: false, page: 0, size: 10);
        Assert.Equal([late, soon, contact], page.Rows.Select(r => r.Line));
        Assert.Equal(3, page.Total);
        var counts = (await queries.Counts(Desk, new(), today)).ToDictionary(c => c.Stage);
        Assert.Equal(new StageCount(CreditLineStage.Requested, 2, Overdue: 1, Today: 1), counts[CreditLineStage.Requested]);
        Assert.Equal(new StageCount(CreditLineStage.ToContact, 1, 0, 0), counts[CreditLineStage.ToContact]);

        Assert.Equal([soon], (await queries.Worklist(Desk, new(Due: DueFilter.Today), today, "due", false, 0, 10)).Rows.Select(r => r.Line));
        Assert.Equal([contact], (await queries.Worklist(Desk, new(Stage: CreditLineStage.ToContact), today, "due", false, 0, 10)).Rows.Select(r => r.Line));
        Assert.Equal([soon, contact, late], (await queries.Worklist(Desk, new(), today, "amount", true, 0, 10)).Rows.Select(r => r.Line));
        Assert.Equal([soon], (await queries.Worklist(Desk, new(Text: "000002"), today, "due", false, 0, 10)).Rows.Select(r => r.Line));
        Assert.Equal([contact], (await queries.Worklist(Desk, new(), today, "due", false, page: 2, size: 1)).Rows.Select(r => r.Line));
    }

    [Fact]
    public async Task Is_open_to_the_bank_and_the_enterprise_alone()
    {
        await using var db = await TestDatabase.Create();
        var lending = new Lending(db.Store);
        var queries = new CreditLineQueries(db.Reader);
        var mine = await lending.Apply(1, Money.Wan(10));
        var theirs = await lending.Apply(2, Money.Wan(20), by: Other);

        Assert.Equal([mine], (await queries.OfEnterprise(Lending.Agent.AsViewer)).Select(r => r.Line));
        Assert.Null(await queries.Case(Lending.Agent.AsViewer, theirs));
        Assert.Null(await queries.Case(Lending.Rival, mine));
        Assert.NotEmpty(await queries.Timeline(Desk, mine));
        foreach (var stranger in new[] { Lending.Rival, Lending.Analyst, Viewer.Anyone })
        {
            Assert.Empty(await queries.Timeline(stranger, mine));
            Assert.Equal(0, await db.Reader.Scalar<long>(stranger, $"select count(*) from credit_line_book"));
        }
        Assert.Equal(2, await db.Reader.Scalar<long>(Lending.Analyst, $"select count(*) from credit_line_unnamed"));
        Assert.Equal(0, await db.Reader.Scalar<long>(Lending.Rival, $"select count(*) from credit_line_unnamed"));
    }

    [Fact]
    public async Task Names_the_enterprise_to_the_bank_that_it_applied_to()
    {
        await using var db = await TestDatabase.Create();
        var lending = new Lending(db.Store);
        var queries = new CreditLineQueries(db.Reader);
        await lending.Register("澜江德信精工机械有限公司");
        var line = await lending.Apply(1, Money.Wan(10));

        Assert.Equal("澜江德信精工机械有限公司", (await queries.Case(Desk, line))!.EnterpriseName);
        Assert.Equal(line, Assert.Single((await queries.Worklist(Desk, new(Text: "德信"), Lending.Monday, "enterprise", false, 0, 10)).Rows).Line);
        Assert.Equal(0, await db.Reader.Scalar<long>(Lending.Rival, $"select count(*) from enterprise_book"));
    }

    [Fact]
    public async Task Gives_each_application_a_number_of_its_own()
    {
        await using var db = await TestDatabase.Create();
        var queries = new CreditLineQueries(db.Reader);
        Assert.Equal("SQ-2026-000001", (await queries.NextNumber(Lending.Agent.AsViewer, 2026)).Value);
        Assert.Equal("SQ-2026-000002", (await queries.NextNumber(Lending.Agent.AsViewer, 2026)).Value);
    }
}
