using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CreditLoan.Jobs.Reconciliation;

/// <summary>A line that could not be read and where it begins (无法读取的行).</summary>
public readonly record struct LineFault(long Offset, string Reason);

/// <summary>Reads lines of <c>借据号,借款人,产品,放款金额,放款日</c> from bytes: delimiters are found 64 bytes at a time, numbers are read in place.</summary>
internal sealed class LineParser(KeyedHash hash, KeyedHash second, RecordBins bins, List<LineFault> faults)
{
    /// <summary>Bytes that must be readable after the last line.</summary>
    public const int Slack = 64;
    private const int FieldCount = 5;
    /// <summary>10 billion yuan a line.</summary>
    private const long LargestFen = 1_000_000_000_000;

    /// <summary>A quotation mark was met: the file was not written as the template asks.</summary>
    public bool Quoted { get; private set; }

    /// <summary>Reads whole lines.</summary>
    /// <param name="bytes">The lines, with <see cref="Slack"/> more bytes behind them that are not looked at.</param>
    /// <param name="length">Where the last line ends.</param>
    /// <param name="fileOffset">Where the first byte stands in its file.</param>
    public void Read(ReadOnlySpan<byte> bytes, int length, long fileOffset)
    {
        ref var first = ref MemoryMarshal.GetReference(bytes);
        Span<int> ends = stackalloc int[FieldCount];
        int line = 0, field = 0;
        var quoted = false;
        for (var at = 0; at < length; at += 64)
        {
            var stops = Stops(ref Unsafe.Add(ref first, at), ref quoted);
            if (length - at < 64) stops &= (1UL << (length - at)) - 1;
            while (stops != 0)
            {
                var stop = at + BitOperations.TrailingZeroCount(stops);
                stops &= stops - 1;
                if (Unsafe.Add(ref first, stop) == (byte)',')
                {
                    if (field < FieldCount) ends[field] = stop;
                    field++;
                    continue;
                }
                Line(ref first, line, stop, field, ends, fileOffset);
                line = stop + 1;
                field = 0;
            }
        }
        if (line < length) Line(ref first, line, length, field, ends, fileOffset);
        Quoted |= quoted;
    }

    /// <summary>One bit for every comma and line feed among 64 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Stops(ref byte at, ref bool quoted)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var all = Vector512.LoadUnsafe(ref at);
            quoted |= Vector512.EqualsAny(all, Vector512.Create((byte)'"'));
            return (Vector512.Equals(all, Vector512.Create((byte)',')) | Vector512.Equals(all, Vector512.Create((byte)'\n'))).ExtractMostSignificantBits();
        }
        var low = Vector256.LoadUnsafe(ref at);
        var high = Vector256.LoadUnsafe(ref at, 32);
        quoted |= Vector256.EqualsAny(low, Vector256.Create((byte)'"')) || Vector256.EqualsAny(high, Vector256.Create((byte)'"'));
        var lowStops = (Vector256.Equals(low, Vector256.Create((byte)',')) | Vector256.Equals(low, Vector256.Create((byte)'\n'))).ExtractMostSignificantBits();
        var highStops = (Vector256.Equals(high, Vector256.Create((byte)',')) | Vector256.Equals(high, Vector256.Create((byte)'\n'))).ExtractMostSignificantBits();
        return lowStops | ((ulong)highStops << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Line(ref byte first, int start, int end, int commas, Span<int> ends, long fileOffset)
    {
        if (end > start && Unsafe.Add(ref first, end - 1) == (byte)'\r') end--;
        if (end == start) return;
        var numberLength = commas == FieldCount - 1 ? ends[0] - start : 0;
        if (numberLength is 0 or > 40)
        {
            faults.Add(new LineFault(fileOffset + start, commas == FieldCount - 1 ? "借据号应为 1 至 40 个字符。" : $"这一行应有 {FieldCount} 列。"));
            return;
        }
        LineRecord record = default;
        ref var number = ref Unsafe.Add(ref first, start);
        (record.Key0, record.Key1) = numberLength <= 16
            ? KeyedHash.Head(ref number, numberLength)
            : (hash.Of(ref number, numberLength), second.Of(ref number, numberLength) | (1UL << 63));
        record.Borrower = hash.Of(ref Unsafe.Add(ref first, ends[0] + 1), ends[1] - ends[0] - 1);
        record.Product = hash.Of(ref Unsafe.Add(ref first, ends[1] + 1), ends[2] - ends[1] - 1);
        if (!Fen(ref Unsafe.Add(ref first, ends[2] + 1), ends[3] - ends[2] - 1, out record.Fen))
            faults.Add(new LineFault(fileOffset + start, "放款金额应为以元为单位的正数，最多两位小数。"));
        else if (!Day(ref Unsafe.Add(ref first, ends[3] + 1), end - ends[3] - 1, out var day))
            faults.Add(new LineFault(fileOffset + start, "放款日应写作 2026-07-31。"));
        else
        {
            record.Place(day, fileOffset + start);
            bins.Add(record);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Fen(ref byte text, int length, out long fen)
    {
        fen = 0;
        if (length is 0 or > 18) return false;
        var decimals = -1;
        for (var i = 0; i < length; i++)
        {
            var digit = Unsafe.Add(ref text, i) - '0';
            if (unchecked((uint)digit) < 10)
            {
                fen = fen * 10 + digit;
                if (decimals >= 0) decimals++;
            }
            else if (digit == '.' - '0' && decimals < 0 && i > 0) decimals = 0;
            else return false;
        }
        if (decimals is 0 or > 2) return false;
        fen *= decimals switch { 2 => 1, 1 => 10, _ => 100 };
        return fen is > 0 and <= LargestFen;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Day(ref byte text, int length, out int day)
    {
        day = 0;
        if (length != 10 || Unsafe.Add(ref text, 4) != '-' || Unsafe.Add(ref text, 7) != '-') return false;
        var year = Two(ref text, 0) * 100 + Two(ref text, 2);
        var month = Two(ref text, 5);
        var date = Two(ref text, 8);
        if (year is < 1900 or > 2200 || month is < 1 or > 12 || date < 1 || date > DateTime.DaysInMonth(year, month)) return false;
        // Days before the year and the month, as the Gregorian calendar counts them from 0001-01-01.
        var before = year - 1;
        day = before * 365 + before / 4 - before / 100 + before / 400 + MonthStarts[DateTime.IsLeapYear(year) ? month + 11 : month - 1] + date - 1;
        return true;
    }

    private static ReadOnlySpan<ushort> MonthStarts =>
        [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335];

    /// <summary>Two digits; anything else gives a number no date has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Two(ref byte text, int at)
    {
        var tens = unchecked((uint)(Unsafe.Add(ref text, at) - '0'));
        var ones = unchecked((uint)(Unsafe.Add(ref text, at + 1) - '0'));
        return tens > 9 || ones > 9 ? -10_000 : (int)(tens * 10 + ones);
    }
}
