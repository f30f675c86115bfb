using System.Globalization;

namespace CreditLoan.Domain.Profiles;

/// <summary>What a feature came out as (特征值).</summary>
public abstract record FeatureValue
{
    private FeatureValue() { }

    /// <summary>A number in the feature's unit (数值).</summary>
    public sealed record Number(decimal Value) : FeatureValue
    {
        public override string ToString() => Value.ToString("#,##0.####", CultureInfo.InvariantCulture);
    }

    /// <summary>One of a closed list: a grade, a section (类别).</summary>
    public sealed record Choice(string Value) : FeatureValue
    {
        public override string ToString() => Value;
    }

    /// <summary>Holds or does not (是否).</summary>
    public sealed record Flag(bool Holds) : FeatureValue
    {
        public override string ToString() => Holds ? "是" : "否";
    }
}
