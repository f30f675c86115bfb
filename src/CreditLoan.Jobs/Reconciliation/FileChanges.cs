using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CreditLoan.Files;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.Jobs.Reconciliation;

/// <summary>Which lines of a text file its bank's last one does not have, and which it had that this one has not (文件变动), found without reading any field.</summary>
/// <remarks>
/// Every line is hashed with the series' secret key. Lines that stand in the order of those remembered are passed over; what is left on
/// both sides is looked for by its hash, wherever it stands, and only what is not found is read as a row.
/// A file with quotation marks, or with line ends other than LF and CRLF, may break a row over lines: it is always read whole.
/// </remarks>
public sealed class FileChanges
{
    /// <summary>Bytes that the hash may look at behind a line.</summary>
    private const int Slack = 16;
    private const int KeyBytes = 32;
    /// <summary>Where more than one line in ten changed, and in large files more than fifty thousand, the file is read whole.</summary>
    private const int MostChanged = 50_000;
    /// <summary>How far a line that came or went is looked for before the two are passed over as different.</summary>
    private const int Ahead = 16;
    private const int BytesInPart = 4 << 20;
    private static readonly SearchValues<byte> Stops = SearchValues.Create("\n\r\0\""u8);

    private readonly byte[] _file;

    private FileChanges(byte[] file, List<LineSpan> changed, List<LinePlace> gone) => (_file, Changed, Gone) = (file, changed, gone);

    /// <summary>A line of the file, and its hash.</summary>
    public readonly record struct LineSpan(int Start, int Length, LineDigest Digest);

    private List<LineSpan> Changed { get; }

    public IReadOnlyList<LinePlace> Gone { get; }

    /// <summary>Compares; null where the file must be read whole.</summary>
    /// <param name="here">The file's lines, hashed with the key of the last one.</param>
    public static FileChanges? Since(FileMemory last, byte[] file, LineSpan[] here)
    {
        var (there, ends) = last.Present();
        // Another header is another meaning of every line.
        if (here.Length == 0 || there.Length == 0 || !here[0].Digest.IsSame(there[0]) || here[^1].Digest.Row > FileLimits.Standard.MaxRows + 1) return null;
        var (came, went) = Apart(here, there);
        var most = Math.Min(MostChanged, there.Length / 10);
        if (Math.Abs(came.Count - went.Count) > most) return null;
        var seen = new LineTable(went, there);
        var changed = came.Where(line => !seen.Take(line.Digest)).ToList();
        var gone = seen.Left();
        return changed.Count > most || gone.Count > most ? null : new FileChanges(file, changed, gone.ConvertAll(at => new LinePlace(Array.FindIndex(ends, end => at < end), there[at].Row)));
    }

    /// <summary>What a whole file keeps for the next one: the header, and the lines that became rows.</summary>
    /// <returns>Null where the file is no text of lines.</returns>
    public static FileDigests? Whole(byte[] file, IEnumerable<int> rows)
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        if (Lines(file, key) is not { } lines) return null;
        var kept = rows.Prepend(lines.Length == 0 ? 0 : lines[0].Digest.Row).ToHashSet();
        return new FileDigests(key, [.. lines.Where(l => kept.Contains(l.Digest.Row)).Select(l => l.Digest)], []);
    }

    /// <summary>The header and the changed lines as a file of their own, and which row of the real file each of its rows is.</summary>
    public (byte[] File, int[] Rows) Excerpt()
    {
        var header = _file.AsSpan().IndexOf((byte)'\n') is var end and >= 0 ? end : _file.Length;
        using var excerpt = new MemoryStream();
        excerpt.Write(_file.AsSpan(0, header));
        foreach (var line in Changed)
        {
            excerpt.WriteByte((byte)'\n');
            excerpt.Write(_file.AsSpan(line.Start, line.Length));
        }
        return (excerpt.ToArray(), [0, 1, .. Changed.Select(l => l.Digest.Row)]);
    }

    public FileDigests Digests(byte[] key, IEnumerable<int> rows)
    {
        var kept = rows.ToHashSet();
        return new FileDigests(key, [.. Changed.Where(l => kept.Contains(l.Digest.Row)).Select(l => l.Digest)], [.. Gone]);
    }

    /// <summary>What does not stand in the same order on both sides.</summary>
    /// <remarks>A process often compares one file in its life: this is compiled well for the first.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (List<LineSpan> Came, List<int> Went) Apart(LineSpan[] here, LineDigest[] there)
    {
        var (came, went) = (new List<LineSpan>(), new List<int>());
        var (i, j) = (0, 0);
        while (i < here.Length && j < there.Length)
        {
            if (!here[i].Digest.IsSame(there[j]))
            {
                var (more, less) = Step(here.AsSpan(i), there.AsSpan(j));
                for (var end = i + more; i < end; i++) came.Add(here[i]);
                for (var end = j + less; j < end; j++) went.Add(j);
                continue;
            }
            i++;
            j++;
        }
        came.AddRange(here.AsSpan(i));
        for (; j < there.Length; j++) went.Add(j);
        return (came, went);
    }

    /// <summary>How many lines came and went before the two sides are in step again; one of each where that is not near.</summary>
    private static (int More, int Less) Step(ReadOnlySpan<LineSpan> here, ReadOnlySpan<LineDigest> there)
    {
        for (var k = 1; k <= Ahead; k++)
        {
            if (k < there.Length && here[0].Digest.IsSame(there[k])) return (0, k);
            if (k < here.Length && here[k].Digest.IsSame(there[0])) return (k, 0);
        }
        return (1, 1);
    }

    /// <summary>The lines that are not empty; null where the file is no text of lines.</summary>
    public static LineSpan[]? Lines(byte[] file, byte[] key)
    {
        if (file.Length is 0 || file.Length > FileLimits.Standard.MaxBytes || file.AsSpan().TrimStart("\uFEFF \r\n\t"u8) is [(byte)'<', ..]) return null;
        var starts = new List<int> { 0 };
        for (var at = BytesInPart; at < file.Length && file.AsSpan(at).IndexOf((byte)'\n') is var next and >= 0; at += next + 1 + BytesInPart) starts.Add(at + next + 1);
        starts.Add(file.Length);
        var parts = new (List<LineSpan> Lines, int Rows)?[starts.Count - 1];
        Parallel.For(0, parts.Length, part => parts[part] = Lines(file, starts[part], starts[part + 1], key));
        if (parts.Contains(null)) return null;
        var lines = new LineSpan[parts.Sum(p => p!.Value.Lines.Count)];
        var (count, rows) = (0, 0);
        foreach (var part in parts)
        {
            foreach (ref var line in CollectionsMarshal.AsSpan(part!.Value.Lines)) lines[count++] = line with { Digest = line.Digest with { Row = line.Digest.Row + rows } };
            rows += part.Value.Rows;
        }
        return lines;
    }

    /// <summary>The lines of a part that ends with a line's end, counted from 1, and how many there are with the empty ones.</summary>
    private static (List<LineSpan> Lines, int Rows)? Lines(byte[] file, int start, int end, byte[] key)
    {
        var keys = MemoryMarshal.Cast<byte, ulong>(key);
        KeyedHash first = new(keys[0], keys[1]), second = new(keys[2], keys[3]);
        var lines = new List<LineSpan>((end - start) / 48);
        var row = 0;
        while (start < end)
        {
            var text = file.AsSpan(start, end - start);
            var size = text.IndexOfAny(Stops) is var at and >= 0 ? at : text.Length;
            var isBreak = size < text.Length && text[size] == '\r' && size + 1 < text.Length && text[size + 1] == '\n';
            if (size < text.Length && text[size] != '\n' && !isBreak) return null;
            row++;
            if (size > 0)
            {
                // The hash looks at bytes behind a line, and behind the last one there are none.
                ref var line = ref (file.Length - start - size >= Slack ? ref file[start] : ref Padded(text[..size])[0]);
                lines.Add(new LineSpan(start, size, new LineDigest(first.Of(ref line, size), unchecked((uint)second.Of(ref line, size)), row)));
            }
            start += size + (isBreak ? 2 : 1);
        }
        return (lines, row);
    }

    private static byte[] Padded(ReadOnlySpan<byte> line) => [.. line, .. new byte[Slack]];

    /// <summary>Lines remembered, found by their digest; equal ones as often as they stand there.</summary>
    private sealed class LineTable
    {
        private readonly LineDigest[] _there;
        private readonly List<int> _lines;
        private readonly int[] _slots, _next;
        private readonly int _mask;

        /// <param name="lines">Which of those there.</param>
        public LineTable(List<int> lines, LineDigest[] there)
        {
            (_there, _lines) = (there, lines);
            _slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, lines.Count * 2))];
            _mask = _slots.Length - 1;
            _next = new int[lines.Count + 1];
            for (var at = 1; at <= lines.Count; at++)
            {
                ref var slot = ref Slot(there[lines[at - 1]]);
                (_next[at], slot) = (slot, at);
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

        public List<int> Left()
        {
            var left = new List<int>();
            foreach (var slot in _slots)
                for (var at = slot; at > 0; at = _next[at]) left.Add(_lines[at - 1]);
            return left;
        }

        private ref int Slot(LineDigest line)
        {
            for (var at = (int)(line.High & (ulong)_mask); ; at = (at + 1) & _mask)
            {
                ref var slot = ref _slots[at];
                if (slot == 0 || _there[_lines[Math.Abs(slot) - 1]].IsSame(line)) return ref slot;
            }
        }
    }
}
