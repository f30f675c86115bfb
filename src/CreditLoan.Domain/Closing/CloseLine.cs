using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Closing;

/// <summary>What falls due or changes on a day (日终事项).</summary>
public enum CloseKind
{
    /// <summary>An instalment is payable (应还).</summary>
    Due = 0,
    /// <summary>Yesterday's instalment did not come, or the bank reported an overdue as of today (转逾期).</summary>
    Overdue = 1,
    /// <summary>From today the days overdue ask for a worse grade than the bank's own (分类预警).</summary>
    GradeAlarm = 2,
    /// <summary>The last day to ask for the loan's enrolment (入库申请截止).</summary>
    EnrolmentWindow = 3,
    /// <summary>The last day for the next step of an enrolment (入库办理到期).</summary>
    EnrolmentStep = 4,
    /// <summary>The last day to claim for an enrolled loan that is bad (补偿申请截止).</summary>
    ClaimWindow = 5,
    /// <summary>The last day for the next step of a claim, the return of a recovery included (补偿办理到期).</summary>
    ClaimStep = 6,
}

/// <summary>One thing that falls due or changes on a day (日终明细).</summary>
/// <param name="Subject">The stream it is about.</param>
/// <param name="Scheme">The scheme it is about; null for a loan's own matters.</param>
/// <param name="Words">Grades, stage: what the amount alone does not say; stored, so never a sentence.</param>
public sealed record CloseLine(CloseKind Kind, string Subject, string Bank, string? Scheme, Money Amount, string Words);

/// <summary>A bank's loans at the end of a day, all of them or those under one scheme (日终报表).</summary>
/// <param name="Scheme">Empty for all the bank's loans.</param>
/// <param name="Accrued">Interest since the last due day, computed.</param>
/// <param name="Due">What became payable on the day.</param>
/// <param name="Alarms">Loans whose own grade is better than their days overdue allow.</param>
public sealed record CloseStatement(string Bank, string Scheme, long Loans, Money Outstanding, Money Accrued, Money Due, Money Overdue, Money Bad, long Alarms)
{
    public static CloseStatement operator +(CloseStatement a, CloseStatement b) => a with
    {
        Loans = a.Loans + b.Loans, Outstanding = a.Outstanding + b.Outstanding, Accrued = a.Accrued + b.Accrued, Due = a.Due + b.Due,
        Overdue = a.Overdue + b.Overdue, Bad = a.Bad + b.Bad, Alarms = a.Alarms + b.Alarms,
    };
}

/// <summary>A line that another run of the same day's close sees otherwise (日终重述).</summary>
/// <param name="Before">As it was; null where there was none.</param>
/// <param name="Now">As it is; null where there is none any more.</param>
public sealed record CloseRestatement(CloseLine? Before, CloseLine? Now);
