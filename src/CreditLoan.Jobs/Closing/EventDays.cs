using System.Diagnostics;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;

namespace CreditLoan.Jobs.Closing;

/// <summary>The business day on which a fact of a scheme, an enrolment or a claim is true (业务日).</summary>
internal static class EventDays
{
    public static DateOnly Of(SchemeEvent happened) => happened switch
    {
        SchemeEvent.Founded e => e.On,
        SchemeEvent.RuleDrafted e => e.On,
        SchemeEvent.RuleConfirmed e => e.On,
        SchemeEvent.RuleWithdrawn e => e.On,
        _ => throw new UnreachableException(),
    };

    public static DateOnly Of(EnrolmentEvent happened) => happened switch
    {
        EnrolmentEvent.Applied e => e.On,
        EnrolmentEvent.Returned e => e.On,
        EnrolmentEvent.Corrected e => e.On,
        EnrolmentEvent.Reviewed e => e.On,
        EnrolmentEvent.Confirmed e => e.On,
        EnrolmentEvent.Refused e => e.On,
        EnrolmentEvent.Flagged e => e.On,
        _ => throw new UnreachableException(),
    };

    public static DateOnly Of(ClaimEvent happened) => happened switch
    {
        ClaimEvent.Filed e => e.On,
        ClaimEvent.Returned e => e.On,
        ClaimEvent.Corrected e => e.On,
        ClaimEvent.Withdrawn e => e.On,
        ClaimEvent.Endorsed e => e.On,
        ClaimEvent.Approved e => e.On,
        ClaimEvent.Refused e => e.On,
        ClaimEvent.Revoked e => e.On,
        ClaimEvent.Paid e => e.On,
        ClaimEvent.WrittenOff e => e.On,
        ClaimEvent.Recovered e => e.On,
        ClaimEvent.Shared e => e.On,
        _ => throw new UnreachableException(),
    };
}
