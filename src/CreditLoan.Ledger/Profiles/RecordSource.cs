using System.Text;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;
using Npgsql;

namespace CreditLoan.Ledger.Profiles;

/// <summary>Reads what is known about enterprises as of their day (取数): only classes that the enterprise lets the platform use.</summary>
public sealed class RecordSource(NpgsqlDataSource writer)
{
    /// <summary>The records of those of the given enterprises that have a live consent to the platform; the others are left out.</summary>
    /// <param name="today">The business day; an enterprise whose data ends earlier is read as of its own data date.</param>
    /// <param name="asOf">A day in the past that nothing may be known after, for modelling; consents are still those of today.</param>
    public IReadOnlyCollection<RecordsAsOf> Read(IReadOnlyCollection<EnterpriseCode> enterprises, DateOnly today, DateOnly? asOf = null)
    {
        var last = asOf ?? today;
        using var connection = writer.OpenConnection();
        using var transaction = connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        var codes = enterprises.Select(e => e.Value).ToArray();
        var allowed = Allowed(connection, codes, today);
        if (allowed.Count == 0) return [];
        var coverage = Coverage(connection, codes, allowed);
        var records = new Dictionary<string, RecordsAsOf>(StringComparer.Ordinal);
        using (var command = Sql.Of($"""
            select e.code, least(coalesce(d.day, {today}), {last}), e.founded_on, e.section, e.size from enterprise_book e left join data_date d on d.enterprise = e.code where e.code = any({codes})
            """).On(connection))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                var code = reader.GetString(0);
                if (!allowed.ContainsKey(code)) continue;
                var register = new RegisterEntry(reader.IsDBNull(2) ? null : reader.GetFieldValue<DateOnly>(2), Text(reader, 3), Text(reader, 4));
                records[code] = new RecordsAsOf(new EnterpriseCode(code), reader.GetFieldValue<DateOnly>(1), register, coverage.GetValueOrDefault(code) ?? []);
            }
        }
        Months(connection, codes, allowed, records);
        Facts(connection, codes, allowed, records);
        Invoices(connection, records);
        return records.Values;
    }

    /// <summary>The enterprises whose profile is due: they let the platform use their data, and since the last profile the day, the consent, the data, an appeal or the model have changed.</summary>
    public async Task<IReadOnlyList<EnterpriseCode>> Due(DateOnly today, CancellationToken stop)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        return await Reader.Rows<EnterpriseCode>(connection, $"""
            select c.enterprise from consent_book c
            join lateral (select max(r.delivered_at) as at from record_coverage r where r.enterprise = c.enterprise) delivered on delivered.at is not null
            left join data_date d on d.enterprise = c.enterprise
            left join champion({today}) best on true
            where c.recipient = 'platform' and c.purpose = 'Matching' and c.status = 'Active' and c.starts_on <= {today} and c.expires_on >= {today}
              and not exists (select from profile p where p.enterprise = c.enterprise and p.as_of = coalesce(d.day, {today})
                                and p.computed_at >= c.changed_at and p.computed_at >= delivered.at
                                and p.computed_at >= coalesce((select max(a.changed_at) from appeal_book a where a.enterprise = c.enterprise), '-infinity')
                                and (best.project is null or exists (
                                  select from profile_score s where s.enterprise = p.enterprise and s.as_of = p.as_of and s.project = best.project and s.run = best.run)))
            order by c.enterprise
            """, stop);
    }

    private static Dictionary<string, HashSet<DataClass>> Allowed(NpgsqlConnection connection, string[] codes, DateOnly today)
    {
        var allowed = new Dictionary<string, HashSet<DataClass>>(StringComparer.Ordinal);
        using var command = Sql.Of($"""
            select enterprise, scopes from consent_book where enterprise = any({codes}) and recipient = 'platform' and purpose = 'Matching'
              and status = 'Active' and starts_on <= {today} and expires_on >= {today}
            """).On(connection);
        using var reader = command.ExecuteReader();
        while (reader.Read()) allowed[reader.GetString(0)] = [.. reader.GetFieldValue<string[]>(1).Select(Enum.Parse<DataClass>)];
        return allowed;
    }

    private static Dictionary<string, Dictionary<DataClass, DateOnly>> Coverage(NpgsqlConnection connection, string[] codes, Dictionary<string, HashSet<DataClass>> allowed)
    {
        var coverage = new Dictionary<string, Dictionary<DataClass, DateOnly>>(StringComparer.Ordinal);
        using var command = Sql.Of($"select enterprise, class, as_of from record_coverage where enterprise = any({codes})").On(connection);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var (code, data) = (reader.GetString(0), Enum.Parse<DataClass>(reader.GetString(1)));
            if (!May(allowed, code, data)) continue;
            if (!coverage.TryGetValue(code, out var classes)) coverage.Add(code, classes = []);
            classes[data] = reader.GetFieldValue<DateOnly>(2);
        }
        return coverage;
    }

    private static void Months(NpgsqlConnection connection, string[] codes, Dictionary<string, HashSet<DataClass>> allowed, Dictionary<string, RecordsAsOf> records)
    {
        using var command = Sql.Of($"select enterprise, series, month, value, known_on from record_month where enterprise = any({codes})").On(connection);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var figure = new MonthlyFigure(new EnterpriseCode(reader.GetString(0)), Enum.Parse<MonthlySeries>(reader.GetString(1)), reader.GetFieldValue<DateOnly>(2), reader.GetInt64(3), reader.GetFieldValue<DateOnly>(4));
            if (May(allowed, figure.Enterprise.Value, RecordCatalogue.ClassOf(figure.Series)) && records.TryGetValue(figure.Enterprise.Value, out var of)) of.Add(figure);
        }
    }

    private static void Facts(NpgsqlConnection connection, string[] codes, Dictionary<string, HashSet<DataClass>> allowed, Dictionary<string, RecordsAsOf> records)
    {
        var appeals = Appeals(connection, codes);
        using var command = Sql.Of($"""
            select enterprise, kind, number, on_day, until_day, known_on, amount, grade, repaired_on, objected_on, objection_ended from record_fact where enterprise = any({codes})
            """).On(connection);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var fact = new PublicFact(new EnterpriseCode(reader.GetString(0)), Enum.Parse<FactKind>(reader.GetString(1)), reader.GetString(2), reader.GetFieldValue<DateOnly>(3),
                Day(reader, 4), reader.GetFieldValue<DateOnly>(5), reader.IsDBNull(6) ? null : new Money(reader.GetInt64(6)), Text(reader, 7), Day(reader, 8), Day(reader, 9), Day(reader, 10));
            if (!May(allowed, fact.Enterprise.Value, RecordCatalogue.ClassOf(fact.Kind)) || !records.TryGetValue(fact.Enterprise.Value, out var of)) continue;
            if (appeals[fact.Enterprise.Value].Aggregate((PublicFact?)fact, (left, appeal) => appeal.On(left, of.AsOf)) is { } heard) of.Add(heard);
        }
    }

    /// <summary>What appeals make of the facts behind a tag.</summary>
    private sealed record FactAppeal(string Enterprise, IReadOnlyList<FactKind> Kinds, bool Upheld, DateOnly FiledOn, DateOnly? EndedOn)
    {
        /// <summary>A fact known when the appeal was filed is disputed until the answer, and gone from the day the appeal was upheld.</summary>
        public PublicFact? On(PublicFact? fact, DateOnly asOf) => fact switch
        {
            null => null,
            _ when !Kinds.Contains(fact.Kind) || fact.KnownOn > FiledOn || FiledOn > asOf => fact,
            _ when Upheld && EndedOn <= asOf => null,
            _ => fact with { ObjectedOn = FiledOn, ObjectionEnded = EndedOn },
        };
    }

    private static ILookup<string, FactAppeal> Appeals(NpgsqlConnection connection, string[] codes)
    {
        using var command = Sql.Of($"""
            select enterprise, about, stage, filed_on, ended_on from appeal_book where enterprise = any({codes}) and kind = 'Fact' and stage <> 'Withdrawn' order by filed_on
            """).On(connection);
        using var reader = command.ExecuteReader();
        var appeals = new List<FactAppeal>();
        while (reader.Read())
            appeals.Add(new FactAppeal(reader.GetString(0), Tags.FactsOf(reader.GetString(1)), reader.GetString(2) == "Upheld", reader.GetFieldValue<DateOnly>(3), Day(reader, 4)));
        return appeals.ToLookup(a => a.Enterprise, StringComparer.Ordinal);
    }

    /// <summary>The bulk: copied out in binary form, each row added up as it comes.</summary>
    private static void Invoices(NpgsqlConnection connection, Dictionary<string, RecordsAsOf> records)
    {
        var may = records.Values.Where(r => r.Coverage.ContainsKey(DataClass.Invoices)).ToList();
        if (may.Count == 0) return;
        var list = new StringBuilder();
        foreach (var code in may.Select(r => r.Enterprise.Value))
        {
            // COPY takes no parameters; a credit code is letters and digits, and anything else is no code.
            if (!code.All(char.IsAsciiLetterOrDigit)) throw new InvalidOperationException($"'{code}' is no credit code.");
            list.Append(list.Length == 0 ? "'" : ",'").Append(code).Append('\'');
        }
        using var export = connection.BeginBinaryExport($"copy (select enterprise, side, counterparty, day, amount, tax, voided from invoice where enterprise in ({list})) to stdout (format binary)");
        string? last = null;
        RecordsAsOf? of = null;
        while (export.StartRow() != -1)
        {
            var code = export.Read<string>(NpgsqlTypes.NpgsqlDbType.Text);
            if (code != last) (last, of) = (code, records[code]);
            var side = (InvoiceSide)export.Read<short>(NpgsqlTypes.NpgsqlDbType.Smallint) == InvoiceSide.Sale ? of!.Sales : of!.Purchases;
            side.Add(export.Read<string>(NpgsqlTypes.NpgsqlDbType.Text), export.Read<DateOnly>(NpgsqlTypes.NpgsqlDbType.Date),
                export.Read<long>(NpgsqlTypes.NpgsqlDbType.Bigint), export.Read<long>(NpgsqlTypes.NpgsqlDbType.Bigint), export.Read<bool>(NpgsqlTypes.NpgsqlDbType.Boolean));
        }
    }

    private static bool May(Dictionary<string, HashSet<DataClass>> allowed, string code, DataClass data) => allowed.TryGetValue(code, out var classes) && classes.Contains(data);

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateOnly? Day(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);
}
