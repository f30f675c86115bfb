using System.Diagnostics;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Profiles;

namespace CreditLoan.Domain.Matching;

/// <summary>What matching may look at (匹配依据): the enterprise's own registration, and tags only as far as the platform's consent goes.</summary>
public static class EnterpriseFacts
{
    /// <param name="tags">By field key; those whose class of data the consent does not cover are left out.</param>
    /// <param name="platform">The consent to the platform; null or not live: no tags at all.</param>
    /// <param name="dataDate">The day that an enterprise of the past lives at; its age is counted to that day.</param>
    public static IReadOnlyDictionary<string, Fact> Of(EnterpriseRow enterprise, IReadOnlyDictionary<string, Fact> tags, ConsentRow? platform, DateOnly today, DateOnly? dataDate = null)
    {
        var facts = new Dictionary<string, Fact>(StringComparer.Ordinal);
        if (enterprise.District is { } district) facts[Fields.District.Key] = new Fact.Choice(district.Value);
        if (enterprise.Industry is { } industry)
        {
            facts[Fields.Section.Key] = new Fact.Choice(industry.Section);
            // Divisions are compared in the edition of 2017; an older registration says the section alone.
            if (industry.Value.Length >= 3 && enterprise.Edition == IndustryEdition.Gb2017) facts[Fields.Division.Key] = new Fact.Choice(industry.Value[..3]);
        }
        if (enterprise.Size != SizeClass.Unclassified) facts[Fields.Size.Key] = new Fact.Choice(enterprise.Size.ToString());
        if (enterprise.FoundedOn is { } founded) facts[Fields.Age.Key] = new Fact.Number(Months(founded, dataDate ?? today));
        if (platform is null || !platform.IsLive(today)) return facts;
        foreach (var (key, fact) in tags)
            if (Fields.Find(key)?.Class is { } scope && platform.Terms.Covers(scope)) facts[key] = fact;
        return facts;
    }

    /// <summary>The features of a profile as facts; they carry the same keys as the rule fields.</summary>
    public static IReadOnlyDictionary<string, Fact> OfProfile(IReadOnlyDictionary<string, FeatureValue> features) =>
        features.ToDictionary(f => f.Key, f => (Fact)(f.Value switch
        {
            FeatureValue.Number n => new Fact.Number(n.Value),
            FeatureValue.Choice c => new Fact.Choice(c.Value),
            FeatureValue.Flag x => new Fact.Flag(x.Holds),
            _ => throw new UnreachableException(),
        }), StringComparer.Ordinal);

    /// <summary>Whole months between two days.</summary>
    private static int Months(DateOnly from, DateOnly to) =>
        (to.Year - from.Year) * 12 + to.Month - from.Month - (to.Day < from.Day ? 1 : 0);
}
