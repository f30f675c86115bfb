using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.CreditLines;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.CreditLines;

/// <summary>Stages and steps of an application, as pages say them.</summary>
public static class CreditLineWords
{
    public static string Stage(CreditLineStage stage) => stage switch
    {
        CreditLineStage.Requested => "待受理",
        CreditLineStage.ToContact => "待联系",
        CreditLineStage.UnderReview => "审批中",
        CreditLineStage.AwaitingMore => "待企业补充",
        CreditLineStage.Offered => "待签约",
        CreditLineStage.Open => "可提款",
        CreditLineStage.Ended => "已结束",
        CreditLineStage.Withdrawn => "已撤回",
        CreditLineStage.Declined => "已拒绝",
        CreditLineStage.Lapsed => "逾期未签",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Unknown stage."),
    };

    public static Meaning Means(CreditLineStage stage) => stage switch
    {
        CreditLineStage.Open => Meaning.Done,
        CreditLineStage.Offered or CreditLineStage.AwaitingMore => Meaning.Soon,
        CreditLineStage.Declined => Meaning.Bad,
        _ => Meaning.Off,
    };

    public static string Step(CreditLineStep step) => step switch
    {
        CreditLineStep.Requested => "提交申请",
        CreditLineStep.Withdrawn => "企业撤回",
        CreditLineStep.TakenUp => "银行受理",
        CreditLineStep.Assigned => "改派经办",
        CreditLineStep.Contacted => "银行联系企业",
        CreditLineStep.MoreAsked => "银行要求补充",
        CreditLineStep.Supplied => "企业补充材料",
        CreditLineStep.Granted => "授信批准",
        CreditLineStep.Declined => "银行拒绝",
        CreditLineStep.Signed => "企业签约",
        CreditLineStep.Lapsed => "逾期未签，要约失效",
        CreditLineStep.DrawingAsked => "申请提款",
        CreditLineStep.DrawingRefused => "提款退回",
        CreditLineStep.Drawn => "放款",
        CreditLineStep.Restored => "额度恢复",
        CreditLineStep.UseCorrected => "更正用信",
        CreditLineStep.RenewalOffered => "续授信要约",
        CreditLineStep.Renewed => "续授信签约",
        CreditLineStep.Expired => "额度到期",
        CreditLineStep.Closed => "终止授信",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Unknown step."),
    };

    public static string Purpose(LoanPurpose purpose) => purpose switch
    {
        LoanPurpose.Materials => "采购原材料或商品",
        LoanPurpose.WorkingCapital => "日常周转",
        LoanPurpose.Equipment => "购置设备",
        LoanPurpose.Premises => "厂房或门店装修改造",
        LoanPurpose.Research => "研发",
        LoanPurpose.Wages => "支付工资",
        LoanPurpose.Orders => "履行订单或合同",
        LoanPurpose.Renewal => "归还到期贷款（续贷）",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "Unknown purpose."),
    };

    /// <summary>超 1 天, 今天, 剩 2 天, in working days: short enough for a column.</summary>
    public static string ShortDue(int left) => left switch { < 0 => $"超 {-left} 天", 0 => "今天", _ => $"剩 {left} 天" };

    /// <summary>The name where the viewer may see it, else the code.</summary>
    public static string Who(CaseRow row) => row.EnterpriseName ?? row.Enterprise.Value;

    public static string Bank(CaseRow row) => row.BankName ?? row.Bank.Value;

    /// <summary>Working days left; a deadline that passed over a weekend is late by one.</summary>
    public static int? Left(CaseRow row, DateOnly today) => row.DueOn is not { } due ? null
        : due < today ? Math.Min(-1, PublishedCalendar.China.Between(today, due))
        : PublishedCalendar.China.Between(today, due);

    /// <summary>The stage; an open line whose last day is past says so before the daily close ends it.</summary>
    public static string Standing(CaseRow row, DateOnly today) => row.Stage == CreditLineStage.Open && row.Until < today ? "已过有效期" : Stage(row.Stage);

    /// <summary>Money may be drawn today.</summary>
    public static bool CanDraw(CaseRow row, DateOnly today) => row is { Stage: CreditLineStage.Open, Available.IsPositive: true } && row.Until >= today;

    /// <summary>What a desk reads first: how much is due today and how much is late.</summary>
    public static string Headline(IReadOnlyList<StageCount> counts)
    {
        var (all, today, late) = (counts.Sum(c => c.Cases), counts.Sum(c => c.Today), counts.Sum(c => c.Overdue));
        return (today, late) switch
        {
            _ when all == 0 => "没有在办的申请",
            (0, 0) => $"在办 {all} 件，今天没有到期的",
            (0, _) => $"{late} 件已超时，今天没有到期的",
            (_, 0) => $"今天到期 {today} 件，没有超时的",
            _ => $"今天到期 {today} 件，另有 {late} 件已超时",
        };
    }
}
