using CreditLoan.Domain.Bureau;

namespace CreditLoan.Ledger.Bureau;

public static class TargetSlice
{
    public static readonly Slice Slice = new Slice<TargetEvent>("target")
        .Event<TargetEvent.Set>("target_set")
        .Event<TargetEvent.Withdrawn>("target_withdrawn")
        .Keep(TargetBook.View);
}
