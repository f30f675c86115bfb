using System.Diagnostics;
using CreditLoan.Domain;

namespace CreditLoan.Ledger;

/// <summary>A command that waits for its answer.</summary>
internal sealed class Pending(Command command, StreamHandle[] streams, Func<object[], Decisions> decide, CancellationToken stop)
{
    private readonly long _asked = Stopwatch.GetTimestamp();
    private readonly TaskCompletionSource<Outcome> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Command Command { get; } = command;
    public StreamHandle[] Streams { get; } = streams;

    /// <summary>Its streams as the batch that runs it folded them.</summary>
    public Folded[] Folded { get; } = new Folded[streams.Length];

    /// <summary>Its place in the append, from 1.</summary>
    public int Place { get; set; }

    public CancellationToken Stop { get; } = stop;

    /// <summary>Its span, where somebody traces.</summary>
    public ActivityContext Span { get; init; }

    public Task<Outcome> Answer => _answer.Task;

    public TimeSpan Waited => Stopwatch.GetElapsedTime(_asked);

    /// <summary>How often it was decided on a state that had moved.</summary>
    public int Lost { get; set; }

    /// <summary>How often its batch was rolled back by a deadlock or a serialisation failure.</summary>
    public int RolledBack { get; set; }

    /// <summary>The version of the first stream that it was last decided on.</summary>
    public long DecidedOn { get; set; }

    /// <summary>What it is told if the append agrees that it was decided on the present.</summary>
    public Outcome Candidate { get; set; } = null!;

    public Decisions Decide(object[] states) => decide(states);

    public void Reply(Outcome outcome)
    {
        LedgerMeters.AppendLatency.Record(Stopwatch.GetElapsedTime(_asked).TotalMilliseconds);
        if (outcome is Outcome.Refused refused) LedgerMeters.Refusals.Add(1, new KeyValuePair<string, object?>("code", refused.Why.Code));
        _answer.TrySetResult(outcome);
    }

    public void Fail(Exception cause) => _answer.TrySetException(cause);
    public void Cancel() => _answer.TrySetCanceled(Stop);
}
