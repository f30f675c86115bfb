using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CreditLoan.Jobs.Reconciliation;

/// <summary>One line of either file as the engine keeps it, 48 bytes outside the heap (一行).</summary>
/// <remarks>
/// The number's own bytes are the key while it has at most 16; a longer one is kept as 127 bits of a keyed hash with the top bit set,
/// which no ASCII byte has. Borrower and product are compared by 64 bits of a hash whose key is drawn anew for every run.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct LineRecord
{
    public const int OffsetBits = 42;

    public ulong Key0;
    public ulong Key1;
    public long Fen;
    public ulong Borrower;
    public ulong Product;
    private ulong _dayAndOffset;

    public readonly int Day => (int)(_dayAndOffset >> OffsetBits);

    /// <summary>Where the line begins in its file.</summary>
    public readonly long Offset => (long)(_dayAndOffset & ((1UL << OffsetBits) - 1));

    public void Place(int day, long offset) => _dayAndOffset = ((ulong)day << OffsetBits) | (ulong)offset;
}

/// <summary>A hash with a secret key: nobody can make two texts that meet (密钥散列).</summary>
internal readonly struct KeyedHash(ulong key0, ulong key1)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Of(ref byte text, int length)
    {
        var hash = key0 ^ (ulong)length;
        while (length >= 16)
        {
            hash = Mix(Unsafe.ReadUnaligned<ulong>(ref text) ^ key1, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref text, 8)) ^ hash);
            text = ref Unsafe.Add(ref text, 16);
            length -= 16;
        }
        var (low, high) = Head(ref text, length);
        return Mix(low ^ key1, high ^ hash) ^ Mix(hash ^ key0, key1);
    }

    /// <summary>Up to 16 bytes, the rest zero; 16 bytes must be readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (ulong Low, ulong High) Head(ref byte text, int length)
    {
        var low = Unsafe.ReadUnaligned<ulong>(ref text);
        var high = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref text, 8));
        if (length < 8) return (length == 0 ? 0 : low & (ulong.MaxValue >> (64 - 8 * length)), 0);
        return (low, length == 8 ? 0 : length >= 16 ? high : high & (ulong.MaxValue >> (128 - 8 * length)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
