using CreditLoan.Domain.CreditLines;

namespace CreditLoan.Portal.CreditLines;

/// <summary>The reasons for declining, as pages say them.</summary>
public static class DeclineWords
{
    public static string Of(DeclineReason reason) => reason switch
    {
        DeclineReason.NotEligible => "不符合准入",
        DeclineReason.TooYoung => "经营时间不足",
        DeclineReason.TurnoverTooLow => "流水或收入不足",
        DeclineReason.TooMuchDebt => "负债过高",
        DeclineReason.BadCreditRecord => "信用记录不良",
        DeclineReason.Litigation => "涉诉或处罚",
        DeclineReason.Arrears => "欠税欠缴",
        DeclineReason.SecurityTooWeak => "增信不足",
        DeclineReason.PapersMissing => "材料不全",
        DeclineReason.PurposeUnclear => "用途不清",
        DeclineReason.OutOfReach => "联系不上",
        DeclineReason.BanksOwnLimit => "本行额度或政策",
        _ => "其他",
    };
}
