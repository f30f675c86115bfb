using CreditLoan.Domain.Reconciliation;

namespace CreditLoan.Ledger.Reconciliation;

public static class BankFileSlice
{
    public static readonly Slice Slice = new Slice<BankFileEvent>("bank_file")
        .Event<BankFileEvent.Received>("bank_file_received")
        .Event<BankFileEvent.Reconciled>("bank_file_reconciled")
        .Keep(BankFileBook.View);
}

public static class BreakSlice
{
    public static readonly Slice Slice = new Slice<BreakEvent>("break")
        .Event<BreakEvent.Found>("break_found")
        .Event<BreakEvent.Assigned>("break_assigned")
        .Event<BreakEvent.Proposed>("break_proposed")
        .Event<BreakEvent.Declined>("break_declined")
        .Event<BreakEvent.SentBack>("break_sent_back")
        .Event<BreakEvent.Answered>("break_answered")
        .Event<BreakEvent.Cleared>("break_cleared")
        .Event<BreakEvent.Closed>("break_closed")
        .Keep(BreakBook.View);
}
