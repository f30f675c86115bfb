using System.Text.Json;
using CreditLoan.Domain.Profiles;

namespace CreditLoan.Ledger.Profiles;

/// <summary>Features as JSON: a number, a text or true and false under each key.</summary>
internal static class ProfileJson
{
    public static string Write(IReadOnlyDictionary<string, FeatureValue> features) =>
        JsonSerializer.Serialize(features.ToDictionary(f => f.Key, f => f.Value switch
        {
            FeatureValue.Number number => (object)number.Value,
            FeatureValue.Choice choice => choice.Value,
            FeatureValue.Flag flag => flag.Holds,
            _ => throw new System.Diagnostics.UnreachableException(),
        }, StringComparer.Ordinal), EventJson.Options);

    public static Dictionary<string, FeatureValue> ReadFeatures(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind switch
        {
            JsonValueKind.Number => (FeatureValue)new FeatureValue.Number(p.Value.GetDecimal()),
            JsonValueKind.String => new FeatureValue.Choice(p.Value.GetString()!),
            _ => new FeatureValue.Flag(p.Value.GetBoolean()),
        }, StringComparer.Ordinal);
    }
}
