using CreditLoan.Domain.Records;
using Npgsql;

namespace CreditLoan.Ledger.Records;

/// <summary>Takes deliveries of public data in bulk (批量入库): each call is one transaction, all rows or none.</summary>
public sealed class RecordWriter(NpgsqlDataSource writer)
{
    internal const string InvoiceColumns = "invoice (enterprise, side, number, counterparty, day, amount, tax, total, voided)";

    /// <summary>New invoices; one that is there already is an error (an import looks first).</summary>
    public Task<long> Write(IEnumerable<Invoice> invoices, CancellationToken stop = default) => Copy(InvoiceColumns, invoices, static (copy, invoice) => Put(copy, invoice), stop);

    /// <summary>New months; a month that is there already is an error.</summary>
    public Task<long> Write(IEnumerable<MonthlyFigure> figures, CancellationToken stop = default) =>
        Copy("record_month (enterprise, series, month, value, known_on)", figures, static (copy, f) =>
        {
            copy.Row(5);
            copy.Text(f.Enterprise.Value);
            copy.Text(f.Series.ToString());
            copy.Day(f.Month);
            copy.Long(f.Value);
            copy.Day(f.KnownOn);
        }, stop);

    /// <summary>New facts; a number that is there already is an error.</summary>
    public Task<long> Write(IEnumerable<PublicFact> facts, CancellationToken stop = default) =>
        Copy("record_fact (enterprise, kind, number, on_day, until_day, known_on, amount, grade, repaired_on, objected_on, objection_ended)", facts, static (copy, f) =>
        {
            copy.Row(11);
            copy.Text(f.Enterprise.Value);
            copy.Text(f.Kind.ToString());
            copy.Text(f.Number);
            copy.Day(f.On);
            copy.Day(f.Until);
            copy.Day(f.KnownOn);
            if (f.Amount is { } amount) copy.Long(amount.Fen);
            else copy.Null();
            copy.Text(f.Grade);
            copy.Day(f.RepairedOn);
            copy.Day(f.ObjectedOn);
            copy.Day(f.ObjectionEnded);
        }, stop);

    /// <summary>Up to which day each class was delivered; a later day takes the place of an earlier one, and profiles are due again.</summary>
    public async Task Cover(IReadOnlyCollection<Coverage> coverage, CancellationToken stop = default)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"""
            insert into record_coverage (enterprise, class, as_of, source)
            select code, class, as_of::date, source from unnest({coverage.Select(c => c.Enterprise.Value).ToArray()}, {coverage.Select(c => c.Class.ToString()).ToArray()},
              {coverage.Select(c => c.AsOf.ToString("O")).ToArray()}, {coverage.Select(c => c.Source).ToArray()}) as given (code, class, as_of, source)
            on conflict (enterprise, class) do update set as_of = greatest(record_coverage.as_of, excluded.as_of), source = excluded.source, delivered_at = clock_timestamp()
            """).On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Fixes the day on which the data of these enterprises ends (数据日).</summary>
    public async Task EndData(IReadOnlyCollection<Domain.Values.EnterpriseCode> enterprises, DateOnly day, string source, CancellationToken stop = default)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"""
            insert into data_date (enterprise, day, source) select code, {day}, {source} from unnest({enterprises.Select(e => e.Value).ToArray()}) as code
            on conflict (enterprise) do update set day = excluded.day, source = excluded.source where (data_date.day, data_date.source) is distinct from (excluded.day, excluded.source)
            """).On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    internal static void Put(BinaryCopy copy, in Invoice invoice)
    {
        copy.Row(9);
        copy.Text(invoice.Enterprise.Value);
        copy.Short((short)invoice.Side);
        copy.Text(invoice.Number);
        copy.Text(invoice.Counterparty);
        copy.Day(invoice.Day);
        copy.Long(invoice.Amount.Fen);
        copy.Long(invoice.Tax.Fen);
        copy.Long(invoice.Total.Fen);
        copy.Bool(invoice.Voided);
    }

    private async Task<long> Copy<T>(string table, IEnumerable<T> rows, Action<BinaryCopy, T> put, CancellationToken stop)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var count = 0L;
        await using (var copy = await BinaryCopy.Into(connection, table, stop))
        {
            foreach (var row in rows)
            {
                put(copy, row);
                count++;
            }
            await copy.Complete(stop);
        }
        await transaction.CommitAsync(stop);
        return count;
    }
}
