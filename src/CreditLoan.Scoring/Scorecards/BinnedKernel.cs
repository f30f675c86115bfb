using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CreditLoan.Scoring.Scorecards;

/// <summary>Scores many rows from their bin numbers, one byte a feature and row (分箱值批量评分).</summary>
/// <remarks>
/// A feature's points, less the lowest of them, form a table of bytes that one instruction looks up for a whole vector of
/// rows. Features whose tables together stay within a byte are added as bytes and widened once; the lowest points of
/// all features lie in the base. A scorecard that does not fit (a feature with more than 64 bins or a spread above 255) is
/// scored plainly.
/// </remarks>
public sealed class BinnedKernel
{
    private const int Block = 4096, TableSize = 64;
    private readonly Scorecard _card;
    private readonly int[][] _groups;
    private readonly byte[] _tables;
    private readonly int _lowest;

    public BinnedKernel(Scorecard card)
    {
        _card = card;
        _lowest = card.Lowest;
        _tables = new byte[card.Characteristics.Length * TableSize];
        var groups = new List<int[]>();
        var (group, room) = (new List<int>(), 255);
        for (var f = 0; f < card.Characteristics.Length; f++)
        {
            var points = card.Characteristics[f].Points;
            var (least, spread) = (points.Min(), points.Max() - points.Min());
            Fits &= points.Length <= TableSize && spread <= 255;
            if (!Fits) break;
            for (var b = 0; b < points.Length; b++) _tables[(f * TableSize) + b] = (byte)(points[b] - least);
            if (spread > room)
            {
                groups.Add([.. group]);
                group.Clear();
                room = 255;
            }
            group.Add(f);
            room -= spread;
        }
        if (group.Count > 0) groups.Add([.. group]);
        Fits &= card.Highest - (long)card.Lowest <= ushort.MaxValue;
        _groups = [.. groups];
    }

    /// <summary>Whether the points fit the byte tables.</summary>
    public bool Fits { get; } = true;

    public static Width Widest => Avx512Vbmi.IsSupported ? Width.Bits512 : Avx2.IsSupported ? Width.Bits256 : Width.Plain;

    /// <param name="bins">One array a characteristic, in the scorecard's order.</param>
    public void Score(byte[][] bins, Span<int> scores) => Score(bins, scores, Widest);

    public void Score(byte[][] bins, Span<int> scores, Width width)
    {
        Span<ushort> sums = stackalloc ushort[Block];
        for (var start = 0; start < scores.Length; start += Block)
        {
            var block = sums[..Math.Min(Block, scores.Length - start)];
            var done = 0;
            if (Fits && width != Width.Plain)
            {
                done = block.Length & ~63;
                block.Clear();
                foreach (var group in _groups)
                    if (width == Width.Bits512) Wide(bins, group, start, block[..done]);
                    else Half(bins, group, start, block[..done]);
                Widen(block[..done], scores.Slice(start, done));
            }
            for (; done < block.Length; done++) scores[start + done] = Plain(bins, start + done);
        }
    }

    private int Plain(byte[][] bins, int row)
    {
        var score = _card.BasePoints;
        for (var f = 0; f < bins.Length; f++) score += _card.Characteristics[f].Points[bins[f][row]];
        return score;
    }

    private void Widen(ReadOnlySpan<ushort> sums, Span<int> scores)
    {
        ref var from = ref MemoryMarshal.GetReference(sums);
        ref var to = ref MemoryMarshal.GetReference(scores);
        var lowest = Vector256.Create(_lowest);
        for (nuint row = 0; row < (nuint)sums.Length; row += 16)
        {
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref from, row));
            (low.AsInt32() + lowest).StoreUnsafe(ref to, row);
            (high.AsInt32() + lowest).StoreUnsafe(ref to, row + 8);
        }
    }

    private void Wide(byte[][] bins, int[] group, int start, Span<ushort> sums)
    {
        ref var sum = ref MemoryMarshal.GetReference(sums);
        ref var tables = ref MemoryMarshal.GetArrayDataReference(_tables);
        for (nuint row = 0; row < (nuint)sums.Length; row += 64)
        {
            var bytes = Vector512<byte>.Zero;
            foreach (var f in group)
            {
                ref var bin = ref MemoryMarshal.GetArrayDataReference(bins[f]);
                Prefetch.After(ref Unsafe.Add(ref bin, (nuint)start + row));
                bytes += Avx512Vbmi.PermuteVar64x8(Vector512.LoadUnsafe(ref tables, (nuint)(f * TableSize)), Vector512.LoadUnsafe(ref bin, (nuint)start + row));
            }
            var (low, high) = Vector512.Widen(bytes);
            (Vector512.LoadUnsafe(ref sum, row) + low).StoreUnsafe(ref sum, row);
            (Vector512.LoadUnsafe(ref sum, row + 32) + high).StoreUnsafe(ref sum, row + 32);
        }
    }

    private void Half(byte[][] bins, int[] group, int start, Span<ushort> sums)
    {
        ref var sum = ref MemoryMarshal.GetReference(sums);
        ref var tables = ref MemoryMarshal.GetArrayDataReference(_tables);
        var (beyond, sixteen) = (Vector256.Create((byte)0x70), Vector256.Create((byte)16));
        for (nuint row = 0; row < (nuint)sums.Length; row += 32)
        {
            var bytes = Vector256<byte>.Zero;
            foreach (var f in group)
            {
                var bin = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(bins[f]), (nuint)start + row);
                // Sixteen bins at a time: adding 0x70 with saturation sets the top bit of every other bin, and the look-up gives 0 there.
                for (var from = 0; from < _card.Characteristics[f].Points.Length; from += 16)
                {
                    var table = Vector128.LoadUnsafe(ref tables, (nuint)((f * TableSize) + from));
                    bytes += Avx2.Shuffle(Vector256.Create(table, table), Avx2.AddSaturate(bin, beyond));
                    bin -= sixteen;
                }
            }
            var (low, high) = Vector256.Widen(bytes);
            (Vector256.LoadUnsafe(ref sum, row) + low).StoreUnsafe(ref sum, row);
            (Vector256.LoadUnsafe(ref sum, row + 16) + high).StoreUnsafe(ref sum, row + 16);
        }
    }
}
