using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace CreditLoan.Ledger;

/// <summary>What a rebuild did.</summary>
/// <param name="Locked">How long readers and writers of the view waited for the change of places.</param>
public sealed record Rebuilt(string View, long Events, long Rows, TimeSpan Locked);

/// <summary>Makes a view anew from the log, beside the live one, and puts it in its place (重建).</summary>
/// <remarks>
/// 1. Fold the settled log into a table of the same shape in the schema <c>rebuilding</c>. 2. Catch up until little is left.
/// 3. Lock the live table, fold the rest, change places. Whoever waits for the lock in mid append writes its row into the new table:
/// PostgreSQL looks the name up again once it has the lock.
/// </remarks>
public sealed class Rebuild(NpgsqlDataSource owner, SettledLog log, IReadOnlyList<Slice>? slices = null)
{
    private const int FewEvents = 500;
    private const string LockTimeout = "150ms";

    /// <summary>The views that the slices keep.</summary>
    public IReadOnlyList<string> Views { get; } =
        [.. (slices ?? Slices.All).SelectMany(s => s.Views).Select(v => v.Table).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Reads and decodes what a rebuild would fold, and folds nothing: the limit that a rebuild is measured against.</summary>
    public long ReadAlone(string view)
    {
        using var connection = owner.OpenConnection();
        using var events = new LogCopy(connection, new ViewFold(view, slices ?? Slices.All).Types, 0, null);
        var count = 0L;
        while (events.Read()) count++;
        return count;
    }

    /// <exception cref="ViewStoppedException">The fold still throws; the live view is left as it is.</exception>
    public async Task<Rebuilt> Run(string view, CancellationToken stop = default)
    {
        await using var connection = await owner.OpenConnectionAsync(stop);
        await using var reading = await owner.OpenConnectionAsync(stop);
        await Execute(connection, $"select pg_advisory_lock(hashtext({"rebuild " + view}))", stop);
        try
        {
            return await Run(connection, reading, view, stop);
        }
        finally
        {
            await Execute(connection, $"select pg_advisory_unlock(hashtext({"rebuild " + view}))", CancellationToken.None);
        }
    }

    private async Task<Rebuilt> Run(NpgsqlConnection connection, NpgsqlConnection reading, string view, CancellationToken stop)
    {
        var fold = new ViewFold(view, slices ?? Slices.All);
        await Execute(connection, $"select rebuild_begin({view})", stop);
        var reached = await log.Settle(stop);
        await Task.Run(() => Fold(reading, connection, fold, 0, reached), stop);
        Failpoint.Hit("rebuild.filled");
        await Execute(connection, $"select rebuild_index({view})", stop);
        while (true)
        {
            long before;
            do
            {
                before = fold.Events;
                var next = await log.Settle(stop);
                Fold(reading, connection, fold, reached, next);
                reached = next;
            }
            while (fold.Events - before > FewEvents);
            try
            {
                var locked = await Swap(connection, fold, reached, stop);
                await Execute(connection, $"drop table if exists replaced.{Sql.Name(view)}", stop);
                return new Rebuilt(view, fold.Events, fold.Rows, locked);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable)
            {
                // Somebody holds the live view for longer; let them through and come again.
            }
        }
    }

    private static async Task<TimeSpan> Swap(NpgsqlConnection connection, ViewFold fold, long reached, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Execute(connection, $"select set_config('lock_timeout', {LockTimeout}, true)", stop);
        await Execute(connection, $"lock table public.{Sql.Name(fold.View)} in access exclusive mode", stop);
        var clock = Stopwatch.GetTimestamp();
        // Whoever had touched the live table has committed by now and is seen; whoever waits will write for itself.
        Fold(connection, connection, fold, reached, null);
        await Execute(connection, $"select rebuild_swap({fold.View})", stop);
        Failpoint.Hit("rebuild.swapping");
        await transaction.CommitAsync(stop);
        return Stopwatch.GetElapsedTime(clock);
    }

    private static void Fold(NpgsqlConnection reading, NpgsqlConnection writing, ViewFold fold, long after, long? upTo)
    {
        using (var events = new LogCopy(reading, fold.Types, after, upTo))
            while (events.Read())
            {
                fold.Take(events.Stream, events.Version, events.At, events.Happened);
                if (fold.IsFull && reading != writing) fold.Flush(writing);
            }
        fold.Flush(writing);
    }

    private static async Task Execute(NpgsqlConnection connection, Sql sql, CancellationToken stop)
    {
        await using var command = sql.On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}

/// <summary>A view's fold throws, so that it can neither be kept nor rebuilt.</summary>
public sealed class ViewStoppedException(string view, string stream, long version, Exception cause)
    : Exception($"The view {view} stops at {stream}, version {version}: {cause.Message}", cause);

/// <summary>A view as it is folded from the whole log: its rows in memory until they are written.</summary>
internal sealed class ViewFold
{
    private readonly Dictionary<Type, KeptView> _views = [];
    private readonly Dictionary<byte[], Row> _rows = new(Bytes.Same);
    private readonly Dictionary<byte[], Row>.AlternateLookup<ReadOnlySpan<byte>> _byBytes;
    private readonly List<Row> _dirty = [];
    private readonly List<Line> _lines = [];
    private readonly Column[] _columns;
    private readonly bool _keepsLines;
    private bool _flushed;

    public ViewFold(string view, IReadOnlyList<Slice> slices)
    {
        View = view;
        foreach (var slice in slices)
            foreach (var kept in slice.Views.Where(v => v.Table == view))
                foreach (var (name, type) in slice.Types)
                {
                    Types.Add(name, type);
                    _views.Add(type, kept);
                }
        if (_views.Count == 0) throw new ArgumentException($"No slice keeps a view called {view}.", nameof(view));
        var first = _views.Values.First();
        _columns = Column.Of(first.Row);
        _keepsLines = first.Fold is null;
        _byBytes = _rows.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public string View { get; }
    public Dictionary<string, Type> Types { get; } = new(StringComparer.Ordinal);
    public long Events { get; private set; }

    /// <summary>Lines, of which there may be more than memory holds, wait to be written.</summary>
    public bool IsFull => _lines.Count >= 50_000;
    public long Rows { get; private set; }

    private sealed class Row
    {
        public required string Stream { get; init; }
        public object? Value { get; set; }
        public long Version { get; set; }
        public DateTimeOffset At { get; set; }
        public bool Dirty { get; set; }
    }

    private sealed record Line(string Stream, long Version, DateTimeOffset At, int Number, object Value);

    public void Take(ReadOnlySpan<byte> stream, long version, DateTimeOffset at, object happened)
    {
        Events++;
        var view = _views[happened.GetType()];
        try
        {
            if (view.Fold is { } fold)
            {
                if (!_byBytes.TryGetValue(stream, out var row)) _byBytes[stream] = row = new Row { Stream = Encoding.UTF8.GetString(stream) };
                row.Value = fold(row.Value, happened);
                (row.Version, row.At) = (version, at);
                if (!row.Dirty) _dirty.Add(row);
                row.Dirty = true;
                return;
            }
            var number = 0;
            foreach (var value in view.Lines!(happened)) _lines.Add(new Line(Encoding.UTF8.GetString(stream), version, at, number++, value));
        }
        catch (Exception cause)
        {
            throw new ViewStoppedException(View, Encoding.UTF8.GetString(stream), version, cause);
        }
    }

    /// <summary>Writes what changed since the last time.</summary>
    public void Flush(NpgsqlConnection connection)
    {
        if (_flushed && _dirty.Count > 0)
        {
            using var delete = Sql.Of($"delete from rebuilding.{Sql.Name(View)} where stream_id = any({_dirty.Select(r => r.Stream).ToArray()})").On(connection);
            delete.ExecuteNonQuery();
        }
        _flushed = true;
        var names = string.Concat(_columns.Select(c => ", " + c.Name));
        using var copy = connection.BeginBinaryImport($"copy rebuilding.{View} (stream_id, version, changed_at{(_keepsLines ? ", line" : "")}{names}) from stdin (format binary)");
        foreach (var row in _dirty)
        {
            row.Dirty = false;
            if (row.Value is not null) Write(copy, row.Stream, row.Version, row.At, null, row.Value);
        }
        foreach (var line in _lines) Write(copy, line.Stream, line.Version, line.At, line.Number, line.Value);
        copy.Complete();
        Rows = _keepsLines ? Rows + _lines.Count : _rows.Values.LongCount(r => r.Value is not null);
        _dirty.Clear();
        _lines.Clear();
    }

    private void Write(NpgsqlBinaryImporter copy, string stream, long version, DateTimeOffset at, int? line, object row)
    {
        copy.StartRow();
        copy.Write(stream, NpgsqlDbType.Text);
        copy.Write(version, NpgsqlDbType.Bigint);
        copy.Write(at, NpgsqlDbType.TimestampTz);
        if (line is { } number) copy.Write(number, NpgsqlDbType.Integer);
        foreach (var column in _columns)
        {
            var value = column.Read(row);
            if (value is DBNull) copy.WriteNull();
            else copy.Write(value, column.DbType);
        }
    }

    /// <summary>Keys compared as bytes, looked up by a span of them.</summary>
    private sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Bytes Same = new();
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);
        public int GetHashCode(byte[] key) => GetHashCode((ReadOnlySpan<byte>)key);
        public bool Equals(ReadOnlySpan<byte> span, byte[] key) => span.SequenceEqual(key);
        public byte[] Create(ReadOnlySpan<byte> span) => span.ToArray();

        public int GetHashCode(ReadOnlySpan<byte> key)
        {
            var hash = new HashCode();
            hash.AddBytes(key);
            return hash.ToHashCode();
        }
    }
}
