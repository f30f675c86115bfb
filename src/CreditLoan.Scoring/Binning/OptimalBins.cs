namespace CreditLoan.Scoring.Binning;

/// <summary>Merges neighbouring fine classes into the bins with the highest information value that a constraint allows (最优分箱).</summary>
/// <remarks>
/// A dynamic programme, exact: best[k, phase, j, i] is the highest information value of classes 0..i in k bins, the last of
/// them being j..i, with the trend in its phase (a peak has two: rising, then falling). The bin before the last ends at j-1,
/// so the constraint between two neighbours is checked where they meet.
/// </remarks>
public static class OptimalBins
{
    /// <summary>A peak or valley must explain a tenth more than a monotone feature before it is believed.</summary>
    private const double WorthABend = 1.1;

    /// <summary>The first fine class of every bin, beginning with 0.</summary>
    public static int[] Merge(Counts[] fine, Counts all, Trend trend, int maxBins, double minShare, double minZ)
    {
        if (fine.Length <= 1) return [0];
        var neighbours = new Neighbours(fine, all, minShare, minZ);
        (int[] Starts, double Iv) By(Trend shape) => Best(neighbours, shape, maxBins);
        static (int[] Starts, double Iv) Better((int[] Starts, double Iv) a, (int[] Starts, double Iv) b) => a.Iv >= b.Iv ? a : b;
        if (trend is not (Trend.Monotone or Trend.Automatic)) return By(trend).Starts;
        var straight = Better(By(Trend.Increasing), By(Trend.Decreasing));
        if (trend == Trend.Monotone) return straight.Starts;
        var bent = Better(By(Trend.Peak), By(Trend.Valley));
        return bent.Iv > WorthABend * straight.Iv ? bent.Starts : straight.Starts;
    }

    private static (int[] Starts, double Iv) Best(Neighbours neighbours, Trend trend, int maxBins)
    {
        var n = neighbours.Classes;
        var phases = trend is Trend.Peak or Trend.Valley ? 2 : 1;
        // What may lie to the left of a bin, phase by phase.
        int[][] Left(int phase) => trend switch
        {
            Trend.Free => neighbours.Any,
            Trend.Peak or Trend.Increasing => phase == 0 ? neighbours.Rising : neighbours.Falling,
            _ => phase == 0 ? neighbours.Falling : neighbours.Rising,
        };

        // best[k × phases + phase] at j × n + i: minus one marks what cannot be; from: where the bin before begins, and its phase.
        var best = new double[maxBins * phases][];
        var from = new (int Start, int Phase)[maxBins * phases][];
        for (var k = 0; k < maxBins; k++)
            for (var phase = 0; phase < phases; phase++)
            {
                var (here, origin, left) = (best[(k * phases) + phase] = new double[n * n], from[(k * phases) + phase] = new (int, int)[n * n], Left(phase));
                Array.Fill(here, -1);
                if (k == 0)
                {
                    for (var i = 0; i < n; i++)
                        if (neighbours.Allowed[i]) here[i] = neighbours.Iv[i];
                    continue;
                }
                for (var j = k; j < n; j++)
                    for (var i = j; i < n; i++)
                    {
                        if (!neighbours.Allowed[(j * n) + i]) continue;
                        var (most, at) = (-1.0, (0, 0));
                        for (var before = 0; before <= phase; before++)
                        {
                            var shorter = best[((k - 1) * phases) + before];
                            foreach (var h in left[(j * n) + i])
                                if (shorter[(h * n) + j - 1] is >= 0 and var iv && iv + neighbours.Iv[(j * n) + i] > most) (most, at) = (iv + neighbours.Iv[(j * n) + i], (h, before));
                        }
                        (here[(j * n) + i], origin[(j * n) + i]) = (most, at);
                    }
            }

        var (highest, top) = (-1.0, (K: 0, Phase: 0, J: 0));
        for (var k = 0; k < maxBins; k++)
            for (var j = 0; j < n; j++)
                for (var phase = 0; phase < phases; phase++)
                    if (best[(k * phases) + phase][(j * n) + n - 1] is var iv && iv > highest) (highest, top) = (iv, (k, phase, j));
        if (highest < 0) return ([0], 0);

        var starts = new int[top.K + 1];
        var end = n - 1;
        for (var (k, phase, j) = top; ;)
        {
            starts[k] = j;
            if (k == 0) return (starts, highest);
            var (start, before) = from[(k * phases) + phase][(j * n) + end];
            (end, k, phase, j) = (j - 1, k - 1, before, start);
        }
    }

    /// <summary>Every bin that could be (classes j..i, at j × n + i) and where the bin to its left may begin: what all trends ask, found once.</summary>
    private sealed class Neighbours
    {
        public Neighbours(Counts[] fine, Counts all, double minShare, double minZ)
        {
            var n = Classes = fine.Length;
            var spans = Spans(fine, all);
            var least = (long)Math.Ceiling(minShare * spans[n - 1].Counts.Total);
            Iv = Array.ConvertAll(spans, s => s.Iv);
            Allowed = Array.ConvertAll(spans, s => s.Counts is { Good: > 0, Bad: > 0 } c && c.Total >= least);
            (Rising, Falling, Any) = (new int[n * n][], new int[n * n][], new int[n * n][]);
            var (rising, falling, any) = (new List<int>(n), new List<int>(n), new List<int>(n));
            for (var j = 0; j < n; j++)
                for (var i = j; i < n; i++)
                {
                    if (!Allowed[(j * n) + i]) continue;
                    ref readonly var own = ref spans[(j * n) + i];
                    for (var h = 0; h < j; h++)
                    {
                        ref readonly var left = ref spans[(h * n) + j - 1];
                        if (!Allowed[(h * n) + j - 1] || !Differ(left.Counts, own.Counts, minZ)) continue;
                        any.Add(h);
                        if (left.Woe < own.Woe) rising.Add(h);
                        else if (left.Woe > own.Woe) falling.Add(h);
                    }
                    (Rising[(j * n) + i], Falling[(j * n) + i], Any[(j * n) + i]) = ([.. rising], [.. falling], [.. any]);
                    rising.Clear();
                    falling.Clear();
                    any.Clear();
                }
        }

        public int Classes { get; }
        public double[] Iv { get; }
        public bool[] Allowed { get; }
        public int[][] Rising { get; }
        public int[][] Falling { get; }
        public int[][] Any { get; }
    }

    /// <summary>Whether two bad rates differ by so many standard errors, the pooled rate taken as the true one.</summary>
    private static bool Differ(Counts a, Counts b, double minZ)
    {
        if (minZ <= 0) return true;
        var rate = (double)(a.Bad + b.Bad) / (a.Total + b.Total);
        var error = Math.Sqrt(rate * (1 - rate) * ((1.0 / a.Total) + (1.0 / b.Total)));
        return Math.Abs(((double)a.Bad / a.Total) - ((double)b.Bad / b.Total)) >= minZ * error;
    }

    private static Bin[] Spans(Counts[] fine, Counts all)
    {
        var spans = new Bin[fine.Length * fine.Length];
        for (var j = 0; j < fine.Length; j++)
        {
            var sum = default(Counts);
            for (var i = j; i < fine.Length; i++) spans[(j * fine.Length) + i] = BinTable.Weigh(sum += fine[i], all, prior: 0);
        }
        return spans;
    }
}
