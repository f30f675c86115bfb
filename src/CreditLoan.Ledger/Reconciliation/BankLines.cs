using CreditLoan.Domain.Reconciliation;
using Npgsql;

namespace CreditLoan.Ledger.Reconciliation;

/// <summary>Keeps the lines of a bank's file (文件行), added in pieces; interrupted, the next call goes on where the last one stopped.</summary>
public sealed class BankLines(NpgsqlDataSource writer)
{
    private const int LinesInPiece = 100_000;

    /// <param name="lines">All lines of the file, always in the same order.</param>
    public async Task Keep(BankFileId file, IReadOnlyList<BankLine> lines, CancellationToken stop = default)
    {
        var stream = BankFile.Stream(file).Id;
        await using var connection = await writer.OpenConnectionAsync(stop);
        // One at a time: whoever comes second finds everything there.
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using (var alone = Sql.Of($"select pg_advisory_xact_lock(hashtext({stream}))").On(connection)) await alone.ExecuteNonQueryAsync(stop);
        await using var counted = Sql.Of($"select count(*) from bank_line where stream_id = {stream}").On(connection);
        var kept = (int)(long)(await counted.ExecuteScalarAsync(stop))!;
        await using var adding = await writer.OpenConnectionAsync(stop);
        for (; kept < lines.Count; kept += LinesInPiece) await Add(adding, stream, [.. lines.Skip(kept).Take(LinesInPiece)], stop);
    }

    /// <summary>Row level security lets no COPY in, so arrays take its place.</summary>
    private static async Task Add(NpgsqlConnection connection, string stream, BankLine[] lines, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            insert into bank_line (stream_id, file_row, kind, number, borrower, product, amount, day)
            select $1, l.* from unnest($2, $3, $4, $5, $6, $7, $8) l
            """, connection);
        foreach (var column in new object[]
        {
            stream, Array.ConvertAll(lines, l => l.Row), Array.ConvertAll(lines, l => l.Kind.ToString()), Array.ConvertAll(lines, l => l.Number), Array.ConvertAll(lines, l => l.Borrower),
            Array.ConvertAll(lines, l => l.Product), Array.ConvertAll(lines, l => l.Amount.Fen), Array.ConvertAll(lines, l => l.Day),
        }) command.Parameters.Add(new NpgsqlParameter { Value = column });
        await command.ExecuteNonQueryAsync(stop);
    }
}
