using System.Globalization;

namespace CreditLoan.Domain.Values;

/// <summary>A part of a whole in basis points (比例): 40 % is 4,000.</summary>
public readonly record struct Share(int BasisPoints) : IComparable<Share>
{
    public static readonly Share None = new(0);
    public static readonly Share Whole = new(10_000);

    /// <summary>From per cent with up to two decimals: 40 is 40 %.</summary>
    public static Share Percent(decimal percent) =>
        new(decimal.ToInt32(Math.Round(percent * 100m, 0, MidpointRounding.AwayFromZero)));

    public decimal InPercent => BasisPoints / 100m;

    public static Share Min(Share a, Share b) => a.BasisPoints <= b.BasisPoints ? a : b;
    public static Share operator +(Share a, Share b) => new(checked(a.BasisPoints + b.BasisPoints));
    public static Share operator -(Share a, Share b) => new(checked(a.BasisPoints - b.BasisPoints));
    public static bool operator <(Share a, Share b) => a.BasisPoints < b.BasisPoints;
    public static bool operator >(Share a, Share b) => a.BasisPoints > b.BasisPoints;
    public static bool operator <=(Share a, Share b) => a.BasisPoints <= b.BasisPoints;
    public static bool operator >=(Share a, Share b) => a.BasisPoints >= b.BasisPoints;
    public int CompareTo(Share other) => BasisPoints.CompareTo(other.BasisPoints);

    public override string ToString() => InPercent.ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
