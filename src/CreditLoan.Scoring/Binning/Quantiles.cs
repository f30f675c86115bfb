namespace CreditLoan.Scoring.Binning;

/// <summary>Breaks that cut numbers into classes of equal size (等频分位点).</summary>
/// <remarks>
/// The p-quantile of n sorted numbers lies at rank p × (n - 1), between neighbours in proportion, as NumPy's
/// <c>percentile</c> takes it. Where a feature has no more different values than classes, each value is a class.
/// </remarks>
public static class Quantiles
{
    /// <summary>The rising inner breaks of at most so many classes; no break at the lowest value.</summary>
    public static double[] Breaks(double[] numbers, int classes)
    {
        if (numbers.Length == 0) return [];
        if (Few(numbers, classes) is { } values) return values[1..];

        var last = numbers.Length - 1;
        var ranks = new SortedSet<int>();
        for (var c = 1; c < classes; c++)
        {
            var low = (int)Math.Floor((double)c / classes * last);
            ranks.Add(low);
            ranks.Add(Math.Min(low + 1, last));
        }
        var wanted = ranks.Prepend(0).Distinct().ToArray();
        var found = Selection.AtRanks(numbers, wanted);
        var lowest = found[0];

        var breaks = new List<double>(classes - 1);
        for (var c = 1; c < classes; c++)
        {
            var rank = (double)c / classes * last;
            var low = Array.BinarySearch(wanted, (int)Math.Floor(rank));
            var (below, above) = (found[low], found[Math.Min(low + 1, found.Length - 1)]);
            var at = Between(below, above, rank - Math.Floor(rank));
            if (at > lowest && (breaks.Count == 0 || at > breaks[^1])) breaks.Add(at);
        }
        return [.. breaks];
    }

    // NumPy interpolates from the nearer end, so that equal ends give exactly that end.
    private static double Between(double below, double above, double part) =>
        part < 0.5 ? below + ((above - below) * part) : above - ((above - below) * (1 - part));

    /// <summary>The different values, sorted, if they are no more than so many.</summary>
    private static double[]? Few(double[] numbers, int most)
    {
        var seen = new List<double>(most + 1);
        foreach (var number in numbers)
        {
            var at = seen.BinarySearch(number);
            if (at >= 0) continue;
            if (seen.Count == most) return null;
            seen.Insert(~at, number);
        }
        return [.. seen];
    }
}
