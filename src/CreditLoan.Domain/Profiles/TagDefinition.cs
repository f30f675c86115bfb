using System.Globalization;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Profiles;

/// <summary>How a tag wants to be read (标签提示).</summary>
public enum TagTone
{
    /// <summary>A plain statement.</summary>
    Plain = 1,
    /// <summary>需留意: worth a question.</summary>
    Notice = 2,
    /// <summary>The enterprise does not have it, which is no fault (不具备).</summary>
    Absent = 3,
}

/// <summary>What a bank is shown instead of a raw value (标签).</summary>
/// <param name="Key">Its definition's stored name.</param>
/// <param name="Disputed">The enterprise objects to a fact it rests on, and the objection is open (异议中).</param>
public sealed record ProfileTag(string Key, DataClass Class, string Label, TagTone Tone, bool Disputed);

/// <summary>One step of a tag over numbers: below its limit, and not below the step before (分档).</summary>
/// <param name="Below">In the feature's unit; null for the last step.</param>
public sealed record Band(decimal? Below, string Label, TagTone Tone = TagTone.Plain);

/// <summary>How a tag is made from one feature (标签定义).</summary>
/// <param name="Key">Its stored name: it never changes.</param>
/// <param name="Feature">The feature it looks at; source, window and freshness are that feature's.</param>
/// <param name="Fairness">What must not be read into it (公平性说明).</param>
/// <param name="Thresholds">Its steps in one line.</param>
/// <param name="Read">Label and tone for a value; null where there is nothing to say.</param>
public sealed record TagDefinition(
    string Key, string Name, Feature Feature, string Fairness, string Thresholds,
    Func<FeatureValue, (string Label, TagTone Tone)?> Read)
{
    /// <summary>Steps over a number; a label may hold {0} for the number itself.</summary>
    public static TagDefinition Steps(string key, string name, string feature, string fairness, params Band[] bands)
    {
        var of = Find(feature);
        return new TagDefinition(key, name, of, fairness, Describe(bands, of.Unit), value =>
        {
            if (value is not FeatureValue.Number number) return null;
            var band = bands.First(b => b.Below is null || number.Value < b.Below);
            return (string.Format(CultureInfo.InvariantCulture, band.Label, Math.Round(number.Value, 1).ToString("0.#", CultureInfo.InvariantCulture)), band.Tone);
        });
    }

    /// <summary>One label for each grade.</summary>
    public static TagDefinition Grades(string key, string name, string feature, string fairness, params (string Grade, string Label, TagTone Tone)[] grades) =>
        new(key, name, Find(feature), fairness, string.Join('；', grades.Select(g => g.Label)), value =>
            value is FeatureValue.Choice choice && Array.Find(grades, g => g.Grade == choice.Value) is { Label: not null } grade ? (grade.Label, grade.Tone) : null);

    /// <summary>A label for yes and one for no.</summary>
    public static TagDefinition YesNo(string key, string name, string feature, string fairness, string yes, TagTone yesTone, string no, TagTone noTone) =>
        new(key, name, Find(feature), fairness, $"{yes}；{no}", value =>
            value is FeatureValue.Flag flag ? flag.Holds ? (yes, yesTone) : (no, noTone) : null);

    private static Feature Find(string key) => Features.Find(key) ?? throw new ArgumentException($"No feature {key}.", nameof(key));

    private static string Describe(Band[] bands, string unit)
    {
        var parts = bands.Select((band, i) => (i, band.Below) switch
        {
            (0, { } below) => $"低于 {below:0.##}",
            (_, { } below) => $"{bands[i - 1].Below:0.##} 至 {below:0.##}",
            (0, null) => "全部",
            _ => $"{bands[i - 1].Below:0.##} 及以上",
        });
        return string.Join('；', parts) + (unit.Length > 0 ? $"（{unit}）" : "");
    }
}
