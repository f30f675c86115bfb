using System.Text.Json;
using CreditLoan.Domain;
using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>Commands that share one durable commit (同批提交): loaded together, decided one on the other's result, appended in one transaction.</summary>
/// <remarks>A loser or a refusal leaves alone, never the batch. What must be decided again is handed back.</remarks>
internal sealed class Batch(NpgsqlDataSource writer, TimeProvider clock, StreamCache cache, List<Pending> commands)
{
    private const int MostRollbacks = 10;
    private readonly Dictionary<string, Folded> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Exception> _broken = new(StringComparer.Ordinal);
    private readonly List<Pending> _again = [];

    /// <summary>Runs the batch and answers its commands; those that must be decided once more are the result.</summary>
    public List<Pending> Run()
    {
        try
        {
            LedgerMeters.BatchSize.Record(commands.Count);
            using var connection = writer.OpenConnection();
            Load(connection);
            var decided = commands.FindAll(Decide);
            if (decided.Count > 0) Append(connection, decided);
        }
        catch (Exception failure)
        {
            Forget();
            Failed(failure);
        }
        return _again;
    }

    /// <summary>Folds what is not kept from before: one query for all streams.</summary>
    private void Load(NpgsqlConnection connection)
    {
        var missing = new List<Folded>();
        foreach (var handle in commands.SelectMany(c => c.Streams))
        {
            if (_streams.ContainsKey(handle.Id)) continue;
            var known = cache.Find(handle.Id);
            var folded = new Folded(handle, known ?? StreamState.Empty(handle));
            if (known is null) missing.Add(folded);
            _streams.Add(handle.Id, folded);
        }
        if (missing.Count == 0) return;
        using var command = Sql.Of($"""
            select stream_id, type, data::text from mt_events where stream_id = any({missing.Select(s => s.Handle.Id).ToArray()}) order by stream_id, version
            """).On(connection);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var stream = _streams[reader.GetString(0)];
            if (_broken.ContainsKey(stream.Handle.Id)) continue;
            try
            {
                stream.Replay(stream.Handle.Slice.Read(reader.GetString(1), reader.GetString(2)));
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
        if (pending.Stop.IsCancellationRequested)
        {
            pending.Cancel();
            return false;
        }
        try
        {
            var streams = Array.ConvertAll(pending.Streams, s => _broken.TryGetValue(s.Id, out var cause)
                ? throw new InvalidOperationException($"The history of {s.Id} cannot be folded: {cause.Message}", cause)
                : _streams[s.Id]);
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

    private static void Accept(Pending pending, Folded[] streams, Decisions.Accepted accepted)
    {
        // Everything that may throw comes before anything is changed.
        var states = streams.Select((s, i) => accepted.Events[i].Length == 0 ? s.State : s.Try(accepted.Events[i])).ToArray();
        var json = streams.Select((s, i) => Array.ConvertAll(accepted.Events[i], e =>
        {
            s.Handle.Slice.NameOf(e);
            return JsonSerializer.Serialize(e, e.GetType(), EventJson.Options);
        })).ToArray();
        for (var i = 0; i < streams.Length; i++)
            if (accepted.Events[i].Length > 0) streams[i].Add(pending, accepted.Events[i], json[i], states[i]);
        pending.Candidate = new Outcome.Done(Array.ConvertAll(streams, s => s.Version));
    }

    private void Append(NpgsqlConnection connection, List<Pending> decided)
    {
        var now = clock.GetUtcNow();
        var used = decided.SelectMany(d => d.Streams).Select(s => s.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id => _streams[id]).ToList();
        var verdicts = AppendCall.Run(connection, decided, used, now).ToDictionary(v => decided[v.Command]);
        if (verdicts.Count > 0) foreach (var stream in used) stream.Keep(p => !verdicts.ContainsKey(p));

        using (var views = new NpgsqlBatch(connection))
        {
            var expected = ViewWrites.Add(views, used, now);
            if (expected.Count > 0) views.ExecuteNonQuery();
            for (var i = 0; i < expected.Count; i++)
                if (expected[i] is { } rows && rows != (int)views.BatchCommands[i].RecordsAffected)
                    throw new InvalidOperationException($"A view took {views.BatchCommands[i].RecordsAffected} rows instead of {rows}: {views.BatchCommands[i].CommandText}");
        }
        using (var commit = new NpgsqlCommand("commit", connection)) commit.ExecuteNonQuery();

        foreach (var stream in used) cache.Keep(stream.Handle.Id, stream.Now);
        foreach (var lost in verdicts.Where(v => v.Value.What != "repeated").SelectMany(v => v.Key.Streams)) cache.Forget(lost.Id);
        foreach (var pending in decided) Reply(connection, pending, verdicts.GetValueOrDefault(pending));
    }

    private void Reply(NpgsqlConnection connection, Pending pending, Verdict? verdict)
    {
        switch (verdict?.What)
        {
            case null when pending.Candidate is Outcome.Moved moved:
                pending.Reply(moved with { Changes = Names(connection, moved.Stream, pending.DecidedOn) });
                break;
            case null: pending.Reply(pending.Candidate); break;
            case "repeated":
                pending.Reply(verdict.Detail == pending.Command.Content
                    ? new Outcome.Done(JsonSerializer.Deserialize<long[]>(verdict.More!)!, Repeated: true)
                    : new Outcome.OtherContent());
                break;
            case "taken":
                pending.Reply(new Outcome.Refused(new Refusal($"{verdict.Detail}.taken", $"“{verdict.More}”已被登记，不能重复。")));
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
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }

    private void Forget()
    {
        foreach (var handle in commands.SelectMany(c => c.Streams)) cache.Forget(handle.Id);
    }

    /// <summary>Nothing of the batch is known to be durable.</summary>
    private void Failed(Exception failure)
    {
        var waiting = commands.FindAll(c => !c.Answer.IsCompleted && !_again.Contains(c));
        switch (failure)
        {
            case PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }:
                foreach (var pending in waiting)
                    if (++pending.RolledBack < MostRollbacks) _again.Add(pending);
                    else pending.Fail(failure);
                break;
            // One command's rows cannot be stored: each runs by itself, so that only that one fails.
            case PostgresException or InvalidOperationException when waiting.Count > 1:
                foreach (var pending in waiting) _again.AddRange(new Batch(writer, clock, cache, [pending]).Run());
                break;
            default:
                foreach (var pending in waiting) pending.Fail(failure);
                break;
        }
    }
}
