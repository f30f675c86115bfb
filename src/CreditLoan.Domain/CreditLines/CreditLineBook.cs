using System.Diagnostics;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.CreditLines;

/// <summary>Where an application or a line stands (阶段).</summary>
public enum CreditLineStage
{
    /// <summary>待受理.</summary>
    Requested = 1,
    /// <summary>待联系.</summary>
    ToContact = 2,
    /// <summary>审批中.</summary>
    UnderReview = 3,
    /// <summary>待企业补充.</summary>
    AwaitingMore = 4,
    /// <summary>待签约.</summary>
    Offered = 5,
    /// <summary>可提款.</summary>
    Open = 6,
    /// <summary>已结束.</summary>
    Ended = 7,
    /// <summary>已撤回.</summary>
    Withdrawn = 8,
    /// <summary>已拒绝.</summary>
    Declined = 9,
    /// <summary>逾期未签.</summary>
    Lapsed = 10,
}

/// <summary>One application or line as lists and pages show it (授信台账).</summary>
/// <param name="Product">The product's number at the bank.</param>
/// <param name="Section">The industry's section letter.</param>
/// <param name="DueOn">The deadline that runs now; null while none does.</param>
/// <param name="DueProvisional">The year's holidays are not published yet (暂定).</param>
/// <param name="Missing">What the bank waits for.</param>
/// <param name="GrantedLimit">From here on: what was granted.</param>
/// <param name="Wish">What the enterprise asks to be paid out now.</param>
public sealed record CreditLineRow(
    CreditLineId Line, BankCode Bank, EnterpriseCode Enterprise, string? Product, DemandId? Demand,
    Money Amount, int TermMonths, RepaymentMethod Method, LoanPurpose Purpose,
    DistrictCode? District, string? Section, SizeClass Size,
    CreditLineStage Stage, string? Officer, DateOnly? DueOn, bool DueProvisional,
    DateOnly RequestedOn, DateOnly AcceptBy, DateOnly? TakenUpOn = null, DateOnly? ContactBy = null, DateOnly? ContactedOn = null,
    DateOnly? DecideBy = null, DateOnly? DecidedOn = null, DateOnly? SignedOn = null, DateOnly? EndedOn = null,
    string? Missing = null, DeclineReason? DeclineReason = null, string? DeclineWords = null,
    Money? GrantedLimit = null, Rate? GrantedRate = null, int? GrantedMonths = null, RepaymentMethod? GrantedMethod = null, DateOnly? Until = null,
    Money? Available = null, Money? Wish = null, DateOnly? WishOn = null, bool RenewalOffered = false);

/// <summary>The register of applications and lines (授信台账).</summary>
public static class CreditLineBook
{
    public static readonly View<CreditLineRow, CreditLineEvent> View = new("credit_line_book", Fold);

    private static CreditLineRow? Fold(CreditLineRow? row, CreditLineEvent happened) => (row, happened) switch
    {
        (null, CreditLineEvent.Requested e) => new CreditLineRow(
            e.Application.Line, e.Application.Bank, e.Application.Enterprise, e.Application.Product?.Number, e.Application.Demand,
            e.Application.Amount, e.Application.TermMonths, e.Application.Method, e.Application.Purpose,
            e.Borrower.District, e.Borrower.Industry?.Section, e.Borrower.Size,
            CreditLineStage.Requested, null, e.AcceptBy.Day, e.AcceptBy.Provisional, e.On, e.AcceptBy.Day),
        ({ } r, CreditLineEvent.Withdrawn e) => Over(r, CreditLineStage.Withdrawn, e.On),
        ({ } r, CreditLineEvent.TakenUp e) => Due(r, e.ContactBy) with
        {
            Stage = CreditLineStage.ToContact, Officer = e.Officer, TakenUpOn = e.On, ContactBy = e.ContactBy.Day, DecideBy = e.DecideBy.Day,
        },
        ({ } r, CreditLineEvent.Assigned e) => r with { Officer = e.Officer },
        ({ Stage: CreditLineStage.ToContact } r, CreditLineEvent.Contacted e) => r with { Stage = CreditLineStage.UnderReview, ContactedOn = e.On, DueOn = r.DecideBy },
        ({ } r, CreditLineEvent.Contacted) => r,
        ({ } r, CreditLineEvent.MoreAsked e) => r with
        {
            Stage = CreditLineStage.AwaitingMore, Missing = e.What, ContactedOn = r.ContactedOn ?? e.On, DueOn = null, DueProvisional = false,
        },
        ({ } r, CreditLineEvent.Supplied e) => Due(r, e.DecideBy) with { Stage = CreditLineStage.UnderReview, Missing = null, DecideBy = e.DecideBy.Day },
        ({ } r, CreditLineEvent.Granted e) => Granted(Due(r, e.SignBy), e.Terms) with { Stage = CreditLineStage.Offered, DecidedOn = e.On },
        ({ } r, CreditLineEvent.Declined e) => Over(r, CreditLineStage.Declined, e.On) with { DecidedOn = e.On, DeclineReason = e.Reason, DeclineWords = e.Words },
        ({ } r, CreditLineEvent.Signed e) => r with { Stage = CreditLineStage.Open, SignedOn = e.On, Available = r.GrantedLimit, DueOn = null, DueProvisional = false },
        ({ } r, CreditLineEvent.Lapsed e) => Over(r, CreditLineStage.Lapsed, e.On),
        ({ } r, CreditLineEvent.DrawingAsked e) => r with { Wish = e.Amount, WishOn = e.On },
        ({ } r, CreditLineEvent.DrawingRefused) => r with { Wish = null, WishOn = null },
        ({ } r, CreditLineEvent.Drawn e) => r with { Available = r.Available - e.Amount, Wish = null, WishOn = null },
        ({ } r, CreditLineEvent.Restored e) => r with { Available = r.Available + e.Amount },
        ({ } r, CreditLineEvent.UseCorrected e) => r with { Available = r.Available + e.Change },
        ({ } r, CreditLineEvent.RenewalOffered e) => Due(r, e.SignBy) with { RenewalOffered = true },
        ({ } r, CreditLineEvent.Renewed e) => Granted(r, e.Terms) with
        {
            Available = r.Available + e.Terms.Limit - r.GrantedLimit, RenewalOffered = false, DueOn = null, DueProvisional = false,
        },
        ({ } r, CreditLineEvent.Expired e) => Over(r, CreditLineStage.Ended, e.On),
        ({ } r, CreditLineEvent.Closed e) => Over(r, CreditLineStage.Ended, e.On),
        _ => throw new UnreachableException($"{happened.GetType().Name} has no row to change."),
    };

    private static CreditLineRow Due(CreditLineRow row, Deadline by) => row with { DueOn = by.Day, DueProvisional = by.Provisional };

    private static CreditLineRow Granted(CreditLineRow row, CreditTerms terms) => row with
    {
        GrantedLimit = terms.Limit, GrantedRate = terms.Rate, GrantedMonths = terms.TermMonths, GrantedMethod = terms.Method, Until = terms.Until,
    };

    private static CreditLineRow Over(CreditLineRow row, CreditLineStage stage, DateOnly on) => row with
    {
        Stage = stage, DueOn = null, DueProvisional = false, EndedOn = on, Missing = null, Wish = null, WishOn = null, RenewalOffered = false,
    };
}
