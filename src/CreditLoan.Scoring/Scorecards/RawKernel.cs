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
/// A value's points are those of the lowest bin plus, for every break it reaches, the difference to the next bin: one
/// comparison and one masked addition a break, no table and no branch. Rows go in blocks that stay in the first cache.
/// </remarks>
public sealed class RawKernel
{
    private const int Block = 512;
    private readonly int _base;
    private readonly Feature[] _features;

    private abstract record Feature
    {
        /// <param name="Steps">Points gained at each break.</param>
        public sealed record Numbers(double[] Values, Partition.Intervals Partition, int[] Points, long[] Steps) : Feature;

        public sealed record Categories(int[] Codes, int[] PointsOfCode, int PointsOfMissing) : Feature;
    }

    /// <param name="columns">All features of the scorecard, in any order, each with every row.</param>
    public RawKernel(Scorecard card, IReadOnlyList<Column> columns)
    {
        var byName = columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        _base = card.BasePoints;
        _features = Array.ConvertAll(card.Characteristics, c => (Feature)((byName[c.Feature], c.Partition) switch
        {
            (Column.Numbers numbers, Partition.Intervals intervals) => new Feature.Numbers(numbers.Values, intervals, c.Points,
                [.. Enumerable.Range(0, intervals.Breaks.Length).Select(b => (long)c.Points[b + 1] - c.Points[b])]),
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
        Span<long> points = stackalloc long[Block];
        for (var start = 0; start < scores.Length; start += Block)
        {
            var block = points[..Math.Min(Block, scores.Length - start)];
            block.Fill(_base);
            foreach (var feature in _features) Add(feature, start, block, width);
            for (var i = 0; i < block.Length; i++) scores[start + i] = unchecked((int)block[i]);
        }
    }

    private static void Add(Feature feature, int start, Span<long> points, Width width)
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

    private static int Wide(Feature.Numbers feature, ReadOnlySpan<double> values, Span<long> points)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var point = ref MemoryMarshal.GetReference(points);
        var (breaks, steps) = (feature.Partition.Breaks, feature.Steps);
        var (lowest, missing) = (Vector512.Create((long)feature.Points[0]), Vector512.Create((long)feature.Points[feature.Partition.Missing]));
        nuint row = 0;
        for (; row + 32 <= (nuint)values.Length; row += 32)
        {
            var (a, b) = (Vector512.LoadUnsafe(ref value, row), Vector512.LoadUnsafe(ref value, row + 8));
            var (c, d) = (Vector512.LoadUnsafe(ref value, row + 16), Vector512.LoadUnsafe(ref value, row + 24));
            var (pa, pb, pc, pd) = (lowest, lowest, lowest, lowest);
            for (var i = 0; i < breaks.Length; i++)
            {
                var (at, step) = (Vector512.Create(breaks[i]), Vector512.Create(steps[i]));
                pa = Reached(a, at, step, pa);
                pb = Reached(b, at, step, pb);
                pc = Reached(c, at, step, pc);
                pd = Reached(d, at, step, pd);
            }
            (pa, pb, pc, pd) = (Special(feature, a, pa, missing), Special(feature, b, pb, missing), Special(feature, c, pc, missing), Special(feature, d, pd, missing));
            (Vector512.LoadUnsafe(ref point, row) + pa).StoreUnsafe(ref point, row);
            (Vector512.LoadUnsafe(ref point, row + 8) + pb).StoreUnsafe(ref point, row + 8);
            (Vector512.LoadUnsafe(ref point, row + 16) + pc).StoreUnsafe(ref point, row + 16);
            (Vector512.LoadUnsafe(ref point, row + 24) + pd).StoreUnsafe(ref point, row + 24);
        }
        return (int)row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Reached(Vector512<double> value, Vector512<double> at, Vector512<long> step, Vector512<long> points) =>
        Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(value, at).AsInt64(), points + step, points);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Special(Feature.Numbers feature, Vector512<double> value, Vector512<long> points, Vector512<long> missing)
    {
        var specials = feature.Partition.Specials;
        for (var s = 0; s < specials.Length; s++)
            points = Vector512.ConditionalSelect(Vector512.Equals(value, Vector512.Create(specials[s])).AsInt64(),
                Vector512.Create((long)feature.Points[feature.Partition.Regular + s]), points);
        return Vector512.ConditionalSelect(Vector512.Equals(value, value).AsInt64(), points, missing);
    }

    private static int Half(Feature.Numbers feature, ReadOnlySpan<double> values, Span<long> points)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var point = ref MemoryMarshal.GetReference(points);
        var (breaks, specials) = (feature.Partition.Breaks, feature.Partition.Specials);
        var missing = Vector256.Create((long)feature.Points[feature.Partition.Missing]);
        nuint row = 0;
        for (; row + 4 <= (nuint)values.Length; row += 4)
        {
            var v = Vector256.LoadUnsafe(ref value, row);
            var p = Vector256.Create((long)feature.Points[0]);
            for (var i = 0; i < breaks.Length; i++)
                p += Vector256.GreaterThanOrEqual(v, Vector256.Create(breaks[i])).AsInt64() & Vector256.Create(feature.Steps[i]);
            for (var s = 0; s < specials.Length; s++)
                p = Vector256.ConditionalSelect(Vector256.Equals(v, Vector256.Create(specials[s])).AsInt64(),
                    Vector256.Create((long)feature.Points[feature.Partition.Regular + s]), p);
            p = Vector256.ConditionalSelect(Vector256.Equals(v, v).AsInt64(), p, missing);
            (Vector256.LoadUnsafe(ref point, row) + p).StoreUnsafe(ref point, row);
        }
        return (int)row;
    }
}
