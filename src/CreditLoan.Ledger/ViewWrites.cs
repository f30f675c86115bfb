using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace CreditLoan.Ledger;

/// <summary>The statements that keep the views of one stream, in a fixed order of tables.</summary>
internal static class ViewWrites
{
    private static readonly ConcurrentDictionary<(string Table, Type Row), (string Upsert, string Insert)> Texts = new();

    public static IEnumerable<NpgsqlBatchCommand> For(Folded stream, DateTimeOffset now) =>
        stream.Handle.Slice.Views.OrderBy(v => v.Table, StringComparer.Ordinal).SelectMany(view =>
            view.Fold is not null ? Row(view, stream, now) : Lines(view, stream, now));

    private static IEnumerable<NpgsqlBatchCommand> Row(KeptView view, Folded stream, DateTimeOffset now)
    {
        object? row;
        try
        {
            row = stream.Events.Concat(stream.New).Aggregate<object, object?>(null, view.Fold!);
        }
        catch (Exception cause)
        {
            return [Stopped(view, stream, stream.Version, cause, now)];
        }
        if (row is null) return [Command($"delete from {view.Table} where stream_id = $1", (stream.Handle.Id, NpgsqlDbType.Text))];
        return [Command(Text(view).Upsert,
            [(stream.Handle.Id, NpgsqlDbType.Text), (stream.Version, NpgsqlDbType.Bigint), (now, NpgsqlDbType.TimestampTz), .. Values(view, row)])];
    }

    private static IEnumerable<NpgsqlBatchCommand> Lines(KeptView view, Folded stream, DateTimeOffset now)
    {
        var version = stream.Loaded;
        foreach (var happened in stream.New)
        {
            version++;
            IReadOnlyList<object> rows;
            Exception? cause = null;
            try
            {
                rows = [.. view.Lines!(happened)];
            }
            catch (Exception e)
            {
                (rows, cause) = ([], e);
            }
            if (cause is not null) yield return Stopped(view, stream, version, cause, now);
            var line = 0;
            foreach (var row in rows)
                yield return Command(Text(view).Insert,
                    [(stream.Handle.Id, NpgsqlDbType.Text), (version, NpgsqlDbType.Bigint), (now, NpgsqlDbType.TimestampTz), (line++, NpgsqlDbType.Integer), .. Values(view, row)]);
        }
    }

    /// <summary>A fold that throws is a bug of the view, not of the command: the view is marked, the append goes on.</summary>
    private static NpgsqlBatchCommand Stopped(KeptView view, Folded stream, long version, Exception cause, DateTimeOffset now) =>
        Command("insert into view_stopped (name, at, stream_id, version, cause) values ($1, $2, $3, $4, $5) on conflict (name) do nothing",
            (view.Table, NpgsqlDbType.Text), (now, NpgsqlDbType.TimestampTz), (stream.Handle.Id, NpgsqlDbType.Text), (version, NpgsqlDbType.Bigint), (cause.Message, NpgsqlDbType.Text));

    private static IEnumerable<(object, NpgsqlDbType)> Values(KeptView view, object row) =>
        Column.Of(view.Row).Select(c => (c.Read(row), c.DbType));

    private static (string Upsert, string Insert) Text(KeptView view) => Texts.GetOrAdd((view.Table, view.Row), static key =>
    {
        var columns = Column.Of(key.Row);
        var names = string.Concat(columns.Select(c => ", " + c.Name));
        string Places(int from) => string.Concat(columns.Select((_, i) => ", $" + (i + from)));
        return (
            $"insert into {key.Table} (stream_id, version, changed_at{names}) values ($1, $2, $3{Places(4)}) on conflict (stream_id) do update set " +
            $"version = excluded.version, changed_at = excluded.changed_at{string.Concat(columns.Select(c => $", {c.Name} = excluded.{c.Name}"))}",
            $"insert into {key.Table} (stream_id, version, changed_at, line{names}) values ($1, $2, $3, $4{Places(5)})");
    });

    private static NpgsqlBatchCommand Command(string text, params (object Value, NpgsqlDbType Type)[] values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var (value, type) in values) command.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = type });
        return command;
    }
}
