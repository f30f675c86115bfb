using CreditLoan.Domain.Access;

namespace CreditLoan.Ledger;

/// <summary>A view that stopped: the fact its fold could not take (停止的视图). <c>xyd rebuild</c> mends it once the fold is.</summary>
public sealed record StoppedView(string Name, DateTimeOffset At, string StreamId, long Version, string Cause);

/// <summary>How far a follower is behind the log (后随视图的进度).</summary>
public sealed record FollowerState(string Name, long Position, long Head, DateTimeOffset UpdatedAt)
{
    public long Behind => Head - Position;
}

/// <summary>What the operator's page shows of the ledger.</summary>
public sealed class LedgerState(Reader reader)
{
    public Task<IReadOnlyList<StoppedView>> StoppedViews(Viewer viewer, CancellationToken stop = default) =>
        reader.Rows<StoppedView>(viewer, $"select name, at, stream_id, version, cause from view_stopped order by name", stop);

    /// <summary>What the last check of each invariant found; nothing for viewers outside the platform.</summary>
    public Task<IReadOnlyList<InvariantCheck>> Invariants(Viewer viewer, CancellationToken stop = default) =>
        reader.Rows<InvariantCheck>(viewer, $"select name, at, broken, example from invariant_check order by broken desc, name", stop);

    /// <summary>Every follower; nothing for viewers outside the platform.</summary>
    public Task<IReadOnlyList<FollowerState>> Followers(Viewer viewer, CancellationToken stop = default) =>
        reader.Rows<FollowerState>(viewer, $"select name, reached as position, head, updated_at from follower_state()", stop);
}
