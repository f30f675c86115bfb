using CreditLoan.Domain.Loans;

namespace CreditLoan.Ledger.Loans;

public static class LoanSlice
{
    public static readonly Slice Slice = new Slice<LoanEvent>("loan")
        .Event<LoanEvent.Disbursed>("loan_disbursed")
        .Event<LoanEvent.Repaid>("loan_repaid")
        .Event<LoanEvent.Prepaid>("loan_prepaid")
        .Event<LoanEvent.FellOverdue>("loan_fell_overdue")
        .Event<LoanEvent.CaughtUp>("loan_caught_up")
        .Event<LoanEvent.Reclassified>("loan_reclassified")
        .Event<LoanEvent.Extended>("loan_extended")
        .Event<LoanEvent.RenewedInto>("loan_renewed_into")
        .Event<LoanEvent.WrittenOff>("loan_written_off")
        .Event<LoanEvent.Recovered>("loan_recovered")
        .Event<LoanEvent.DisbursementCorrected>("loan_disbursement_corrected")
        .Event<LoanEvent.RepaymentCorrected>("loan_repayment_corrected")
        .Event<LoanEvent.Reversed>("loan_reversed")
        .Event<LoanEvent.Settled>("loan_settled")
        .Keep(LoanBook.View)
        .Keep(LoanTimeline.View);
}
