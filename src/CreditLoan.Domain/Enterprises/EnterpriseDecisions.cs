using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Enterprises;

/// <summary>What may happen to an enterprise's entry.</summary>
public static class EnterpriseDecisions
{
    /// <summary>Registers an enterprise (注册); a code that fails the check character waits for a second person instead.</summary>
    public static Decision<EnterpriseEvent> Register(Enterprise enterprise, Actor by, Registration given, DateOnly today)
    {
        if (!ActsFor(by, given.Code)) return EnterpriseRefusals.NotYours;
        switch (enterprise)
        {
            case Enterprise.Active: return EnterpriseRefusals.AlreadyRegistered;
            case Enterprise.Questioned: return EnterpriseRefusals.WaitsForSecondPerson;
            case Enterprise.Gone: return EnterpriseRefusals.Gone;
        }
        if (!UnifiedCreditCode.TryParseForm(given.Code.Value, out var code, out var problem)) return EnterpriseRefusals.CodeMalformed(problem);
        var registration = given with { Code = new EnterpriseCode(code.ToString()) };
        if (Problem(registration, by, today) is { } refusal) return refusal;
        return code.ChecksOut
            ? new EnterpriseEvent.Registered(registration, today)
            : new EnterpriseEvent.CodeQuestioned(registration, by.Account);
    }

    /// <summary>A second person accepts a code that fails the check (复核通过): a few were really issued so.</summary>
    public static Decision<EnterpriseEvent> AcceptCode(Enterprise enterprise, Actor by, string reason, DateOnly today) => enterprise switch
    {
        _ when by.Role != Role.DataOperator => EnterpriseRefusals.NotReviewer,
        Enterprise.Questioned q when q.By == by.Account => EnterpriseRefusals.SamePerson,
        Enterprise.Questioned when string.IsNullOrWhiteSpace(reason) => EnterpriseRefusals.ReasonMissing,
        Enterprise.Questioned q => new EnterpriseEvent[]
        {
            new EnterpriseEvent.CodeAccepted(reason.Trim(), by.Account),
            new EnterpriseEvent.Registered(q.Registration, today),
        },
        _ => EnterpriseRefusals.NothingToReview,
    };

    /// <summary>A second person finds the code wrong (复核不通过); the enterprise may hand it in again.</summary>
    public static Decision<EnterpriseEvent> RefuseCode(Enterprise enterprise, Actor by, string reason) => enterprise switch
    {
        _ when by.Role != Role.DataOperator => EnterpriseRefusals.NotReviewer,
        Enterprise.Questioned q when q.By == by.Account => EnterpriseRefusals.SamePerson,
        Enterprise.Questioned when string.IsNullOrWhiteSpace(reason) => EnterpriseRefusals.ReasonMissing,
        Enterprise.Questioned => new EnterpriseEvent.CodeRefused(reason.Trim(), by.Account),
        _ => EnterpriseRefusals.NothingToReview,
    };

    /// <summary>Brings name, district and industry up to date (变更登记信息); the code never changes.</summary>
    public static Decision<EnterpriseEvent> ChangeDetails(Enterprise enterprise, Actor by, Registration given, DateOnly today) => enterprise switch
    {
        Enterprise.Active a when !ActsFor(by, a.Registration.Code) => EnterpriseRefusals.NotYours,
        Enterprise.Active a when Problem(given with { Code = a.Registration.Code }, by, today) is { } refusal => refusal,
        Enterprise.Active a when given with { Code = a.Registration.Code } == a.Registration => Array.Empty<EnterpriseEvent>(),
        Enterprise.Active a => Changed(a, given with { Code = a.Registration.Code }, today),
        Enterprise.Gone => EnterpriseRefusals.Gone,
        _ => EnterpriseRefusals.NotRegistered,
    };

    /// <summary>Takes a year's figures and classifies the enterprise by the standard of the day (报送划型数据).</summary>
    public static Decision<EnterpriseEvent> ReportFigures(Enterprise enterprise, Actor by, Figures figures, DateOnly today) => enterprise switch
    {
        Enterprise.Active a when !ActsFor(by, a.Registration.Code) => EnterpriseRefusals.NotYours,
        Enterprise.Active when figures.Employees < 0 || figures.Revenue?.Fen < 0 || figures.Assets?.Fen < 0 => EnterpriseRefusals.FiguresNegative,
        Enterprise.Active when figures.Year >= today.Year => EnterpriseRefusals.YearNotOver(figures.Year),
        Enterprise.Active a => Classified(a.Registration, figures, today),
        Enterprise.Gone => EnterpriseRefusals.Gone,
        _ => EnterpriseRefusals.NotRegistered,
    };

    /// <summary>Names who stands for the enterprise (登记人员), by number only.</summary>
    public static Decision<EnterpriseEvent> NamePerson(Enterprise enterprise, Actor by, SubjectId person, PersonKind kind) => enterprise switch
    {
        Enterprise.Active a when !ActsFor(by, a.Registration.Code) => EnterpriseRefusals.NotYours,
        Enterprise.Active => new EnterpriseEvent.PersonNamed(person, kind),
        Enterprise.Gone => EnterpriseRefusals.Gone,
        _ => EnterpriseRefusals.NotRegistered,
    };

    /// <summary>Ends the entry of an enterprise that was struck off the register (注销).</summary>
    public static Decision<EnterpriseEvent> StrikeOff(Enterprise enterprise, Actor by, string reason, DateOnly today) => enterprise switch
    {
        _ when by.Role is not (Role.DataOperator or Role.PlatformJob) => EnterpriseRefusals.NotYours,
        Enterprise.Active when string.IsNullOrWhiteSpace(reason) => EnterpriseRefusals.ReasonMissing,
        Enterprise.Active => new EnterpriseEvent.StruckOff(today, reason.Trim()),
        Enterprise.Gone => EnterpriseRefusals.Gone,
        _ => EnterpriseRefusals.NotRegistered,
    };

    /// <summary>The enterprise's own people, and the platform where it brings public data in.</summary>
    private static bool ActsFor(Actor by, EnterpriseCode code) => by.Role switch
    {
        Role.EnterpriseAgent or Role.LegalRepresentative => by.Tenant == code.Value,
        Role.DataOperator or Role.PlatformJob => true,
        _ => false,
    };

    private static Refusal? Problem(Registration given, Actor by, DateOnly today)
    {
        var mayBeUnknown = by.Role is Role.DataOperator or Role.PlatformJob;
        return string.IsNullOrWhiteSpace(given.Name) ? EnterpriseRefusals.NameMissing
            : !mayBeUnknown && (given.District is null || given.Industry is null || given.FoundedOn is null) ? EnterpriseRefusals.Incomplete
            : given.District is { } district && !Cities.Knows(district) ? EnterpriseRefusals.UnknownDistrict(district.Value)
            : given.Industry is { } industry && !Industries.TryParse(industry.Value, given.Edition, out _, out var problem) ? EnterpriseRefusals.WrongIndustry(problem)
            : given.FoundedOn > today ? EnterpriseRefusals.FoundedLater
            : null;
    }

    /// <summary>Another industry may be another size class: the figures are classified again.</summary>
    private static EnterpriseEvent[] Changed(Enterprise.Active before, Registration after, DateOnly today) =>
        before.Figures is { } figures && (after.Industry, after.Edition) != (before.Registration.Industry, before.Registration.Edition)
            ? [new EnterpriseEvent.DetailsChanged(after), Classified(after, figures, today)]
            : [new EnterpriseEvent.DetailsChanged(after)];

    private static EnterpriseEvent.FiguresReported Classified(Registration registration, Figures figures, DateOnly today) =>
        SizeStandards.On(today) is { } standard && registration.Industry is { } industry
            ? new EnterpriseEvent.FiguresReported(figures, standard.Classify(industry, registration.Edition, figures), standard.Source)
            : new EnterpriseEvent.FiguresReported(figures, SizeClass.Unclassified, "");
}
