namespace CreditLoan.Ledger;

/// <summary>Every slice of the ledger, a line each.</summary>
public static class Slices
{
    public static readonly IReadOnlyList<Slice> All =
    [
        Pools.SchemeSlice.Slice,
        Pools.PoolSlice.Slice,
        Pools.EnrolmentSlice.Slice,
        Pools.LoanCoverSlice.Slice,
        Claims.ClaimSlice.Slice,
        Reconciliation.BankFileSlice.Slice,
        Reconciliation.BreakSlice.Slice,
        Bureau.TargetSlice.Slice,
        CreditLines.CreditLineSlice.Slice,
        Loans.LoanSlice.Slice,
        Enterprises.EnterpriseSlice.Slice,
        Consents.ConsentSlice.Slice,
        Consents.ConsentSlice.Door,
        Products.ProductSlice.Slice,
        Products.ProductSlice.Lpr,
        Demands.DemandSlice.Slice,
        Models.ModelProjectSlice.Slice,
        BankClients.BankClientSlice.Slice,
        Models.ThresholdSlice.Slice,
        Profiles.AppealSlice.Slice,
    ];
}
