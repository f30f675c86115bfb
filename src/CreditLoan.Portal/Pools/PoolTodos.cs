using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Claims;
using CreditLoan.Ledger.Pools;
using CreditLoan.Ledger.Reconciliation;
using CreditLoan.Portal.Components;
using CreditLoan.Portal.Reconciliation;
using CreditLoan.Portal.Shell;

namespace CreditLoan.Portal.Pools;

/// <summary>What waits for the people of a scheme: enrolments, claims, payments, breaks, drafts (资金池待办).</summary>
public sealed class PoolTodos(EnrolmentQueries enrolments, ClaimQueries claims, ReconciliationQueries breaks, PoolQueries pools) : TodoSource
{
    private const int Most = 5;

    public override IReadOnlyCollection<Role> For => Menu.Pool;

    public override async Task<IReadOnlyList<Todo>> Of(Viewer viewer, DateOnly today)
    {
        var todos = new List<Todo>();
        foreach (var stage in new[] { EnrolmentStage.UnderReview, EnrolmentStage.Reviewed })
            foreach (var row in (await enrolments.List(viewer, new(Stage: stage), 0, Most)).Rows.Where(e => e.ReviewedBy != viewer.Account))
                todos.Add(Due($"{(stage == EnrolmentStage.UnderReview ? "审核" : "确认")}入库申请", $"{row.Number}　{Words.WanPlain(row.Amount)} 万元", row.Due, today,
                    stage == EnrolmentStage.UnderReview ? "审核" : "确认", $"/pool/enrolments/{row.Scheme}/{row.Bank}/{row.Number}"));
        foreach (var row in (await claims.List(viewer, new(Stage: ClaimStage.Pending), 0, Most)).Rows.Where(c => !c.Agreed.Contains(viewer.Account)))
            todos.Add(Due("审批补偿申请", $"{row.Id}　{Words.WanPlain(row.Amount)} 万元，已 {row.Agreed.Length} 人同意", row.Due, today, "审批", $"/pool/claims/{row.Id}"));
        foreach (var row in (await claims.List(viewer, new(Stage: ClaimStage.Payable), 0, Most)).Rows)
            todos.Add(Due("拨付补偿款", $"{row.Id}　{Words.WanPlain(row.Amount)} 万元", row.Due, today, "拨付", $"/pool/claims/{row.Id}"));
        foreach (var row in (await breaks.Breaks(viewer, new(Stage: BreakStage.UnderReview), 0, Most)).Rows.Where(b => b.ProposedBy != viewer.Account))
            todos.Add(Due($"复核差异：{BreakWords.Of(row.Kind)}", row.Number, row.Due, today, "复核", $"/pool/breaks?break={Uri.EscapeDataString(row.Id)}"));
        foreach (var row in (await breaks.Breaks(viewer, new(Stage: BreakStage.Open), 0, Most)).Rows)
            todos.Add(Due($"了结差异：{BreakWords.Of(row.Kind)}", row.Number, row.Due, today, "处理", $"/pool/breaks?break={Uri.EscapeDataString(row.Id)}"));
        foreach (var scheme in (await pools.Schemes(viewer)).Where(s => s.Owner == viewer.Tenant && s.Draft() is { } draft && draft.Drafter != viewer.Account))
            todos.Add(Due($"复核规则草案：{scheme.Name}", $"第 {scheme.Draft()!.Number} 版", null, today, "复核", $"/pool/rules/{scheme.Code}"));
        return todos;
    }

    private static Todo Due(string what, string about, DateOnly? due, DateOnly today, string verb, string href) =>
        new(what, about, due, due is { } day ? PublishedCalendar.China.Between(today, day) : null, verb, href);
}
