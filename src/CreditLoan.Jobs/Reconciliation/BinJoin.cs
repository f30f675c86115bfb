using CreditLoan.Domain.Reconciliation;

namespace CreditLoan.Jobs.Reconciliation;

/// <summary>What came out for one loan number, with where its lines begin (核对结论).</summary>
/// <param name="Ours">Where the loan's line begins in the platform's file; −1 where it has none.</param>
/// <param name="Theirs">Where the first line begins in the bank's file; −1 where it has none.</param>
public readonly record struct FileVerdict(long Ours, long Theirs, long Difference, BreakKind Kind);

/// <summary>A break that may turn out to be part of a merged line: the loan's borrower and day beside it.</summary>
internal readonly record struct MergeCandidate(ulong Borrower, int Day, int Index);

/// <summary>Joins one bin of the two sides by number and judges every number; one of these a thread.</summary>
internal sealed unsafe class BinJoin(int asOf)
{
    private struct Entry
    {
        public ulong Key0, Key1;
        public LineRecord* Ours, Theirs;
        public int More;
    }

    private struct More
    {
        public int Count;
        public long Total, Least, Most, First;
        public int FirstDay, LastDay;
        public bool Borrower, Product;
    }

    private int[] _slots = [];
    private Entry[] _entries = [];
    private More[] _mores = new More[256];
    private int _count, _moreCount, _mask;

    public VerdictList Verdicts { get; } = new();
    public List<MergeCandidate> Candidates { get; } = [];
    /// <summary>Numbers that stand twice on the platform's side; only the first counts.</summary>
    public long OursTwice { get; private set; }

    public void Join(IReadOnlyList<RecordBins> ours, IReadOnlyList<RecordBins> theirs, int bin)
    {
        Clear(ours.Sum(b => b.RecordsOf(bin)) + theirs.Sum(b => b.RecordsOf(bin)));
        foreach (var bins in ours)
            foreach (var (block, records) in bins.Blocks(bin))
                for (var i = 0; i < records; i++) Build((LineRecord*)block + i);
        foreach (var bins in theirs)
            foreach (var (block, records) in bins.Blocks(bin))
                for (var i = 0; i < records; i++) Probe((LineRecord*)block + i);
        for (var i = 0; i < _count; i++) Judge(ref _entries[i]);
    }

    private void Clear(long records)
    {
        var slots = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)Math.Max(16, records * 2));
        if (_slots.Length < slots) _slots = GC.AllocateUninitializedArray<int>(slots);
        Array.Clear(_slots, 0, slots);
        if (_entries.Length < records) _entries = GC.AllocateUninitializedArray<Entry>((int)records);
        (_count, _moreCount, _mask) = (0, 1, slots - 1);
    }

    private void Build(LineRecord* record)
    {
        ref var entry = ref Find(record, out var isNew);
        if (isNew) entry.Ours = record;
        else OursTwice++;
    }

    private void Probe(LineRecord* record)
    {
        ref var entry = ref Find(record, out _);
        if (entry.Theirs == null) entry.Theirs = record;
        else Gather(ref entry, record);
    }

    private ref Entry Find(LineRecord* record, out bool isNew)
    {
        for (var slot = (int)(RecordBins.Spread(record->Key0, record->Key1) & (ulong)_mask); ; slot = (slot + 1) & _mask)
        {
            var at = _slots[slot];
            if (at == 0)
            {
                _slots[slot] = ++_count;
                ref var made = ref _entries[_count - 1];
                made = new Entry { Key0 = record->Key0, Key1 = record->Key1 };
                isNew = true;
                return ref made;
            }
            ref var entry = ref _entries[at - 1];
            if (entry.Key0 != record->Key0 || entry.Key1 != record->Key1) continue;
            isNew = false;
            return ref entry;
        }
    }

    private void Gather(ref Entry entry, LineRecord* record)
    {
        if (entry.More == 0)
        {
            if (_moreCount == _mores.Length) Array.Resize(ref _mores, _moreCount * 2);
            _mores[_moreCount] = new More { Least = long.MaxValue, FirstDay = int.MaxValue, First = long.MaxValue, Borrower = true, Product = true };
            entry.More = _moreCount++;
            Take(ref _mores[entry.More], entry.Ours, entry.Theirs);
        }
        Take(ref _mores[entry.More], entry.Ours, record);
    }

    private static void Take(ref More more, LineRecord* ours, LineRecord* line)
    {
        more.Count++;
        more.Total += line->Fen;
        more.Least = Math.Min(more.Least, line->Fen);
        more.Most = Math.Max(more.Most, line->Fen);
        more.First = Math.Min(more.First, line->Offset);
        more.FirstDay = Math.Min(more.FirstDay, line->Day);
        more.LastDay = Math.Max(more.LastDay, line->Day);
        more.Borrower &= ours == null || ours->Borrower == line->Borrower;
        more.Product &= ours == null || ours->Product == line->Product;
    }

    private void Judge(ref Entry entry)
    {
        var ours = entry.Ours;
        var theirs = entry.Theirs;
        LoanSide? loan = ours == null ? null : new LoanSide(ours->Fen, ours->Day);
        BankSide? lines = null;
        var first = theirs == null ? -1 : theirs->Offset;
        if (entry.More != 0)
        {
            ref var m = ref _mores[entry.More];
            first = m.First;
            lines = new BankSide(m.Count, m.Total, m.Least, m.Most, m.FirstDay, m.LastDay, m.Borrower, m.Product);
        }
        else if (theirs != null)
        {
            lines = new BankSide(1, theirs->Fen, theirs->Fen, theirs->Fen, theirs->Day, theirs->Day,
                ours == null || ours->Borrower == theirs->Borrower, ours == null || ours->Product == theirs->Product);
        }
        var verdict = Matching.Judge(loan, lines, asOf);
        if (verdict.Kind is BreakKind.MissingAtBank || verdict is { Kind: BreakKind.Amount, Difference: > 0 })
            Candidates.Add(new MergeCandidate(ours->Borrower, ours->Day, Verdicts.Count));
        Verdicts.Add(new FileVerdict(ours == null ? -1 : ours->Offset, first, verdict.Difference, verdict.Kind));
    }
}
