namespace CreditLoan.Ledger;

/// <summary>A stream's name, slice and fold, without its types.</summary>
internal sealed record StreamHandle(string Id, Slice Slice, object Initial, Func<object, object, object> Evolve);

/// <summary>A fact that a command of the batch adds to a stream; <paramref name="Json"/> is UTF-8.</summary>
internal sealed record Added(Folded Stream, Pending By, object Happened, byte[] Json, long Version);

/// <summary>A view that a fact stopped.</summary>
internal sealed record StoppedAt(KeptView View, string Stream, long Version, Exception Cause);

/// <summary>A stream within one batch: as it was folded, and what the batch's commands add to it, one on the other's result.</summary>
internal sealed class Folded(StreamHandle handle, StreamState @base)
{
    private object?[] _rows = @base.Rows;

    public StreamHandle Handle { get; } = handle;
    public StreamState Base { get; private set; } = @base;
    public object State { get; private set; } = @base.State;
    public long Version { get; private set; } = @base.Version;
    public IReadOnlyList<object?> Rows => _rows;
    public List<Added> Added { get; private set; } = [];
    public List<StoppedAt> Stopped { get; } = [];

    /// <summary>Its place among the streams of the append, from 1.</summary>
    public int Place { get; set; }

    /// <summary>The state after these facts too; throws where history cannot be so, and then nothing has changed.</summary>
    public object Try(object[] happened)
    {
        var state = State;
        foreach (var fact in happened) state = Handle.Evolve(state, fact);
        return state;
    }

    /// <summary>Reads one stored fact.</summary>
    public void Replay(object happened)
    {
        State = Handle.Evolve(State, happened);
        Version++;
        FoldRows(happened);
    }

    /// <summary>What is stored has been read; all that follows is the batch's.</summary>
    public void Loaded() => Base = Now;

    public void Add(Pending by, object[] happened, byte[][] json, object state)
    {
        State = state;
        for (var i = 0; i < happened.Length; i++)
        {
            Version++;
            Added.Add(new Added(this, by, happened[i], json[i], Version));
            FoldRows(happened[i]);
        }
    }

    /// <summary>Takes back what failed: of the facts added, those are left whose command did not fail.</summary>
    public void Keep(Func<Pending, bool> holds)
    {
        if (Added.TrueForAll(a => holds(a.By))) return;
        var kept = Added.FindAll(a => holds(a.By));
        (State, Version, _rows) = (Base.State, Base.Version, Base.Rows);
        Stopped.Clear();
        foreach (var added in kept)
        {
            State = Handle.Evolve(State, added.Happened);
            Version++;
            FoldRows(added.Happened);
        }
        Added = kept;
    }

    /// <summary>The stream as it is now, to be kept for the next batch.</summary>
    public StreamState Now => new(State, Version, _rows);

    private void FoldRows(object happened)
    {
        var views = Handle.Slice.Views;
        for (var i = 0; i < views.Count; i++)
        {
            if (views[i].Fold is not { } fold || _rows[i] == StreamState.Stopped) continue;
            // The rows of a StreamState never change: the first fold of a batch makes a copy.
            if (_rows == Base.Rows) _rows = (object?[])_rows.Clone();
            try
            {
                _rows[i] = fold(_rows[i], happened);
            }
            catch (Exception cause)
            {
                // A bug of the view, not of the command: the view is marked, the append goes on.
                _rows[i] = StreamState.Stopped;
                Stopped.Add(new StoppedAt(views[i], Handle.Id, Version, cause));
            }
        }
    }
}
