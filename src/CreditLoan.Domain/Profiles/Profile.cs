using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Profiles;

/// <summary>What the platform makes of an enterprise's data on one day (信用画像): features stay inside, tags and trends are what a bank may see.</summary>
public sealed record Profile(
    EnterpriseCode Enterprise, DateOnly AsOf, IReadOnlyDictionary<string, FeatureValue> Features, IReadOnlyList<ProfileTag> Tags, IReadOnlyList<Trend> Trends,
    IReadOnlyDictionary<DataClass, DateOnly> Coverage)
{
    public static Profile Of(RecordsAsOf records)
    {
        var features = Profiles.Features.Compute(records);
        return new Profile(records.Enterprise, records.AsOf, features, Profiles.Tags.Of(records, features), Profiles.Trends.Of(records, features), records.Coverage);
    }
}
