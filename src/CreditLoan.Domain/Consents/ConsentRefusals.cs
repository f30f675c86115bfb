namespace CreditLoan.Domain.Consents;

/// <summary>Every "no" about a consent.</summary>
public static class ConsentRefusals
{
    public static readonly Refusal NotYours = new("consent.not_yours", "这份授权不属于您的企业。");
    public static readonly Refusal NotSigner = new("consent.not_signer", "授权须由法定代表人签署，请用法定代表人账户登录。");
    public static readonly Refusal NotAgent = new("consent.not_agent", "查看员不能办理，请由经办人或法定代表人操作。");
    public static readonly Refusal NotOfficer = new("consent.not_officer", "只有客户经理、审批人或银行系统可以申请授权。");
    public static readonly Refusal OtherBank = new("consent.other_bank", "只能为本行申请授权。");
    public static readonly Refusal AlreadyAsked = new("consent.already_asked", "这个用途的授权申请正在等企业答复。");
    public static readonly Refusal Used = new("consent.number_used", "这个授权编号已经用过，请重新提交。");
    public static readonly Refusal NotRequested = new("consent.not_requested", "没有待答复的授权申请。");
    public static readonly Refusal NotActive = new("consent.not_active", "这份授权当前不是有效状态。");
    public static readonly Refusal NotPaused = new("consent.not_paused", "这份授权没有暂停。");
    public static readonly Refusal Over = new("consent.over", "这份授权已经终止，需要时请重新授权。");
    public static readonly Refusal Wider = new("consent.wider_than_asked", "授权内容不能超出银行申请的范围。");
    public static readonly Refusal ScopesMissing = new("consent.scopes_missing", "请至少选择一类数据。");
    public static readonly Refusal PeriodTooLong = new("consent.period_too_long", "授权期限最长 12 个月。");
    public static readonly Refusal RangeWrong = new("consent.range_wrong", "数据时间范围的开始不能晚于结束。");
    public static readonly Refusal FrequencyWrong = new("consent.frequency_wrong", "查询频次应为 1 至 100 次。");
    public static readonly Refusal KeepWrong = new("consent.keep_wrong", "留存天数应为 0 至 730 天；仅查看或核验的不留存。");
    public static readonly Refusal PurposeWrong = new("consent.purpose_wrong", "平台授权只用于生成标签和匹配产品，银行授权不含这个用途。");
    public static readonly Refusal PlatformNeedsNoPersons = new("consent.platform_no_persons", "平台授权不含个人信息。");
    public static readonly Refusal NotSigned = new("consent.not_signed", "请先阅读告知书并确认签署。");
    public static readonly Refusal OtherSigned = new("consent.signature_wrong", "签名与授权内容不符，请重新签署。");
    public static readonly Refusal NotDueYet = new("consent.not_due_yet", "授权还没有到期。");
    public static readonly Refusal NotStanding = new("consent.wrong_predecessor", "授权情况刚刚变化，请刷新后重试。");

    public static Refusal StartsWrong(DateOnly today) => new("consent.starts_wrong", $"授权从 {today:yyyy-MM-dd} 或以后开始，且不晚于到期日。");
    public static Refusal SaidNo(DateOnly notBefore) => new("consent.said_no", $"企业已选择暂不授权，{notBefore:yyyy-MM-dd} 起可以再次申请。");
}
