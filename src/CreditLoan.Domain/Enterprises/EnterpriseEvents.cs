using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Enterprises;

/// <summary>A natural person known by number only (个人主体编号): names and papers lie in one erasable table, never in events.</summary>
public readonly record struct SubjectId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>What a person is to an enterprise (人员身份).</summary>
public enum PersonKind { LegalRepresentative, Finance, Contact }

/// <summary>What an enterprise is registered with (登记信息).</summary>
/// <param name="District">Null only where brought-in public data does not say; an enterprise names its own. So are the next two.</param>
/// <param name="FoundedOn">The day the enterprise was established (成立日期).</param>
public sealed record Registration(
    EnterpriseCode Code, string Name, DistrictCode? District, IndustryCode? Industry, IndustryEdition Edition, DateOnly? FoundedOn);

/// <summary>Everything that can happen to an enterprise's entry (企业档案), in the order of its life.</summary>
public abstract record EnterpriseEvent
{
    private EnterpriseEvent() { }

    /// <summary>A code that fails the check character was handed in and waits for a second person (代码待复核).</summary>
    public sealed record CodeQuestioned(Registration Registration, string By) : EnterpriseEvent;

    /// <summary>A second person saw the licence and accepted the code as it stands (代码复核通过).</summary>
    public sealed record CodeAccepted(string Reason, string By) : EnterpriseEvent;

    /// <summary>A second person found the code wrong (代码复核不通过).</summary>
    public sealed record CodeRefused(string Reason, string By) : EnterpriseEvent;

    /// <summary>The enterprise is on the platform (注册).</summary>
    public sealed record Registered(Registration Registration, DateOnly On) : EnterpriseEvent;

    /// <summary>Name, district or industry became another (变更登记信息).</summary>
    public sealed record DetailsChanged(Registration Registration) : EnterpriseEvent;

    /// <summary>A year's figures and the size class that follows from them (报送划型数据).</summary>
    public sealed record FiguresReported(Figures Figures, SizeClass Size, string Standard) : EnterpriseEvent;

    /// <summary>A person stands for the enterprise (登记人员).</summary>
    public sealed record PersonNamed(SubjectId Person, PersonKind Kind) : EnterpriseEvent;

    /// <summary>The enterprise was struck off (注销).</summary>
    public sealed record StruckOff(DateOnly On, string Reason) : EnterpriseEvent;
}
