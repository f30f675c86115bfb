using System.Data;
using CreditLoan.Domain;
using CreditLoan.Domain.Closing;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;
using Npgsql;

namespace CreditLoan.Ledger.Closing;

/// <summary>The books as they stood at the end of a business day, as far as the log tells up to a position (日终快照).</summary>
/// <remarks>
/// One pass over the kept views in one snapshot. A row is what it was at the position and on the day unless its stream has an event beyond the
/// position or was written after the day ended; only those streams are folded again, from their events up to the position that were true up to
/// the day. So the same position says the same for ever, and a million rows cost one read.
/// </remarks>
public sealed class DaySnapshot : IAsyncDisposable
{
    private const int Together = 1_000;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly DateTimeOffset _dayEnds;
    private readonly string[] _moved;

    private DaySnapshot(NpgsqlConnection connection, NpgsqlTransaction transaction, DateOnly day, long position, string[] moved)
    {
        (_connection, _transaction, Day, Position, _moved) = (connection, transaction, day, position, moved);
        _dayEnds = new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8)).ToUniversalTime();
    }

    public DateOnly Day { get; }

    /// <summary>How far the log is looked at.</summary>
    public long Position { get; }

    /// <param name="position">A settled point of the log.</param>
    public static async Task<DaySnapshot> Take(Database database, DateOnly day, long position, CancellationToken stop)
    {
        var connection = await database.Writer.OpenConnectionAsync(stop);
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        var moved = await Reader.Rows<string>(connection, $"select distinct stream_id from mt_events where seq_id > {position}", stop);
        return new DaySnapshot(connection, transaction, day, position, [.. moved]);
    }

    /// <summary>Rows of a view that keeps one row a stream.</summary>
    /// <param name="dayOf">The business day of a fact.</param>
    public async Task<IReadOnlyList<TRow>> Rows<TRow, TEvent>(View<TRow, TEvent> view, Slice slice, Func<TEvent, DateOnly> dayOf, CancellationToken stop)
        where TRow : class where TEvent : class
    {
        var table = Sql.Name(view.Table);
        var rows = (await Reader.Rows<TRow>(_connection, $"select * from {table} where not ({Changed})", stop)).ToList();
        await foreach (var (_, history) in Histories<TEvent>(Sql.Of($"select stream_id from {table} where {Changed} order by stream_id"), slice, stop))
            if (history.Where(e => dayOf(e) <= Day).Aggregate((TRow?)null, view.Fold) is { } row) rows.Add(row);
        return rows;
    }

    /// <summary>Every loan that had been paid out by the day, in no order.</summary>
    public async IAsyncEnumerable<LoanRow> Loans(Slice slice, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using (var command = Sql.Of($"""
            select bank, number, enterprise, principal, outstanding, rate, value_date, maturity, method, security, district, size, on_key_list, stage, grade,
                   overdue_since, overdue_principal, overdue_interest, progress
            from loan_book where progress is not null and not ({Changed})
            """).On(_connection, _transaction))
        await using (var row = await command.ExecuteReaderAsync(stop))
            while (await row.ReadAsync(stop)) yield return Loan(row);
        var again = Sql.Of($"select stream_id from loan_book where progress is null or {Changed} order by stream_id");
        await foreach (var (_, history) in Histories<LoanEvent>(again, slice, stop))
            if (LoanHistory.AsOf(history, Day).Aggregate((LoanRow?)null, LoanBook.View.Fold) is { } loan) yield return loan;
    }

    private Sql Changed => Sql.Of($"changed_at >= {_dayEnds} or stream_id = any({_moved})");

    private async IAsyncEnumerable<(string Stream, List<TEvent> History)> Histories<TEvent>(
        Sql streams, Slice slice, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop) where TEvent : class
    {
        foreach (var some in (await Reader.Rows<string>(_connection, streams, stop)).Chunk(Together))
        {
            var histories = new Dictionary<string, List<TEvent>>(StringComparer.Ordinal);
            await using (var command = Sql.Of($"""
                select stream_id, type, data::text from mt_events where stream_id = any({some}) and seq_id <= {Position} order by stream_id, version
                """).On(_connection, _transaction))
            await using (var row = await command.ExecuteReaderAsync(stop))
                while (await row.ReadAsync(stop))
                {
                    if (!histories.TryGetValue(row.GetString(0), out var history)) histories[row.GetString(0)] = history = [];
                    history.Add((TEvent)slice.Read(row.GetString(1), row.GetString(2)));
                }
            foreach (var (stream, history) in histories) yield return (stream, history);
        }
    }

    /// <summary>The columns that a close looks at; the others are left empty.</summary>
    private static LoanRow Loan(NpgsqlDataReader row) => new(
        new(row.GetString(0)), row.GetString(1), "", default, new(row.GetString(2)), null,
        new(row.GetInt64(3)), new(row.GetInt64(4)), new(row.GetInt32(5)), row.GetFieldValue<DateOnly>(6), row.GetFieldValue<DateOnly>(7),
        Named<RepaymentMethod>(row.GetString(8)), Named<Security>(row.GetString(9)),
        row.IsDBNull(10) ? null : new DistrictCode(row.GetString(10)), null, Named<SizeClass>(row.GetString(11)), row.GetBoolean(12), false, null,
        Named<LoanStage>(row.GetString(13)), Named<FiveGrade>(row.GetString(14)),
        row.IsDBNull(15) ? null : row.GetFieldValue<DateOnly>(15), new(row.GetInt64(16)), new(row.GetInt64(17)),
        default, default, default, default, 0, System.Text.Json.JsonSerializer.Deserialize<LoanProgress>(row.GetString(18), EventJson.Options));

    private static T Named<T>(string name) where T : struct, Enum => Names<T>.All[name];

    private static class Names<T> where T : struct, Enum
    {
        public static readonly Dictionary<string, T> All = Enum.GetValues<T>().ToDictionary(value => value.ToString(), StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
