using CreditLoan.Domain.Claims;

namespace CreditLoan.Ledger.Claims;

/// <summary>A loan has one claim at a time over all schemes, unless the rule stacks; a paid one keeps its place for ever.</summary>
public static class ClaimSlice
{
    public static readonly Slice Slice = new Slice<ClaimEvent>("claim")
        .Event<ClaimEvent.Filed>("claim_filed")
        .Event<ClaimEvent.Returned>("claim_returned")
        .Event<ClaimEvent.Corrected>("claim_corrected")
        .Event<ClaimEvent.Withdrawn>("claim_withdrawn")
        .Event<ClaimEvent.Endorsed>("claim_endorsed")
        .Event<ClaimEvent.Approved>("claim_approved")
        .Event<ClaimEvent.Refused>("claim_refused")
        .Event<ClaimEvent.Revoked>("claim_revoked")
        .Event<ClaimEvent.Paid>("claim_paid")
        .Event<ClaimEvent.WrittenOff>("claim_written_off")
        .Event<ClaimEvent.Recovered>("claim_recovered")
        .Event<ClaimEvent.Shared>("claim_shared")
        .Keep(ClaimBook.View)
        .Take(e => e is ClaimEvent.Filed f ? new Key("active-claim", f.Place) : null)
        .Release(e => e is ClaimEvent.Withdrawn or ClaimEvent.Refused or ClaimEvent.Revoked ? new Key("active-claim", Place(e)) : null)
        .Seal((happened, stream) => happened is ClaimEvent.Approved or ClaimEvent.Refused or ClaimEvent.Revoked ? new Leaf("compensation-decision", stream["claim/".Length..]) : null);

    private static string Place(ClaimEvent happened) => happened switch
    {
        ClaimEvent.Withdrawn e => e.Place,
        ClaimEvent.Refused e => e.Place,
        ClaimEvent.Revoked e => e.Place,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
