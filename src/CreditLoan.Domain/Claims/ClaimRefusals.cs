using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Claims;

/// <summary>Why a claim does not go on.</summary>
public static class ClaimRefusals
{
    public static readonly Refusal NotYourLoan = new("claim.not_your_loan", "只能为本行的借据申请补偿。");
    public static readonly Refusal NotYourScheme = new("claim.not_your_scheme", "只有该机制管理方有权限的人员可以办理。");
    public static readonly Refusal NotFlagged = new("claim.not_flagged", "请先报告项目异常，再申请补偿。");
    public static readonly Refusal NotBad = new("claim.not_bad", "这笔借据还没有列为不良，不能申请补偿。");
    public static readonly Refusal PapersMissing = new("claim.papers_missing", "请附上申请材料。");
    /// <summary>A digest stands for nothing that anybody handed in.</summary>
    public static readonly Refusal PapersUnknown = new("claim.papers_unknown", "有材料还没有上传，请先上传，再按其 SHA-256 写入申请。");
    public static readonly Refusal NotPending = new("claim.not_pending", "这笔申请不在审批中。");
    public static readonly Refusal NotSentBack = new("claim.not_sent_back", "这笔申请没有被退回。");
    public static readonly Refusal AgreedAlready = new("claim.agreed_already", "您已同意过这笔申请，请由另一人审批。");
    public static readonly Refusal LastMustApprove = new("claim.last_must_approve", "最后一道审批须由资金池管理员或审批人办理。");
    public static readonly Refusal WaitsForProRata = new("claim.waits_for_pro_rata", "额度已不足，按规则在年末按比例分配，暂不能单笔批准。");
    public static readonly Refusal NotPayable = new("claim.not_payable", "这笔申请没有待拨的款项。");
    public static readonly Refusal PaidAlready = new("claim.paid_already", "这笔申请已经拨付。");
    public static readonly Refusal NotSettled = new("claim.not_settled", "这笔申请还没有拨付。");
    public static readonly Refusal WriteOffTooLarge = new("claim.write_off_too_large", "核销金额须大于零，且不超过银行自担的损失。");
    public static readonly Refusal ActiveElsewhere = new("claim.active_already", "这笔借据已有一笔补偿申请，不能重复申请。");
    public static Refusal EarlierFirst(string claim) => new("claim.earlier_first", $"余额不够全部付清，按申请先后应先办 {claim}；它审结后再批这一件。");
    public static Refusal NumberTaken(ClaimId id) => new("claim.number_taken", $"申请编号 {id} 已被使用。");
    public static Refusal TooLate(DateOnly until) => new("claim.too_late", $"已过期限，最后一天是 {until:yyyy-MM-dd}。");
    public static Refusal PaidElsewhere(Money amount) => new("claim.paid_elsewhere", $"其他机制已承担 {amount} 元，本机制不可叠加。");
    public static Refusal ReceiptTwice(string receipt) => new("claim.receipt_twice", $"追偿凭证 {receipt} 已报过。");
    public static Refusal NothingToReturn(string receipt) => new("claim.nothing_to_return", $"追偿凭证 {receipt} 没有待返还的金额。");
}
