using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>Two threads that turn waiting commands into durable batches (提交线程).</summary>
/// <remarks>
/// A batch is what queued while the last one was committing; nobody waits on a timer. Two overlap one's wait for the disk with the
/// other's work; a third adds nothing. A stream, or a command's id, is with one committer at a time: whoever needs it is held until
/// that batch is done, and holds those behind it that need the same, so that nobody is overtaken for ever. The threads are our own,
/// with synchronous calls, because a thread pool that is busy with callers would be late for them; idle ones end.
/// </remarks>
internal sealed class Committers(NpgsqlDataSource writer, TimeProvider clock, StreamCache cache)
{
    private const int Threads = 2;
    private const int MostCommands = 1_000;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly HashSet<string> _streamsInFlight = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _idsInFlight = [];
    private readonly HashSet<string> _streamsHeld = new(StringComparer.Ordinal);
    private readonly List<Pending> _held = [];
    private LinkedList<Pending> _ready = new();
    private int _running;
    private int _waiting;

    public Task<Outcome> Enqueue(Pending pending)
    {
        lock (_gate)
        {
            _ready.AddLast(pending);
            Wake();
        }
        return pending.Answer;
    }

    private void Wake()
    {
        if (_waiting > 0) Monitor.Pulse(_gate);
        else if (_running < Threads)
        {
            _running++;
            new Thread(Work) { IsBackground = true, Name = "committer" }.Start();
        }
    }

    private void Work()
    {
        while (Take() is { } batch)
        {
            var again = new Batch(writer, clock, cache, batch).Run();
            Return(batch, again);
        }
    }

    private List<Pending>? Take()
    {
        lock (_gate)
        {
            while (true)
            {
                var batch = new List<Pending>();
                var own = new HashSet<string>(StringComparer.Ordinal);
                while (batch.Count < MostCommands && _ready.First is { } node)
                {
                    _ready.RemoveFirst();
                    var pending = node.Value;
                    if (pending.Streams.Any(s => _streamsHeld.Contains(s.Id) || (_streamsInFlight.Contains(s.Id) && !own.Contains(s.Id))) || !_idsInFlight.Add(pending.Command.Id))
                    {
                        _held.Add(pending);
                        foreach (var stream in pending.Streams) _streamsHeld.Add(stream.Id);
                        continue;
                    }
                    batch.Add(pending);
                    foreach (var stream in pending.Streams)
                        if (_streamsInFlight.Add(stream.Id)) own.Add(stream.Id);
                }
                if (batch.Count > 0) return batch;
                _waiting++;
                var woken = Monitor.Wait(_gate, Idle);
                _waiting--;
                if (!woken && _ready.Count == 0)
                {
                    _running--;
                    return null;
                }
            }
        }
    }

    private void Return(List<Pending> batch, List<Pending> again)
    {
        lock (_gate)
        {
            foreach (var pending in batch)
            {
                _idsInFlight.Remove(pending.Command.Id);
                foreach (var stream in pending.Streams) _streamsInFlight.Remove(stream.Id);
            }
            // Oldest first: what lost, what was held, what came since.
            foreach (var pending in _held.AsEnumerable().Reverse()) _ready.AddFirst(pending);
            foreach (var pending in again.AsEnumerable().Reverse()) _ready.AddFirst(pending);
            _held.Clear();
            _streamsHeld.Clear();
            if (_ready.Count > 0) Wake();
        }
    }
}
