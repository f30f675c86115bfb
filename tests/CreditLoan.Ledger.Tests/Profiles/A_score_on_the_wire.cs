using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Profiles;
using CreditLoan.Ledger.Tests.Demands;
using static CreditLoan.Ledger.Tests.Demands.LendingWorld;

namespace CreditLoan.Ledger.Tests.Profiles;

public sealed class A_score_on_the_wire(LendingWorld world) : IClassFixture<LendingWorld>, IAsyncLifetime
{
    private static readonly ModelProjectId Model = new("MX2026-001");
    private static readonly ScoreReason Sales = new("sales_12m", DataClass.Invoices, 45, 500, null, [], Missing: false);
    private static readonly ScoreReason Grade = new("tax_grade", DataClass.Tax, -12, null, null, ["C"], Missing: false);

    private readonly Dictionary<string, FeatureValue> _features = new()
    {
        ["sales_12m"] = new FeatureValue.Number(1234.5678m), ["sales_growth"] = new FeatureValue.Number(-17.2391m), ["tax_grade"] = new FeatureValue.Choice("C"),
    };

    public async Task InitializeAsync()
    {
        await world.GrantPlatform();
        await InForce();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static ProfileScore Score(params ScoreReason[] reasons) => new(
        Model.Value, "小微企业信用评分卡", 1, 600 + reasons.Sum(r => r.Points), 600, ScoreBand.B, new(210), new(150), new(320), 610, 655, 400, 800, [480, 540, 600, 660], reasons);

    private void Keep(DateTimeOffset at, ProfileTag[] tags, params ScoreReason[] reasons) => new ProfileStore(world.Db.Database.Writer).Write(
        [new Profile(Hengrui, Today, _features, tags, [], Enum.GetValues<DataClass>().ToDictionary(c => c, _ => Today))],
        reasons.Length == 0 ? [] : [new ScoredProfile(Hengrui, Today, Score(reasons), new Share(260))], at);

    /// <summary>A model in force, through its own decisions.</summary>
    private async Task InForce()
    {
        var (officer, approver, data, leader) = (new Actor("lin", Role.BankOfficer, "LJ01"), new Actor("he", Role.BankApprover, "LJ01"), new Actor("shu", Role.DataOperator, ""), new Actor("liang", Role.BureauLeader, ""));
        var figures = new ModelFigures(300, 30, Share.Percent(78), Share.Percent(71), Share.Percent(85), Share.Percent(45), Share.Percent(8));
        var proposal = new ModelProposal(Model, new BankCode("LJ01"), "lin", "小微企业信用评分卡", "贷前", [DataClass.Invoices], new ModelTarget("是否违约", "逾期 30 天以上", Today.AddDays(-400), Today.AddDays(-30)), ["sales_12m"]);
        (Actor By, Func<ModelProject, CreditLoan.Domain.Decision<ModelProjectEvent>> Decide)[] steps =
        [
            (officer, p => ModelProjectDecisions.Propose(p, officer, proposal, Today)), (data, p => ModelProjectDecisions.CheckFile(p, data, new FileCheck("5d41", 300, 300, 30, 0, 0, 0), Today)),
            (data, p => ModelProjectDecisions.Record(p, data, new ModelRun(1, "in", 7, "settings", "1.0", "out", figures, figures), Today)),
            (officer, p => ModelProjectDecisions.Describe(p, officer, new ModelCard("数据", "方法", "局限", "适用", "禁止"), Today)),
            (approver, p => ModelProjectDecisions.Approve(p, approver, Today, Today)), (leader, p => ModelProjectDecisions.Approve(p, leader, Today, Today)),
        ];
        if ((await world.Store.Load(ModelProject.Stream(Model))).State is ModelProject.InForce) return;
        foreach (var (by, decide) in steps) Assert.IsType<Outcome.Done>(await world.Store.Change(Command(by), ModelProject.Stream(Model), decide));
    }

    private async Task<ProfileReading.Opened> Open(BankCode bank) => Assert.IsType<ProfileReading.Opened>(await new ProfileDoor(world.Db.Database).Open(ViewerOf(bank), Hengrui, "SQ-1", Today));

    private Task<string> Wire(BankCode bank) => world.Db.Reader.Scalar<string>(ViewerOf(bank), Sql.Of($"""
        select read_profile({Hengrui}, {bank.Value}, {"officer"}, {"BankOfficer"}, {new[] { "CreditApproval" }}, {"SQ-1"}, {Today})::text
        """));

    [Fact]
    public async Task Carries_band_rate_reasons_and_version_and_no_raw_value()
    {
        var bank = new BankCode("W1");
        await world.Grant(bank, Purpose.CreditApproval);
        Keep(DateTimeOffset.UtcNow, [], Sales);

        var score = (await Open(bank)).Score!;
        Assert.Equal((ScoreBand.B, new Share(210), Model.Value, 1), (score.Band, score.Rate, score.Model, score.Run));
        Assert.Equal(score.Score, score.Base + score.Reasons.Sum(r => r.Points));
        var wire = await Wire(bank);
        foreach (var secret in new[] { "1234", "17.23", "sales_growth", "tax_grade", "Features", "hadow", "\"260\"", ": 260" }) Assert.DoesNotContain(secret, wire, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_kept_back_where_the_consent_leaves_out_a_class_it_rests_on()
    {
        var bank = new BankCode("W2");
        await world.Grant(bank, Purpose.CreditApproval);
        Keep(DateTimeOffset.UtcNow, [], Sales, Grade);

        var opened = await Open(bank);
        Assert.Null(opened.Score);
        Assert.Equal([DataClass.Tax], opened.Gap!.Uncovered);
        Assert.DoesNotContain("645", await Wire(bank), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_every_bank_that_had_read_a_tag_when_it_is_put_right()
    {
        var (read, late) = (new BankCode("W3"), new BankCode("W4"));
        await world.Grant(read, Purpose.CreditApproval);
        await world.Grant(late, Purpose.CreditApproval);
        await world.Db.Execute("update consent_book set scopes = '{Registration,Invoices,Administrative}'");
        ProfileTag Penalty(string label, TagTone tone, bool disputed) => new("penalties", DataClass.Administrative, label, tone, disputed);
        Keep(DateTimeOffset.UtcNow, [Penalty("近 24 月行政处罚 2 次", TagTone.Notice, false)], Sales);
        await Open(read);

        Keep(DateTimeOffset.UtcNow, [Penalty("近 24 月行政处罚 2 次", TagTone.Notice, true)], Sales);
        Keep(DateTimeOffset.UtcNow, [Penalty("近 24 月无行政处罚", TagTone.Plain, false)], Sales);
        var queries = new ProfileQueries(world.Db.Reader);
        Assert.Equal(["penalties"], Assert.Single(await queries.Corrections(ViewerOf(read), DateTimeOffset.UtcNow.AddDays(-1))).Tags);
        Assert.Empty(await queries.Corrections(ViewerOf(late), DateTimeOffset.UtcNow.AddDays(-1)));

        var again = await Open(read);
        Assert.Equal(["近 24 月无行政处罚", "近 24 月行政处罚 2 次（异议中）"], again.Corrections.Select(c => c.After));
        Assert.Empty((await Open(late)).Corrections);
        Assert.Empty(await queries.Corrections(ViewerOf(read), DateTimeOffset.UtcNow.AddDays(-1)));
        await world.Db.Execute("update consent_book set scopes = '{Registration,Invoices}'");
    }
}
