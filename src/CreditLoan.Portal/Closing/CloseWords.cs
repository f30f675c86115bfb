using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Closing;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Portal.ClaimPages;
using CreditLoan.Portal.Loans;
using CreditLoan.Portal.Pools;

namespace CreditLoan.Portal.Closing;

/// <summary>How pages say what a day's close found.</summary>
public static class CloseWords
{
    public static string Of(CloseKind kind) => kind switch
    {
        CloseKind.Due => "应还",
        CloseKind.Overdue => "转逾期",
        CloseKind.GradeAlarm => "分类预警",
        CloseKind.EnrolmentWindow => "入库申请截止",
        CloseKind.EnrolmentStep => "入库办理到期",
        CloseKind.ClaimWindow => "补偿申请截止",
        _ => "补偿办理到期",
    };

    /// <summary>What a line's stored words mean.</summary>
    public static string? Words(CloseKind kind, string? words) => (kind, words) switch
    {
        (_, null or "") => null,
        (CloseKind.Due, _) => $"第 {words} 期",
        (CloseKind.Overdue, _) when words.Split(' ') is [var source, var day] => source == "bank" ? $"银行报告，应还日 {day}" : $"按还款计划，应还日 {day}",
        (CloseKind.GradeAlarm, _) when words.Split('<') is [var own, var floor] && Enum.TryParse<FiveGrade>(own, out var grade) && Enum.TryParse<FiveGrade>(floor, out var least) =>
            $"银行 {LoanWords.Grade(grade)}，至少应 {LoanWords.Grade(least)}",
        (CloseKind.EnrolmentStep, _) when Enum.TryParse<EnrolmentStage>(words, out var stage) => PoolWords.Of(stage),
        (CloseKind.ClaimStep, _) when Enum.TryParse<ClaimStage>(words, out var stage) => ClaimWords.Of(stage),
        (CloseKind.ClaimWindow, _) when Enum.TryParse<FiveGrade>(words, out var grade) => $"银行分类 {LoanWords.Grade(grade)}",
        _ => words,
    };

    /// <summary>The number that people know: of the loan, or of the claim.</summary>
    public static string Number(string subject) => subject[(subject.LastIndexOf('/') + 1)..];

    /// <summary>Where a line leads for the people of a bank or of a scheme.</summary>
    public static string Link(TenantKind kind, string subject, string bank, string? scheme) => (kind, subject.Split('/')) switch
    {
        (TenantKind.Bank, ["loan", _, var number]) => $"/bank/loans/{number}",
        (TenantKind.Bank, ["enrolment", var code, _, var number]) => $"/bank/claims/{code}/{number}",
        (TenantKind.Bank, _) => "/bank/claims",
        (_, ["claim", var number]) => $"/pool/claims/{number}",
        (_, ["enrolment", var code, _, var number]) => $"/pool/enrolments/{code}/{bank}/{number}",
        (_, ["loan", _, var number]) when scheme is not null => $"/pool/enrolments/{scheme}/{bank}/{number}",
        _ => $"/pool/enrolments?q={Number(subject)}",
    };
}
