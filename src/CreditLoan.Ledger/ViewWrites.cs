using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace CreditLoan.Ledger;

/// <summary>The rows of a batch's views, a statement a view: written set by set, tables in one order, rows in the order of their streams.</summary>
internal static class ViewWrites
{
    private static readonly ConcurrentDictionary<(string Table, Type Row), (string Upsert, string Insert)> Texts = new();

    /// <summary>Adds the statements.</summary>
    public static void Add(NpgsqlBatch batch, IReadOnlyList<Folded> streams, DateTimeOffset now)
    {
        var tables = new SortedDictionary<string, List<(KeptView View, int Place, List<Folded> Streams)>>(StringComparer.Ordinal);
        foreach (var slice in streams.Where(s => s.Added.Count > 0).GroupBy(s => s.Handle.Slice))
        {
            var changed = slice.ToList();
            for (var i = 0; i < slice.Key.Views.Count; i++)
            {
                var view = slice.Key.Views[i];
                if (!tables.TryGetValue(view.Table, out var writes)) tables[view.Table] = writes = [];
                writes.Add((view, i, changed));
            }
        }
        foreach (var (view, place, changed) in tables.Values.SelectMany(writes => writes))
            if (view.Lines is null) WriteRows(batch, view, place, changed, now);
            else WriteLines(batch, view, changed, now);
        foreach (var at in streams.SelectMany(s => s.Stopped))
            Statement(batch, "insert into view_stopped (name, at, stream_id, version, cause) values ($1, $2, $3, $4, $5) on conflict (name) do nothing",
                (at.View.Table, NpgsqlDbType.Text), (now, NpgsqlDbType.TimestampTz), (at.Stream, NpgsqlDbType.Text), (at.Version, NpgsqlDbType.Bigint), (at.Cause.Message, NpgsqlDbType.Text));
    }

    private static void WriteLines(NpgsqlBatch batch, KeptView view, List<Folded> streams, DateTimeOffset now)
    {
        var lines = Lines(view, streams);
        if (lines.Count == 0) return;
        Statement(batch, Text(view).Insert, [.. Keys(lines.ConvertAll(l => l.Stream), lines.ConvertAll(l => l.Version), now),
            (lines.Select(l => l.Number).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer), .. Columns(view, [.. lines.Select(l => l.Row)])]);
    }

    private static void WriteRows(NpgsqlBatch batch, KeptView view, int place, List<Folded> streams, DateTimeOffset now)
    {
        var kept = streams.FindAll(s => s.Rows[place] is { } row && row != StreamState.Stopped);
        var gone = streams.FindAll(s => s.Rows[place] is null && s.Base.Rows[place] is not null);
        if (gone.Count > 0)
            Statement(batch, $"delete from {view.Table} where stream_id = any($1)", (gone.ConvertAll(s => s.Handle.Id).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text));
        if (kept.Count == 0) return;
        Statement(batch, Text(view).Upsert, [.. Keys(kept.ConvertAll(s => s.Handle.Id), kept.ConvertAll(s => s.Version), now), .. Columns(view, [.. kept.Select(s => s.Rows[place]!)])]);
    }

    private static List<(string Stream, long Version, int Number, object Row)> Lines(KeptView view, List<Folded> streams)
    {
        var lines = new List<(string, long, int, object)>();
        foreach (var stream in streams)
            foreach (var added in stream.Added)
                try
                {
                    var number = 0;
                    lines.AddRange(view.Lines!(added.Happened).ToList().Select(row => (stream.Handle.Id, added.Version, number++, row)));
                }
                catch (Exception cause)
                {
                    stream.Stopped.Add(new StoppedAt(view, stream.Handle.Id, added.Version, cause));
                }
        return lines;
    }

    private static IEnumerable<(object, NpgsqlDbType)> Keys(List<string> streams, List<long> versions, DateTimeOffset now) =>
        [(streams.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text), (versions.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint), (now, NpgsqlDbType.TimestampTz)];

    private static IEnumerable<(object, NpgsqlDbType)> Columns(KeptView view, object[] rows) => Column.Of(view.Row).Select(c => c.Of(rows));

    private static (string Upsert, string Insert) Text(KeptView view) => Texts.GetOrAdd((view.Table, view.Row), static key =>
    {
        var columns = Column.Of(key.Row);
        var names = string.Concat(columns.Select(c => ", " + c.Name));
        var values = string.Concat(columns.Select((c, i) => $", r.v{i}{c.Cast}"));
        // Side by side in a select list: in a from clause each array would go through a store of its own.
        string Rows(string line, int from) =>
            $"select r.stream_id, r.version, $3{line}{values} from (select unnest($1) as stream_id, unnest($2) as version{(from > 4 ? ", unnest($4) as line" : "")}" +
            $"{string.Concat(columns.Select((_, i) => $", unnest(${i + from}) as v{i}"))}) r";
        return (
            $"insert into {key.Table} (stream_id, version, changed_at{names}) {Rows("", 4)} on conflict (stream_id) do update set " +
                $"version = excluded.version, changed_at = excluded.changed_at{string.Concat(columns.Select(c => $", {c.Name} = excluded.{c.Name}"))}",
            $"insert into {key.Table} (stream_id, version, changed_at, line{names}) {Rows(", r.line", 5)}");
    });

    private static void Statement(NpgsqlBatch batch, string text, params (object Value, NpgsqlDbType Type)[] values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var (value, type) in values) command.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = type });
        batch.BatchCommands.Add(command);
    }
}
