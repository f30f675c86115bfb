using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Binning;

namespace CreditLoan.Scoring.Scorecards;

/// <summary>How wide the vectors are that a kernel works with; every width gives the same scores (向量宽度).</summary>
public enum Width { Plain, Bits256, Bits512 }

/// <summary>Scores many rows from raw values (原始值批量评分).</summary>
/// <remarks>
/// A value has the points of the lowest bin until it reaches a break, then those of the bin above: one comparison and one
/// masked copy a break, no table and no branch. Points are added as doubles, which hold whole numbers exactly, because they
/// then share the mask of the comparison. Rows go in blocks that stay in the first cache.
/// </remarks>
public sealed class RawKernel
{
    private const int Block = 2048;
    private readonly int _base;
    private readonly Feature[] _features;

    private abstract record Feature
    {
        public sealed record Numbers(double[] Values, Partition.Intervals Partition, double[] Points) : Feature;

        public sealed record Categories(int[] Codes, int[] PointsOfCode, int PointsOfMissing) : Feature;
    }

    /// <param name="columns">All features of the scorecard, in any order, each with every row.</param>
    public RawKernel(Scorecard card, IReadOnlyList<Column> columns)
    {
        var byName = columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        _base = card.BasePoints;
        _features = Array.ConvertAll(card.Characteristics, c => (Feature)((byName[c.Feature], c.Partition) switch
        {
            (Column.Numbers numbers, Partition.Intervals intervals) => new Feature.Numbers(numbers.Values, intervals, Array.ConvertAll(c.Points, p => (double)p)),
            (Column.Categories categories, Partition.Groups groups) => new Feature.Categories(
                categories.Codes, Array.ConvertAll(categories.Levels, l => c.Points[groups.BinOf(l)]), c.Points[groups.Missing]),
            _ => throw new ArgumentException($"{c.Feature} is cut as another kind of feature.", nameof(columns)),
        }));
    }

    /// <summary>The widest that this machine has.</summary>
    public static Width Widest =>
        Vector512.IsHardwareAccelerated ? Width.Bits512 : Vector256.IsHardwareAccelerated ? Width.Bits256 : Width.Plain;

    public void Score(Span<int> scores) => Score(scores, Widest);

    public void Score(Span<int> scores, Width width)
    {
        Span<double> points = stackalloc double[Block];
        for (var start = 0; start < scores.Length; start += Block)
        {
            var block = points[..Math.Min(Block, scores.Length - start)];
            block.Fill(_base);
            foreach (var feature in _features) Add(feature, start, block, width);
            Whole(block, scores[start..]);
        }
    }

    private static void Add(Feature feature, int start, Span<double> points, Width width)
    {
        switch (feature)
        {
            case Feature.Numbers numbers:
                var done = width switch
                {
                    Width.Bits512 => Wide(numbers, numbers.Values.AsSpan(start, points.Length), points),
                    Width.Bits256 => Half(numbers, numbers.Values.AsSpan(start, points.Length), points),
                    _ => 0,
                };
                for (; done < points.Length; done++) points[done] += numbers.Points[numbers.Partition.BinOf(numbers.Values[start + done])];
                break;
            case Feature.Categories categories:
                for (var i = 0; i < points.Length; i++)
                {
                    var code = categories.Codes[start + i];
                    points[i] += code < 0 ? categories.PointsOfMissing : categories.PointsOfCode[code];
                }
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static int Wide(Feature.Numbers feature, ReadOnlySpan<double> values, Span<double> points)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var point = ref MemoryMarshal.GetReference(points);
        var (breaks, pointsOf) = (feature.Partition.Breaks, feature.Points);
        var (lowest, missing) = (Vector512.Create(pointsOf[0]), Vector512.Create(pointsOf[feature.Partition.Missing]));
        nuint row = 0;
        for (; row + 32 <= (nuint)values.Length; row += 32)
        {
            var (a, b) = (Vector512.LoadUnsafe(ref value, row), Vector512.LoadUnsafe(ref value, row + 8));
            var (c, d) = (Vector512.LoadUnsafe(ref value, row + 16), Vector512.LoadUnsafe(ref value, row + 24));
            var (pa, pb, pc, pd) = (lowest, lowest, lowest, lowest);
            for (nuint line = 0; line < 32; line += 8) Prefetch.After(ref Unsafe.Add(ref value, row + line));
            for (var i = 0; i < breaks.Length; i++)
            {
                var (at, above) = (Vector512.Create(breaks[i]), Vector512.Create(pointsOf[i + 1]));
                pa = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(a, at), above, pa);
                pb = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(b, at), above, pb);
                pc = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(c, at), above, pc);
                pd = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(d, at), above, pd);
            }
            (Vector512.LoadUnsafe(ref point, row) + Special(feature, a, pa, missing)).StoreUnsafe(ref point, row);
            (Vector512.LoadUnsafe(ref point, row + 8) + Special(feature, b, pb, missing)).StoreUnsafe(ref point, row + 8);
            (Vector512.LoadUnsafe(ref point, row + 16) + Special(feature, c, pc, missing)).StoreUnsafe(ref point, row + 16);
            (Vector512.LoadUnsafe(ref point, row + 24) + Special(feature, d, pd, missing)).StoreUnsafe(ref point, row + 24);
        }
        return (int)row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Special(Feature.Numbers feature, Vector512<double> value, Vector512<double> points, Vector512<double> missing)
    {
        var specials = feature.Partition.Specials;
        for (var s = 0; s < specials.Length; s++)
            points = Vector512.ConditionalSelect(Vector512.Equals(value, Vector512.Create(specials[s])), Vector512.Create(feature.Points[feature.Partition.Regular + s]), points);
        return Vector512.ConditionalSelect(Vector512.Equals(value, value), points, missing);
    }

    private static int Half(Feature.Numbers feature, ReadOnlySpan<double> values, Span<double> points)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var point = ref MemoryMarshal.GetReference(points);
        var (breaks, specials) = (feature.Partition.Breaks, feature.Partition.Specials);
        var missing = Vector256.Create(feature.Points[feature.Partition.Missing]);
        nuint row = 0;
        for (; row + 8 <= (nuint)values.Length; row += 8)
        {
            var (a, b) = (Vector256.LoadUnsafe(ref value, row), Vector256.LoadUnsafe(ref value, row + 4));
            var (pa, pb) = (Vector256.Create(feature.Points[0]), Vector256.Create(feature.Points[0]));
            Prefetch.After(ref Unsafe.Add(ref value, row));
            for (var i = 0; i < breaks.Length; i++)
            {
                var (at, above) = (Vector256.Create(breaks[i]), Vector256.Create(feature.Points[i + 1]));
                pa = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(a, at), above, pa);
                pb = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(b, at), above, pb);
            }
            for (var s = 0; s < specials.Length; s++)
            {
                var (special, its) = (Vector256.Create(specials[s]), Vector256.Create(feature.Points[feature.Partition.Regular + s]));
                pa = Vector256.ConditionalSelect(Vector256.Equals(a, special), its, pa);
                pb = Vector256.ConditionalSelect(Vector256.Equals(b, special), its, pb);
            }
            (Vector256.LoadUnsafe(ref point, row) + Vector256.ConditionalSelect(Vector256.Equals(a, a), pa, missing)).StoreUnsafe(ref point, row);
            (Vector256.LoadUnsafe(ref point, row + 4) + Vector256.ConditionalSelect(Vector256.Equals(b, b), pb, missing)).StoreUnsafe(ref point, row + 4);
        }
        return (int)row;
    }

    /// <summary>Whole numbers held as doubles to integers.</summary>
    private static void Whole(ReadOnlySpan<double> points, Span<int> scores)
    {
        var row = 0;
        if (Vector256.IsHardwareAccelerated)
            for (; row <= points.Length - 8; row += 8)
            {
                var (low, high) = (Vector256.ConvertToInt64Native(Vector256.Create(points.Slice(row, 4))), Vector256.ConvertToInt64Native(Vector256.Create(points.Slice(row + 4, 4))));
                Vector256.Narrow(low, high).CopyTo(scores[row..]);
            }
        for (; row < points.Length; row++) scores[row] = (int)points[row];
    }
}
