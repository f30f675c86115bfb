namespace CreditLoan.Domain.Demands;

/// <summary>Every "no" about a need.</summary>
public static class DemandRefusals
{
    public static readonly Refusal NotYours = new("demand.not_yours", "这个需求不是您的企业发布的。");
    public static readonly Refusal NotAgent = new("demand.not_agent", "查看员不能办理，请由经办人或法定代表人操作。");
    public static readonly Refusal NotOpen = new("demand.not_open", "这个需求已经结束。");
    public static readonly Refusal AlreadyPosted = new("demand.already_posted", "这个需求已经发布。");
    public static readonly Refusal AmountWrong = new("demand.amount_wrong", "金额应在 1 万元至 1 亿元之间。");
    public static readonly Refusal MonthsWrong = new("demand.months_wrong", "期限应在 1 至 120 个月之间。");
    public static readonly Refusal SecuritiesMissing = new("demand.securities_missing", "请至少选择一种担保方式，信用也是一种。");
    public static readonly Refusal NotShown = new("demand.not_shown", "这个需求当前不对本行开放。");
    public static readonly Refusal NotOfficer = new("demand.not_officer", "只有客户经理可以承接需求。");
    public static readonly Refusal AlreadyTaken = new("demand.already_taken", "本行已经承接，正在等企业选择。");
    public static readonly Refusal OtherBanksProduct = new("demand.other_banks_product", "请选择本行在架的产品。");
    public static readonly Refusal AlreadyApplied = new("demand.already_applied", "已就这个需求向该银行提交申请。");
    public static readonly Refusal NotApplied = new("demand.not_applied", "没有就这个需求向该银行提交过申请。");
    public static readonly Refusal AppliedAlready = new("demand.applied_already", "已有银行在办理，需求内容不能再改；可以先撤回那笔申请。");
    public static readonly Refusal NotDueYet = new("demand.not_due_yet", "需求还没有到期。");
    public static readonly Refusal CapWrong = new("demand.cap_wrong", "可见银行数应在 1 至 10 家之间。");

    public static Refusal UntilWrong(DateOnly first, DateOnly last) =>
        new("demand.until_wrong", $"有效期请填 {first:yyyy-MM-dd} 至 {last:yyyy-MM-dd} 之间的日期。");
}
