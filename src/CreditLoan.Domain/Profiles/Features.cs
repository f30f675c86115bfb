using System.Collections.Frozen;

namespace CreditLoan.Domain.Profiles;

/// <summary>Every feature that the platform computes (特征目录).</summary>
public static class Features
{
    public static readonly IReadOnlyList<Feature> All = [.. InvoiceFeatures.All, .. MonthlyFeatures.All, .. RegisterFeatures.All];

    private static readonly FrozenDictionary<string, Feature> ByKey = All.ToFrozenDictionary(f => f.Key, StringComparer.Ordinal);

    public static Feature? Find(string key) => ByKey.GetValueOrDefault(key);

    /// <summary>All features that have a value on the day.</summary>
    public static Dictionary<string, FeatureValue> Compute(RecordsAsOf records)
    {
        var values = new Dictionary<string, FeatureValue>(StringComparer.Ordinal);
        foreach (var feature in All)
            if (feature.Of(records) is { } value) values.Add(feature.Key, value);
        return values;
    }
}
