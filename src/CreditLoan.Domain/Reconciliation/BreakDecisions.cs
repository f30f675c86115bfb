using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Reconciliation;

/// <summary>What may be done about a break (差异); nothing is ever changed silently.</summary>
public static class BreakDecisions
{
    /// <summary>A run found a difference. Found again it stays what it is; one that had cleared opens again.</summary>
    public static Decision<BreakEvent> Find(Break state, BreakEvent.Found found) => state switch
    {
        Break.Absent or Break.Cleared => found,
        _ => Decision<BreakEvent>.None,
    };

    /// <summary>A later file agrees with the platform.</summary>
    public static Decision<BreakEvent> Clear(Break state, string file, DateOnly on) => state switch
    {
        Break.Open or Break.WithBank => new BreakEvent.Cleared(file, on),
        _ => Decision<BreakEvent>.None,
    };

    public static Decision<BreakEvent> Assign(Break state, Actor by, string to, DateOnly on, WorkingCalendar calendar) => state switch
    {
        _ when !IsPools(state, by) => BreakRefusals.NotYours,
        Break.Open when string.IsNullOrWhiteSpace(to) => BreakRefusals.NobodyNamed,
        Break.Open => new BreakEvent.Assigned(to, calendar.Add(on, 5), by.Account, on),
        _ => BreakRefusals.NotOpen,
    };

    /// <summary>Says how it ends; a second person agrees or not.</summary>
    public static Decision<BreakEvent> Propose(Break state, Actor by, WayOut way, BreakReason reason, string words, string? correctedBy, DateOnly on) => state switch
    {
        _ when !IsPools(state, by) => BreakRefusals.NotYours,
        Break.Open when string.IsNullOrWhiteSpace(words) => BreakRefusals.WordsMissing,
        Break.Open when way == WayOut.CorrectHere && string.IsNullOrWhiteSpace(correctedBy) => BreakRefusals.CorrectionMissing,
        Break.Open => new BreakEvent.Proposed(way, reason, words, way == WayOut.CorrectHere ? correctedBy : null, by.Account, on),
        _ => BreakRefusals.NotOpen,
    };

    /// <summary>The second person agrees: the break closes, or goes back to the bank with five working days to answer.</summary>
    public static Decision<BreakEvent> Agree(Break state, Actor by, DateOnly on, WorkingCalendar calendar) => state switch
    {
        _ when !IsPools(state, by) => BreakRefusals.NotYours,
        Break.UnderReview r when r.Proposal.By == by.Account => BreakRefusals.SamePerson,
        Break.UnderReview { Proposal.Way: WayOut.SendBack } => new BreakEvent.SentBack(calendar.Add(on, 5), by.Account, on),
        Break.UnderReview => new BreakEvent.Closed(by.Account, on),
        Break.Cleared c when c.Before.AssignedTo == by.Account => BreakRefusals.SamePerson,
        Break.Cleared => new BreakEvent.Closed(by.Account, on),
        _ => BreakRefusals.NothingToAgree,
    };

    public static Decision<BreakEvent> Decline(Break state, Actor by, string words, DateOnly on) => state switch
    {
        _ when !IsPools(state, by) => BreakRefusals.NotYours,
        Break.UnderReview r when r.Proposal.By == by.Account => BreakRefusals.SamePerson,
        Break.UnderReview when string.IsNullOrWhiteSpace(words) => BreakRefusals.WordsMissing,
        Break.UnderReview => new BreakEvent.Declined(words, by.Account, on),
        _ => BreakRefusals.NothingToAgree,
    };

    public static Decision<BreakEvent> Answer(Break state, Actor by, string words, DateOnly on) => state switch
    {
        Break.WithBank w when by.Role is not (Role.BankOfficer or Role.BankApprover or Role.BankSystem) || by.Tenant != w.Before.Found.Bank.Value => BreakRefusals.NotYours,
        Break.WithBank when string.IsNullOrWhiteSpace(words) => BreakRefusals.WordsMissing,
        Break.WithBank => new BreakEvent.Answered(words, by.Account, on),
        _ => BreakRefusals.NotWithBank,
    };

    private static bool IsPools(Break state, Actor by) => by.Role.Kind() == TenantKind.Pool && state switch
    {
        Break.Open o => o.IsOf(by.Tenant),
        Break.UnderReview r => r.Before.IsOf(by.Tenant),
        Break.WithBank w => w.Before.IsOf(by.Tenant),
        Break.Cleared c => c.Before.IsOf(by.Tenant),
        _ => true,
    };
}
