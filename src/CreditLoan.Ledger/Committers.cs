using System.Diagnostics;
using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>Three threads that turn waiting commands into durable batches (提交线程).</summary>
/// <remarks>
/// A batch is what queued while the last one was committing; nobody waits on a timer. They overlap one's wait for the disk with the
/// others' work, so a batch takes a third of all that is under way at most: one that took everything would leave the others idle until
/// it ends. While some are at work another begins only when its batch is worth a round trip, or batches would crumble; it is woken at
/// the latest when one of them is done. A stream, or a command's id, is with one committer at a time: whoever needs it is
/// held until that batch is durable, and holds those behind it that need the same, so that nobody is overtaken for ever. The threads
/// are our own, with synchronous calls, because a thread pool that is busy with callers would be late for them; idle ones end.
/// A server that stands still holds a committer for twice its patience, because the driver asks it to cancel before it gives
/// up: a watch tells the callers long before. What was never sent is then not sent any more; what was sent may still become durable.
/// </remarks>
internal sealed class Committers(NpgsqlDataSource writer, TimeProvider clock, StreamCache cache)
{
    private const int Threads = 3;
    private const int MostCommands = 1_000;

    /// <summary>So few commands cost less in one batch than in several.</summary>
    private const int FewCommands = 32;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    /// <summary>Who has waited for so long is told, where a batch has been under way for so long: a crowd that moves on is only slow.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(9), Stuck = TimeSpan.FromSeconds(5), Look = TimeSpan.FromMilliseconds(250);

    private readonly object _gate = new();
    private readonly HashSet<string> _streamsInFlight = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _idsInFlight = [];
    private readonly HashSet<string> _streamsHeld = new(StringComparer.Ordinal);
    private readonly List<Pending> _held = [];
    private readonly List<(List<Pending> Commands, long Since)> _batches = [];
    private Queue<Pending> _ready = new();
    private int _running;
    private int _waiting;
    private int _inFlight;
    private bool _watched;

    public Task<Outcome> Enqueue(Pending pending)
    {
        lock (_gate)
        {
            if (_ready.Count + _held.Count >= EventStore.MostWaiting) pending.Fail(new TimeoutException($"{EventStore.MostWaiting:N0} commands wait already; this one was not taken."));
            else if (IsBlocked(pending)) Hold(pending);
            else
            {
                _ready.Enqueue(pending);
                Wake();
            }
        }
        return pending.Answer;
    }

    private bool IsEnough => _ready.Count > Math.Min(_inFlight / 2, Math.Max(FewCommands / 2, _inFlight / 6));

    private void Wake()
    {
        if (!IsEnough) return;
        if (_waiting > 0) Monitor.Pulse(_gate);
        else if (_running < Threads)
        {
            _running++;
            new Thread(Work) { IsBackground = true, Name = "committer" }.Start();
        }
    }

    private void Work()
    {
        using var lane = new Lane(writer);
        while (Take() is { } commands)
        {
            var batch = new Batch(lane, clock, cache, commands);
            Return(commands, batch.Run());
            batch.Answer();
        }
    }

    private void Watch()
    {
        for (var looks = 0; ; looks++)
        {
            Thread.Sleep(Look);
            lock (_gate)
            {
                if (_batches.Count > 0) looks = 0;
                else if (looks * Look >= Idle)
                {
                    _watched = false;
                    return;
                }
                if (!_batches.Exists(b => Stopwatch.GetElapsedTime(b.Since) >= Stuck)) continue;
                foreach (var pending in _batches.SelectMany(b => b.Commands).Concat(_held).Concat(_ready))
                    if (!pending.Answer.IsCompleted && pending.Waited >= Late)
                        pending.Fail(new TimeoutException($"The database has not answered for {Late.TotalSeconds:N0} seconds; nothing is known of the command."));
                _held.RemoveAll(p => p.Answer.IsCompleted);
                _ready = new Queue<Pending>(_ready.Where(p => !p.Answer.IsCompleted));
            }
        }
    }

    private bool IsBlocked(Pending pending)
    {
        foreach (var stream in pending.Streams)
            if (_streamsInFlight.Contains(stream.Id) || _streamsHeld.Contains(stream.Id)) return true;
        return _idsInFlight.Contains(pending.Command.Id);
    }

    private void Hold(Pending pending)
    {
        _held.Add(pending);
        foreach (var stream in pending.Streams) _streamsHeld.Add(stream.Id);
    }

    private List<Pending>? Take()
    {
        lock (_gate)
        {
            while (true)
            {
                var batch = IsEnough ? Next() : [];
                if (batch.Count > 0)
                {
                    foreach (var pending in batch)
                        foreach (var stream in pending.Streams) _streamsInFlight.Add(stream.Id);
                    _inFlight += batch.Count;
                    _batches.Add((batch, Stopwatch.GetTimestamp()));
                    if (!_watched)
                    {
                        _watched = true;
                        new Thread(Watch) { IsBackground = true, Name = "committers' watch" }.Start();
                    }
                    Wake(); // What it left may be enough for another.
                    return batch;
                }
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

    private List<Pending> Next()
    {
        var most = Math.Clamp((_ready.Count + _inFlight) / Threads, FewCommands, MostCommands);
        var batch = new List<Pending>(Math.Min(_ready.Count, most));
        // Streams go in flight when the batch is whole: its own commands may share them, not its own ids.
        while (batch.Count < most && _ready.TryDequeue(out var pending))
            if (IsBlocked(pending)) Hold(pending);
            else Put(pending);
        if (_ready.Count == 0) return batch;
        // Those that wait for these streams alone had better come along: no other batch can take them before this one ends.
        var own = new HashSet<string>(batch.SelectMany(p => p.Streams.Select(s => s.Id)), StringComparer.Ordinal);
        while (batch.Count < MostCommands && _ready.TryPeek(out var next) && !IsBlocked(next) && Array.TrueForAll(next.Streams, s => own.Contains(s.Id))) Put(_ready.Dequeue());
        return batch;

        void Put(Pending pending)
        {
            _idsInFlight.Add(pending.Command.Id);
            batch.Add(pending);
        }
    }

    private void Return(List<Pending> batch, List<Pending> again)
    {
        lock (_gate)
        {
            _inFlight -= batch.Count;
            _batches.RemoveAll(b => b.Commands == batch);
            foreach (var pending in batch)
            {
                _idsInFlight.Remove(pending.Command.Id);
                foreach (var stream in pending.Streams) _streamsInFlight.Remove(stream.Id);
            }
            // Oldest first: what lost, what was held, what came since.
            if (again.Count + _held.Count > 0) _ready = new Queue<Pending>([.. again, .. _held, .. _ready]);
            _held.Clear();
            _streamsHeld.Clear();
            if (_ready.Count > 0) Wake();
        }
    }
}

/// <summary>A committer's own connection, kept from batch to batch because the server keeps its plans with it; left after any failure.</summary>
internal sealed class Lane(NpgsqlDataSource writer) : IDisposable
{
    private NpgsqlConnection? _connection;

    public NpgsqlConnection Open() => _connection ??= writer.OpenConnection();

    public void Drop()
    {
        _connection?.Dispose();
        _connection = null;
    }

    public void Dispose() => Drop();
}
