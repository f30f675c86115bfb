using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Profiles;

/// <summary>Why the platform may use a piece of data (合法性基础).</summary>
public enum LawfulBasis
{
    /// <summary>The enterprise's consent to the platform (企业授权).</summary>
    Consent = 1,
    /// <summary>A register that is public by law (依法公开).</summary>
    PublicRegister = 2,
}

/// <summary>How much harm a leak would do (敏感程度).</summary>
public enum Sensitivity
{
    /// <summary>公开.</summary>
    Open = 1,
    /// <summary>内部: business data that others may not see.</summary>
    Internal = 2,
    /// <summary>敏感: trade secrets and what may hurt an enterprise unfairly.</summary>
    Sensitive = 3,
}

/// <summary>One figure about an enterprise, defined once (特征).</summary>
/// <param name="Key">Its stored name: it never changes. Product rules use the same.</param>
/// <param name="Term">Its name in Chinese.</param>
/// <param name="Unit">万元, %, 个月, 次 …; empty for grades and flags.</param>
/// <param name="Window">The time it looks at.</param>
/// <param name="FreshDays">After so many days without a delivery its source counts as stale.</param>
/// <param name="Compute">Its value from what was known on the day; null where the data do not suffice.</param>
public sealed record Feature(
    string Key, string Term, string Unit, string Window, DataClass Source, int FreshDays, LawfulBasis Basis, Sensitivity Sensitivity,
    Func<RecordsAsOf, FeatureValue?> Compute)
{
    /// <summary>The value, rounded to four decimals; null where its class of data is missing or may not be used.</summary>
    public FeatureValue? Of(RecordsAsOf records) =>
        !records.Coverage.ContainsKey(Source) ? null : Compute(records) switch
        {
            FeatureValue.Number number => new FeatureValue.Number(Math.Round(number.Value, 4)),
            var value => value,
        };
}
