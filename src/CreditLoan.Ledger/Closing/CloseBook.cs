using CreditLoan.Domain.Access;
using CreditLoan.Domain.Closing;
using CreditLoan.Domain.Values;
using Npgsql;

namespace CreditLoan.Ledger.Closing;

/// <summary>One run of a day's close (日终批次).</summary>
/// <param name="Run">From 1; the first run's lines are the day's, later ones restate it.</param>
/// <param name="Position">How far the log had come.</param>
public sealed record CloseRunRow(DateOnly Day, int Run, long Position, DateTimeOffset RanAt, long Loans, int Lines, int Restated, string Digest);

/// <summary>Keeps what every run of a close said; nothing of it is ever changed.</summary>
public sealed class CloseBook(Database database)
{
    private const int Together = 20_000;

    public async Task<IReadOnlyList<CloseRunRow>> Runs(DateOnly day, CancellationToken stop = default)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        return await Reader.Rows<CloseRunRow>(connection, $"select * from close_run where day = {day} order by run", stop);
    }

    public async Task<IReadOnlyList<CloseLine>> Lines(DateOnly day, int run, CancellationToken stop = default)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        return await Reader.Rows<CloseLine>(connection, $"select * from close_line where day = {day} and run = {run}", stop);
    }

    public async Task Keep(CloseRunRow run, IEnumerable<CloseLine> lines, IEnumerable<CloseStatement> statements, IEnumerable<CloseRestatement> restated, CancellationToken stop = default)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using (var insert = Sql.Of($"""
            insert into close_run (day, run, position, ran_at, loans, lines, restated, digest)
            values ({run.Day}, {run.Run}, {run.Position}, {run.RanAt}, {run.Loans}, {run.Lines}, {run.Restated}, {run.Digest})
            """).On(connection, transaction)) await insert.ExecuteNonQueryAsync(stop);
        // Row level security refuses COPY; arrays are the next fastest way in.
        foreach (var some in lines.Chunk(Together))
            await Insert(connection, $"""
                insert into close_line (day, run, kind, subject, bank, scheme, amount, words)
                select {run.Day}, {run.Run}, * from unnest({Texts(some, l => $"{l.Kind}")}, {Texts(some, l => l.Subject)}, {Texts(some, l => l.Bank)},
                  {Texts(some, l => l.Scheme)}, {Numbers(some, l => l.Amount.Fen)}, {Texts(some, l => l.Words)})
                """, stop);
        CloseStatement[] all = [.. statements];
        await Insert(connection, $"""
            insert into close_statement (day, run, bank, scheme, loans, outstanding, accrued, due, overdue, bad, alarms)
            select {run.Day}, {run.Run}, * from unnest({Texts(all, s => s.Bank)}, {Texts(all, s => s.Scheme)}, {Numbers(all, s => s.Loans)}, {Numbers(all, s => s.Outstanding.Fen)},
              {Numbers(all, s => s.Accrued.Fen)}, {Numbers(all, s => s.Due.Fen)}, {Numbers(all, s => s.Overdue.Fen)}, {Numbers(all, s => s.Bad.Fen)}, {Numbers(all, s => s.Alarms)})
            """, stop);
        foreach (var some in restated.Chunk(Together))
            await Insert(connection, $"""
                insert into close_restatement (day, run, kind, subject, bank, scheme, before_amount, before_words, now_amount, now_words)
                select {run.Day}, {run.Run}, kind, subject, bank, scheme, case when before_words is not null then before_amount end, before_words, case when now_words is not null then now_amount end, now_words
                from unnest({Texts(some, r => $"{Line(r).Kind}")}, {Texts(some, r => Line(r).Subject)}, {Texts(some, r => Line(r).Bank)}, {Texts(some, r => Line(r).Scheme)},
                  {Numbers(some, r => r.Before?.Amount.Fen ?? 0)}, {Texts(some, r => r.Before?.Words)}, {Numbers(some, r => r.Now?.Amount.Fen ?? 0)}, {Texts(some, r => r.Now?.Words)})
                  as r (kind, subject, bank, scheme, before_amount, before_words, now_amount, now_words)
                """, stop);
        await transaction.CommitAsync(stop);
    }

    private static CloseLine Line(CloseRestatement restated) => (restated.Now ?? restated.Before)!;

    private static string?[] Texts<T>(T[] items, Func<T, string?> text) => Array.ConvertAll(items, i => text(i));

    private static long[] Numbers<T>(T[] items, Func<T, long> number) => Array.ConvertAll(items, i => number(i));

    private static async Task Insert(NpgsqlConnection connection, Sql sql, CancellationToken stop)
    {
        await using var command = sql.On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
