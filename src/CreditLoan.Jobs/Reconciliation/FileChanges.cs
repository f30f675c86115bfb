using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CreditLoan.Files;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.Jobs.Reconciliation;

/// <summary>Which lines of a text file its bank's last one does not have, and which it had that this one has not (文件变动), found without reading any field.</summary>
/// <remarks>
/// Every line is hashed with the series' secret key and looked for among the lines remembered; only what is not found is read as a row.
/// A file with quotation marks, or with line ends other than LF and CRLF, may break a row over lines: it is always read whole.
/// </remarks>
public sealed class FileChanges
{
    /// <summary>Bytes that the hash may look at behind a line.</summary>
    private const int Slack = 16;
    private const int KeyBytes = 32;
    /// <summary>Where more than one line in ten changed, and in large files more than fifty thousand, the file is read whole.</summary>
    private const int MostChanged = 50_000;

    private readonly byte[] _text;

    private FileChanges(byte[] text, List<LineSpan> changed, List<LinePlace> gone) => (_text, Changed, Gone) = (text, changed, gone);

    private readonly record struct LineSpan(int Start, int Length, LineDigest Digest);

    private List<LineSpan> Changed { get; }

    public IReadOnlyList<LinePlace> Gone { get; }

    /// <summary>Compares; null where the file must be read whole.</summary>
    public static FileChanges? Since(FileMemory last, byte[] file)
    {
        if (!IsText(file) || file.Length > FileLimits.Standard.MaxBytes) return null;
        var text = Padded(file);
        var total = last.Lines.Sum(l => l.Length);
        var most = Math.Min(MostChanged, (total - last.Gone.Count) / 10);
        var seen = new LineTable(last, total);
        var changed = new List<LineSpan>();
        var isHeader = true;
        foreach (var line in Lines(text, file.Length, last.Key))
        {
            if (line.Digest.Row > FileLimits.Standard.MaxRows + 1) return null;
            if (seen.Take(line.Digest))
            {
                isHeader = false;
                continue;
            }
            // Another header is another meaning of every line.
            if (isHeader || changed.Count == most) return null;
            changed.Add(line);
        }
        var gone = seen.Left();
        return gone.Count > most ? null : new FileChanges(text, changed, gone);
    }

    /// <summary>What a whole file keeps for the next one: the header, and the lines that became rows.</summary>
    /// <returns>Null where the file is no text of lines.</returns>
    public static FileDigests? Whole(byte[] file, IEnumerable<int> rows)
    {
        if (!IsText(file)) return null;
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        var lines = Lines(Padded(file), file.Length, key);
        var kept = rows.Prepend(lines.Count == 0 ? 0 : lines[0].Digest.Row).ToHashSet();
        return new FileDigests(key, [.. lines.Where(l => kept.Contains(l.Digest.Row)).Select(l => l.Digest)], []);
    }

    /// <summary>The header and the changed lines as a file of their own, and which row of the real file each of its rows is.</summary>
    public (byte[] File, int[] Rows) Excerpt(byte[] file)
    {
        var header = file.AsSpan().IndexOf((byte)'\n') is var end and >= 0 ? end : file.Length;
        using var excerpt = new MemoryStream();
        excerpt.Write(file.AsSpan(0, header));
        foreach (var line in Changed)
        {
            excerpt.WriteByte((byte)'\n');
            excerpt.Write(_text.AsSpan(line.Start, line.Length));
        }
        return (excerpt.ToArray(), [0, 1, .. Changed.Select(l => l.Digest.Row)]);
    }

    public FileDigests Digests(byte[] key, IEnumerable<int> rows)
    {
        var kept = rows.ToHashSet();
        return new FileDigests(key, [.. Changed.Where(l => kept.Contains(l.Digest.Row)).Select(l => l.Digest)], [.. Gone]);
    }

    private static bool IsText(byte[] file)
    {
        var bytes = file.AsSpan();
        if (bytes.IsEmpty || bytes.IndexOf((byte)0) >= 0 || bytes.IndexOf((byte)'"') >= 0 || bytes.TrimStart("\uFEFF \r\n\t"u8) is [(byte)'<', ..]) return false;
        for (int at = 0, next; (next = bytes[at..].IndexOf((byte)'\r')) >= 0; at += next + 1)
            if (at + next + 1 >= bytes.Length || bytes[at + next + 1] != '\n') return false;
        return true;
    }

    private static byte[] Padded(byte[] file)
    {
        var text = GC.AllocateUninitializedArray<byte>(file.Length + Slack);
        file.CopyTo(text, 0);
        text.AsSpan(file.Length).Clear();
        return text;
    }

    /// <summary>The lines that are not empty.</summary>
    private static List<LineSpan> Lines(byte[] text, int length, byte[] key)
    {
        var keys = MemoryMarshal.Cast<byte, ulong>(key);
        KeyedHash first = new(keys[0], keys[1]), second = new(keys[2], keys[3]);
        var lines = new List<LineSpan>(length / 48);
        for (int start = 0, row = 1; start < length; row++)
        {
            var end = text.AsSpan(start, length - start).IndexOf((byte)'\n') is var at and >= 0 ? start + at : length;
            var size = end > start && text[end - 1] == '\r' ? end - start - 1 : end - start;
            if (size > 0)
            {
                ref var line = ref text[start];
                lines.Add(new LineSpan(start, size, new LineDigest(first.Of(ref line, size), unchecked((uint)second.Of(ref line, size)), row)));
            }
            start = end + 1;
        }
        return lines;
    }

    /// <summary>The lines remembered, found by their digest; equal ones as often as they stand there.</summary>
    private sealed class LineTable
    {
        private readonly LineDigest[] _lines;
        private readonly int[] _slots, _next, _turns;
        private readonly int _mask;

        public LineTable(FileMemory last, int total)
        {
            _slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, total * 2))];
            _mask = _slots.Length - 1;
            (_lines, _next) = (new LineDigest[total + 1], new int[total + 1]);
            _turns = [.. last.Lines.Select(l => l.Length)];
            var count = 0;
            for (var turn = 0; turn < last.Lines.Count; turn++)
            {
                foreach (var line in last.Lines[turn])
                {
                    _lines[++count] = line;
                    if (last.Gone.Contains(new LinePlace(turn, line.Row))) continue;
                    ref var slot = ref Slot(line);
                    (_next[count], slot) = (slot, count);
                }
            }
        }

        public bool Take(LineDigest line)
        {
            ref var slot = ref Slot(line);
            // An emptied slot keeps its last line, so that what lies behind it is still found.
            if (slot <= 0) return false;
            slot = _next[slot] > 0 ? _next[slot] : -slot;
            return true;
        }

        public List<LinePlace> Left()
        {
            var left = new List<LinePlace>();
            foreach (var slot in _slots)
                for (var at = slot; at > 0; at = _next[at]) left.Add(Place(at));
            return left;
        }

        private LinePlace Place(int at)
        {
            var (turn, before) = (0, 0);
            while (at - before > _turns[turn]) before += _turns[turn++];
            return new LinePlace(turn, _lines[at].Row);
        }

        private ref int Slot(LineDigest line)
        {
            for (var at = (int)(line.High & (ulong)_mask); ; at = (at + 1) & _mask)
            {
                ref var slot = ref _slots[at];
                if (slot == 0) return ref slot;
                ref var there = ref _lines[Math.Abs(slot)];
                if (there.High == line.High && there.Low == line.Low) return ref slot;
            }
        }
    }
}
