namespace CreditLoan.Domain.Profiles;

/// <summary>The few formulas that features are made of; a division by nothing is no value.</summary>
internal static class FeatureMath
{
    /// <summary>Percentages beyond this say no more than "very much" and are cut here.</summary>
    private const decimal MostPercent = 9_999m;

    public static FeatureValue Wan(long fen) => new FeatureValue.Number(fen / 1_000_000m);

    public static FeatureValue Count(int count) => new FeatureValue.Number(count);

    public static FeatureValue Flag(bool holds) => new FeatureValue.Flag(holds);

    public static FeatureValue? Choice(string? value) => value is null ? null : new FeatureValue.Choice(value);

    public static FeatureValue? Ratio(decimal part, decimal whole) => whole == 0 ? null : new FeatureValue.Number(part / whole);

    /// <summary>A part of a whole in per cent; none where the whole is not above zero.</summary>
    public static FeatureValue? Part(decimal part, decimal whole) => whole <= 0 ? null : Percent(part / whole);

    /// <summary>Now against before, in per cent; none where there was nothing before.</summary>
    public static FeatureValue? Growth(decimal now, decimal before) => before <= 0 ? null : Percent((now - before) / before);

    /// <summary>Standard deviation over mean of the last twelve months (变异系数).</summary>
    public static FeatureValue? Volatility(long[] months)
    {
        var mean = months.Take(12).Average(m => (double)m);
        if (mean <= 0) return null;
        var variance = months.Take(12).Average(m => (m - mean) * (m - mean));
        return new FeatureValue.Number((decimal)Math.Min(Math.Sqrt(variance) / mean, 99));
    }

    /// <summary>The slope of a straight line through twelve months, in per cent of their mean a month.</summary>
    public static FeatureValue? Trend(long[] months)
    {
        var mean = months.Take(12).Average(m => (double)m);
        if (mean <= 0) return null;
        // The months are 5.5 on average; their squared distances add up to 143.
        var slope = months.Take(12).Select((m, i) => (11 - i - 5.5) * m).Sum() / 143;
        return Percent((decimal)(slope / mean));
    }

    public static int Active(int[] counts, int months) => counts.Take(months).Count(c => c > 0);

    /// <summary>The most months in a row without anything.</summary>
    public static int LongestGap(int[] counts, int months)
    {
        int longest = 0, gap = 0;
        foreach (var count in counts.Take(months))
        {
            gap = count > 0 ? 0 : gap + 1;
            longest = Math.Max(longest, gap);
        }
        return longest;
    }

    /// <summary>How many months up to now, one after the other, have a figure above zero; the newest may still be on its way.</summary>
    public static int Streak(long?[] months)
    {
        var at = months[0] is null ? 1 : 0;
        var streak = 0;
        while (at < months.Length && months[at] > 0)
        {
            streak++;
            at++;
        }
        return streak;
    }

    /// <summary>The newest figure of the last three months.</summary>
    public static long? Newest(long?[] months) => months.Take(3).FirstOrDefault(m => m is not null);

    /// <summary>The sum of so many months; none where not one was delivered.</summary>
    public static long? Total(long?[] months, int count, int from = 0)
    {
        var some = months.Skip(from).Take(count).Where(m => m is not null).ToList();
        return some.Count == 0 ? null : some.Sum();
    }

    private static FeatureValue.Number Percent(decimal part) => new(Math.Clamp(part * 100m, -MostPercent, MostPercent));
}
