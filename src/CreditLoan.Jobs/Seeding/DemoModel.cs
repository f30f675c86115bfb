using System.Text;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Models;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Models;

namespace CreditLoan.Jobs.Seeding;

/// <summary>The first modelling project of the demonstration city (演示联合建模): proposed, checked, run, described, approved by two institutions and in force.</summary>
internal sealed class DemoModel(Database database, EventStore store, DemoStory story, int seed, DateOnly today)
{
    private static readonly DemoBanks.DemoBank Bank = DemoBanks.All[0];
    private static readonly Actor Operator = new("data-operator", Role.DataOperator, "");
    private static readonly Actor Leader = new("bureau-leader", Role.BureauLeader, "");

    /// <summary>Figures of one year: the city's history is too short for year-on-year ones a year back.</summary>
    private static readonly string[] Features =
    [
        "sales_12m", "sales_trend", "sales_volatility", "sales_peak_share", "gap_months", "active_months", "void_share", "credit_note_share", "average_sale", "value_added_share",
        "purchases_volatility", "customers", "suppliers", "top_customer_share", "top_supplier_share", "tax_arrears", "insured_people", "insurance_arrears", "utility_arrears", "age_months",
    ];

    private readonly DateOnly _proposed = today.AddDays(-75);

    /// <summary>The bank's own file: two in five enterprises have borrowed from it, on the platform or before it; the weaker failed more often.</summary>
    public IReadOnlyList<(DemoEnterprise Enterprise, bool Bad)> Labels(IEnumerable<DemoEnterprise> enterprises) =>
        [.. enterprises.Where(e => e.Number % 5 < 2 && e.RegisteredOn <= ConsentedOn && e.Registration.FoundedOn <= ObservedOn(e))
            .Select(e => (e, Chance.For(seed, e.Number, 9).NextDouble() < 0.004 + 0.8 * Math.Pow(1 - e.Health, 5)))];

    /// <summary>Four months in turn, so that the later ones can judge a model of the earlier ones.</summary>
    private DateOnly ObservedOn(DemoEnterprise enterprise) => _proposed.AddMonths(-12 - (enterprise.Number / 5 % 4));

    /// <summary>The day on which enterprises agreed to joint modelling.</summary>
    public DateOnly ConsentedOn => _proposed.AddDays(-10);

    public BankCode By => Bank.Code;

    public async Task Tell(IReadOnlyList<(DemoEnterprise Enterprise, bool Bad)> labels)
    {
        var id = new ModelProjectId($"MX{_proposed.Year}-001");
        var stream = ModelProject.Stream(id);
        var (officer, run) = (Bank.Officer(0), _proposed.AddDays(4));
        var proposal = new ModelProposal(id, Bank.Code, officer.Account, "小微企业信用评分卡", "贷前评估和贷后监测小微企业的违约可能；生效后供平台上各银行参考使用。",
            [DataClass.Registration, DataClass.Invoices, DataClass.Tax, DataClass.SocialInsurance, DataClass.Utilities],
            new ModelTarget("是否违约", "观察日后 12 个月内，在本行的任何一笔借款（含平台外）逾期超过 30 天。", _proposed.AddMonths(-12), _proposed), Features);
        await story.Do(officer, _proposed, "model.propose", stream, p => ModelProjectDecisions.Propose(p, officer, proposal, _proposed));

        var room = new TrustedRoom(database.Writer, database.Reader);
        var work = new ModelWork(database, store, TimeProvider.System);
        var now = DateTimeOffset.UtcNow;
        await room.Receive(id, Encoding.UTF8.GetBytes("统一社会信用代码,是否违约,观察日\n" + string.Concat(labels.Select(l => $"{l.Enterprise.Code},{(l.Bad ? "是" : "否")},{ObservedOn(l.Enterprise):yyyy-MM-dd}\n"))), now);
        await Work(room, work, id, "Check", null, _proposed.AddDays(3), now);
        await Work(room, work, id, "Run", seed, run, now);

        var done = await story.Load(stream) as ModelProject.Ran ?? throw new InvalidOperationException("The demonstration's model did not run.");
        var card = new ModelCard(
            $"{Bank.Name}报送的借款企业 {done.Check.Lines} 户，其中 {done.Check.LeftOut} 户没有联合建模授权或没有画像，未入模；入模 {done.Check.Kept} 户，违约 {done.Check.Bad} 户。特征各按企业的观察日，最晚 {proposal.Target.AsOf:yyyy-MM-dd}，表现期至 {proposal.Target.Until:yyyy-MM-dd}。",
            "分箱后的逻辑回归评分卡，600 分对应好坏比 20:1，每 50 分翻一番；十折交叉验证，区间为 500 次自助重抽样。",
            "演示数据，企业均为虚构。样本只含获得贷款的企业，对被拒企业没有验证；违约样本少，区间宽；跨时间验证只跨几个月。",
            "小微企业贷前评估的参考之一，与授信人员的判断一起使用。",
            "不得用于个人；不得单独作为拒绝贷款的依据；不得用于超出企业授权用途的查询。");
        var described = run.AddDays(2);
        await story.Do(officer, described, "model.describe", stream, p => ModelProjectDecisions.Describe(p, officer, card, described));
        var (first, second, from) = (described.AddDays(3), described.AddDays(5), described.AddDays(8));
        await story.Do(Bank.Approver, first, "model.approve", stream, p => ModelProjectDecisions.Approve(p, Bank.Approver, from, first));
        await story.Do(Leader, second, "model.approve.second", stream, p => ModelProjectDecisions.Approve(p, Leader, from, second));
        await story.Do(Bank.Approver, from, "threshold.set", Threshold.Stream(Bank.Code), t =>
            ThresholdDecisions.Set(t, Bank.Approver, Share.Percent(8), Share.Percent(45), "演示：按近三年小微贷款损失经验，留出定价空间", from));
    }

    private static async Task Work(TrustedRoom room, ModelWork work, ModelProjectId id, string kind, long? seed, DateOnly on, DateTimeOffset now)
    {
        await room.Ask(id, kind, seed, Operator, on, now);
        await work.RunNext();
        if (await room.Newest(Operator.AsViewer, id) is not { Refusal: null, EndedAt: not null } and var ended)
            throw new InvalidOperationException($"The demonstration's {kind} was not accepted: {ended?.Refusal}");
    }
}
