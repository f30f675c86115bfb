using System.Diagnostics;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Loans;

/// <summary>Where a loan stands (借据状态).</summary>
public enum LoanStage
{
    /// <summary>正常还款.</summary>
    Running = 1,
    /// <summary>逾期.</summary>
    Overdue = 2,
    /// <summary>已结清.</summary>
    Settled = 3,
    /// <summary>已续贷.</summary>
    Replaced = 4,
    /// <summary>已核销.</summary>
    WrittenOff = 5,
    /// <summary>已冲正.</summary>
    Reversed = 6,
}

/// <summary>One loan as lists and pages show it (借据台账).</summary>
/// <param name="Fingerprint">What stands for it where nobody is to be named.</param>
/// <param name="Section">The industry's section letter at disbursement.</param>
/// <param name="Renews">The number of the loan whose place it took.</param>
/// <param name="Restated">How many earlier reports were put right.</param>
/// <param name="Progress">How far the plan is; null once an earlier report was put right, for then only the whole history tells.</param>
public sealed record LoanRow(
    BankCode Bank, string Number, string Fingerprint, CreditLineId Line, EnterpriseCode Enterprise, string? Product,
    Money Principal, Money Outstanding, Rate Rate, DateOnly ValueDate, DateOnly Maturity, RepaymentMethod Method, Security Security,
    DistrictCode? District, string? Section, SizeClass Size, bool OnKeyList, bool FirstTime, string? Renews,
    LoanStage Stage, FiveGrade Grade,
    DateOnly? OverdueSince, Money OverduePrincipal, Money OverdueInterest,
    Money InterestPaid, Money WrittenOff, Money Recovered, DateOnly LastOn, int Restated, LoanProgress? Progress)
{
    public LoanId Loan() => new(Bank, Number);

    public LoanPosition? Position() => Progress is null ? null : new(Outstanding, Rate, Method, ValueDate, Maturity, Progress);
}

/// <summary>The register of loans (借据台账).</summary>
public static class LoanBook
{
    public static readonly View<LoanRow, LoanEvent> View = new("loan_book", Fold);

    private static LoanRow? Fold(LoanRow? row, LoanEvent happened) => (row, happened) switch
    {
        (_, LoanEvent.Disbursed e) => new LoanRow(
            e.Bank, e.Loan.Number, e.Loan.Fingerprint(), e.Line, e.Enterprise, e.Product?.Number,
            e.Principal, e.Principal, e.Rate, e.ValueDate, e.Maturity, e.Method, e.Security,
            e.Borrower.District, e.Borrower.Industry?.Section, e.Borrower.Size, e.Borrower.OnKeyList, e.FirstTime, e.Renews?.Number,
            LoanStage.Running, FiveGrade.Pass, null, Money.Zero, Money.Zero, Money.Zero, Money.Zero, Money.Zero, e.ValueDate, row?.Restated ?? 0,
            new LoanProgress(e.Principal, e.ValueDate, Money.Zero, 0, null)),
        ({ } r, LoanEvent.Repaid e) => Paid(r, e.Principal, e.Interest, e.On) with
        {
            Progress = r.Progress is { } p ? p with { Repaid = p.Repaid + e.Principal, Payments = p.Payments + 1 } : null,
        },
        ({ } r, LoanEvent.Prepaid e) => Paid(r, e.Principal, e.Interest, e.On) with { Progress = Begin(r, r.Outstanding - e.Principal, e.On) },
        ({ } r, LoanEvent.FellOverdue e) => r with
        {
            Stage = LoanStage.Overdue, OverdueSince = e.Since, OverduePrincipal = e.Principal, OverdueInterest = e.Interest, LastOn = e.On,
        },
        ({ } r, LoanEvent.CaughtUp e) => r with { Stage = LoanStage.Running, OverdueSince = null, OverduePrincipal = Money.Zero, OverdueInterest = Money.Zero, LastOn = e.On },
        ({ } r, LoanEvent.Reclassified e) => r with
        {
            Grade = e.Now, LastOn = e.On, Progress = r.Progress is { } p ? p with { BadSince = e.Now.IsBad() ? p.BadSince ?? e.On : null } : null,
        },
        ({ } r, LoanEvent.Extended e) => r with
        {
            Maturity = e.Maturity, LastOn = e.On, Progress = r.Position() is { } p ? Begin(r, r.Outstanding, p.LastDue(e.On)) : null,
        },
        ({ } r, LoanEvent.RenewedInto e) => r with { Stage = LoanStage.Replaced, Outstanding = r.Outstanding - e.Principal, LastOn = e.On },
        ({ } r, LoanEvent.WrittenOff e) => r with { Stage = LoanStage.WrittenOff, Outstanding = Money.Zero, WrittenOff = e.Principal + e.Interest, LastOn = e.On },
        ({ } r, LoanEvent.Recovered e) => r with { Recovered = r.Recovered + e.Amount, LastOn = e.On },
        ({ } r, LoanEvent.DisbursementCorrected e) => r with
        {
            Principal = e.Now.Principal, Rate = e.Now.Rate, ValueDate = e.Now.ValueDate, Maturity = e.Now.Maturity,
            Outstanding = r.Outstanding + e.Now.Principal - e.Was.Principal, LastOn = e.On, Restated = r.Restated + 1, Progress = null,
        },
        ({ } r, LoanEvent.RepaymentCorrected e) => r with
        {
            Stage = r.Stage == LoanStage.Settled ? LoanStage.Running : r.Stage,
            Outstanding = r.Outstanding + e.Was.Principal - (e.Now?.Principal ?? Money.Zero),
            InterestPaid = r.InterestPaid - e.Was.Interest + (e.Now?.Interest ?? Money.Zero),
            LastOn = e.On, Restated = r.Restated + 1, Progress = null,
        },
        ({ } r, LoanEvent.Reversed e) => r with { Stage = LoanStage.Reversed, Outstanding = Money.Zero, LastOn = e.On, Restated = r.Restated + 1, Progress = null },
        ({ } r, LoanEvent.Settled e) => r with { Stage = LoanStage.Settled, LastOn = e.On },
        _ => throw new UnreachableException($"{happened.GetType().Name} has no row to change."),
    };

    private static LoanProgress? Begin(LoanRow row, Money principal, DateOnly from) => row.Progress is { } p ? new(principal, from, Money.Zero, 0, p.BadSince) : null;

    private static LoanRow Paid(LoanRow row, Money principal, Money interest, DateOnly on) => row with
    {
        Outstanding = row.Outstanding - principal,
        OverduePrincipal = Money.Max(Money.Zero, row.OverduePrincipal - principal),
        OverdueInterest = Money.Max(Money.Zero, row.OverdueInterest - interest),
        InterestPaid = row.InterestPaid + interest,
        LastOn = on,
    };
}
