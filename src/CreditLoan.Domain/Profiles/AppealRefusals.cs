namespace CreditLoan.Domain.Profiles;

/// <summary>Every "no" about an appeal.</summary>
public static class AppealRefusals
{
    public static readonly Refusal NotAgent = new("appeal.not_agent", "由本企业的经办人或法定代表人提出和撤回。");
    public static readonly Refusal NumberUsed = new("appeal.number_used", "这个编号已经用过，请重新提交。");
    public static readonly Refusal ReasonMissing = new("appeal.reason_missing", "请写明理由。");
    public static readonly Refusal NoFacts = new("appeal.no_facts", "这个标签由连续数据算出，没有单条记录可提异议；可申请人工复核。");
    public static readonly Refusal NotOperator = new("appeal.not_operator", "由平台数据管理员答复。");
    public static readonly Refusal WordsMissing = new("appeal.words_missing", "请写明核查过程和结论，企业会看到。");
    public static readonly Refusal NotOpen = new("appeal.not_open", "这件申请已经办结。");
}
