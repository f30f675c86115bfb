using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Consents;
using CreditLoan.Ledger.Demands;
using CreditLoan.Ledger.Enterprises;
using CreditLoan.Portal.Components;
using CreditLoan.Portal.Consents;
using CreditLoan.Portal.Shell;

namespace CreditLoan.Portal.Enterprises;

/// <summary>What waits for an enterprise beside its applications: consents to answer or renew, banks that offered, figures to bring up to date.</summary>
public sealed class EnterpriseTodos(ConsentQueries consents, DemandQueries demands, EnterpriseQueries enterprises, AccountRequests requests, Banks banks) : TodoSource
{
    private const int DaysAhead = 30;

    public override IReadOnlyCollection<Role> For => [Role.EnterpriseAgent, Role.LegalRepresentative];

    public override async Task<IReadOnlyList<Todo>> Of(Viewer viewer, DateOnly today)
    {
        await banks.All();
        var enterprise = await enterprises.Find(viewer, new EnterpriseCode(viewer.Tenant));
        var given = await consents.All(viewer);
        return
        [
            .. enterprise is null ? [new Todo("登记您的企业", "登记后可以匹配产品、申请贷款", null, null, "去登记", "/enterprise/file")] : Array.Empty<Todo>(),
            .. (await requests.Waiting(viewer)).Select(r => new Todo($"答复 {r.Person} 的开户申请", "有人申请用贵企业的名义开户", null, null, "去确认", "/enterprise/file")),
            .. given.Select(row => Waiting(row, Name(row), today)).OfType<Todo>(),
            .. enterprise is not null && viewer.Role == Role.LegalRepresentative && !given.Any(c => c.Purpose == Purpose.Matching && c.Status is ConsentStatus.Active or ConsentStatus.Paused)
                ? [new Todo("授权平台生成标签", "没有授权就不能按标签匹配产品", null, null, "去授权", "/enterprise/consents/new?to=platform")] : Array.Empty<Todo>(),
            .. (await demands.Mine(viewer)).Select(need => Offered(need)).OfType<Todo>(),
            .. enterprise is { Size: SizeClass.Unclassified, Stage: EnterpriseStage.Active }
                ? [new Todo("补充上年度划型数据", "从业人员、营业收入和资产总额，用来确定企业规模", null, null, "去补充", "/enterprise/file")] : Array.Empty<Todo>(),
        ];
    }

    public static Todo? Waiting(ConsentRow row, string recipient, DateOnly today) => row switch
    {
        { Status: ConsentStatus.Requested } => new(
            $"答复{recipient}的授权申请", $"用途：{ConsentWords.Of(row.Purpose)}", row.ExpiresOn, PublishedCalendar.China.Between(today, row.ExpiresOn), "看内容", $"/enterprise/consents/new?answer={row.Consent}"),
        { Status: ConsentStatus.Active } when row.ExpiresOn.DayNumber - today.DayNumber <= DaysAhead => new(
            $"决定是否续期给{recipient}的授权", $"用途：{ConsentWords.Of(row.Purpose)}。不续期到期自动失效", row.ExpiresOn, PublishedCalendar.China.Between(today, row.ExpiresOn), "看授权", "/enterprise/consents"),
        { ConfirmBy: { } by } when by.DayNumber - today.DayNumber <= DaysAhead => new(
            $"确认是否继续给{recipient}的授权", $"用途：{ConsentWords.Of(row.Purpose)}。每 {Consent.ConfirmDays} 天确认一次，不确认自动暂停", by, PublishedCalendar.China.Between(today, by), "看授权", "/enterprise/consents"),
        _ => null,
    };

    public static Todo? Offered(DemandRow need) =>
        need.Stage == DemandStage.Open && need.Offers.Count(o => !need.AppliedTo.Contains(o.Bank)) is var offers and > 0
            ? new($"{offers} 家银行愿意承接您的需求", $"{Words.WanPlain(need.Amount)} 万元，{need.Months} 个月", need.Until, null, "看意向", "/enterprise/applications")
            : null;

    private string Name(ConsentRow row) => new Recipient(row.Recipient).IsPlatform ? "平台" : banks.NameOf(new BankCode(row.Recipient));
}
