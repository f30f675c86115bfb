using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Loans;

/// <summary>One repayment as the bank reported it (还款).</summary>
public sealed record Repayment(Money Principal, Money Interest, DateOnly On);

/// <summary>What an earlier disbursement report may be put right in (放款要素).</summary>
public sealed record Disbursement(Money Principal, Rate Rate, DateOnly ValueDate, DateOnly Maturity);

/// <summary>Everything that can happen to a loan (借据), in the order of its life.</summary>
public abstract record LoanEvent
{
    private LoanEvent() { }

    /// <summary>The bank paid out (放款).</summary>
    /// <param name="Borrower">What the borrower was on that day; every figure by district, industry or size rests on it.</param>
    /// <param name="FirstTime">The borrower's first loan from any bank (首贷户).</param>
    /// <param name="Renews">The loan that this one pays off without the principal coming back (无还本续贷): volume, but not new money.</param>
    public sealed record Disbursed(
        LoanId Loan, CreditLineId Line, EnterpriseCode Enterprise, ProductId? Product,
        Money Principal, Rate Rate, DateOnly ValueDate, DateOnly Maturity, RepaymentMethod Method, Security Security,
        Borrower Borrower, bool FirstTime, LoanId? Renews) : LoanEvent
    {
        public BankCode Bank => Loan.Bank;
    }

    /// <summary>Principal and interest came in as planned (还款).</summary>
    public sealed record Repaid(Money Principal, Money Interest, DateOnly On) : LoanEvent;

    /// <summary>Principal came in ahead of the plan; the rest is planned anew (提前还款).</summary>
    public sealed record Prepaid(Money Principal, Money Interest, DateOnly On) : LoanEvent;

    /// <summary>Something due was not paid, or more of it (逾期).</summary>
    /// <param name="Since">The first due day that was missed.</param>
    /// <param name="Principal">All the principal that is overdue.</param>
    /// <param name="Interest">All the interest that is overdue.</param>
    public sealed record FellOverdue(DateOnly Since, Money Principal, Money Interest, DateOnly On) : LoanEvent;

    /// <summary>Nothing is overdue any more (逾期消除).</summary>
    public sealed record CaughtUp(DateOnly On) : LoanEvent;

    /// <summary>The bank put the loan into another grade (五级分类调整).</summary>
    public sealed record Reclassified(FiveGrade Was, FiveGrade Now, string Reason, DateOnly On) : LoanEvent;

    /// <summary>The last day moved (展期).</summary>
    public sealed record Extended(DateOnly Was, DateOnly Maturity, string Reason, DateOnly On) : LoanEvent;

    /// <summary>Another loan of the same bank took this one's place (续贷结清).</summary>
    public sealed record RenewedInto(LoanId Successor, Money Principal, DateOnly On) : LoanEvent;

    /// <summary>The bank took the rest off its books; it goes on collecting (核销).</summary>
    public sealed record WrittenOff(Money Principal, Money Interest, string Reason, DateOnly On) : LoanEvent;

    /// <summary>Something came in after the write-off (追偿回收).</summary>
    public sealed record Recovered(Money Amount, string Words, DateOnly On) : LoanEvent;

    /// <summary>The disbursement had been reported wrongly (更正放款); the months of both value dates are restated.</summary>
    public sealed record DisbursementCorrected(Disbursement Was, Disbursement Now, string Reason, DateOnly On) : LoanEvent;

    /// <summary>A repayment had been reported wrongly (更正还款); the months of both days are restated.</summary>
    /// <param name="Number">Which repayment, from 1.</param>
    /// <param name="Now">Null where there had been none (冲销).</param>
    public sealed record RepaymentCorrected(int Number, Repayment Was, Repayment? Now, string Reason, DateOnly On) : LoanEvent;

    /// <summary>There had been no disbursement at all (放款冲正); the month of its value date is restated.</summary>
    public sealed record Reversed(Money Principal, DateOnly ValueDate, string Reason, DateOnly On) : LoanEvent;

    /// <summary>Everything is paid (结清).</summary>
    public sealed record Settled(DateOnly On) : LoanEvent;
}
