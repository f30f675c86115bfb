namespace CreditLoan.Ledger;

/// <summary>A stream's name, slice and fold, without its types.</summary>
internal sealed record StreamHandle(string Id, Slice Slice, object Initial, Func<object, object, object> Evolve);

/// <summary>A stream folded to its end, and what a decision adds to it.</summary>
internal sealed class Folded(StreamHandle handle)
{
    public StreamHandle Handle { get; } = handle;
    public object State { get; private set; } = handle.Initial;

    /// <summary>The version that was read.</summary>
    public long Loaded { get; private set; }

    /// <summary>The version with the new facts.</summary>
    public long Version => Loaded + New.Count;

    public List<object> Events { get; } = [];
    public IReadOnlyList<object> New { get; private set; } = [];

    public void Replay(object happened)
    {
        State = Handle.Evolve(State, happened);
        Events.Add(happened);
        Loaded++;
    }

    /// <summary>Takes the decided facts; Evolve must accept each, or the decision is a bug and nothing is written.</summary>
    public void Accept(IReadOnlyList<object> happened)
    {
        State = happened.Aggregate(State, Handle.Evolve);
        New = happened;
    }
}
