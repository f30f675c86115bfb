using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Bureau;

/// <summary>What a volume figure can be split by (分析维度), as it was on the day of the loan or the grant.</summary>
public sealed record Split(BankCode Bank, string? Product, DistrictCode? District, string? Section, SizeClass Size);

/// <summary>What one fact adds to the figures of one month (指标增量); corrections add negative amounts to the month they restate.</summary>
/// <param name="Month">The first day of the month of the value date.</param>
/// <param name="Reported">Principal as the bank first reported it (报送).</param>
/// <param name="Corrected">What corrections and reversals changed it by (更正与冲正); counted is reported plus corrected.</param>
/// <param name="Renewed">The part of it that paid off an earlier loan: volume, but not new money (续贷).</param>
/// <param name="RateWeight">Principal in fen times the yearly rate in millionths, for the weighted rate (加权利率).</param>
/// <param name="OutstandingChange">What it adds to the principal still owed.</param>
public sealed record Flow(
    DateOnly Month, Split Split,
    int GrantedCount = 0, Money Granted = default,
    int LoanCount = 0, Money Reported = default, Money Corrected = default,
    int FirstTimeCount = 0, Money Unsecured = default, Money Renewed = default, decimal RateWeight = 0, Money OutstandingChange = default);

/// <summary>A loan as the volume figures remember it between its facts.</summary>
/// <param name="Rate">The rate as it stands after corrections.</param>
public sealed record CountedLoan(Split Split, Rate Rate, bool Unsecured, bool FirstTime, bool Renewal)
{
    public CountedLoan After(LoanEvent happened) => happened is LoanEvent.DisbursementCorrected e ? this with { Rate = e.Now.Rate } : this;
}

/// <summary>How facts become volume (放款、授信、余额的口径): a loan counts once, in the month of its value date.</summary>
public static class Volume
{
    public static CountedLoan Count(LoanEvent.Disbursed e) => new(
        new Split(e.Bank, e.Product?.Number, e.Borrower.District, e.Borrower.Industry?.Section, e.Borrower.Size),
        e.Rate, e.Security == Security.Unsecured, e.FirstTime, e.Renews is not null);

    /// <summary>What a fact of a loan adds; one fact may touch two months, when it moves a loan from one to the other.</summary>
    public static IEnumerable<Flow> Of(CountedLoan loan, LoanEvent happened) => happened switch
    {
        LoanEvent.Disbursed e => [Counted(loan, e.Principal, e.Rate, e.ValueDate, +1) with { Reported = e.Principal }],
        LoanEvent.DisbursementCorrected e =>
        [
            Counted(loan, e.Was.Principal, e.Was.Rate, e.Was.ValueDate, -1) with { Corrected = -e.Was.Principal },
            Counted(loan, e.Now.Principal, e.Now.Rate, e.Now.ValueDate, +1) with { Corrected = e.Now.Principal },
        ],
        LoanEvent.Reversed e => [Counted(loan, e.Principal, loan.Rate, e.ValueDate, -1) with { Corrected = -e.Principal }],
        LoanEvent.Repaid e => [Owed(loan, e.On, -e.Principal)],
        LoanEvent.Prepaid e => [Owed(loan, e.On, -e.Principal)],
        LoanEvent.RenewedInto e => [Owed(loan, e.On, -e.Principal)],
        LoanEvent.WrittenOff e => [Owed(loan, e.On, -e.Principal)],
        LoanEvent.RepaymentCorrected { Now: null } e => [Owed(loan, e.Was.On, e.Was.Principal)],
        LoanEvent.RepaymentCorrected { Now: { } now } e => [Owed(loan, e.Was.On, e.Was.Principal), Owed(loan, now.On, -now.Principal)],
        _ => [],
    };

    /// <summary>What a grant adds: the whole limit, in the month of the decision, signed or not.</summary>
    public static Flow Of(Split split, CreditLineEvent.Granted e) => new(Month(e.On), split, GrantedCount: 1, Granted: e.Terms.Limit);

    public static DateOnly Month(DateOnly day) => new(day.Year, day.Month, 1);

    private static Flow Counted(CountedLoan loan, Money principal, Rate rate, DateOnly valueDate, int sign) => new(
        Month(valueDate), loan.Split,
        LoanCount: sign,
        FirstTimeCount: loan.FirstTime ? sign : 0,
        Unsecured: loan.Unsecured ? principal * sign : Money.Zero,
        Renewed: loan.Renewal ? principal * sign : Money.Zero,
        RateWeight: (decimal)principal.Fen * rate.Millionths * sign,
        OutstandingChange: principal * sign);

    private static Flow Owed(CountedLoan loan, DateOnly on, Money change) => new(Month(on), loan.Split, OutstandingChange: change);
}
