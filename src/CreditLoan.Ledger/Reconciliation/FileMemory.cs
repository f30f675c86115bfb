using System.Runtime.InteropServices;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Reconciliation;

/// <summary>One line as it is remembered: 96 bits of a keyed hash, and its row (行摘要).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct LineDigest(ulong High, uint Low, int Row);

/// <summary>Where a line is kept: the turn of the file that brought it, and its row there.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct LinePlace(int Turn, int Row);

/// <summary>What is remembered of the lines of a bank's last whole file (上一份文件的摘要), by the turns of the series it belongs to.</summary>
/// <param name="Files">The streams of the series, by turn.</param>
/// <param name="Lines">The lines each turn brought.</param>
/// <param name="Gone">Which of all these the last file no longer has.</param>
public sealed record FileMemory(byte[] Key, IReadOnlyList<string> Files, IReadOnlyList<LineDigest[]> Lines, HashSet<LinePlace> Gone, int Rows, Money Total)
{
    public int Turn => Files.Count - 1;
}

/// <summary>What a file keeps of itself when it is taken in (新文件的摘要).</summary>
/// <param name="Lines">Of a whole file its lines; of one that builds on another those that changed.</param>
/// <param name="Gone">Lines of the file it builds on that it no longer has.</param>
public sealed record FileDigests(byte[] Key, LineDigest[] Lines, LinePlace[] Gone);
