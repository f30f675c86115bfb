using CreditLoan.Domain.Access;
using CreditLoan.Domain.BankClients;
using CreditLoan.Domain.Bureau;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Tests.BankClients;
using CreditLoan.Domain.Tests.Consents;
using CreditLoan.Domain.Tests.Enterprises;
using CreditLoan.Domain.Tests.Models;
using CreditLoan.Domain.Tests.Profiles;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Consents.ConsentExamples;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests;

/// <summary>Enterprises, consents, appeals, models, targets and the keys of banks' systems.</summary>
internal static class OtherActs
{
    private static readonly (string, string, string) Data = (Hengrui.Value, Lanjiang.Value, "");
    private static readonly (string, string, string) Modelling = ("", ModelExamples.Proposal.Bank.Value, "");
    private static readonly (string, string, string) Appealed = (((AppealEvent.Filed)Appealing.Filed).Enterprise.Value, "", "");
    private static readonly Registration Firm = Registering_an_enterprise.Hengrui;
    private static readonly EnterpriseEvent Registered = new EnterpriseEvent.Registered(Firm, Today);
    private static readonly EnterpriseEvent Questioned = new EnterpriseEvent.CodeQuestioned(Firm, "chen");
    private static readonly DateOnly Day = new(2026, 3, 2);

    private static Enterprise Told(params EnterpriseEvent[] facts) => Given(Enterprise.Stream(Firm.Code), facts).State;
    private static Consent Told(params ConsentEvent[] facts) => Given(Consent.Stream(First), facts).State;
    private static ModelProject Told(params ModelProjectEvent[] facts) => Given(ModelProject.Stream(ModelExamples.Id), facts).State;
    private static Appeal Filed => Given(Appeal.Stream(Appealing.Id), Appealing.Filed).State;
    private static BankClient Waiting => Given(Letting_a_key_in.Stream, Letting_a_key_in.Proposed(Letting_a_key_in.Key)).State;
    private static ConsentDoor Shut => ConsentDoor.Stream(Hengrui, Terms.Recipient).Initial;
    private static ConsentDoor Knocked => Given(ConsentDoor.Stream(Hengrui, Terms.Recipient), new ConsentDoorEvent.Knocked(Terms.Purpose, First)).State;
    private static readonly ConsentEvent Asked = new ConsentEvent.Requested(First, Hengrui, Terms, null, Today);
    private static readonly ConsentEvent Given1 = Granted(First, Terms);

    public static readonly IReadOnlyList<Act> All =
    [
        Act.Of(Data, by => EnterpriseDecisions.Register(Told(Array.Empty<EnterpriseEvent>()), by, Firm, Today)),
        Act.Of(Data, by => EnterpriseDecisions.AcceptCode(Told(Questioned), by, "已核对执照", Today)),
        Act.Of(Data, by => EnterpriseDecisions.RefuseCode(Told(Questioned), by, "录错")),
        Act.Of(Data, by => EnterpriseDecisions.ChangeDetails(Told(Registered), by, Firm with { Name = "新名" }, Today)),
        Act.Of(Data, by => EnterpriseDecisions.ReportFigures(Told(Registered), by, new(2025, 20, Money.Wan(500), Money.Wan(500)), Today)),
        Act.Of(Data, by => EnterpriseDecisions.NamePerson(Told(Registered), by, new("P-1"), PersonKind.LegalRepresentative)),
        Act.Of(Data, by => EnterpriseDecisions.StrikeOff(Told(Registered), by, "注销", Today)),

        Act.Of(Data, by => ConsentDecisions.Request(Shut, Told(Array.Empty<ConsentEvent>()), by, First, Hengrui, Terms, null, Today)),
        Act.Of(Data, by => ConsentDecisions.Grant(Shut, Told(Array.Empty<ConsentEvent>()), new Consent.Unknown(), by, First, Hengrui, Terms, TheNotice, Sign(First, Terms), ConsentText.IsSigned, null, Today)),
        Act.Of(Data, by => ConsentDecisions.Reject(Knocked, Told(Asked), by, Today)),
        Act.Of(Data, by => ConsentDecisions.Revoke(Told(Given1), by, Today)),
        Act.Of(Data, by => ConsentDecisions.Pause(Told(Given1), by, Today)),
        Act.Of(Data, by => ConsentDecisions.Resume(Told(Given1, new ConsentEvent.Paused(false, Today)), by, Today)),
        Act.Of(Data, by => ConsentDecisions.Confirm(Told(Given1), by, Today)),

        Act.Of(Appealed, by => AppealDecisions.File(Given(Appeal.Stream(Appealing.Id)).State, by, Appealing.Id, AppealKind.Fact, "penalties", "处罚已修复", PublishedCalendar.China, Today)),
        Act.Of(Appealed, by => AppealDecisions.Answer(Filed, by, true, "属实", Today)),
        Act.Of(Appealed, by => AppealDecisions.Withdraw(Filed, by, Today)),

        Act.Of(Modelling, by => ModelProjectDecisions.Propose(Told(Array.Empty<ModelProjectEvent>()), by, ModelExamples.Proposal with { Proposer = by.Account }, ModelExamples.Today)),
        Act.Of(Modelling, by => ModelProjectDecisions.CheckFile(Told(ModelExamples.Described[..1]), by, ModelExamples.Check, ModelExamples.Today)),
        Act.Of(Modelling, by => ModelProjectDecisions.Record(Told(ModelExamples.Described[..2]), by, ModelExamples.Run, ModelExamples.Today)),
        Act.Of(Modelling, by => ModelProjectDecisions.Describe(Told(ModelExamples.Described[..3]), by, ModelExamples.Card, ModelExamples.Today)),
        Act.Of(Modelling, by => ModelProjectDecisions.Approve(Told(ModelExamples.Described), by, ModelExamples.Today.AddDays(7), ModelExamples.Today)),
        Act.Of(Modelling, by => ModelProjectDecisions.SendBack(Told(ModelExamples.Described), by, "样本太旧", ModelExamples.Today)),
        Act.Of(Modelling, by => ModelProjectDecisions.Withdraw(Told(ModelExamples.InForce), by, "漂移", ModelExamples.Today)),

        Act.Of(Modelling, by => ThresholdDecisions.Set(new(MaxRate: null), by, Share.Percent(8), Share.Percent(45), "近三年损失", ModelExamples.Today)),

        Act.Of(default, by => TargetDecisions.Set(new Target.Unset(), by, Metric.Disbursed, "澜江市", new(2025, 12, 31), Money.Zero, new(2026, 12, 31), Money.Wan(1), "文件")),
        Act.Of(default, by => TargetDecisions.Withdraw(Given(Target.Stream(Metric.Disbursed, "澜江市"),
            new TargetEvent.Set(Metric.Disbursed, "澜江市", new(2025, 12, 31), Money.Zero, new(2026, 12, 31), Money.Wan(1), "文件")).State, by, "有误")),

        Act.Of(Data, by => BankClientDecisions.Propose(Given(Letting_a_key_in.Stream).State, Letting_a_key_in.Core, Letting_a_key_in.Key, "首次接入", by, Day)),
        Act.Of(Data, by => BankClientDecisions.Approve(Waiting, Letting_a_key_in.Key.Thumbprint, by, Day)),
        Act.Of(Data, by => BankClientDecisions.TurnDown(Waiting, Letting_a_key_in.Key.Thumbprint, "来源不明", by, Day)),
        Act.Of(Data, by => BankClientDecisions.Withdraw(Waiting, Letting_a_key_in.Key.Thumbprint, "怀疑泄露", by, Day)),
    ];
}
