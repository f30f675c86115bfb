using CreditLoan.Domain.Access;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Models;

internal static class ModelExamples
{
    public static readonly DateOnly Today = new(2026, 8, 19);
    public static readonly ModelProjectId Id = new("MX2026-001");
    public static readonly Actor Officer = new("lin", Role.BankOfficer, "LJ01");
    public static readonly Actor BankApprover = new("he", Role.BankApprover, "LJ01");
    public static readonly Actor Operator = new("shu", Role.DataOperator, "");
    public static readonly Actor Leader = new("liang", Role.BureauLeader, "");

    public static readonly ModelProposal Proposal = new(
        Id, new BankCode("LJ01"), Officer.Account, "小微企业违约评分卡", "贷前评分", [DataClass.Invoices],
        new ModelTarget("是否违约", "贷款逾期 90 天以上", new(2025, 6, 30), new(2026, 6, 30)), ["sales_12m"]);

    public static readonly FileCheck Check = new("5d41", Lines: 320, Kept: 300, Bad: 30, WithoutConsent: 15, WithoutProfile: 3, Repeated: 2);

    private static readonly ModelFigures Figures = new(300, 30, Share.Percent(78), Share.Percent(71), Share.Percent(85), Share.Percent(45), Share.Percent(8));

    public static readonly ModelRun Run = new(1, "inputs", Seed: 7, "settings", "1.0", "result", Figures, Figures);

    public static readonly ModelCard Card = new("300 户有授权企业", "评分卡", "样本只含已放款企业", "本行小微企业贷前参考", "不得用于个人，不得单独作为拒贷依据");

    public static readonly ModelProjectEvent[] Described =
    [
        new ModelProjectEvent.Proposed(Proposal, Today), new ModelProjectEvent.FileChecked(Check, Today),
        new ModelProjectEvent.Ran(Run, Today), new ModelProjectEvent.Described(Card, Today),
    ];

    public static readonly ModelProjectEvent[] InForce =
    [
        .. Described,
        new ModelProjectEvent.Approved(new ModelApproval("he", Institution.Of(BankApprover), Today)),
        new ModelProjectEvent.Approved(new ModelApproval("liang", Institution.Of(Leader), Today)),
        new ModelProjectEvent.Released(Id, Today.AddDays(7)),
    ];
}
