namespace CreditLoan.Scoring.Binning;

/// <summary>Merges neighbouring fine classes into the bins with the highest information value that a constraint allows (最优分箱).</summary>
/// <remarks>
/// A dynamic programme, exact: best[k, phase, j, i] is the highest information value of classes 0..i in k bins, the last of
/// them being j..i, with the trend in its phase (a peak has two: rising, then falling). The bin before the last ends at j-1,
/// so the constraint between two neighbours is checked where they meet.
/// </remarks>
public static class OptimalBins
{
    /// <summary>The first fine class of every bin, beginning with 0.</summary>
    public static int[] Merge(Counts[] fine, Counts all, Trend trend, int maxBins, double minShare, double minZ)
    {
        if (fine.Length <= 1) return [0];
        if (trend != Trend.Monotone) return Best(fine, all, trend, maxBins, minShare, minZ).Starts;
        var rising = Best(fine, all, Trend.Increasing, maxBins, minShare, minZ);
        var falling = Best(fine, all, Trend.Decreasing, maxBins, minShare, minZ);
        return rising.Iv >= falling.Iv ? rising.Starts : falling.Starts;
    }

    private readonly record struct Cell(double Iv, int Start, int Phase);

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
        var whole = Spans(fine, all);
        var least = (long)Math.Ceiling(minShare * whole[0, n - 1].Counts.Total);
        bool Allowed(int j, int i) => whole[j, i].Counts is { Good: > 0, Bad: > 0 } c && c.Total >= least;
        bool Fits(Bin left, Bin right, int phase) =>
            (trend == Trend.Free || (phase == 0 == firstRises ? left.Woe < right.Woe : left.Woe > right.Woe)) && Differ(left.Counts, right.Counts, minZ);

        // cells[k - 1, phase][j, i]: -1 information value marks what cannot be.
        var cells = new Cell[maxBins, phases, n, n];
        for (var k = 0; k < maxBins; k++)
            for (var i = k; i < n; i++)
                for (var j = k; j <= i; j++)
                    for (var phase = 0; phase < phases; phase++)
                        cells[k, phase, j, i] = Allowed(j, i) ? Cell_(k, phase, j, i) : new Cell(-1, -1, -1);

        Cell Cell_(int k, int phase, int j, int i)
        {
            if (k == 0) return j == 0 ? new Cell(whole[0, i].Iv, -1, -1) : new Cell(-1, -1, -1);
            var best = new Cell(-1, -1, -1);
            for (var h = k - 1; h < j; h++)
                for (var before = 0; before <= phase; before++)
                {
                    var left = cells[k - 1, before, h, j - 1];
                    if (left.Iv < 0 || left.Iv + whole[j, i].Iv <= best.Iv || !Fits(whole[h, j - 1], whole[j, i], phase)) continue;
                    best = new Cell(left.Iv + whole[j, i].Iv, h, before);
                }
            return best;
        }

        var (bestIv, at) = (-1.0, (K: 0, Phase: 0, J: 0));
        for (var k = 0; k < maxBins; k++)
            for (var j = 0; j < n; j++)
                for (var phase = 0; phase < phases; phase++)
                    if (cells[k, phase, j, n - 1].Iv > bestIv) (bestIv, at) = (cells[k, phase, j, n - 1].Iv, (k, phase, j));
        if (bestIv < 0) return ([0], 0);

        var starts = new int[at.K + 1];
        var end = n - 1;
        for (var (k, phase, j) = at; ;)
        {
            starts[k] = j;
            if (k == 0) return (starts, bestIv);
            var cell = cells[k, phase, j, end];
            (end, k, phase, j) = (j - 1, k - 1, cell.Phase, cell.Start);
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

    private static Bin[,] Spans(Counts[] fine, Counts all)
    {
        var spans = new Bin[fine.Length, fine.Length];
        for (var j = 0; j < fine.Length; j++)
        {
            var sum = default(Counts);
            for (var i = j; i < fine.Length; i++) spans[j, i] = BinTable.Weigh(sum += fine[i], all, prior: 0);
        }
        return spans;
    }
}
