using CreditLoan.Domain.Reconciliation;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Reconciliation;

/// <summary>How pages say what a break is and where it stands.</summary>
public static class BreakWords
{
    /// <summary>While a run waits for transactions that began before it.</summary>
    public const string Waits = "正在等待此前开始的写入结束，结束后自动核对。";

    public static string Code(BreakKind kind) => $"R{(byte)kind:00}";

    public static string Of(BreakKind kind) => kind switch
    {
        BreakKind.None => "一致",
        BreakKind.MissingAtBank => "银行缺失",
        BreakKind.MissingHere => "平台缺失",
        BreakKind.Amount => "金额不符",
        BreakKind.Date => "日期不符",
        BreakKind.Borrower => "借款人不符",
        BreakKind.Product => "产品不符",
        BreakKind.Duplicate => "重复",
        BreakKind.Split => "拆分",
        BreakKind.Merged => "合并",
        BreakKind.EnrolledWithoutLoan => "已入库未放款",
        BreakKind.NotEnrolledInTime => "超期未入库",
        BreakKind.TwoSchemes => "两个机制",
        BreakKind.Ineligible => "不符合条件",
        BreakKind.AboveTiers => "超过单笔上限",
        BreakKind.ClaimLate => "申请超期",
        BreakKind.ClaimAboveLoss => "申请超过损失",
        BreakKind.RecoveryNotShared => "追偿未返还",
        BreakKind.PaidWhileSuspended => "停补仍拨付",
        BreakKind.ForwardValued => "起息日在后",
        _ => "与前次文件不一致",
    };

    /// <summary>What stands on the two sides of a break: the platform and a file, or two of the platform's own books.</summary>
    public static (string Ours, string Theirs) Sides(BreakRow row) => row.Kind switch
    {
        BreakKind.EnrolledWithoutLoan or BreakKind.NotEnrolledInTime => ("入库", "放款"),
        BreakKind.TwoSchemes => ("一个机制", "另一机制"),
        BreakKind.Ineligible => ("不符合的条件", ""),
        BreakKind.AboveTiers => ("放款", "机制规则"),
        BreakKind.ClaimLate => ("机制规则", "补偿申请"),
        BreakKind.ClaimAboveLoss => ("损失", "补偿申请"),
        BreakKind.RecoveryNotShared when row.FileRow is null => ("应当", "实际"),
        BreakKind.PaidWhileSuspended => ("应当", "实际"),
        BreakKind.FileConflict => ("此前文件", "本次文件"),
        _ => ("平台", "银行文件"),
    };

    /// <summary>The field that tells most of a break, for a list.</summary>
    public static FieldPair Telling(BreakRow row) =>
        Array.Find(row.Fields, f => f.Differs() && f.Field.Contains('元')) ?? Array.Find(row.Fields, f => f.Differs() && f.Field is not ("此前文件" or "机制")) ?? row.Fields[0];

    /// <summary>Both sides say something, and not the same.</summary>
    public static bool AreApart(FieldPair field) => field.Differs() && field.Ours.Length > 0 && field.Theirs.Length > 0 && !field.Ours.StartsWith("bank-file/", StringComparison.Ordinal);

    /// <summary>The sides are two reports of one thing, so that the digits can be held against each other.</summary>
    public static bool AreAlike(BreakKind kind) => kind.RestsOnLineAndLoan() || kind is BreakKind.ForwardValued or BreakKind.FileConflict;

    public static string Of(BreakStage stage) => stage switch
    {
        BreakStage.Open => "待处理",
        BreakStage.UnderReview => "待复核",
        BreakStage.WithBank => "退回银行",
        BreakStage.Cleared => "后续已一致，待关闭",
        _ => "已了结",
    };

    public static string Of(WayOut way) => way switch
    {
        WayOut.Explain => "说明后关闭",
        WayOut.CorrectHere => "以更正事件更正平台",
        _ => "退回银行重报",
    };

    public static string Consequence(WayOut way) => way switch
    {
        WayOut.Explain => "两边都不改，写明原因",
        WayOut.CorrectHere => "原记录保留，先做更正，再填更正事件编号",
        _ => "5 个工作日内回复或重报",
    };

    public static string Of(BreakReason reason) => reason switch
    {
        BreakReason.NetAmount => "银行按净额填报",
        BreakReason.NextDay => "跨日入账",
        BreakReason.LeftOutByBank => "银行漏报",
        BreakReason.LeftOutHere => "平台漏记",
        BreakReason.Typing => "录入错误",
        BreakReason.SentTwice => "重复报送",
        BreakReason.PaidInParts => "分次放款",
        _ => "其他",
    };

    public static string Event(string name) => name switch
    {
        "break_found" => "发现差异",
        "break_assigned" => "分派",
        "break_proposed" => "提交复核",
        "break_declined" => "复核不同意",
        "break_sent_back" => "退回银行",
        "break_answered" => "银行回复",
        "break_cleared" => "后续文件已一致",
        _ => "关闭",
    };

    /// <summary>What a stream is about.</summary>
    public static string Record(string streamType) => streamType switch { "loan" => "借据", "enrolment" => "入库", _ => "补偿申请" };

    /// <summary>The schemes that a break belongs to, those of other offices by their code.</summary>
    public static string Schemes(BreakRow row, IReadOnlyList<(string Code, string Name)> known) =>
        string.Join('、', row.Schemes.Select(code => known.FirstOrDefault(s => s.Code == code).Name ?? code));

    /// <summary>Red from twenty working days, amber from ten.</summary>
    public static Meaning Age(int workingDays) => workingDays switch { >= 20 => Meaning.Bad, >= 10 => Meaning.Soon, _ => Meaning.Off };

    /// <summary>Where two values begin and end to differ, so that only the differing part is marked.</summary>
    public static (string Same, string Differs, string After) Mark(string value, string other)
    {
        var start = 0;
        while (start < value.Length && start < other.Length && value[start] == other[start]) start++;
        var end = 0;
        while (end < value.Length - start && end < other.Length - start && value[^(end + 1)] == other[^(end + 1)]) end++;
        return (value[..start], value[start..(value.Length - end)], value[(value.Length - end)..]);
    }
}
