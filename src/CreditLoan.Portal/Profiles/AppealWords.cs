using CreditLoan.Domain.Profiles;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Profiles;

/// <summary>The words of appeals.</summary>
public static class AppealWords
{
    public static string Of(AppealStage stage) => stage switch { AppealStage.Open => "待答复", AppealStage.Upheld => "成立", AppealStage.Dismissed => "不成立", _ => "已撤回" };

    public static Meaning Means(AppealStage stage) => stage switch { AppealStage.Open => Meaning.Soon, AppealStage.Upheld => Meaning.Done, _ => Meaning.Off };

    public static string About(AppealRow row) => row.Kind == AppealKind.Score ? "得分，人工复核" : $"标签：{Tags.Find(row.About)?.Name ?? row.About}";
}
