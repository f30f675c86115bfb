using System.Runtime.InteropServices;
using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;
using Npgsql;

namespace CreditLoan.Ledger.Records;

/// <summary>A row that was not clean: which rule met it, and what stood there.</summary>
public sealed record Finding(string File, int Line, CleaningRule Rule, bool SetAside, string Enterprise, string Detail);

/// <summary>Takes invoices of one side in (发票入库): what is new is copied in pieces, each piece a transaction with its findings.</summary>
/// <remarks>
/// A second import, or one that was stopped half way, looks at what is there and adds the rest only. Purchases and sales have no key in common,
/// so each side may have a delivery of its own at the same time, under one <see cref="Alone"/>.
/// </remarks>
public sealed class InvoiceDelivery : IAsyncDisposable
{
    private const int RowsInPiece = 200_000;
    private readonly NpgsqlConnection _connection;
    private readonly string _source;
    private readonly HashSet<(string, InvoiceSide)> _present;
    private readonly List<Finding> _findings = [];
    private readonly List<Invoice> _voided = [];
    private NpgsqlTransaction? _transaction;
    private BinaryCopy? _copy;
    private int _rows;

    private InvoiceDelivery(NpgsqlConnection connection, string source, HashSet<(string, InvoiceSide)> present) =>
        (_connection, _source, _present) = (connection, source, present);

    /// <summary>Waits for an import that is running; the next one waits until the answer is disposed of.</summary>
    public static async Task<IAsyncDisposable> Alone(NpgsqlDataSource writer, CancellationToken stop)
    {
        var connection = await writer.OpenConnectionAsync(stop);
        var transaction = await connection.BeginTransactionAsync(stop);
        await using var serialise = Sql.Of($"select pg_advisory_xact_lock(hashtext('invoice delivery'))").On(connection);
        await serialise.ExecuteNonQueryAsync(stop);
        return new Lock(connection, transaction);
    }

    /// <summary>Sees for which enterprises there are invoices already.</summary>
    public static async Task<InvoiceDelivery> Begin(NpgsqlDataSource writer, string source, CancellationToken stop)
    {
        var connection = await writer.OpenConnectionAsync(stop);
        var present = new HashSet<(string, InvoiceSide)>();
        await using var command = Sql.Of($"select distinct enterprise, side from invoice").On(connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop)) present.Add((reader.GetString(0), (InvoiceSide)reader.GetInt16(1)));
        return new InvoiceDelivery(connection, source, present);
    }

    /// <summary>The invoices of one enterprise and side that are there, and whether each is void.</summary>
    public async Task<Dictionary<(string Number, string Counterparty, DateOnly Day, long Total), bool>> Known(EnterpriseCode enterprise, InvoiceSide side, CancellationToken stop)
    {
        var known = new Dictionary<(string, string, DateOnly, long), bool>();
        if (!_present.Contains((enterprise.Value, side))) return known;
        await Finish(stop);
        await using var command = Sql.Of($"select number, counterparty, day, total, voided from invoice where enterprise = {enterprise} and side = {(int)side}").On(_connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            known[(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateOnly>(2), reader.GetInt64(3))] = reader.GetBoolean(4);
        return known;
    }

    /// <summary>Adds new invoices, voids those that have become void, and keeps the findings; durable at the end of the piece.</summary>
    /// <param name="added">Put in the order of their key, so that the index grows at one place.</param>
    public async Task Take(List<Invoice> added, IEnumerable<Invoice> voided, IEnumerable<Finding> findings, CancellationToken stop)
    {
        if (added.Count > 0 && _copy is null)
        {
            _transaction = await _connection.BeginTransactionAsync(stop);
            _copy = await BinaryCopy.Into(_connection, RecordWriter.InvoiceColumns, stop);
        }
        Put(added);
        _voided.AddRange(voided);
        _findings.AddRange(findings);
        if (_rows >= RowsInPiece) await Finish(stop);
    }

    /// <summary>Sends the rows in the order of their numbers' first eight signs; which of equal ones comes first is all the same.</summary>
    private void Put(List<Invoice> added)
    {
        var rows = CollectionsMarshal.AsSpan(added);
        var (keys, places) = (new ulong[rows.Length], new int[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            foreach (var sign in rows[i].Number.AsSpan(0, Math.Min(8, rows[i].Number.Length))) keys[i] = keys[i] << 8 | sign;
            places[i] = i;
        }
        Array.Sort(keys, places);
        foreach (var place in places) RecordWriter.Put(_copy!, rows[place]);
        _rows += rows.Length;
    }

    /// <summary>Makes everything taken so far durable.</summary>
    public async Task Finish(CancellationToken stop)
    {
        if (_copy is null && _findings.Count == 0 && _voided.Count == 0) return;
        _transaction ??= await _connection.BeginTransactionAsync(stop);
        if (_copy is not null) await _copy.Complete(stop);
        foreach (var invoice in _voided)
        {
            await Run($"""
                update invoice set voided = true where enterprise = {invoice.Enterprise} and side = {(int)invoice.Side} and number = {invoice.Number}
                  and counterparty = {invoice.Counterparty} and day = {invoice.Day} and total = {invoice.Total.Fen}
                """, stop);
        }
        await Run($"""
            insert into import_finding (source, file, line, rule, set_aside, enterprise, detail)
            select {_source}, file, line, rule, set_aside = 1, enterprise, detail from unnest({_findings.Select(f => f.File).ToArray()}, {_findings.Select(f => f.Line).ToArray()}, {_findings.Select(f => f.Rule.ToString()).ToArray()},
              {_findings.Select(f => f.SetAside ? 1 : 0).ToArray()}, {_findings.Select(f => f.Enterprise).ToArray()}, {_findings.Select(f => f.Detail).ToArray()})
              as found (file, line, rule, set_aside, enterprise, detail)
            on conflict do nothing
            """, stop);
        await _transaction.CommitAsync(stop);
        await _transaction.DisposeAsync();
        (_transaction, _copy, _rows) = (null, null, 0);
        _findings.Clear();
        _voided.Clear();
    }

    /// <summary>What was not finished is rolled back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_copy is not null) await _copy.DisposeAsync();
        if (_transaction is not null) await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task Run(Sql sql, CancellationToken stop)
    {
        await using var command = sql.On(_connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    private sealed class Lock(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
