using CreditLoan.Ledger.Profiles;

namespace CreditLoan.Portal.Profiles;

/// <summary>The words of reads that are looked at.</summary>
public static class ReviewWords
{
    public static string Of(ReviewReason why) => why switch
    {
        ReviewReason.Sample => "每月抽样",
        ReviewReason.Night => "夜间查询",
        ReviewReason.Many => "一小时内超过 50 家",
        ReviewReason.NoApplication => "查后 30 天没有申请",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Of(ReviewFinding finding) => finding switch
    {
        ReviewFinding.Right => "查询正当",
        ReviewFinding.Warned => "已提醒经办人",
        ReviewFinding.Breach => "违规，按制度处理",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
