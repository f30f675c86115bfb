using CreditLoan.Domain.CreditLines;

namespace CreditLoan.Portal.CreditLines;

/// <summary>What a bank may do with a case at each stage, the usual one first; the decisions say the same and hold.</summary>
public static class CaseChoices
{
    /// <param name="approves">Only an approver grants and declines.</param>
    public static string[] Of(CreditLineStage stage, bool approves) => (stage, approves) switch
    {
        (CreditLineStage.Requested, true) => ["受理", "拒绝"],
        (CreditLineStage.Requested, false) => ["受理"],
        (CreditLineStage.ToContact, true) => ["联系", "批准", "拒绝", "要求补充"],
        (CreditLineStage.UnderReview, true) => ["批准", "拒绝", "联系", "要求补充"],
        (CreditLineStage.ToContact or CreditLineStage.UnderReview, false) => ["联系", "要求补充"],
        (CreditLineStage.AwaitingMore, true) => ["联系", "拒绝"],
        (CreditLineStage.AwaitingMore, false) => ["联系"],
        _ => [],
    };
}
