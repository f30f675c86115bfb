using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CreditLoan.Jobs.Reconciliation;

/// <summary>Memory for records, taken from the system in large pieces and given back all at once (行存储).</summary>
internal sealed unsafe class RecordMemory : IDisposable
{
    /// <summary>48 MiB: above what the allocator keeps for itself, so that a piece given back is given back to the system.</summary>
    private const int BlocksOfPiece = 4096;
    private readonly List<nint> _pieces = [];
    private readonly Stack<nint> _free = new();
    private readonly Lock _gate = new();

    /// <summary>A block for <see cref="RecordBins.BlockRecords"/> records.</summary>
    public LineRecord* Take()
    {
        lock (_gate)
        {
            if (_free.Count == 0)
            {
                const int size = RecordBins.BlockRecords * 48;
                var piece = (nint)NativeMemory.AlignedAlloc(BlocksOfPiece * size, 64);
                _pieces.Add(piece);
                for (var i = 0; i < BlocksOfPiece; i++) _free.Push(piece + (nint)i * size);
            }
            return (LineRecord*)_free.Pop();
        }
    }

    public void Dispose()
    {
        foreach (var piece in _pieces) NativeMemory.AlignedFree((void*)piece);
        _pieces.Clear();
    }
}

/// <summary>One thread's records of one file, thrown into bins by their key so that each bin fits a core's cache (按键分区).</summary>
internal sealed unsafe class RecordBins
{
    public const int Count = 1024;
    public const int BlockRecords = 256;
    private const int Shift = 64 - 10;
    private readonly RecordMemory _memory;
    private readonly LineRecord*[] _blocks = new LineRecord*[Count];
    private readonly int[] _used = new int[Count];
    private readonly List<nint>[] _full = new List<nint>[Count];

    public RecordBins(RecordMemory memory)
    {
        _memory = memory;
        for (var i = 0; i < Count; i++)
        {
            _full[i] = [];
            _used[i] = BlockRecords;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Spread(ulong key0, ulong key1) => KeyedHash.Mix(key0 ^ 0x9E3779B97F4A7C15, key1 ^ 0xD1B54A32D192ED03);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in LineRecord record)
    {
        var bin = (int)(Spread(record.Key0, record.Key1) >> Shift);
        if (_used[bin] == BlockRecords) NewBlock(bin);
        _blocks[bin][_used[bin]++] = record;
    }

    public long RecordsOf(int bin) => (long)_full[bin].Count * BlockRecords + (_blocks[bin] == null ? 0 : _used[bin]);

    /// <summary>The blocks of a bin with how many records each holds.</summary>
    public IEnumerable<(nint Block, int Records)> Blocks(int bin)
    {
        foreach (var block in _full[bin]) yield return (block, BlockRecords);
        if (Last(bin) is not 0 and var last) yield return (last, _used[bin]);
    }

    private nint Last(int bin) => (nint)_blocks[bin];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NewBlock(int bin)
    {
        if (_blocks[bin] != null) _full[bin].Add((nint)_blocks[bin]);
        _blocks[bin] = _memory.Take();
        _used[bin] = 0;
    }
}
