using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Profiles;

/// <summary>What may be asked of an appeal.</summary>
public static class AppealDecisions
{
    /// <summary>Working days within which the platform answers (平台承诺): its own promise, no law's.</summary>
    public const int AnswerWithin = 7;

    public static Decision<AppealEvent> File(
        Appeal appeal, Actor by, AppealId id, AppealKind kind, string about, string reason, WorkingCalendar calendar, DateOnly today) => appeal switch
    {
        _ when by.Role is not (Role.EnterpriseAgent or Role.LegalRepresentative) => AppealRefusals.NotAgent,
        not Appeal.None => AppealRefusals.NumberUsed,
        _ when string.IsNullOrWhiteSpace(reason) => AppealRefusals.ReasonMissing,
        _ when kind == AppealKind.Fact && Tags.FactsOf(about).Count == 0 => AppealRefusals.NoFacts,
        _ => new AppealEvent.Filed(id, new EnterpriseCode(by.Tenant), kind, kind == AppealKind.Fact ? about : "", reason.Trim(), today, calendar.Add(today, AnswerWithin).Day),
    };

    public static Decision<AppealEvent> Answer(Appeal appeal, Actor by, bool upheld, string words, DateOnly today) => appeal switch
    {
        _ when by.Role != Role.DataOperator => AppealRefusals.NotOperator,
        Appeal.Open when string.IsNullOrWhiteSpace(words) => AppealRefusals.WordsMissing,
        Appeal.Open => new AppealEvent.Answered(by.Account, upheld, words.Trim(), today),
        _ => AppealRefusals.NotOpen,
    };

    public static Decision<AppealEvent> Withdraw(Appeal appeal, Actor by, DateOnly today) => appeal switch
    {
        Appeal.Open open when by.Tenant != open.Enterprise.Value || by.Role is not (Role.EnterpriseAgent or Role.LegalRepresentative) => AppealRefusals.NotAgent,
        Appeal.Open => new AppealEvent.Withdrawn(today),
        _ => AppealRefusals.NotOpen,
    };
}
