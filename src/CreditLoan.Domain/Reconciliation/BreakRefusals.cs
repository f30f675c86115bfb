namespace CreditLoan.Domain.Reconciliation;

/// <summary>Why a break does not go on.</summary>
public static class BreakRefusals
{
    public static readonly Refusal NotYours = new("break.not_yours", "您没有办理这处差异的权限。");
    public static readonly Refusal NotOpen = new("break.not_open", "这处差异不在待处理状态。");
    public static readonly Refusal NobodyNamed = new("break.nobody_named", "请选择责任人。");
    public static readonly Refusal WordsMissing = new("break.words_missing", "请写明情况。");
    public static readonly Refusal CorrectionMissing = new("break.correction_missing", "请先用更正事件更正平台，再填写更正事件的编号。");
    public static readonly Refusal SamePerson = new("break.same_person", "提交人不能复核，请由另一人复核。");
    public static readonly Refusal NothingToAgree = new("break.nothing_to_agree", "这处差异没有待复核的意见。");
    public static readonly Refusal NotWithBank = new("break.not_with_bank", "这处差异没有退回银行。");
}
