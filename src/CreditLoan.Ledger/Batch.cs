using System.Diagnostics;
using System.Text.Json;
using CreditLoan.Domain;
using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>Commands that share one durable commit (同批提交): loaded together, decided one on the other's result, appended in one transaction.</summary>
/// <remarks>
/// A loser or a refusal leaves alone, never the batch. Nearly always everything goes as decided: append, views and commit are then one
/// round trip. Where it does not, that transaction is gone, and the batch is appended carefully: the append answers who failed, and the
/// views are written without them. What must be decided again is handed back.
/// </remarks>
internal sealed class Batch(Lane lane, TimeProvider clock, StreamCache cache, List<Pending> commands)
{
    private const int MostRollbacks = 10;
    private static readonly KeyValuePair<string, object?> Kept = new("from", "kept"), Read = new("from", "log");
    private readonly Dictionary<string, Folded> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Exception> _broken = new(StringComparer.Ordinal);
    private readonly List<Added> _facts = [];
    private readonly List<(Pending Command, Outcome Outcome)> _answers = [];
    private readonly List<Pending> _again = [];

    /// <summary>Runs the batch; those commands that must be decided once more are the result. The others wait for <see cref="Answer"/>.</summary>
    public List<Pending> Run()
    {
        try
        {
            LedgerMeters.BatchSize.Record(commands.Count);
            using var span = commands[0].Span == default ? null
                : LedgerMeters.Traces.StartActivity("batch", ActivityKind.Internal, commands[0].Span, links: commands.Skip(1).Select(c => new ActivityLink(c.Span)));
            var connection = lane.Open();
            Load(connection);
            var decided = commands.FindAll(Decide);
            if (decided.Count > 0) Append(connection, decided);
        }
        catch (Exception failure)
        {
            lane.Drop();
            Forget();
            Failed(failure);
        }
        return _again;
    }

    /// <summary>Tells the callers; their streams are free again by now.</summary>
    public void Answer()
    {
        foreach (var (command, outcome) in _answers) command.Reply(outcome);
    }

    /// <summary>Folds what is not kept from before: one query for all streams.</summary>
    private void Load(NpgsqlConnection connection)
    {
        var missing = new List<Folded>();
        foreach (var command in commands)
            for (var i = 0; i < command.Streams.Length; i++)
            {
                var handle = command.Streams[i];
                if (!_streams.TryGetValue(handle.Id, out var folded))
                {
                    var known = cache.Find(handle.Id);
                    folded = new Folded(handle, known ?? StreamState.Empty(handle));
                    if (known is null) missing.Add(folded);
                    _streams.Add(handle.Id, folded);
                }
                command.Folded[i] = folded;
            }
        LedgerMeters.Streams.Add(_streams.Count - missing.Count, Kept);
        if (missing.Count == 0) return;
        LedgerMeters.Streams.Add(missing.Count, Read);
        using var load = new NpgsqlCommand("""
            select w.place::int, e.type, e.data from unnest($1) with ordinality w(id, place)
            cross join lateral (select m.type, m.data from mt_events m where m.stream_id = w.id order by m.version) e
            """, connection) { CommandTimeout = AppendCall.Patience };
        load.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. missing.Select(m => m.Handle.Id)] });
        using var reader = load.ExecuteReader();
        while (reader.Read())
        {
            var stream = missing[reader.GetInt32(0) - 1];
            if (_broken.ContainsKey(stream.Handle.Id)) continue;
            try
            {
                stream.Replay(stream.Handle.Slice.Read(reader.GetString(1), reader.GetFieldValue<byte[]>(2)));
            }
            catch (Exception cause)
            {
                _broken.Add(stream.Handle.Id, cause); // A history that cannot be stops those who need it, and nobody else.
            }
        }
        foreach (var stream in missing) stream.Loaded();
    }

    /// <summary>Decides one command on what the ones before it left; false where it has its answer already.</summary>
    private bool Decide(Pending pending)
    {
        if (pending.Answer.IsCompleted) return false; // It waited too long and was told so.
        if (pending.Stop.IsCancellationRequested)
        {
            pending.Cancel();
            return false;
        }
        try
        {
            var streams = pending.Folded;
            if (_broken.Count > 0)
                foreach (var stream in streams)
                    if (_broken.TryGetValue(stream.Handle.Id, out var cause))
                        throw new InvalidOperationException($"The history of {stream.Handle.Id} cannot be folded: {cause.Message}", cause);
            var before = pending.DecidedOn;
            pending.DecidedOn = streams[0].Version;
            if (pending.Command.Seen is { } seen && seen != streams[0].Version || pending.Lost >= EventStore.Attempts)
            {
                pending.Candidate = new Outcome.Moved(streams[0].Handle.Id, streams[0].Version, []);
                pending.DecidedOn = pending.Command.Seen ?? before;
                return true;
            }
            switch (pending.Decide(Array.ConvertAll(streams, s => s.State)))
            {
                case Decisions.Refused refused:
                    pending.Candidate = new Outcome.Refused(refused.Why);
                    return true;
                case Decisions.Accepted accepted:
                    Accept(pending, streams, accepted);
                    return true;
                default: throw new System.Diagnostics.UnreachableException();
            }
        }
        catch (Exception failure)
        {
            pending.Fail(failure);
            return false;
        }
    }

    private void Accept(Pending pending, Folded[] streams, Decisions.Accepted accepted)
    {
        // Everything that may throw comes before anything is changed.
        var states = new object[streams.Length];
        var json = new byte[streams.Length][][];
        for (var i = 0; i < streams.Length; i++)
        {
            var stream = streams[i];
            states[i] = stream.Try(accepted.Events[i]);
            json[i] = Array.ConvertAll(accepted.Events[i], e =>
            {
                stream.Handle.Slice.NameOf(e);
                return JsonSerializer.SerializeToUtf8Bytes(e, e.GetType(), EventJson.Options);
            });
        }
        for (var i = 0; i < streams.Length; i++)
        {
            if (accepted.Events[i].Length == 0) continue;
            streams[i].Add(pending, accepted.Events[i], json[i], states[i]);
            var added = streams[i].Added;
            for (var a = added.Count - accepted.Events[i].Length; a < added.Count; a++) _facts.Add(added[a]);
        }
        pending.Candidate = new Outcome.Done(Array.ConvertAll(streams, s => s.Version));
    }

    private void Append(NpgsqlConnection connection, List<Pending> decided)
    {
        var now = clock.GetUtcNow();
        var used = decided.Count == commands.Count ? [.. _streams.Values] : decided.SelectMany(d => d.Folded).Distinct().ToList();
        used.Sort((a, b) => string.CompareOrdinal(a.Handle.Id, b.Handle.Id));
        var verdicts = Smooth(connection, decided, used, now) ? [] : Careful(connection, decided, used, now);
        foreach (var stream in used) cache.Keep(stream.Handle.Id, stream.Now);
        foreach (var lost in verdicts.Where(v => v.Value.What != "repeated").SelectMany(v => v.Key.Streams)) cache.Forget(lost.Id);
        foreach (var pending in decided) Conclude(connection, pending, verdicts.GetValueOrDefault(pending));
    }

    /// <summary>Everything as decided, with its commit, in one round trip; false where it could not be, and then nothing happened.</summary>
    private bool Smooth(NpgsqlConnection connection, List<Pending> decided, List<Folded> used, DateTimeOffset now)
    {
        if (TakesKeyTwice()) return false;
        using var batch = new NpgsqlBatch(connection) { Timeout = AppendCall.Patience };
        batch.BatchCommands.Add(AppendCall.Smooth(decided, used, _facts, now));
        ViewWrites.Add(batch, used, now);
        Failpoint.Hit("append.sending");
        try
        {
            batch.ExecuteNonQuery();
            Failpoint.Hit("append.committed");
            return true;
        }
        catch (PostgresException e) when (AppendCall.IsNotSmooth(e))
        {
            return false;
        }
    }

    /// <summary>What gives a key back and what takes it must go in their order.</summary>
    private bool TakesKeyTwice()
    {
        HashSet<Key>? seen = null;
        foreach (var fact in _facts)
            foreach (var key in fact.Stream.Handle.Slice.Released(fact.Happened).Concat(fact.Stream.Handle.Slice.Taken(fact.Happened)))
                if (!(seen ??= []).Add(key)) return true;
        return false;
    }

    private Dictionary<Pending, Verdict> Careful(NpgsqlConnection connection, List<Pending> decided, List<Folded> used, DateTimeOffset now)
    {
        var verdicts = AppendCall.Careful(connection, decided, used, _facts, now).ToDictionary(v => decided[v.Command]);
        Failpoint.Hit("append.locked");
        if (verdicts.Count > 0) foreach (var stream in used) stream.Keep(p => !verdicts.ContainsKey(p));
        using var views = new NpgsqlBatch(connection) { Timeout = AppendCall.Patience };
        ViewWrites.Add(views, used, now);
        views.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        views.ExecuteNonQuery();
        return verdicts;
    }

    private void Conclude(NpgsqlConnection connection, Pending pending, Verdict? verdict)
    {
        switch (verdict?.What)
        {
            case null when pending.Candidate is Outcome.Moved moved:
                _answers.Add((pending, moved with { Changes = Names(connection, moved.Stream, pending.DecidedOn) }));
                break;
            case null: _answers.Add((pending, pending.Candidate)); break;
            case "repeated":
                _answers.Add((pending, verdict.Detail == pending.Command.Content
                    ? new Outcome.Done(JsonSerializer.Deserialize<long[]>(verdict.More!)!, Repeated: true)
                    : new Outcome.OtherContent()));
                break;
            case "taken":
                _answers.Add((pending, new Outcome.Refused(new Refusal($"{verdict.Detail}.taken", $"“{verdict.More}”已被登记，不能重复。"))));
                break;
            default:
                pending.Lost++;
                _again.Add(pending);
                break;
        }
    }

    private static IReadOnlyList<string> Names(NpgsqlConnection connection, string stream, long after)
    {
        using var command = Sql.Of($"select type from mt_events where stream_id = {stream} and version > {after} order by version").On(connection);
        command.CommandTimeout = AppendCall.Patience;
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }

    private void Forget()
    {
        foreach (var handle in commands.SelectMany(c => c.Streams)) cache.Forget(handle.Id);
    }

    /// <summary>Nothing of the batch is known to be durable, but for those that have their answer.</summary>
    private void Failed(Exception failure)
    {
        var waiting = commands.FindAll(c => !c.Answer.IsCompleted && !_again.Contains(c) && !_answers.Exists(a => a.Command == c));
        switch (failure)
        {
            case PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }:
                foreach (var pending in waiting)
                    if (++pending.RolledBack < MostRollbacks) _again.Add(pending);
                    else pending.Fail(failure);
                break;
            // One command's rows cannot be stored: each runs by itself, so that only that one fails.
            case PostgresException or InvalidOperationException when waiting.Count > 1:
                foreach (var pending in waiting)
                {
                    var alone = new Batch(lane, clock, cache, [pending]);
                    _again.AddRange(alone.Run());
                    _answers.AddRange(alone._answers);
                }
                break;
            default:
                foreach (var pending in waiting) pending.Fail(failure);
                break;
        }
    }
}
