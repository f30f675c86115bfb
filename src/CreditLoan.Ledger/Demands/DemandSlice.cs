using CreditLoan.Domain.Demands;

namespace CreditLoan.Ledger.Demands;

public static class DemandSlice
{
    public static readonly Slice Slice = new Slice<DemandEvent>("demand")
        .Event<DemandEvent.Posted>("demand_posted")
        .Event<DemandEvent.Changed>("demand_changed")
        .Event<DemandEvent.Taken>("demand_taken")
        .Event<DemandEvent.Passed>("demand_passed")
        .Event<DemandEvent.Applied>("demand_applied")
        .Event<DemandEvent.Returned>("demand_returned")
        .Event<DemandEvent.Withdrawn>("demand_withdrawn")
        .Event<DemandEvent.Expired>("demand_expired")
        .Keep(DemandBook.View)
        .Keep(DemandHall.View);
}
