using CreditLoan.Domain.CreditLines;

namespace CreditLoan.Ledger.CreditLines;

public static class CreditLineSlice
{
    public static readonly Slice Slice = new Slice<CreditLineEvent>("credit-line")
        .Event<CreditLineEvent.Requested>("credit_line_requested")
        .Event<CreditLineEvent.Withdrawn>("credit_line_withdrawn")
        .Event<CreditLineEvent.TakenUp>("credit_line_taken_up")
        .Event<CreditLineEvent.Assigned>("credit_line_assigned")
        .Event<CreditLineEvent.Contacted>("credit_line_contacted")
        .Event<CreditLineEvent.MoreAsked>("credit_line_more_asked")
        .Event<CreditLineEvent.Supplied>("credit_line_supplied")
        .Event<CreditLineEvent.Granted>("credit_line_granted")
        .Event<CreditLineEvent.Declined>("credit_line_declined")
        .Event<CreditLineEvent.Signed>("credit_line_signed")
        .Event<CreditLineEvent.Lapsed>("credit_line_lapsed")
        .Event<CreditLineEvent.DrawingAsked>("credit_line_drawing_asked")
        .Event<CreditLineEvent.DrawingRefused>("credit_line_drawing_refused")
        .Event<CreditLineEvent.Drawn>("credit_line_drawn")
        .Event<CreditLineEvent.Restored>("credit_line_restored")
        .Event<CreditLineEvent.UseCorrected>("credit_line_use_corrected")
        .Event<CreditLineEvent.RenewalOffered>("credit_line_renewal_offered")
        .Event<CreditLineEvent.Renewed>("credit_line_renewed")
        .Event<CreditLineEvent.Expired>("credit_line_expired")
        .Event<CreditLineEvent.Closed>("credit_line_closed")
        .Keep(CreditLineBook.View)
        .Keep(CreditLineTimeline.View);
}
