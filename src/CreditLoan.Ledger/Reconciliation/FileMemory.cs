using System.Runtime.InteropServices;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Reconciliation;

/// <summary>One line as it is remembered: 96 bits of a keyed hash, and its row (行摘要).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct LineDigest(ulong High, uint Low, int Row)
{
    /// <summary>Wherever the two stand.</summary>
    public bool IsSame(LineDigest other) => High == other.High && Low == other.Low;
}

/// <summary>Where a line is kept: the turn of the file that brought it, and its row there.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct LinePlace(int Turn, int Row);

/// <summary>What is remembered of the lines of a bank's last whole file (上一份文件的摘要), by the turns of the series it belongs to.</summary>
/// <param name="Files">The streams of the series, by turn.</param>
/// <param name="Lines">The lines each turn brought.</param>
/// <param name="Gone">Which of all these the last file no longer has.</param>
public sealed record FileMemory(byte[] Key, IReadOnlyList<string> Files, IReadOnlyList<LineDigest[]> Lines, IReadOnlyCollection<LinePlace> Gone, int Rows, Money Total)
{
    public int Turn => Files.Count - 1;

    /// <summary>The lines that the last file has, turn by turn, and where each turn ends; its header is the first.</summary>
    public (LineDigest[] Lines, int[] Ends) Present()
    {
        var gone = Gone.ToLookup(g => g.Turn, g => g.Row);
        var present = new LineDigest[Lines.Sum(l => l.Length) - Gone.Count];
        var (count, ends) = (0, new int[Lines.Count]);
        for (var turn = 0; turn < Lines.Count; turn++)
        {
            // Of a turn the lines stand in the order of their rows.
            int[] rows = [.. gone[turn].Order(), int.MaxValue];
            var next = 0;
            foreach (var line in Lines[turn])
            {
                if (line.Row == rows[next]) next++;
                else present[count++] = line;
            }
            ends[turn] = count;
        }
        return (present, ends);
    }
}

/// <summary>What a file keeps of itself when it is taken in (新文件的摘要).</summary>
/// <param name="Lines">Of a whole file its lines; of one that builds on another those that changed.</param>
/// <param name="Gone">Lines of the file it builds on that it no longer has.</param>
public sealed record FileDigests(byte[] Key, LineDigest[] Lines, LinePlace[] Gone);
