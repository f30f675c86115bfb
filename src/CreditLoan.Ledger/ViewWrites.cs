using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace CreditLoan.Ledger;

/// <summary>The rows of a batch's views, a statement a view: written set by set, tables in one order, rows in the order of their streams.</summary>
internal static class ViewWrites
{
    private static readonly ConcurrentDictionary<(string Table, Type Row), (string Upsert, string Insert)> Texts = new();

    /// <summary>Adds the statements; answers how many rows each must hit.</summary>
    public static List<int?> Add(NpgsqlBatch batch, IReadOnlyList<Folded> streams, DateTimeOffset now)
    {
        var expected = new List<int?>();
        var changed = streams.Where(s => s.Added.Count > 0).ToList();
        foreach (var table in changed.SelectMany(s => s.Handle.Slice.Views).Distinct().GroupBy(v => v.Table, StringComparer.Ordinal).OrderBy(t => t.Key, StringComparer.Ordinal))
            foreach (var view in table)
                Write(batch, expected, view, [.. changed.Where(s => s.Handle.Slice.Views.Contains(view))], now);
        var stopped = streams.SelectMany(s => s.Stopped).ToList();
        foreach (var at in stopped)
        {
            Statement(batch, "insert into view_stopped (name, at, stream_id, version, cause) values ($1, $2, $3, $4, $5) on conflict (name) do nothing",
                (at.View.Table, NpgsqlDbType.Text), (now, NpgsqlDbType.TimestampTz), (at.Stream, NpgsqlDbType.Text), (at.Version, NpgsqlDbType.Bigint), (at.Cause.Message, NpgsqlDbType.Text));
            expected.Add(null);
        }
        return expected;
    }

    private static void Write(NpgsqlBatch batch, List<int?> expected, KeptView view, List<Folded> streams, DateTimeOffset now)
    {
        if (view.Lines is not null)
        {
            var lines = Lines(view, streams);
            if (lines.Count == 0) return;
            Statement(batch, Text(view).Insert, [.. Keys(lines.Select(l => l.Stream), lines.Select(l => l.Version), now),
                (lines.Select(l => l.Number).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer), .. Columns(view, [.. lines.Select(l => l.Row)])]);
            expected.Add(lines.Count);
            return;
        }
        var kept = streams.Select(s => (s.Handle.Id, s.Version, Row: s.Rows[s.Handle.Slice.Views.IndexOf(view)])).Where(r => r.Row != StreamState.Stopped).ToList();
        var gone = kept.FindAll(r => r.Row is null).ConvertAll(r => r.Id);
        if (gone.Count > 0)
        {
            Statement(batch, $"delete from {view.Table} where stream_id = any($1)", (gone.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text));
            expected.Add(null); // Most of these streams never had a row.
        }
        kept.RemoveAll(r => r.Row is null);
        if (kept.Count == 0) return;
        Statement(batch, Text(view).Upsert, [.. Keys(kept.Select(r => r.Id), kept.Select(r => r.Version), now), .. Columns(view, [.. kept.Select(r => r.Row!)])]);
        expected.Add(kept.Count);
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

    private static IEnumerable<(object, NpgsqlDbType)> Keys(IEnumerable<string> streams, IEnumerable<long> versions, DateTimeOffset now) =>
        [(streams.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text), (versions.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint), (now, NpgsqlDbType.TimestampTz)];

    private static IEnumerable<(object, NpgsqlDbType)> Columns(KeptView view, object[] rows) => Column.Of(view.Row).Select(c => c.Of(rows));

    private static (string Upsert, string Insert) Text(KeptView view) => Texts.GetOrAdd((view.Table, view.Row), static key =>
    {
        var columns = Column.Of(key.Row);
        var names = string.Concat(columns.Select(c => ", " + c.Name));
        var values = string.Concat(columns.Select((c, i) => $", r.v{i}{c.Cast}"));
        string Rows(string line, int from) =>
            $"select r.stream_id, r.version, $3{line}{values} from unnest($1, $2{(from > 4 ? ", $4" : "")}{string.Concat(columns.Select((_, i) => $", ${i + from}"))}) " +
            $"r(stream_id, version{(from > 4 ? ", line" : "")}{string.Concat(columns.Select((_, i) => $", v{i}"))})";
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
