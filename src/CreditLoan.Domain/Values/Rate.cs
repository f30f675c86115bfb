using System.Globalization;

namespace CreditLoan.Domain.Values;

/// <summary>An annual interest rate in hundredths of a basis point, 1/1,000,000 (年利率): 3.4500 % is 34,500.</summary>
public readonly record struct Rate(int Millionths) : IComparable<Rate>
{
    /// <summary>From per cent: 3.45 is 3.45 % a year; more than four decimals are rounded half away from zero.</summary>
    public static Rate Percent(decimal percent) =>
        new(decimal.ToInt32(Math.Round(percent * 10_000m, 0, MidpointRounding.AwayFromZero)));

    public decimal InPercent => Millionths / 10_000m;
    public decimal Yearly => Millionths / 1_000_000m;

    /// <summary>The yearly rate over twelve (银发〔2005〕129号: 月利率 = 年利率 ÷ 12).</summary>
    public decimal Monthly => Yearly / 12m;

    /// <summary>The yearly rate over 360 (银发〔2005〕129号: 日利率 = 年利率 ÷ 360).</summary>
    public decimal Daily => Yearly / 360m;

    /// <summary>This rate moved by basis points (基点); one is 0.01 percentage point.</summary>
    public Rate PlusBasisPoints(int basisPoints) => new(checked(Millionths + basisPoints * 100));

    public static bool operator <(Rate a, Rate b) => a.Millionths < b.Millionths;
    public static bool operator >(Rate a, Rate b) => a.Millionths > b.Millionths;
    public static bool operator <=(Rate a, Rate b) => a.Millionths <= b.Millionths;
    public static bool operator >=(Rate a, Rate b) => a.Millionths >= b.Millionths;
    public int CompareTo(Rate other) => Millionths.CompareTo(other.Millionths);

    public override string ToString() => InPercent.ToString("0.00##", CultureInfo.InvariantCulture) + "%";
}
