using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CreditLoan.Scoring.Alignment;

namespace CreditLoan.Scoring.Binning;

/// <summary>A column written as bin numbers, one byte a row (分箱编码); a partition has at most 256 bins.</summary>
public static class BinColumn
{
    public static byte[] Of(Column column, Partition partition)
    {
        var bins = new byte[column.Rows];
        Fill(column, partition, bins);
        return bins;
    }

    public static void Fill(Column column, Partition partition, Span<byte> bins)
    {
        switch (column, partition)
        {
            case (Column.Numbers numbers, Partition.Intervals intervals):
                Fill(numbers.Values, intervals, bins);
                break;
            case (Column.Categories categories, Partition.Groups groups):
                var binOf = Array.ConvertAll(categories.Levels, l => (byte)groups.BinOf(l));
                for (var row = 0; row < bins.Length; row++)
                    bins[row] = categories.Codes[row] < 0 ? (byte)groups.Missing : binOf[categories.Codes[row]];
                break;
            default:
                throw new ArgumentException($"{column.Name} is cut as another kind of feature.", nameof(partition));
        }
    }

    /// <summary>Numbers to bins, eight rows at a time where the machine has vectors that wide, with the same result elsewhere.</summary>
    public static void Fill(ReadOnlySpan<double> values, Partition.Intervals partition, Span<byte> bins)
    {
        var done = Avx512F.IsSupported ? Wide(values, partition, bins) : 0;
        for (var row = done; row < values.Length; row++) bins[row] = (byte)partition.BinOf(values[row]);
    }

    private static int Wide(ReadOnlySpan<double> values, Partition.Intervals partition, Span<byte> bins)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var bin = ref MemoryMarshal.GetReference(bins);
        var missing = Vector512.Create((long)partition.Missing);
        var row = 0;
        for (; row <= values.Length - 16; row += 16)
        {
            var a = Vector512.LoadUnsafe(ref value, (nuint)row);
            var b = Vector512.LoadUnsafe(ref value, (nuint)row + 8);
            var (binA, binB) = (Vector512<long>.Zero, Vector512<long>.Zero);
            foreach (var at in partition.Breaks)
            {
                var limit = Vector512.Create(at);
                binA -= Vector512.GreaterThanOrEqual(a, limit).AsInt64();
                binB -= Vector512.GreaterThanOrEqual(b, limit).AsInt64();
            }
            for (var s = 0; s < partition.Specials.Length; s++)
            {
                var (special, number) = (Vector512.Create(partition.Specials[s]), Vector512.Create((long)(partition.Regular + s)));
                binA = Vector512.ConditionalSelect(Vector512.Equals(a, special).AsInt64(), number, binA);
                binB = Vector512.ConditionalSelect(Vector512.Equals(b, special).AsInt64(), number, binB);
            }
            binA = Vector512.ConditionalSelect(Vector512.Equals(a, a).AsInt64(), binA, missing);
            binB = Vector512.ConditionalSelect(Vector512.Equals(b, b).AsInt64(), binB, missing);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref bin, row), Avx512F.ConvertToVector128Byte(binA).AsUInt64().ToScalar());
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref bin, row + 8), Avx512F.ConvertToVector128Byte(binB).AsUInt64().ToScalar());
        }
        return row;
    }
}
