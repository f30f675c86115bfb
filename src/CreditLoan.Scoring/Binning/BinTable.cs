namespace CreditLoan.Scoring.Binning;

/// <summary>How many good and bad rows a bin holds (分箱计数).</summary>
public readonly record struct Counts(long Good, long Bad)
{
    public long Total => Good + Bad;
    public static Counts operator +(Counts a, Counts b) => new(a.Good + b.Good, a.Bad + b.Bad);
}

/// <summary>One bin: its counts, its weight of evidence and its part of the information value (分箱).</summary>
public readonly record struct Bin(Counts Counts, double Woe, double Iv);

/// <summary>A feature in bins, with the weight of evidence (证据权重 WoE) of each and its information value (信息值 IV).</summary>
/// <remarks>
/// WoE of bin i is ln((bad_i / bad) / (good_i / good)): above zero, more bad rows than the sample as a whole. IV is the sum
/// of (bad_i / bad - good_i / good) × WoE_i. A prior of s rows adds s rows at the sample's own rate to every bin, which draws
/// small bins towards zero and gives an empty bin exactly zero; without a prior, half a row stands in for none.
/// </remarks>
public sealed record BinTable(string Feature, Partition Partition, Bin[] Bins)
{
    public double Iv => Bins.Sum(b => b.Iv);
    public double[] Woe => Array.ConvertAll(Bins, b => b.Woe);

    public static BinTable Of(string feature, Partition partition, Counts[] counts, double prior)
    {
        var all = counts.Aggregate((a, b) => a + b);
        return new BinTable(feature, partition, Array.ConvertAll(counts, c => Weigh(c, all, prior)));
    }

    /// <summary>The weight of evidence of one bin in a sample.</summary>
    public static Bin Weigh(Counts bin, Counts all, double prior)
    {
        if (bin.Total == 0) return new Bin(bin, 0, 0);
        var bad = bin.Bad + (prior * all.Bad / all.Total);
        var good = bin.Good + (prior * all.Good / all.Total);
        var ofBad = Math.Max(bad, prior > 0 ? 0 : 0.5) / all.Bad;
        var ofGood = Math.Max(good, prior > 0 ? 0 : 0.5) / all.Good;
        var woe = Math.Log(ofBad / ofGood);
        return new Bin(bin, woe, (((double)bin.Bad / all.Bad) - ((double)bin.Good / all.Good)) * woe);
    }
}
