using CreditLoan.Domain.Pools;

namespace CreditLoan.Ledger.Pools;

public static class SchemeSlice
{
    public static readonly Slice Slice = new Slice<SchemeEvent>("scheme")
        .Event<SchemeEvent.Founded>("scheme_founded")
        .Event<SchemeEvent.RuleDrafted>("scheme_rule_drafted")
        .Event<SchemeEvent.RuleConfirmed>("scheme_rule_confirmed")
        .Event<SchemeEvent.RuleWithdrawn>("scheme_rule_withdrawn")
        .Keep(SchemeBook.View);
}

public static class PoolSlice
{
    public static readonly Slice Slice = new Slice<PoolEvent>("pool")
        .Event<PoolEvent.Opened>("pool_opened")
        .Event<PoolEvent.Funded>("pool_funded")
        .Event<PoolEvent.InterestEarned>("pool_interest_earned")
        .Event<PoolEvent.Reserved>("pool_reserved")
        .Event<PoolEvent.Paid>("pool_paid")
        .Event<PoolEvent.Released>("pool_released")
        .Event<PoolEvent.RecoveryShared>("pool_recovery_shared")
        .Event<PoolEvent.Corrected>("pool_corrected")
        .Event<PoolEvent.StopRuleJudged>("pool_stop_rule_judged")
        .Event<PoolEvent.Allocated>("pool_allocated")
        .Event<PoolEvent.Closed>("pool_closed")
        .Keep(PoolBook.View)
        .Keep(PoolJournal.View);
}

public static class LoanCoverSlice
{
    public static readonly Slice Slice = new Slice<LoanCoverEvent>("loan-cover")
        .Event<LoanCoverEvent.Entered>("loan_cover_entered")
        .Event<LoanCoverEvent.Left>("loan_cover_left")
        .Event<LoanCoverEvent.Borne>("loan_cover_borne")
        .Event<LoanCoverEvent.Freed>("loan_cover_freed");
}

/// <summary>A loan is in one scheme at a time, unless the scheme's rule lets others cover it as well.</summary>
public static class EnrolmentSlice
{
    public static readonly Slice Slice = new Slice<EnrolmentEvent>("enrolment")
        .Event<EnrolmentEvent.Applied>("enrolment_applied")
        .Event<EnrolmentEvent.Returned>("enrolment_returned")
        .Event<EnrolmentEvent.Corrected>("enrolment_corrected")
        .Event<EnrolmentEvent.Reviewed>("enrolment_reviewed")
        .Event<EnrolmentEvent.Confirmed>("enrolment_confirmed")
        .Event<EnrolmentEvent.Refused>("enrolment_refused")
        .Event<EnrolmentEvent.Flagged>("enrolment_flagged")
        .Keep(EnrolmentBook.View)
        .Take(e => e is EnrolmentEvent.Applied a ? new Key("enrolled-loan", a.Stacks ? $"{a.Id}" : $"{a.Id.Loan}") : null)
        .Release(e => e is EnrolmentEvent.Refused r ? new Key("enrolled-loan", r.Stacks ? $"{r.Id}" : $"{r.Id.Loan}") : null);
}
