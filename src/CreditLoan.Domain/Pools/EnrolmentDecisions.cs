using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>What may be done about a loan's place in a scheme (入库).</summary>
public static class EnrolmentDecisions
{
    /// <summary>The bank asks for cover; the rule in force on the day of disbursement decides and stays with the loan.</summary>
    public static Decision<EnrolmentEvent> Apply(
        Enrolment enrolment, Scheme scheme, Actor by, Cover cover, CoveredLoan loan, DateOnly on, WorkingCalendar calendar)
    {
        if (enrolment is not (Enrolment.Absent or Enrolment.TurnedAway)) return EnrolmentRefusals.AppliedAlready;
        if (scheme is not Scheme.Standing standing) return SchemeRefusals.NoSuchScheme;
        if (!IsBanks(by, loan.Loan.Bank)) return EnrolmentRefusals.NotYourLoan;
        if (on < loan.DisbursedOn) return EnrolmentRefusals.NotDisbursed;
        if (standing.InForceOn(loan.DisbursedOn) is not { } version) return SchemeRefusals.NoRuleOn(loan.DisbursedOn);
        if (version.Rule.For(cover) is not { } terms) return SchemeRefusals.CoverUnknown;
        if (WrongParty(cover, loan) is { } party) return party;
        var until = calendar.Add(loan.DisbursedOn, version.Rule.Windows.Enrol.Value);
        if (on > until.Day) return EnrolmentRefusals.TooLate(until.Day);
        if (Eligibility.Judge(version.Rule, terms, loan) is [var failed, ..]) return failed;
        return new EnrolmentEvent.Applied(new EnrolmentId(standing.Code, loan.Loan), version.Number, cover, loan,
            version.Rule.StacksWith.Value.Length > 0, on, calendar.Add(on, version.Rule.Windows.Review.Value), by.Account);
    }

    /// <summary>The scheme's place beside the others that cover the loan, under the version of its day of disbursement.</summary>
    public static Decision<LoanCoverEvent> Enter(LoanCover cover, Scheme scheme, CoveredLoan loan, DateOnly on) => scheme is Scheme.Standing s && s.InForceOn(loan.DisbursedOn) is { } version
        ? LoanCoverDecisions.Enter(cover, s.Code, version.Rule.StacksWith.Value, on)
        : SchemeRefusals.NoRuleOn(loan.DisbursedOn);

    public static Decision<EnrolmentEvent> Return(
        Enrolment enrolment, Scheme scheme, Actor by, ReturnReason reason, string note, DateOnly on, WorkingCalendar calendar) => enrolment switch
    {
        Enrolment.UnderReview when !IsPools(scheme, by) => EnrolmentRefusals.NotYourScheme,
        Enrolment.UnderReview when string.IsNullOrWhiteSpace(note) => SchemeRefusals.ReasonMissing,
        Enrolment.UnderReview r => new EnrolmentEvent.Returned(reason, note, on, calendar.Add(on, Windows(scheme, r.RuleVersion).Correct.Value), by.Account),
        _ => EnrolmentRefusals.NotUnderReview,
    };

    /// <summary>The bank puts an application right; the day of disbursement must stay under the same version.</summary>
    public static Decision<EnrolmentEvent> Correct(Enrolment enrolment, Scheme scheme, Actor by, CoveredLoan loan, DateOnly on, WorkingCalendar calendar)
    {
        if (enrolment is not Enrolment.SentBack back) return EnrolmentRefusals.NotSentBack;
        if (!IsBanks(by, back.Before.Id.Loan.Bank) || loan.Loan != back.Before.Id.Loan) return EnrolmentRefusals.NotYourLoan;
        if (on > back.CorrectBy.Day) return EnrolmentRefusals.TooLate(back.CorrectBy.Day);
        if (((Scheme.Standing)scheme).InForceOn(loan.DisbursedOn)?.Number != back.Before.RuleVersion) return SchemeRefusals.NoRuleOn(loan.DisbursedOn);
        var rule = ((Scheme.Standing)scheme).Version(back.Before.RuleVersion)!.Rule;
        if (WrongParty(back.Before.Cover, loan) is { } party) return party;
        if (Eligibility.Judge(rule, rule.For(back.Before.Cover)!, loan) is [var failed, ..]) return failed;
        return new EnrolmentEvent.Corrected(loan, on, calendar.Add(on, rule.Windows.Review.Value), by.Account);
    }

    public static Decision<EnrolmentEvent> Review(Enrolment enrolment, Scheme scheme, Actor by, string note, DateOnly on) => enrolment switch
    {
        Enrolment.UnderReview when !IsPools(scheme, by) => EnrolmentRefusals.NotYourScheme,
        Enrolment.UnderReview { ReviewedBy: not null } => EnrolmentRefusals.ReviewedAlready,
        Enrolment.UnderReview => new EnrolmentEvent.Reviewed(note, on, by.Account),
        _ => EnrolmentRefusals.NotUnderReview,
    };

    /// <summary>A second person takes the loan in.</summary>
    public static Decision<EnrolmentEvent> Confirm(Enrolment enrolment, Scheme scheme, Actor by, DateOnly on) => enrolment switch
    {
        Enrolment.UnderReview when !IsPools(scheme, by) || by.Role == Role.PoolClerk => EnrolmentRefusals.NotYourScheme,
        Enrolment.UnderReview { ReviewedBy: null } => EnrolmentRefusals.NotReviewed,
        Enrolment.UnderReview r when r.ReviewedBy == by.Account => SchemeRefusals.SamePerson,
        Enrolment.UnderReview => new EnrolmentEvent.Confirmed(on, by.Account),
        _ => EnrolmentRefusals.NotUnderReview,
    };

    public static Decision<EnrolmentEvent> Refuse(Enrolment enrolment, Scheme scheme, Actor by, string reason, DateOnly on) => enrolment switch
    {
        Enrolment.UnderReview or Enrolment.SentBack when !IsPools(scheme, by) => EnrolmentRefusals.NotYourScheme,
        Enrolment.UnderReview or Enrolment.SentBack when string.IsNullOrWhiteSpace(reason) => SchemeRefusals.ReasonMissing,
        Enrolment.UnderReview r => new EnrolmentEvent.Refused(r.Id, r.Stacks, reason, on, by.Account),
        Enrolment.SentBack s => new EnrolmentEvent.Refused(s.Before.Id, s.Before.Stacks, reason, on, by.Account),
        _ => EnrolmentRefusals.NotUnderReview,
    };

    /// <summary>The bank reports that something is wrong with an enrolled project.</summary>
    public static Decision<EnrolmentEvent> Flag(Enrolment enrolment, Actor by, Anomaly kind, string note, DateOnly since, DateOnly on) => enrolment switch
    {
        Enrolment.InForce f when !IsBanks(by, f.Id.Loan.Bank) => EnrolmentRefusals.NotYourLoan,
        Enrolment.InForce f when since < f.Loan.DisbursedOn || since > on => EnrolmentRefusals.SinceOutOfRange,
        Enrolment.InForce => new EnrolmentEvent.Flagged(kind, note, since, on, by.Account),
        _ => EnrolmentRefusals.NotInForce,
    };

    /// <summary>Ends an application that its bank did not put right in time; the daily close asks.</summary>
    public static Decision<EnrolmentEvent> Lapse(Enrolment enrolment, DateOnly on) => enrolment switch
    {
        Enrolment.SentBack s when on > s.CorrectBy.Day => new EnrolmentEvent.Refused(s.Before.Id, s.Before.Stacks, $"未在 {s.CorrectBy.Day:yyyy-MM-dd} 前补正", on, "daily-close"),
        _ => EnrolmentRefusals.NotSentBack,
    };

    private static Refusal? WrongParty(Cover cover, CoveredLoan loan) => (cover, loan.Guarantor) switch
    {
        (Cover.Guarantor, null) => EnrolmentRefusals.GuarantorMissing,
        (Cover.Bank, not null) => EnrolmentRefusals.GuarantorNotCovered,
        _ => null,
    };

    private static Windows Windows(Scheme scheme, int version) => ((Scheme.Standing)scheme).Version(version)!.Rule.Windows;

    private static bool IsPools(Scheme scheme, Actor by) => scheme is Scheme.Standing s && SchemeDecisions.RunBy(s, by);

    private static bool IsBanks(Actor by, BankCode bank) =>
        by.Role is Role.BankOfficer or Role.BankApprover or Role.BankSystem && by.Tenant == bank.Value;
}
