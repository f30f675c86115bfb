using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;

namespace CreditLoan.Jobs.Reconciliation;

/// <summary>A break as a run finds it, before it is kept (差异).</summary>
/// <param name="Scheme">The one scheme that it is about; null where it is about the loan.</param>
public sealed record FoundBreak(BreakKind Kind, string Number, FieldPair[] Fields, Money Difference, string Sentence, int? Row, string? Scheme = null);

/// <summary>The sentence that says what is wrong, for every kind of break.</summary>
public static class BreakSentence
{
    public static string For(BreakKind kind, Money difference) => kind switch
    {
        BreakKind.MissingAtBank => "平台有这笔放款，银行文件没有。",
        BreakKind.MissingHere => "银行文件有这笔放款，平台没有。",
        BreakKind.Amount => $"银行文件比平台{(difference < Money.Zero ? "少" : "多")} {Size(difference)} 元。",
        BreakKind.Date => "两边放款日不同。",
        BreakKind.Borrower => "两边借款人不同。",
        BreakKind.Product => "两边产品不同。",
        BreakKind.Duplicate => $"同一笔放款在文件中重复，多报 {Size(difference)} 元。",
        BreakKind.Split => "文件用几行报送同一笔放款，合计相等。",
        BreakKind.Merged => "文件用一行报送同一借款人同日的几笔放款，合计相等。",
        BreakKind.ForwardValued => "文件中的放款日在报送日之后。",
        BreakKind.FileConflict => "与此前文件中同一借据号的内容不同，请核实以哪次为准。",
        BreakKind.EnrolledWithoutLoan => "已入库，但平台没有这笔放款。",
        BreakKind.NotEnrolledInTime => "符合入库条件，超过期限仍未入库。",
        BreakKind.TwoSchemes => "同一借据在两个不可叠加的机制中入库。",
        BreakKind.Ineligible => "放款日不符合入库条件。",
        BreakKind.AboveTiers => "放款金额超过机制的单笔上限。",
        BreakKind.ClaimLate => "补偿申请晚于期限。",
        BreakKind.ClaimAboveLoss => $"补偿申请比实际损失多 {Size(difference)} 元。",
        BreakKind.RecoveryNotShared => $"追偿所得中应返还的 {Size(difference)} 元没有返还。",
        BreakKind.PaidWhileSuspended => "银行处于暂缓补偿期间仍有拨付。",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Money Size(Money difference) => difference < Money.Zero ? -difference : difference;
}
