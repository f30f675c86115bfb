namespace CreditLoan.Scoring.Binning;

/// <summary>Finds the numbers at given ranks without sorting all of them (多秩选择).</summary>
/// <remarks>
/// Quickselect for many ranks: each part that holds a wanted rank is split around a pivot, the others are left as they
/// are. Pivots are the median of nine, taken at fixed places, so the work does not depend on chance.
/// </remarks>
internal static class Selection
{
    private const int SortBelow = 64;

    /// <param name="ranks">Rising; rank 0 is the lowest number.</param>
    public static double[] AtRanks(double[] numbers, int[] ranks)
    {
        var work = (double[])numbers.Clone();
        Place(work, 0, work.Length, ranks, 0, ranks.Length, depth: 0);
        return Array.ConvertAll(ranks, r => work[r]);
    }

    private static void Place(double[] work, int from, int to, int[] ranks, int firstRank, int lastRank, int depth)
    {
        while (firstRank < lastRank)
        {
            if (to - from <= SortBelow || depth > 64)
            {
                Array.Sort(work, from, to - from);
                return;
            }
            var pivot = Pivot(work, from, to);
            var (less, more) = Split(work, from, to, pivot);
            var cutLow = Array.BinarySearch(ranks, firstRank, lastRank - firstRank, less);
            if (cutLow < 0) cutLow = ~cutLow;
            var cutHigh = Array.BinarySearch(ranks, firstRank, lastRank - firstRank, more);
            if (cutHigh < 0) cutHigh = ~cutHigh;
            depth++;
            Place(work, from, less, ranks, firstRank, cutLow, depth);
            (from, firstRank) = (more, cutHigh);
        }
    }

    private static double Pivot(double[] work, int from, int to)
    {
        var step = (to - from) / 9;
        Span<double> nine = stackalloc double[9];
        for (var i = 0; i < 9; i++) nine[i] = work[from + (i * step) + (step / 2)];
        nine.Sort();
        return nine[4];
    }

    /// <summary>Puts what is below the pivot first, then what equals it, then the rest; answers where the middle begins and ends.</summary>
    private static (int Less, int More) Split(double[] work, int from, int to, double pivot)
    {
        var (low, at, high) = (from, from, to);
        while (at < high)
        {
            var number = work[at];
            if (number < pivot) (work[low++], work[at++]) = (number, work[low - 1]);
            else if (number > pivot) (work[--high], work[at]) = (number, work[high]);
            else at++;
        }
        return (low, high);
    }
}
