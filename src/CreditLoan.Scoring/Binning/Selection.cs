namespace CreditLoan.Scoring.Binning;

/// <summary>Finds the numbers at given ranks without sorting all of them (多秩选择).</summary>
/// <remarks>
/// Many numbers are first thrown into buckets between splitters, which come from every so-manieth number; only buckets that
/// hold a wanted rank are looked into. There, quickselect: each part that holds a wanted rank is split around a pivot, the
/// others are left as they are. Nothing depends on chance.
/// </remarks>
internal static class Selection
{
    private const int SortBelow = 64, Buckets = 128, Sampled = 4096;

    /// <param name="ranks">Rising; rank 0 is the lowest number.</param>
    public static double[] AtRanks(double[] numbers, int[] ranks)
    {
        if (numbers.Length >= 4 * Sampled) return Bucketed(numbers, ranks);
        var work = (double[])numbers.Clone();
        Place(work, 0, work.Length, ranks, 0, ranks.Length, depth: 0);
        return Array.ConvertAll(ranks, r => work[r]);
    }

    private static double[] Bucketed(double[] numbers, int[] ranks)
    {
        var sample = new double[Sampled];
        for (var i = 0; i < Sampled; i++) sample[i] = numbers[(int)((long)i * numbers.Length / Sampled)];
        Array.Sort(sample);
        var splitters = new List<double>(Buckets);
        for (var b = 1; b < Buckets; b++)
            if (sample[b * (Sampled / Buckets)] is var at && (splitters.Count == 0 || at > splitters[^1])) splitters.Add(at);

        var bucketOf = new byte[numbers.Length];
        BinColumn.Fill(numbers, new Partition.Intervals([.. splitters], []), bucketOf);
        var sizes = new int[splitters.Count + 1];
        foreach (var bucket in bucketOf) sizes[bucket]++;

        // Where each wanted bucket begins among all numbers, and where among those kept.
        var (begins, wanted, room) = (new int[sizes.Length], new int[sizes.Length], 0);
        Array.Fill(wanted, -1);
        for (var (bucket, begin, rank) = (0, 0, 0); bucket < sizes.Length; begin += sizes[bucket++])
        {
            begins[bucket] = begin;
            if (rank == ranks.Length || ranks[rank] >= begin + sizes[bucket]) continue;
            wanted[bucket] = room;
            room += sizes[bucket];
            while (rank < ranks.Length && ranks[rank] < begin + sizes[bucket]) rank++;
        }
        var (kept, next) = (new double[room], (int[])wanted.Clone());
        for (var i = 0; i < numbers.Length; i++)
            if (next[bucketOf[i]] >= 0) kept[next[bucketOf[i]]++] = numbers[i];

        var found = new double[ranks.Length];
        for (var (bucket, first) = (0, 0); bucket < sizes.Length; bucket++)
        {
            if (wanted[bucket] < 0) continue;
            var last = first;
            while (last < ranks.Length && ranks[last] < begins[bucket] + sizes[bucket]) last++;
            var shift = wanted[bucket] - begins[bucket];
            var inside = Array.ConvertAll(ranks[first..last], r => r + shift);
            Place(kept, wanted[bucket], wanted[bucket] + sizes[bucket], inside, 0, inside.Length, depth: 0);
            for (var r = first; r < last; r++) found[r] = kept[ranks[r] + shift];
            first = last;
        }
        return found;
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
