using System.Data;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using Npgsql;

namespace CreditLoan.Ledger.Reconciliation;

/// <summary>Keeps the lines of a bank's file (文件行): a whole file in pieces, so that interrupted the next call goes on; one that builds on the bank's last file in one transaction.</summary>
public sealed class BankLines(NpgsqlDataSource writer)
{
    private const int LinesInPiece = 50_000;
    /// <summary>The database gives each connection a process, and two keep it busy while the next piece is sent.</summary>
    private const int PiecesAtATime = 3;

    /// <param name="lines">All lines of the file, always in the same order.</param>
    /// <param name="digests">What the bank's next file is compared with; null where the file is no text of lines.</param>
    public async Task Keep(BankFileId file, IReadOnlyList<BankLine> lines, FileDigests? digests, CancellationToken stop = default)
    {
        var stream = BankFile.Stream(file).Id;
        await using var connection = await writer.OpenConnectionAsync(stop);
        // One at a time: whoever comes second finds everything there.
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Alone(connection, file.Bank, stop);
        await using var adding = await writer.OpenConnectionAsync(stop);
        // What an interrupted call left that took it for a file that builds on another is no piece.
        await Execute(adding, $"""
            with begun as (insert into bank_file_part (file, part, turn) values ({stream}, {stream}, 0) on conflict do nothing returning file)
            delete from bank_line where stream_id in (select file from begun)
            """, stop);
        if (await IsDone(adding, stream, stop)) return;
        // A piece is there as a whole or not at all: its first line tells.
        var pieces = lines.Chunk(LinesInPiece).ToArray();
        var there = (await Reader.Rows<int>(connection, Sql.Of($"select file_row from bank_line where stream_id = {stream} and file_row = any({pieces.Select(p => p[0].Row).ToArray()})"), stop)).ToHashSet();
        await Parallel.ForEachAsync(pieces.Where(p => !there.Contains(p[0].Row)), new ParallelOptions { MaxDegreeOfParallelism = PiecesAtATime, CancellationToken = stop }, async (piece, token) =>
        {
            await using var own = await writer.OpenConnectionAsync(token);
            await Add(own, stream, piece, token);
        });
        await using var ending = await adding.BeginTransactionAsync(stop);
        if (digests is not null)
        {
            await Execute(adding, $"delete from bank_file_digest where bank = {file.Bank}", stop);
            await Remember(adding, file.Bank, 0, stream, digests, lines.Count, Money.Sum(lines.Select(l => l.Amount)), stop);
        }
        var named = lines.Select(l => l.Number).Distinct(StringComparer.Ordinal).Count();
        await Execute(adding, $"update bank_file_part set done = true, named = {named} where file = {stream} and part = {stream}", stop);
        await ending.CommitAsync(stop);
    }

    /// <summary>Keeps a file that builds on the bank's last one; false where another came between or began to be kept whole, so that this one must be kept whole.</summary>
    /// <param name="changed">The lines that the last file does not have.</param>
    public async Task<bool> Keep(BankFileId file, FileMemory last, IReadOnlyList<BankLine> changed, FileDigests digests, int rows, Money total, CancellationToken stop = default)
    {
        var stream = BankFile.Stream(file).Id;
        var turn = last.Turn + 1;
        await using var connection = await writer.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Alone(connection, file.Bank, stop);
        if (await IsDone(connection, stream, stop)) return true;
        await using var isLast = Sql.Of($"""
            select exists (select from bank_file_digest where bank = {file.Bank} and turn = {last.Turn} and stream_id = {last.Files[^1]})
              and not exists (select from bank_file_digest where bank = {file.Bank} and turn > {last.Turn}) and not exists (select from bank_file_part where file = {stream})
            """).On(connection);
        if (!(bool)(await isLast.ExecuteScalarAsync(stop))!) return false;
        // A file is made of nothing until its parts are named, so its lines may go in beside; what an interrupted call left of them goes first.
        var adding = Anew(stream, [.. changed], stop);
        var (parts, fileRows) = Places(last, digests.Gone);
        string[] gone = [.. await Reader.Rows<string>(connection, Sql.Of($"select * from bank_lines_go({parts}, {fileRows}, {turn})"), stop)];
        await adding;
        await Execute(connection, $"insert into bank_file_part (file, part, turn, done) select {stream}, p, {turn}, true from unnest({(string[])[.. last.Files, stream]}) p", stop);
        // How many numbers it names: as many as the last one, and those that came, less those that went. A number on both sides is neither.
        var apart = changed.Select(l => l.Number).ToHashSet(StringComparer.Ordinal);
        apart.SymmetricExceptWith(gone);
        await Execute(connection, $"""
            update bank_file_part set gone = {gone}, named = (select named from bank_file_part where file = {last.Files[^1]} and part = {last.Files[^1]}) + (
              select count(*) filter (where is_there) - count(*) filter (where was_there) from (
                select bool_or(gone_in is null) as is_there, bool_or(stream_id <> {stream} and (gone_in is null or gone_in = {turn})) as was_there
                from bank_lines_of({apart.ToArray()})
                where stream_id = any({(string[])[.. last.Files, stream]}) group by number) t)
            where file = {stream} and part = {stream}
            """, stop);
        await Remember(connection, file.Bank, turn, stream, digests, rows, total, stop);
        await transaction.CommitAsync(stop);
        return true;
    }

    /// <summary>The secret of the bank's last whole file, with which its lines are hashed; null where it has none.</summary>
    public async Task<byte[]?> Key(BankCode bank, CancellationToken stop = default)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"select key from bank_file_digest where bank = {bank} order by turn desc limit 1").On(connection);
        return (byte[]?)await command.ExecuteScalarAsync(stop);
    }

    /// <summary>What is remembered of the bank's last whole file; null where it has none.</summary>
    public async Task<FileMemory?> Last(BankCode bank, CancellationToken stop = default)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"select stream_id, key, rows, total, octet_length(lines), lines, octet_length(gone), gone from bank_file_digest where bank = {bank} order by turn").On(connection);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, stop);
        var (files, lines, gone) = (new List<string>(), new List<LineDigest[]>(), new List<LinePlace>());
        (byte[] Key, int Rows, long Total) last = ([], 0, 0);
        while (await reader.ReadAsync(stop))
        {
            files.Add(reader.GetString(0));
            last = (reader.GetFieldValue<byte[]>(1), reader.GetInt32(2), reader.GetInt64(3));
            lines.Add(Kept<LineDigest>(reader, 4));
            gone.AddRange(Kept<LinePlace>(reader, 6));
        }
        return files.Count == 0 ? null : new FileMemory(last.Key, files, lines, gone, last.Rows, new Money(last.Total));
    }

    /// <summary>A large field, without a second copy of it.</summary>
    private static T[] Kept<T>(NpgsqlDataReader reader, int size) where T : unmanaged
    {
        var kept = GC.AllocateUninitializedArray<T>(reader.GetInt32(size) / Unsafe.SizeOf<T>());
        using var field = reader.GetStream(size + 1);
        field.ReadExactly(MemoryMarshal.AsBytes(kept.AsSpan()));
        return kept;
    }

    /// <summary>What the lines at these places come to.</summary>
    public async Task<Money> Sum(FileMemory last, IReadOnlyList<LinePlace> places, CancellationToken stop = default)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        var (parts, rows) = Places(last, places);
        await using var command = Sql.Of($"select coalesce(sum(amount), 0)::bigint from bank_lines_at({parts}, {rows})").On(connection);
        return new Money((long)(await command.ExecuteScalarAsync(stop))!);
    }

    private static (string[] Parts, int[] Rows) Places(FileMemory last, IReadOnlyList<LinePlace> places) => ([.. places.Select(p => last.Files[p.Turn])], [.. places.Select(p => p.Row)]);

    /// <summary>The days that the last file spoke for.</summary>
    public async Task<(DateOnly From, DateOnly Until)> Days(FileMemory last, CancellationToken stop = default)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        var days = (await Reader.Rows<Period>(connection, Sql.Of($"select from_day, until_day from bank_file_book where stream_id = {last.Files[^1]}"), stop))[0];
        return (days.FromDay, days.UntilDay);
    }

    private sealed record Period(DateOnly FromDay, DateOnly UntilDay);

    private static Task Alone(NpgsqlConnection connection, BankCode bank, CancellationToken stop) =>
        Execute(connection, $"select pg_advisory_xact_lock(hashtext({"bank-lines/" + bank.Value}))", stop);

    private static async Task<bool> IsDone(NpgsqlConnection connection, string stream, CancellationToken stop)
    {
        await using var command = Sql.Of($"select exists (select from bank_file_part where file = {stream} and part = {stream} and done)").On(connection);
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    private static Task Remember(NpgsqlConnection connection, BankCode bank, int turn, string stream, FileDigests digests, int rows, Money total, CancellationToken stop) => Execute(connection, $"""
        insert into bank_file_digest (bank, turn, stream_id, key, lines, gone, rows, total)
        values ({bank}, {turn}, {stream}, {digests.Key}, {MemoryMarshal.AsBytes(digests.Lines.AsSpan()).ToArray()}, {MemoryMarshal.AsBytes(digests.Gone.AsSpan()).ToArray()}, {rows}, {total})
        """, stop);

    private static async Task Execute(NpgsqlConnection connection, Sql sql, CancellationToken stop)
    {
        await using var command = sql.On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    private async Task Anew(string stream, BankLine[] lines, CancellationToken stop)
    {
        await using var own = await writer.OpenConnectionAsync(stop);
        await Execute(own, $"delete from bank_line where stream_id = {stream}", stop);
        // From the last to the first: the lines that they take the place of go in the other direction, so that the two seldom want the same page of an index at once.
        Array.Reverse(lines);
        await Add(own, stream, lines, stop);
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
