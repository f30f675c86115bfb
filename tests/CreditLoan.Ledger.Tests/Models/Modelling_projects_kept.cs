using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Models;

namespace CreditLoan.Ledger.Tests.Models;

public sealed class Modelling_projects_kept : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2026, 8, 19);
    private static readonly ModelProjectId Id = new("MX2026-001");
    private static readonly Actor Officer = new("lin", Role.BankOfficer, "LJ01");
    private static readonly Actor Approver = new("he", Role.BankApprover, "LJ01");
    private static readonly Actor Operator = new("shu", Role.DataOperator, "");
    private static readonly Actor Leader = new("liang", Role.BureauLeader, "");
    private TestDatabase _db = null!;

    public async Task InitializeAsync() => _db = await TestDatabase.Create();

    public async Task DisposeAsync() => await _db.DisposeAsync();

    [Fact]
    public async Task Are_seen_by_their_bank_the_bureau_and_the_platform_and_sealed_when_they_come_into_force()
    {
        var figures = new ModelFigures(300, 30, Share.Percent(78), Share.Percent(71), Share.Percent(85), Share.Percent(45), Share.Percent(8));
        var proposal = new ModelProposal(Id, new BankCode("LJ01"), "lin", "小微企业违约评分卡", "贷前评分", [DataClass.Invoices],
            new ModelTarget("是否违约", "贷款逾期 90 天以上", new(2025, 6, 30), new(2026, 6, 30)), ["sales_12m"]);
        await Change(Officer, p => ModelProjectDecisions.Propose(p, Officer, proposal, Today));
        await Change(Operator, p => ModelProjectDecisions.CheckFile(p, Operator, new FileCheck("5d41", 320, 300, 30, 15, 3, 2), Today));
        await Change(Operator, p => ModelProjectDecisions.Record(p, Operator, new ModelRun(1, "in", 7, "settings", "1.0", "out", figures, figures), Today));
        await Change(Officer, p => ModelProjectDecisions.Describe(p, Officer, new ModelCard("数据", "方法", "局限", "适用", "禁止"), Today));
        var before = new ModelProjectQueries(_db.Reader);
        var hidden = ((await before.All(Officer.AsViewer with { Tenant = "NP02" })).Count, (await before.All(new Viewer("chen", Role.LegalRepresentative, "914403001922038216"))).Count);
        await Change(Approver, p => ModelProjectDecisions.Approve(p, Approver, Today, Today));
        await Change(Leader, p => ModelProjectDecisions.Approve(p, Leader, Today, Today));

        var queries = new ModelProjectQueries(_db.Reader);
        Assert.Equal(hidden, (0, 0));
        var row = (await queries.Find(Officer.AsViewer, Id))!;
        Assert.Equal((ModelStage.InForce, 300, "out"), (row.Stage, row.FileCheck!.Kept, row.Run!.Result));
        Assert.Equal(Share.Percent(78), row.Run.Scorecard.Auc);
        Assert.Equal(TenantKind.Bureau, row.SecondApproval!.Institution.Kind);
        Assert.Single(await queries.All(Leader.AsViewer));
        Assert.Single(await queries.All(Operator.AsViewer));
        // In force, every bank may use it and every enterprise may read its card.
        Assert.Single(await queries.All(Officer.AsViewer with { Tenant = "NP02" }));
        Assert.Single(await queries.All(new Viewer("chen", Role.LegalRepresentative, "914403001922038216")));
        Assert.Equal(Id, (await queries.Champion(Officer.AsViewer, Today))!.Project);
        Assert.Null(await queries.Champion(Officer.AsViewer, Today.AddDays(-1)));
        Assert.Empty(await queries.All(Viewer.Anyone));
        Assert.Equal("model-approved,model-approved,model-released", await _db.Value<string>($"select string_agg(kind, ',' order by id) from evidence_queue where subject = '{Id}'"));
    }

    private async Task Change(Actor by, Func<ModelProject, Decision<ModelProjectEvent>> decide) =>
        Assert.IsType<Outcome.Done>(await _db.Store.Change(Command.For(by, Today, "test", Guid.NewGuid()), ModelProject.Stream(Id), decide));
}
