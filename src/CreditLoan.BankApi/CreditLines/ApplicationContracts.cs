using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.CreditLines;

namespace CreditLoan.BankApi.CreditLines;

/// <summary>What a bank lends on (授信条件).</summary>
/// <param name="Limit">The most that may be owed at a time, yuan (额度).</param>
/// <param name="Rate">Per cent a year (年利率).</param>
/// <param name="TermMonths">The longest a loan under it may run.</param>
/// <param name="Until">The last day to draw (额度有效期).</param>
public sealed record TermsIn(Money Limit, Rate Rate, int TermMonths, RepaymentMethod Method, DateOnly Until)
{
    public CreditTerms Terms => new(Limit, Rate, TermMonths, Method, Until);
}

/// <summary>Something said, which the enterprise reads.</summary>
public sealed record WordsIn(string Words);

/// <summary>Why a bank declines (拒绝原因): from the closed list, with words where it is Other.</summary>
public sealed record DeclineIn(DeclineReason Reason, string? Words = null);

/// <summary>An application or a credit line (申请、授信).</summary>
/// <param name="Number">SQ-2026-000123.</param>
/// <param name="EnterpriseName">Left out where no live consent opens the enterprise to your bank.</param>
/// <param name="DueOn">The deadline that runs now; provisional where the year's holidays are not published yet.</param>
/// <param name="Missing">What the enterprise was asked for.</param>
/// <param name="Offered">What was granted, once it was.</param>
/// <param name="Available">What may still be drawn, once signed.</param>
/// <param name="Wish">What the enterprise asks to be paid out.</param>
/// <param name="Version">For If-Match.</param>
public sealed record ApplicationOut(
    CreditLineId Number, EnterpriseCode Enterprise, string? EnterpriseName, string? Product, DemandId? Need, Money Amount, int TermMonths, RepaymentMethod Method,
    LoanPurpose Purpose, DistrictCode? District, string? Section, SizeClass Size, CreditLineStage Stage, string? Officer, DateOnly? DueOn, bool DueProvisional,
    DateOnly RequestedOn, DateOnly? DecidedOn, DateOnly? SignedOn, string? Missing, DeclineReason? DeclineReason, string? DeclineWords,
    TermsIn? Offered, Money? Available, Money? Wish, bool RenewalOffered, long Version)
{
    public static ApplicationOut Of(CaseRow r) => new(
        r.Line, r.Enterprise, r.EnterpriseName, r.Product, r.Demand, r.Amount, r.TermMonths, r.Method, r.Purpose, r.District, r.Section, r.Size, r.Stage, r.Officer, r.DueOn,
        r.DueProvisional, r.RequestedOn, r.DecidedOn, r.SignedOn, r.Missing, r.DeclineReason, r.DeclineWords,
        r.GrantedLimit is { } limit ? new TermsIn(limit, r.GrantedRate!.Value, r.GrantedMonths!.Value, r.GrantedMethod!.Value, r.Until!.Value) : null,
        r.Available, r.Wish, r.RenewalOffered, r.Version);
}

/// <summary>One step on the way of an application (进度).</summary>
public sealed record StepOut(CreditLineStep Step, DateOnly Day, string? Words, Money? Amount, DateOnly? By, DateTimeOffset RecordedAt);
