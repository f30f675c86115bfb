using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CreditLoan.Domain.Reconciliation;
using Microsoft.Win32.SafeHandles;

namespace CreditLoan.Jobs.Reconciliation;

/// <summary>Every verdict of a run over two files (核对结果).</summary>
/// <param name="Parts">The verdicts, one part a thread, in no order.</param>
/// <param name="Counts">How many of each kind.</param>
/// <param name="Faults">Lines of either file that could not be read; they take no part.</param>
public sealed record FileReconciliationResult(
    IReadOnlyList<IReadOnlyList<FileVerdict>> Parts, IReadOnlyDictionary<BreakKind, long> Counts,
    IReadOnlyList<LineFault> OurFaults, IReadOnlyList<LineFault> TheirFaults, long OursTwice)
{
    public IEnumerable<FileVerdict> All => Parts.SelectMany(part => part);
    public IEnumerable<FileVerdict> Breaks => All.Where(v => v.Kind != BreakKind.None);
}

/// <summary>Reconciles a bank's file with the platform's loans, both as CSV on disk, tens of millions of lines in one pass (文件对账).</summary>
/// <remarks>
/// Every thread reads pieces of both files, finds the fields and throws 48-byte records into bins by number; then every bin is joined
/// and judged on its own (<see cref="Matching.Judge"/>), and lines that make up several loans are looked for among the breaks.
/// Nothing is read twice and no line becomes an object. Memory is 112 bytes a loan with its line, and what the system needs.
/// </remarks>
public static class FileReconciliation
{
    /// <summary>The header row both files begin with.</summary>
    public const string Header = "借据号,借款人,产品,放款金额,放款日";

    private const int Piece = 1 << 20;
    /// <summary>The longest line, so that a piece can be read to the end of its last one.</summary>
    private const int LongestLine = 1 << 12;

    public static FileReconciliationResult Run(string ourFile, string theirFile, DateOnly asOf)
    {
        using var memory = new RecordMemory();
        using var ours = Open(ourFile);
        using var theirs = Open(theirFile);
        Span<ulong> keys = stackalloc ulong[4];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(keys));
        KeyedHash hash = new(keys[0], keys[1]), second = new(keys[2], keys[3]);
        var threads = Environment.ProcessorCount;
        var ourBins = Bins(memory, threads);
        var theirBins = Bins(memory, threads);
        var ourFaults = Lists(threads);
        var theirFaults = Lists(threads);
        var (ourPieces, theirPieces) = (Pieces(ours), Pieces(theirs));
        var next = -1;
        OnEveryThread(threads, t =>
        {
            var buffer = GC.AllocateUninitializedArray<byte>(Piece + LongestLine + LineParser.Slack);
            var readOurs = new LineParser(hash, second, ourBins[t], ourFaults[t]);
            var readTheirs = new LineParser(hash, second, theirBins[t], theirFaults[t]);
            for (int piece; (piece = Interlocked.Increment(ref next)) < ourPieces + theirPieces;)
            {
                if (piece < ourPieces) ReadPiece(ours, piece, buffer, readOurs, ourFaults[t]);
                else ReadPiece(theirs, piece - ourPieces, buffer, readTheirs, theirFaults[t]);
            }
            if (readOurs.Quoted || readTheirs.Quoted) throw new InvalidDataException("文件含引号，请用模板另存为不带引号的 CSV。");
        });
        var joins = Enumerable.Range(0, threads).Select(_ => new BinJoin(asOf.DayNumber)).ToArray();
        var bin = -1;
        OnEveryThread(threads, t =>
        {
            for (int b; (b = Interlocked.Increment(ref bin)) < RecordBins.Count;) joins[t].Join(ourBins, theirBins, b);
        });
        Merge(joins);
        return new FileReconciliationResult([.. joins.Select(j => j.Verdicts)], Count(joins),
            [.. ourFaults.SelectMany(f => f)], [.. theirFaults.SelectMany(f => f)], joins.Sum(j => j.OursTwice));
    }

    /// <summary>The line of a verdict, read again where it stands.</summary>
    public static string LineAt(SafeFileHandle file, long offset)
    {
        var bytes = new byte[LongestLine];
        var read = RandomAccess.Read(file, bytes, offset);
        var line = bytes.AsSpan(0, read);
        var end = line.IndexOf((byte)'\n');
        return System.Text.Encoding.UTF8.GetString(end < 0 ? line : line[..end]).TrimEnd('\r');
    }

    private static SafeFileHandle Open(string path)
    {
        var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var header = LineAt(file, 0).TrimStart('\uFEFF');
        if (header == Header) return file;
        file.Dispose();
        throw new InvalidDataException($"{Path.GetFileName(path)} 的表头应为“{Header}”。");
    }

    private static int Pieces(SafeFileHandle file) => (int)((RandomAccess.GetLength(file) + Piece - 1) / Piece);

    /// <summary>Reads the lines that begin in a piece; the header and the line cut by the piece's start belong to others.</summary>
    private static void ReadPiece(SafeFileHandle file, int piece, byte[] buffer, LineParser parser, List<LineFault> faults)
    {
        // The line feed just before the piece says whether a line begins with it.
        var from = (long)piece * Piece;
        var lead = piece == 0 ? 0 : 1;
        var read = 0;
        for (int got; read < Piece + LongestLine && (got = RandomAccess.Read(file, buffer.AsSpan(read, Piece + LongestLine - read), from - lead + read)) > 0;)
            read += got;
        var text = buffer.AsSpan(0, read);
        var start = text.IndexOf((byte)'\n') + 1;
        if (start == 0 || start >= Piece + lead) return;
        var last = Math.Min(Piece + lead, read);
        var end = last;
        if (read > last)
        {
            var more = text[(last - 1)..].IndexOf((byte)'\n');
            if (more >= 0) end = last + more;
            else if (read == Piece + LongestLine)
            {
                faults.Add(new LineFault(from, $"一行超过 {LongestLine} 字节。"));
                return;
            }
            else end = read;
        }
        buffer.AsSpan(end, LineParser.Slack).Clear();
        parser.Read(buffer.AsSpan(start), end - start, from - lead + start);
    }

    /// <summary>Looks among all breaks for lines that make up several loans.</summary>
    private static void Merge(BinJoin[] joins)
    {
        var where = joins.SelectMany((join, thread) => join.Candidates.Select(c => (c, thread))).ToArray();
        var breaks = Array.ConvertAll(where, w =>
        {
            var v = joins[w.thread].Verdicts[w.c.Index];
            return (w.c.Borrower, w.c.Day, new Verdict(v.Kind, v.Difference));
        });
        foreach (var i in Matching.Merged(breaks))
            joins[where[i].thread].Verdicts.Change(where[i].c.Index, BreakKind.Merged);
    }

    private static Dictionary<BreakKind, long> Count(BinJoin[] joins) =>
        Enum.GetValues<BreakKind>().Select(kind => (kind, Count: joins.Sum(j => j.Verdicts.CountOf(kind)))).Where(c => c.Count > 0).ToDictionary(c => c.kind, c => c.Count);

    private static RecordBins[] Bins(RecordMemory memory, int threads) => [.. Enumerable.Range(0, threads).Select(_ => new RecordBins(memory))];

    private static List<LineFault>[] Lists(int threads) => [.. Enumerable.Range(0, threads).Select(_ => new List<LineFault>())];

    private static void OnEveryThread(int threads, Action<int> work) =>
        Task.WhenAll(Enumerable.Range(0, threads).Select(t => Task.Factory.StartNew(() => work(t), TaskCreationOptions.LongRunning))).GetAwaiter().GetResult();
}
