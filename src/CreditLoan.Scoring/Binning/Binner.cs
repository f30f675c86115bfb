using CreditLoan.Scoring.Alignment;

namespace CreditLoan.Scoring.Binning;

/// <summary>Cuts every feature of a sample into bins (分箱), the second phase.</summary>
public static class Binner
{
    /// <summary>One table a feature, in the sample's order.</summary>
    public static BinTable[] Bin(Sample sample, BinSettings settings)
    {
        var tables = new BinTable[sample.Columns.Length];
        Parallel.For(0, tables.Length, c => tables[c] = Bin(sample.Columns[c], sample.Bad, settings));
        return tables;
    }

    public static BinTable Bin(Column column, byte[] bad, BinSettings settings) => column switch
    {
        Column.Numbers numbers => Numbers(numbers, bad, settings),
        Column.Categories categories => Categories(categories, bad, settings),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Counts a column into bins that are given (已知分箱).</summary>
    public static BinTable Count(Column column, byte[] bad, Partition partition, double prior) =>
        BinTable.Of(column.Name, partition, Counted(BinColumn.Of(column, partition), bad, partition.Bins), prior);

    private static BinTable Numbers(Column.Numbers column, byte[] bad, BinSettings settings)
    {
        var specials = settings.SpecialsOf(column.Name);
        var fine = new Partition.Intervals(Quantiles.Breaks(Regular(column.Values, specials), settings.FineClasses), specials);
        var counts = Counted(BinColumn.Of(column, fine), bad, fine.Bins);

        var starts = OptimalBins.Merge(counts[..fine.Regular], counts.Aggregate((a, b) => a + b),
            settings.TrendOf(column.Name), settings.MaxBins, settings.MinShare, settings.MinZ);
        var coarse = new Partition.Intervals(Array.ConvertAll(starts[1..], s => fine.Breaks[s - 1]), specials);
        return BinTable.Of(column.Name, coarse, [.. Merged(counts[..fine.Regular], starts), .. counts[fine.Regular..]], settings.Prior);
    }

    /// <summary>The values that are neither missing nor special; the same array where all of them are.</summary>
    private static double[] Regular(double[] values, double[] specials)
    {
        var aside = 0;
        foreach (var value in values)
            if (double.IsNaN(value) || (specials.Length > 0 && specials.Contains(value))) aside++;
        if (aside == 0) return values;
        var (regular, next) = (new double[values.Length - aside], 0);
        foreach (var value in values)
            if (!double.IsNaN(value) && !specials.Contains(value)) regular[next++] = value;
        return regular;
    }

    /// <summary>Levels are put in the order of their bad rate; neighbours in that order are merged like classes of numbers.</summary>
    private static BinTable Categories(Column.Categories column, byte[] bad, BinSettings settings)
    {
        var each = new Partition.Groups(Array.ConvertAll(column.Levels, l => new[] { l }));
        var counts = Counted(BinColumn.Of(column, each), bad, each.Bins);
        var all = counts.Aggregate((a, b) => a + b);
        var order = Enumerable.Range(0, column.Levels.Length)
            .OrderBy(l => BinTable.Weigh(counts[l], all, Math.Max(settings.Prior, 1)).Woe).ToArray();
        var ordered = Array.ConvertAll(order, l => counts[l]);

        var starts = OptimalBins.Merge(ordered, all, Trend.Increasing, settings.MaxBins, settings.MinShare, settings.MinZ);
        var groups = starts.Select((s, g) => order[s..(g + 1 < starts.Length ? starts[g + 1] : order.Length)].Select(l => column.Levels[l]).ToArray());
        return BinTable.Of(column.Name, new Partition.Groups([.. groups]), [.. Merged(ordered, starts), counts[each.Missing], counts[each.Unseen]], settings.Prior);
    }

    private static Counts[] Merged(Counts[] fine, int[] starts)
    {
        var merged = new Counts[starts.Length];
        for (var b = 0; b < starts.Length; b++)
            for (var i = starts[b]; i < (b + 1 < starts.Length ? starts[b + 1] : fine.Length); i++) merged[b] += fine[i];
        return merged;
    }

    private static Counts[] Counted(byte[] binOf, byte[] bad, int bins)
    {
        // Four rows in turn count into tables of their own, so that equal bins in a row do not wait for each other.
        var cells = new int[4 * 512];
        for (var row = 0; row < binOf.Length; row++) cells[((row & 3) << 9) | (binOf[row] << 1) | bad[row]]++;
        var counts = new Counts[bins];
        for (var b = 0; b < bins; b++)
        {
            long Cell(int outcome) => cells[(b << 1) | outcome] + cells[512 | (b << 1) | outcome] + cells[1024 | (b << 1) | outcome] + cells[1536 | (b << 1) | outcome];
            counts[b] = new Counts(Cell(0), Cell(1));
        }
        return counts;
    }
}
