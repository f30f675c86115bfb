using System.Buffers.Text;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Jobs.Reconciliation;

namespace CreditLoan.Tool.Benches;

/// <summary>Two files of loans that differ here and there, the same for the same number of lines; 2 % of the lines take part in a difference.</summary>
public sealed class ReconcileData : IDisposable
{
    private const int Products = 24;
    public static readonly DateOnly AsOf = new(2026, 8, 31);
    private static readonly DateOnly FirstDay = new(2023, 9, 1);
    private readonly long[] ourOffsets;
    private readonly List<(long Offset, int Index)> onlyTheirs = [];
    private readonly string folder;

    private ReconcileData(string folder, int lines)
    {
        this.folder = folder;
        Lines = lines;
        ourOffsets = new long[lines];
    }

    public int Lines { get; }
    public string Ours => Path.Combine(folder, "ours.csv");
    public string Theirs => Path.Combine(folder, "theirs.csv");
    /// <summary>Numbers that may stand in either file.</summary>
    public int Numbers => Lines + Lines / 500 + 1;

    public static ReconcileData Write(int lines)
    {
        var data = new ReconcileData(Repository.Data($"reconcile-{Environment.ProcessId}"), lines);
        data.WriteOurs();
        data.WriteTheirs();
        return data;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Which number a verdict is about: numbers are counted from 0.</summary>
    public int IndexOf(FileVerdict verdict)
    {
        if (verdict.Ours >= 0) return Array.BinarySearch(ourOffsets, verdict.Ours);
        return onlyTheirs[onlyTheirs.BinarySearch((verdict.Theirs, 0), Comparer<(long Offset, int Index)>.Create((a, b) => a.Offset.CompareTo(b.Offset)))].Index;
    }

    public static int IndexOf(ReadOnlySpan<char> number) => int.Parse(number[5..], System.Globalization.CultureInfo.InvariantCulture);

    private void WriteOurs()
    {
        using var file = new LineWriter(Ours);
        for (var i = 0; i < Lines; i++)
        {
            ourOffsets[i] = file.Position;
            file.Line(i, Borrower(i), Product(i), Fen(i), Day(i));
        }
    }

    /// <summary>The bank has its own order, and every fiftieth line is another one than ours.</summary>
    private void WriteTheirs()
    {
        using var file = new LineWriter(Theirs);
        var step = 7_368_787L % Lines | 1;
        while (System.Numerics.BigInteger.GreatestCommonDivisor(step, Lines) != 1) step += 2;
        for (long at = 0, n = 0; n < Lines; n++, at = (at + step) % Lines)
        {
            var i = (int)at;
            var (borrower, product, fen, day) = (Borrower(i), Product(i), Fen(i), Day(i));
            switch (i % 500)
            {
                case 10: break;
                case 60: file.Line(i, borrower, product, fen + 1, day); break;
                case 110: file.Line(i, borrower, product, fen - 100, day); break;
                case 160: file.Line(i, borrower, product, fen, day.AddDays(1)); break;
                case 210: file.Line(i, borrower + 1, product, fen, day); break;
                case 260: file.Line(i, borrower, product % Products + 1, fen, day); break;
                case 310: file.Line(i, borrower, product, fen, day); file.Line(i, borrower, product, fen, day); break;
                case 360: file.Line(i, borrower, product, fen / 3, day); file.Line(i, borrower, product, fen - fen / 3, day); break;
                case 410: file.Line(i, borrower, product, fen, AsOf.AddDays(3)); break;
                case 460:
                    file.Line(i, borrower, product, fen, day);
                    onlyTheirs.Add((file.Position, Lines + i / 500));
                    file.Line(Lines + i / 500, borrower, product, fen, day);
                    break;
                case 490: file.Line(i, borrower, product, fen + Fen(i + 1), day); break; // with the next one, which is left out
                case 491: break;
                default: file.Line(i, borrower, product, fen, day); break;
            }
        }
    }

    /// <summary>Numbers 490 and 491 of each 500 share borrower and day.</summary>
    private static int Twin(int i) => i % 500 == 491 ? i - 1 : i;
    private static long Scatter(int i) => unchecked((long)((ulong)i * 0x9E3779B97F4A7C15 >> 33));
    private static long Borrower(int i) => 100_000_000_000 + Scatter(Twin(i)) % 3_000_000;
    private static int Product(int i) => (int)(Scatter(i) % Products) + 1;
    private static long Fen(int i) => 1_000_000 + Scatter(i) % 3_000_000_000 / 100 * 100 + i % 7 * 13;
    private static DateOnly Day(int i) => FirstDay.AddDays((int)(Scatter(Twin(i)) % 1_000));

    private sealed class LineWriter : IDisposable
    {
        private readonly FileStream file;
        private readonly byte[] buffer = new byte[1 << 20];
        private int used;
        private long flushed;

        public LineWriter(string path)
        {
            file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
            Text(FileReconciliation.Header);
            buffer[used++] = (byte)'\n';
        }

        public long Position => flushed + used;

        public void Line(int number, long borrower, int product, long fen, DateOnly day)
        {
            if (buffer.Length - used < 128) Flush();
            Text("JJ26-");
            Number(number, 'D', 9);
            Text(",914401");
            Number(borrower, 'D', 12);
            Text(",P");
            Number(product, 'D', 2);
            buffer[used++] = (byte)',';
            Number(fen / 100, 'D', 1);
            buffer[used++] = (byte)'.';
            Number(fen % 100, 'D', 2);
            buffer[used++] = (byte)',';
            Number(day.Year, 'D', 4);
            buffer[used++] = (byte)'-';
            Number(day.Month, 'D', 2);
            buffer[used++] = (byte)'-';
            Number(day.Day, 'D', 2);
            buffer[used++] = (byte)'\n';
        }

        public void Dispose()
        {
            Flush();
            file.Dispose();
        }

        private void Text(string text) => used += System.Text.Encoding.UTF8.GetBytes(text, buffer.AsSpan(used));

        private void Number(long value, char format, byte digits)
        {
            Utf8Formatter.TryFormat(value, buffer.AsSpan(used), out var written, new System.Buffers.StandardFormat(format, digits));
            used += written;
        }

        private void Flush()
        {
            file.Write(buffer, 0, used);
            flushed += used;
            used = 0;
        }
    }
}
