using System.Collections.Immutable;
using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Enterprises;

/// <summary>An enterprise on the platform (企业), by the stage of its registration.</summary>
public abstract record Enterprise
{
    private Enterprise() { }

    /// <summary>Nobody has registered this code.</summary>
    public sealed record Unknown : Enterprise;

    /// <summary>The code fails the check; a second person decides (待复核).</summary>
    public sealed record Questioned(Registration Registration, string By) : Enterprise;

    /// <summary>The code was accepted by hand; the registration follows at once.</summary>
    public sealed record Accepted(Registration Registration) : Enterprise;

    /// <summary>On the platform (已注册).</summary>
    public sealed record Active(Registration Registration, Figures? Figures, SizeClass Size, ImmutableDictionary<PersonKind, SubjectId> People) : Enterprise;

    /// <summary>No longer an enterprise (已注销).</summary>
    public sealed record Gone(DateOnly On) : Enterprise;

    public static EventStream<Enterprise, EnterpriseEvent> Stream(EnterpriseCode code) =>
        new($"enterprise/{code}", "enterprise", new Unknown(), Evolve);

    private static Enterprise Evolve(Enterprise enterprise, EnterpriseEvent happened) => (enterprise, happened) switch
    {
        (Unknown, EnterpriseEvent.CodeQuestioned e) => new Questioned(e.Registration, e.By),
        (Questioned q, EnterpriseEvent.CodeAccepted) => new Accepted(q.Registration),
        (Questioned, EnterpriseEvent.CodeRefused) => new Unknown(),
        (Unknown or Accepted, EnterpriseEvent.Registered e) =>
            new Active(e.Registration, null, SizeClass.Unclassified, ImmutableDictionary<PersonKind, SubjectId>.Empty),
        (Active a, EnterpriseEvent.DetailsChanged e) => a with { Registration = e.Registration },
        (Active a, EnterpriseEvent.FiguresReported e) => a with { Figures = e.Figures, Size = e.Size },
        (Active a, EnterpriseEvent.PersonNamed e) => a with { People = a.People.SetItem(e.Kind, e.Person) },
        (Active, EnterpriseEvent.StruckOff e) => new Gone(e.On),
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {enterprise.GetType().Name}."),
    };
}
