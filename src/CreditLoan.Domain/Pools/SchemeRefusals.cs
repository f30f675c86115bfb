using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>Why a scheme says no.</summary>
public static class SchemeRefusals
{
    public static readonly Refusal NoSuchScheme = new("scheme.unknown", "没有这个机制。");
    public static readonly Refusal FoundedAlready = new("scheme.founded_already", "这个机制已经设立。");
    public static readonly Refusal NotYourScheme = new("scheme.not_yours", "只有该机制管理方有权限的人员可以办理。");
    public static readonly Refusal NoSuchDraft = new("scheme.no_draft", "没有待复核的这一版草案。");
    public static readonly Refusal SamePerson = new("scheme.same_person", "起草人不能复核自己的草案，请由另一人复核。");
    public static readonly Refusal DaysReversed = new("scheme.days_reversed", "失效日早于生效日，请核对。");
    public static readonly Refusal ReasonMissing = new("scheme.reason_missing", "请写明理由。");
    public static readonly Refusal TiersUnordered = new("scheme.tiers_unordered", "分档上限须从小到大，且不能相同。");
    public static readonly Refusal ShareOutOfRange = new("scheme.share_out_of_range", "比例须在 0 到 100% 之间。");
    public static readonly Refusal CoverTwice = new("scheme.cover_twice", "同一补偿模式只能有一组条款。");
    public static readonly Refusal RatioUnknown = new("scheme.ratio_unknown", "该机制的补偿比例尚未录入并经两人确认，暂不能补偿。");
    public static Refusal DraftOpen(int number) => new("scheme.draft_open", $"第 {number} 版草案还在待复核，请先复核或撤回。");
    public static Refusal LoanAboveTiers(Money largest) => new("scheme.loan_above_tiers", $"单笔贷款超过 {largest.InWan:#,##0.##} 万元，不在补偿范围。");
    public static Refusal LossOutOfRange(Money loan) => new("scheme.loss_out_of_range", $"损失应大于零且不超过放款金额 {loan} 元。");
    public static Refusal NoRuleOn(DateOnly day) => new("scheme.no_rule", $"{day:yyyy-MM-dd} 没有生效的规则版本。");
    public static readonly Refusal CoverUnknown = new("scheme.cover_unknown", "该机制没有这一补偿模式。");
}
