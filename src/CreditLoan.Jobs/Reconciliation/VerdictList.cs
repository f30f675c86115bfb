using System.Collections;
using CreditLoan.Domain.Reconciliation;

namespace CreditLoan.Jobs.Reconciliation;

/// <summary>Tens of millions of verdicts in 16 bytes each (结论存储): both places and the kind; a difference that is not zero stands beside.</summary>
/// <remarks>Kept in pieces, so that growing never copies and never doubles.</remarks>
internal sealed class VerdictList : IReadOnlyList<FileVerdict>
{
    private const int PieceBits = 16;
    /// <summary>How many offsets of a file there are, and one for "none".</summary>
    private const ulong Nowhere = (1UL << LineRecord.OffsetBits) - 1;
    private readonly List<UInt128[]> _pieces = [];
    private readonly List<long> _differences = [0];
    private readonly long[] _counts = new long[256];

    public int Count { get; private set; }

    public FileVerdict this[int index]
    {
        get
        {
            var packed = Packed(index);
            var (ours, theirs) = unchecked(((ulong)(packed >> 8) & Nowhere, (ulong)(packed >> (8 + LineRecord.OffsetBits)) & Nowhere));
            return new FileVerdict(Place(ours), Place(theirs), _differences[(int)(packed >> (8 + 2 * LineRecord.OffsetBits))], KindOf(packed));
        }
    }

    public long CountOf(BreakKind kind) => _counts[(byte)kind];

    public void Add(FileVerdict verdict)
    {
        var at = Count & ((1 << PieceBits) - 1);
        if (at == 0) _pieces.Add(GC.AllocateUninitializedArray<UInt128>(1 << PieceBits));
        var difference = 0;
        if (verdict.Difference != 0)
        {
            difference = _differences.Count;
            _differences.Add(verdict.Difference);
        }
        var (ours, theirs) = unchecked(((ulong)verdict.Ours & Nowhere, (ulong)verdict.Theirs & Nowhere));
        _pieces[^1][at] = (UInt128)(uint)difference << (8 + 2 * LineRecord.OffsetBits) | (UInt128)theirs << (8 + LineRecord.OffsetBits) | (UInt128)ours << 8 | (byte)verdict.Kind;
        _counts[(byte)verdict.Kind]++;
        Count++;
    }

    /// <summary>A verdict turned out to be part of something larger.</summary>
    public void Change(int index, BreakKind kind)
    {
        ref var packed = ref Packed(index);
        _counts[(byte)KindOf(packed)]--;
        _counts[(byte)kind]++;
        packed = packed & ~(UInt128)byte.MaxValue | (byte)kind;
    }

    public IEnumerator<FileVerdict> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ref UInt128 Packed(int index) => ref _pieces[index >> PieceBits][index & ((1 << PieceBits) - 1)];

    private static BreakKind KindOf(UInt128 packed) => unchecked((BreakKind)(byte)packed);

    private static long Place(ulong offset) => offset == Nowhere ? -1 : (long)offset;
}
