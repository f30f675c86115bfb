using System.Collections.Concurrent;

namespace CreditLoan.Ledger;

/// <summary>A stream as it was last folded: its state, its version, and the row of each of its slice's views.</summary>
internal sealed record StreamState(object State, long Version, object?[] Rows)
{
    /// <summary>Stands in for the row of a view whose fold threw on this stream: it is neither folded nor written any more.</summary>
    public static readonly object Stopped = new();

    public static StreamState Empty(StreamHandle stream) => new(stream.Initial, 0, new object?[stream.Slice.Views.Count]);
}

/// <summary>The streams that were used last, so that a hot one is not read again; the append checks the version, so an old entry can only be lost, never believed.</summary>
internal sealed class StreamCache(int capacity)
{
    private ConcurrentDictionary<string, StreamState> _young = new();
    private ConcurrentDictionary<string, StreamState> _old = new();

    public StreamState? Find(string id)
    {
        if (_young.TryGetValue(id, out var found)) return found;
        if (!_old.TryGetValue(id, out found)) return null;
        Keep(id, found);
        return found;
    }

    public void Keep(string id, StreamState state)
    {
        if (_young.Count >= capacity / 2)
            lock (this)
                if (_young.Count >= capacity / 2) (_old, _young) = (_young, new());
        _young[id] = state;
    }

    public void Forget(string id)
    {
        _young.TryRemove(id, out _);
        _old.TryRemove(id, out _);
    }
}
