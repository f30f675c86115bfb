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
        (int[] Starts, double Iv) By(Trend shape) => Best(fine, all, shape, maxBins, minShare, minZ);
        static (int[] Starts, double Iv) Better((int[] Starts, double Iv) a, (int[] Starts, double Iv) b) => a.Iv >= b.Iv ? a : b;
        if (trend is not (Trend.Monotone or Trend.Automatic)) return By(trend).Starts;
        var straight = Better(By(Trend.Increasing), By(Trend.Decreasing));
        if (trend == Trend.Monotone) return straight.Starts;
        var bent = Better(By(Trend.Peak), By(Trend.Valley));
        return bent.Iv > WorthABend * straight.Iv ? bent.Starts : straight.Starts;
    }

    private static (int[] Starts, double Iv) Best(Counts[] fine, Counts all, Trend trend, int maxBins, double minShare, double minZ)
    {
        var n = fine.Length;
        var (phases, firstRises) = trend switch
        {
            Trend.Peak => (2, true),
            Trend.Valley => (2, false),
            Trend.Decreasing => (1, false),
            _ => (1, true),
        };
        // Spans and cells lie flat: classes j..i are at j × n + i.
        var spans = Spans(fine, all);
        var least = (long)Math.Ceiling(minShare * spans[n - 1].Counts.Total);
        var allowed = Array.ConvertAll(spans, s => s.Counts is { Good: > 0, Bad: > 0 } c && c.Total >= least);

        // best[k × phases + phase]: minus one marks what cannot be; from: where the bin before begins, and its phase.
        var best = new double[maxBins * phases][];
        var from = new (int Start, int Phase)[maxBins * phases][];
        for (var k = 0; k < maxBins; k++)
            for (var phase = 0; phase < phases; phase++)
            {
                var (here, origin) = (best[(k * phases) + phase] = new double[n * n], from[(k * phases) + phase] = new (int, int)[n * n]);
                Array.Fill(here, -1);
                for (var j = k; j < n; j++)
                    for (var i = j; i < n; i++)
                    {
                        if (!allowed[(j * n) + i]) continue;
                        if (k == 0)
                        {
                            if (j == 0) here[i] = spans[i].Iv;
                            continue;
                        }
                        (here[(j * n) + i], origin[(j * n) + i]) = Extend(k, phase, j, i);
                    }
            }

        (double, (int, int)) Extend(int k, int phase, int j, int i)
        {
            ref readonly var last = ref spans[(j * n) + i];
            var rises = phase == 0 == firstRises;
            var (iv, origin) = (-1.0, (0, 0));
            for (var before = 0; before <= phase; before++)
            {
                var shorter = best[((k - 1) * phases) + before];
                for (var h = k - 1; h < j; h++)
                {
                    var left = shorter[(h * n) + j - 1];
                    if (left < 0 || left + last.Iv <= iv) continue;
                    ref readonly var span = ref spans[(h * n) + j - 1];
                    if (trend != Trend.Free && (rises ? span.Woe >= last.Woe : span.Woe <= last.Woe)) continue;
                    if (Differ(span.Counts, last.Counts, minZ)) (iv, origin) = (left + last.Iv, (h, before));
                }
            }
            return (iv, origin);
        }

        var (highest, at) = (-1.0, (K: 0, Phase: 0, J: 0));
        for (var k = 0; k < maxBins; k++)
            for (var j = 0; j < n; j++)
                for (var phase = 0; phase < phases; phase++)
                    if (best[(k * phases) + phase][(j * n) + n - 1] is var iv && iv > highest) (highest, at) = (iv, (k, phase, j));
        if (highest < 0) return ([0], 0);

        var starts = new int[at.K + 1];
        var end = n - 1;
        for (var (k, phase, j) = at; ;)
        {
            starts[k] = j;
            if (k == 0) return (starts, highest);
            var (start, before) = from[(k * phases) + phase][(j * n) + end];
            (end, k, phase, j) = (j - 1, k - 1, before, start);
        }
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
