using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.CreditLines;

/// <summary>Every "no" about a credit line.</summary>
public static class CreditLineRefusals
{
    public static readonly Refusal NotYours = new("credit_line.not_yours", "这笔申请不属于您所在的机构。");
    public static readonly Refusal NotApprover = new("credit_line.not_approver", "授信决定须由审批人作出，请转交本行审批人。");
    public static readonly Refusal NotSigner = new("credit_line.not_signer", "合同须由法定代表人签署，请用法定代表人账户登录。");
    public static readonly Refusal NotAgent = new("credit_line.not_agent", "您的账户只能查看，请由企业经办人或法定代表人办理。");
    public static readonly Refusal NumberTaken = new("credit_line.number_taken", "这个申请编号已经用过，请重新提交。");
    public static readonly Refusal AmountMissing = new("credit_line.amount_missing", "请填写申请金额，须大于零。");
    public static readonly Refusal TermOutOfRange = new("credit_line.term_out_of_range", "期限须在 1 至 120 个月之间。");
    public static readonly Refusal PurposeMissing = new("credit_line.purpose_missing", "请选择贷款用途。");
    public static readonly Refusal AlreadyTakenUp = new("credit_line.already_taken_up", "这笔申请已经受理。");
    public static readonly Refusal NotTakenUp = new("credit_line.not_taken_up", "这笔申请还没有受理，请先受理。");
    public static readonly Refusal OfficerMissing = new("credit_line.officer_missing", "请选择经办人。");
    public static readonly Refusal WordsMissing = new("credit_line.words_missing", "请写明内容，对方会看到这段话。");
    public static readonly Refusal WaitsForEnterprise = new("credit_line.waits_for_enterprise", "正在等企业补充材料，补充后再作决定；如不再等待，可以直接拒绝并说明原因。");
    public static readonly Refusal NothingMissing = new("credit_line.nothing_missing", "银行没有要求补充材料。");
    public static readonly Refusal Decided = new("credit_line.decided", "这笔申请已有结果，不能再办理。");
    public static readonly Refusal LimitOutOfRange = new("credit_line.limit_out_of_range", "授信额度须大于零。");
    public static readonly Refusal RateOutOfRange = new("credit_line.rate_out_of_range", "年利率须大于零，且不超过 24%。");
    public static readonly Refusal ReasonMissing = new("credit_line.reason_missing", "请从列表中选择拒绝原因。");
    public static readonly Refusal OtherNeedsWords = new("credit_line.other_needs_words", "选择“其他”时，请写明具体原因，企业会看到。");
    public static readonly Refusal NothingToSign = new("credit_line.nothing_to_sign", "没有待签的合同。");
    public static readonly Refusal NotSigned = new("credit_line.not_signed", "授信还没有签约，不能提款。");
    public static readonly Refusal Over = new("credit_line.over", "这笔授信已经结束，不能再提款。");
    public static readonly Refusal NothingAsked = new("credit_line.nothing_asked", "企业没有待处理的提款申请。");
    public static readonly Refusal NotDueYet = new("credit_line.not_due_yet", "还没有到期。");
    public static readonly Refusal CannotWithdraw = new("credit_line.cannot_withdraw", "签约后不能撤回；可以不提款，或联系银行终止授信。");

    public static Refusal UntilPast(DateOnly on) => new("credit_line.until_past", $"额度有效期须晚于 {on:yyyy-MM-dd}。");
    public static Refusal OfferOver(DateOnly day) => new("credit_line.offer_over", $"签约期限到 {day:yyyy-MM-dd} 为止，已经过期，请联系银行重新审批。");
    public static Refusal Expired(DateOnly until) => new("credit_line.expired", $"额度有效期到 {until:yyyy-MM-dd} 为止，不能再提款。");
    public static Refusal BeforeSigning(DateOnly signed) => new("credit_line.before_signing", $"起息日不能早于签约日 {signed:yyyy-MM-dd}。");
    public static Refusal AboveAvailable(Money available) => new("credit_line.above_available", $"超过可用额度 {available} 元。");
    public static Refusal BelowUse(Money used) => new("credit_line.below_use", $"新额度低于已用的 {used} 元。");
}
