using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Loans;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Loans;

/// <summary>Methods, securities, grades, stages and steps of a loan, as pages say them.</summary>
public static class LoanWords
{
    public static string Method(RepaymentMethod method) => method switch
    {
        RepaymentMethod.EqualInstalments => "等额本息",
        RepaymentMethod.EqualPrincipal => "等额本金",
        RepaymentMethod.InterestFirst => "先息后本",
        RepaymentMethod.Bullet => "一次还本付息",
        RepaymentMethod.Revolving => "随借随还",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown method."),
    };

    public static string Secured(Security security) => security switch
    {
        Security.Unsecured => "信用",
        Security.IntellectualProperty => "知识产权质押",
        Security.Receivables => "应收账款质押",
        Security.EnvironmentalRights => "环境权益抵质押",
        Security.GuaranteeInsurance => "贷款保证保险",
        Security.FinancingGuarantee => "融资担保",
        Security.Other => "其他抵质押",
        _ => throw new ArgumentOutOfRangeException(nameof(security), security, "Unknown security."),
    };

    public static string Grade(FiveGrade grade) => grade switch
    {
        FiveGrade.Pass => "正常",
        FiveGrade.SpecialMention => "关注",
        FiveGrade.Substandard => "次级",
        FiveGrade.Doubtful => "可疑",
        FiveGrade.Loss => "损失",
        _ => throw new ArgumentOutOfRangeException(nameof(grade), grade, "Unknown grade."),
    };

    public static string Stage(LoanStage stage) => stage switch
    {
        LoanStage.Running => "正常还款",
        LoanStage.Overdue => "逾期",
        LoanStage.Settled => "已结清",
        LoanStage.Replaced => "已续贷",
        LoanStage.WrittenOff => "已核销",
        LoanStage.Reversed => "已冲正",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Unknown stage."),
    };

    public static Meaning Means(LoanStage stage) => stage switch
    {
        LoanStage.Overdue or LoanStage.WrittenOff => Meaning.Bad,
        LoanStage.Settled => Meaning.Done,
        _ => Meaning.Off,
    };

    public static string Step(LoanStep step) => step switch
    {
        LoanStep.Disbursed => "放款",
        LoanStep.Repaid => "还款",
        LoanStep.Prepaid => "提前还款",
        LoanStep.FellOverdue => "逾期",
        LoanStep.CaughtUp => "逾期消除",
        LoanStep.Reclassified => "五级分类调整",
        LoanStep.Extended => "展期",
        LoanStep.RenewedInto => "续贷结清",
        LoanStep.WrittenOff => "核销",
        LoanStep.Recovered => "追偿回收",
        LoanStep.DisbursementCorrected => "更正放款",
        LoanStep.RepaymentCorrected => "更正还款",
        LoanStep.Reversed => "放款冲正",
        LoanStep.Settled => "结清",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Unknown step."),
    };

    /// <summary>The state, and how long it has been overdue.</summary>
    public static string Standing(LoanListRow row, DateOnly today) =>
        row is { Stage: LoanStage.Overdue, OverdueSince: { } since } ? $"逾期 {today.DayNumber - since.DayNumber} 天" : Stage(row.Stage);

    /// <summary>What a line of the record says: an overdue names the day it began, a draw the other loan.</summary>
    public static string? Said(LoanEntry entry) => entry switch
    {
        { Words: null or "" } => null,
        { Step: LoanStep.FellOverdue } => $"自 {entry.Words} 起",
        { Step: LoanStep.Disbursed } => $"续贷自 {entry.Words}",
        { Step: LoanStep.RenewedInto } => $"由 {entry.Words} 承接",
        _ => entry.Words,
    };

    /// <summary>The name where the viewer may see it, else the code.</summary>
    public static string Who(LoanListRow row) => row.EnterpriseName ?? row.Enterprise.Value;
}
