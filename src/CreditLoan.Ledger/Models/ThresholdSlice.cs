using CreditLoan.Domain.Models;

namespace CreditLoan.Ledger.Models;

public static class ThresholdSlice
{
    public static readonly Slice Slice = new Slice<ThresholdEvent>("threshold").Event<ThresholdEvent.Set>("threshold_set").Keep(ThresholdBook.View);
}
