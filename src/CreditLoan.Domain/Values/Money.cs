namespace CreditLoan.Domain.Values;

/// <summary>An amount in RMB, in whole fen (金额).</summary>
/// <remarks>Sums are exact and overflow is an error. An amount is rounded once, at the end, half away from zero.</remarks>
public readonly record struct Money(long Fen) : IComparable<Money>
{
    public static readonly Money Zero = new(0);

    /// <summary>Whole yuan (元).</summary>
    public static Money Yuan(long yuan) => new(checked(yuan * 100));

    /// <summary>Yuan with up to two decimals (元); more decimals are rounded half away from zero.</summary>
    public static Money Yuan(decimal yuan) => Round(yuan * 100m);

    /// <summary>Ten thousands of yuan (万元).</summary>
    public static Money Wan(decimal wan) => Round(wan * 1_000_000m);

    /// <summary>The only rounding: to whole fen, half away from zero (四舍五入到分).</summary>
    public static Money Round(decimal fen) => new(decimal.ToInt64(Math.Round(fen, 0, MidpointRounding.AwayFromZero)));

    public decimal InYuan => Fen / 100m;
    public decimal InWan => Fen / 1_000_000m;
    public bool IsPositive => Fen > 0;
    public bool IsZero => Fen == 0;

    /// <summary>Shares this amount by largest remainder (最大余数法), ties to the earlier part: the parts always add up.</summary>
    public Money[] Split(params int[] weights)
    {
        if (weights.Length == 0 || weights.Any(w => w < 0) || weights.All(w => w == 0))
            throw new ArgumentException("Weights are at least one, none negative and not all zero.", nameof(weights));
        if (Fen < 0) return [.. new Money(-Fen).Split(weights).Select(part => -part)];
        var fen = Fen;
        var whole = weights.Sum(w => (long)w);
        var parts = weights.Select(w => (long)((Int128)fen * w / whole)).ToArray();
        var byRemainder = Enumerable.Range(0, weights.Length)
            .OrderByDescending(i => (Int128)fen * weights[i] % whole).ThenBy(i => i);
        foreach (var i in byRemainder.Take((int)(fen - parts.Sum()))) parts[i]++;
        return [.. parts.Select(part => new Money(part))];
    }

    public static Money Min(Money a, Money b) => a.Fen <= b.Fen ? a : b;
    public static Money Max(Money a, Money b) => a.Fen >= b.Fen ? a : b;
    public static Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Zero, (sum, next) => sum + next);

    public static Money operator +(Money a, Money b) => new(checked(a.Fen + b.Fen));
    public static Money operator -(Money a, Money b) => new(checked(a.Fen - b.Fen));
    public static Money operator -(Money a) => new(checked(-a.Fen));
    public static Money operator *(Money a, int times) => new(checked(a.Fen * times));

    /// <summary>The part of an amount that a share gives, rounded to the fen.</summary>
    public static Money operator *(Money a, Share share) => Round((decimal)a.Fen * share.BasisPoints / 10_000m);

    public static bool operator <(Money a, Money b) => a.Fen < b.Fen;
    public static bool operator >(Money a, Money b) => a.Fen > b.Fen;
    public static bool operator <=(Money a, Money b) => a.Fen <= b.Fen;
    public static bool operator >=(Money a, Money b) => a.Fen >= b.Fen;
    public int CompareTo(Money other) => Fen.CompareTo(other.Fen);

    /// <summary>Yuan with thousands separators and two decimals: 1,234,567.89.</summary>
    public override string ToString() => InYuan.ToString("#,##0.00", System.Globalization.CultureInfo.InvariantCulture);
}
