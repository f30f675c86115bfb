namespace CreditLoan.Ledger;

/// <summary>A stream as it was last folded: its state, its version, and the row of each of its slice's views.</summary>
internal sealed record StreamState(object State, long Version, object?[] Rows)
{
    /// <summary>Stands in for the row of a view whose fold threw on this stream: it is neither folded nor written any more.</summary>
    public static readonly object Stopped = new();

    public static StreamState Empty(StreamHandle stream) => new(stream.Initial, 0, new object?[stream.Slice.Views.Count]);
}

/// <summary>The streams that were used last, so that a hot one is not read again; the append checks the version, so an old entry can only be lost, never believed.</summary>
/// <remarks>One lock: only the committers come here, and counting a concurrent dictionary would take all of its locks.</remarks>
internal sealed class StreamCache(int capacity)
{
    private readonly object _gate = new();
    private Dictionary<string, StreamState> _young = new(StringComparer.Ordinal);
    private Dictionary<string, StreamState> _old = new(StringComparer.Ordinal);

    public StreamState? Find(string id)
    {
        lock (_gate)
        {
            if (_young.TryGetValue(id, out var found)) return found;
            if (_old.Remove(id, out found)) Put(id, found);
            return found;
        }
    }

    public void Keep(string id, StreamState state)
    {
        lock (_gate) Put(id, state);
    }

    public void Forget(string id)
    {
        lock (_gate)
        {
            _young.Remove(id);
            _old.Remove(id);
        }
    }

    private void Put(string id, StreamState state)
    {
        if (_young.Count >= capacity / 2) (_old, _young) = (_young, new Dictionary<string, StreamState>(capacity / 2, StringComparer.Ordinal));
        _young[id] = state;
    }
}
