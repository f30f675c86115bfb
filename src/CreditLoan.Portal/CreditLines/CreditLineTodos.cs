using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.CreditLines;
using CreditLoan.Portal.Components;
using CreditLoan.Portal.Shell;

namespace CreditLoan.Portal.CreditLines;

/// <summary>Applications that wait for an enterprise: a contract to sign, papers to supply.</summary>
public sealed class EnterpriseLineTodos(CreditLineQueries lines) : TodoSource
{
    public override IReadOnlyCollection<Role> For => [Role.EnterpriseAgent, Role.LegalRepresentative];

    public override async Task<IReadOnlyList<Todo>> Of(Viewer viewer, DateOnly today) =>
        [.. (await lines.OfEnterprise(viewer)).Select(row => Waiting(row, viewer.Role, today)).OfType<Todo>()];

    public static Todo? Waiting(CaseRow row, Role role, DateOnly today)
    {
        var about = $"{row.ProductName ?? "贷款申请"} {Words.WanPlain(row.GrantedLimit ?? row.Amount)} 万元 · {row.Line}";
        var href = $"/enterprise/lines/{row.Line}";
        return row switch
        {
            { Stage: CreditLineStage.Offered } when role == Role.LegalRepresentative => new("签署授信合同", about, row.DueOn, CreditLineWords.Left(row, today), "签署合同", href, row.DueProvisional),
            { RenewalOffered: true } when role == Role.LegalRepresentative => new("签署续授信合同", about, row.DueOn, CreditLineWords.Left(row, today), "签署合同", href, row.DueProvisional),
            { Stage: CreditLineStage.AwaitingMore } => new("补充银行要的材料", $"{row.Missing} · {row.Line}", null, null, "补充材料", href),
            _ => null,
        };
    }
}

/// <summary>Applications that wait for a bank and are due within two working days, and wishes for money.</summary>
public sealed class BankLineTodos(CreditLineQueries lines) : TodoSource
{
    private const int Most = 50;

    public override IReadOnlyCollection<Role> For => [Role.BankOfficer, Role.BankApprover];

    public override async Task<IReadOnlyList<Todo>> Of(Viewer viewer, DateOnly today)
    {
        var soon = PublishedCalendar.China.Add(today, 2).Day;
        var cases = await lines.Worklist(viewer, new WorklistFilter(Due: DueFilter.ThisWeek), today, "due", descending: false, page: 0, Most);
        var wishes = await lines.Lines(viewer, text: null, wishOnly: true, page: 0, Most);
        return
        [
            .. cases.Rows.Where(row => row.DueOn <= soon && row.Stage != CreditLineStage.Offered).Select(row => new Todo(
                $"{CreditLineWords.Stage(row.Stage)}：{CreditLineWords.Who(row)}", $"{Words.WanPlain(row.Amount)} 万元 · {row.Line}",
                row.DueOn, CreditLineWords.Left(row, today), "办理", $"/bank/cases/{row.Line}", row.DueProvisional)),
            .. wishes.Rows.Select(row => new Todo(
                $"放款：{CreditLineWords.Who(row)}", $"申请提款 {Words.WanPlain(row.Wish!.Value)} 万元 · {row.Line}", null, null, "放款", $"/bank/lines/{row.Line}")),
        ];
    }
}
