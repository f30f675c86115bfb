using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Loans;

namespace CreditLoan.BankApi.Loans;

/// <summary>A payout under a contract (放款).</summary>
/// <param name="Contract">The credit line's number.</param>
/// <param name="Loan">Your own number for the loan (借据号).</param>
/// <param name="FirstTime">The borrower's first loan from any bank (首贷户).</param>
/// <param name="OnKeyList">On the list of key support (重点支持名录).</param>
/// <param name="Renews">The loan whose place it takes without the principal coming back (无还本续贷).</param>
public sealed record DisbursementIn(
    CreditLineId Contract, string Loan, Money Principal, Rate Rate, DateOnly ValueDate, DateOnly Maturity, Security Security, bool FirstTime = false, bool OnKeyList = false, string? Renews = null)
{
    public Payout Payout => new(Principal, Rate, ValueDate, Maturity, Security, FirstTime);
}

/// <summary>What came in (还款).</summary>
/// <param name="Ahead">Ahead of the plan: the rest is planned anew (提前还款).</param>
public sealed record RepaymentIn(Money Principal, Money Interest, DateOnly On, bool Ahead = false)
{
    public Repayment Repayment => new(Principal, Interest, On);
}

/// <summary>What a repayment really was (更正还款).</summary>
/// <param name="Number">Which repayment, from 1.</param>
/// <param name="Now">Left out where there had been none (冲销).</param>
public sealed record RepaymentCorrectionIn(int Number, string Reason, RepaymentIn? Now = null);

/// <summary>What is overdue in all, since the first missed day (逾期).</summary>
public sealed record OverdueIn(DateOnly Since, Money Principal, Money Interest);

/// <summary>The bank's grade (五级分类).</summary>
public sealed record ClassIn(FiveGrade Grade, string Reason);

/// <summary>A reason that stays with the loan.</summary>
public sealed record ReasonIn(string Reason);

/// <summary>A later last day (展期).</summary>
public sealed record ExtensionIn(DateOnly Maturity, string Reason);

/// <summary>What came in after the write-off (追偿回收).</summary>
public sealed record RecoveryIn(Money Amount, DateOnly On, string? Words = null);

/// <summary>A loan (借据).</summary>
/// <param name="Fingerprint">What stands for it where nobody is named.</param>
/// <param name="GradeAlarm">The grade that the days overdue ask for, where yours is better (分类预警).</param>
/// <param name="Restated">How many earlier reports were put right.</param>
/// <param name="Version">For If-Match.</param>
public sealed record LoanOut(
    string Number, string Fingerprint, CreditLineId Contract, EnterpriseCode Enterprise, string? EnterpriseName, string? Product, Money Principal, Money Outstanding, Rate Rate,
    DateOnly ValueDate, DateOnly Maturity, RepaymentMethod Method, Security Security, bool FirstTime, string? Renews, LoanStage Stage, FiveGrade Grade, FiveGrade? GradeAlarm,
    DateOnly? OverdueSince, Money OverduePrincipal, Money OverdueInterest, Money InterestPaid, Money WrittenOff, Money Recovered, DateOnly LastOn, int Restated, long Version)
{
    public static LoanOut Of(LoanListRow r, DateOnly today) => new(
        r.Number, r.Fingerprint, r.Line, r.Enterprise, r.EnterpriseName, r.Product, r.Principal, r.Outstanding, r.Rate, r.ValueDate, r.Maturity, r.Method, r.Security, r.FirstTime,
        r.Renews, r.Stage, r.Grade, r.Alarm(today), r.OverdueSince, r.OverduePrincipal, r.OverdueInterest, r.InterestPaid, r.WrittenOff, r.Recovered, r.LastOn, r.Restated, r.Version);
}

/// <summary>One line of a loan's record (借据流水).</summary>
public sealed record LoanStepOut(LoanStep Step, DateOnly Day, Money? Principal, Money? Interest, string? Words, DateTimeOffset RecordedAt);
