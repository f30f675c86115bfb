using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.CreditLines;

/// <summary>What an enterprise applies for (贷款申请).</summary>
/// <param name="Product">The product it chose; null where it applied to the bank alone.</param>
/// <param name="Demand">The need behind it; null where a product was applied for directly.</param>
public sealed record Application(
    CreditLineId Line, BankCode Bank, EnterpriseCode Enterprise, ProductId? Product, DemandId? Demand,
    Money Amount, int TermMonths, RepaymentMethod Method, LoanPurpose Purpose);

/// <summary>What a bank lends on (授信条件).</summary>
/// <param name="Limit">The most that may be owed at a time (额度).</param>
/// <param name="TermMonths">The longest a loan under the line may run.</param>
/// <param name="Until">The last day to draw (额度有效期).</param>
public sealed record CreditTerms(Money Limit, Rate Rate, int TermMonths, RepaymentMethod Method, DateOnly Until);

/// <summary>Why a bank declines (拒绝原因), from a closed list, so that enterprises learn and figures can be split.</summary>
public enum DeclineReason
{
    /// <summary>行业、区域或规模不符合准入.</summary>
    NotEligible = 1,
    /// <summary>经营时间不足.</summary>
    TooYoung = 2,
    /// <summary>经营流水或收入不足.</summary>
    TurnoverTooLow = 3,
    /// <summary>负债过高.</summary>
    TooMuchDebt = 4,
    /// <summary>信用记录不良.</summary>
    BadCreditRecord = 5,
    /// <summary>涉诉、被执行或行政处罚.</summary>
    Litigation = 6,
    /// <summary>欠税、欠缴社保或公积金.</summary>
    Arrears = 7,
    /// <summary>增信措施不足.</summary>
    SecurityTooWeak = 8,
    /// <summary>材料不全且未按期补充.</summary>
    PapersMissing = 9,
    /// <summary>资金用途不清或不合规.</summary>
    PurposeUnclear = 10,
    /// <summary>联系不上企业.</summary>
    OutOfReach = 11,
    /// <summary>本行额度或政策调整.</summary>
    BanksOwnLimit = 12,
    /// <summary>其他, always with words.</summary>
    Other = 99,
}

/// <summary>Everything that can happen to a credit line (授信), from application to its end, in the order of its life.</summary>
public abstract record CreditLineEvent
{
    private CreditLineEvent() { }

    /// <summary>An enterprise applied to a bank (提交申请).</summary>
    public sealed record Requested(Application Application, Borrower Borrower, DateOnly On, Deadline AcceptBy) : CreditLineEvent;

    /// <summary>The enterprise took its application back, or turned the offer down (撤回).</summary>
    public sealed record Withdrawn(string Words, DateOnly On) : CreditLineEvent;

    /// <summary>The bank took the application up (受理).</summary>
    /// <param name="Officer">The account that works the case (经办).</param>
    public sealed record TakenUp(string Officer, DateOnly On, Deadline ContactBy, Deadline DecideBy) : CreditLineEvent;

    /// <summary>The case went to another officer (改派).</summary>
    public sealed record Assigned(string Officer, DateOnly On) : CreditLineEvent;

    /// <summary>The bank spoke with the enterprise (联系企业).</summary>
    public sealed record Contacted(string Words, DateOnly On) : CreditLineEvent;

    /// <summary>The bank asked for more papers; its clock stands still until they come (要求补充).</summary>
    public sealed record MoreAsked(string What, DateOnly On) : CreditLineEvent;

    /// <summary>The enterprise supplied what was asked for; the days that it took are added to the bank's deadline (补充材料).</summary>
    public sealed record Supplied(string Words, DateOnly On, Deadline DecideBy) : CreditLineEvent;

    /// <summary>The bank agreed to lend (授信批准).</summary>
    /// <param name="SignBy">The offer holds until this day.</param>
    public sealed record Granted(CreditTerms Terms, DateOnly On, Deadline SignBy) : CreditLineEvent;

    /// <summary>The bank declined (拒绝).</summary>
    public sealed record Declined(DeclineReason Reason, string Words, DateOnly On) : CreditLineEvent;

    /// <summary>The enterprise accepted the terms and signed (签约).</summary>
    public sealed record Signed(string Signer, DateOnly On) : CreditLineEvent;

    /// <summary>Nobody signed in time (逾期未签，要约失效).</summary>
    public sealed record Lapsed(DateOnly On) : CreditLineEvent;

    /// <summary>The enterprise asked for money under the line (提款申请).</summary>
    public sealed record DrawingAsked(Money Amount, string Words, DateOnly On) : CreditLineEvent;

    /// <summary>The bank will not pay out what was asked for (提款退回).</summary>
    public sealed record DrawingRefused(string Words, DateOnly On) : CreditLineEvent;

    /// <summary>Part of the limit was drawn as one loan (提款); the loan's own stream begins in the same transaction.</summary>
    public sealed record Drawn(LoanId Loan, Money Amount, DateOnly On) : CreditLineEvent;

    /// <summary>Repaid principal is free to be drawn again (额度恢复).</summary>
    public sealed record Restored(LoanId Loan, Money Amount, DateOnly On) : CreditLineEvent;

    /// <summary>An earlier report of what was drawn or restored was wrong (更正用信).</summary>
    /// <param name="Change">Added to what is available; negative where more had been used.</param>
    public sealed record UseCorrected(LoanId Loan, Money Change, DateOnly On) : CreditLineEvent;

    /// <summary>The bank offers new terms for the line (续授信要约).</summary>
    public sealed record RenewalOffered(CreditTerms Terms, DateOnly On, Deadline SignBy) : CreditLineEvent;

    /// <summary>The enterprise signed the new terms (续授信).</summary>
    public sealed record Renewed(CreditTerms Terms, string Signer, DateOnly On) : CreditLineEvent;

    /// <summary>The last day to draw has passed (额度到期).</summary>
    public sealed record Expired(DateOnly On) : CreditLineEvent;

    /// <summary>The bank ended the line (终止授信); loans under it run on.</summary>
    public sealed record Closed(string Words, DateOnly On) : CreditLineEvent;
}
