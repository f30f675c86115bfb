using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Evidence;
using Npgsql;

namespace CreditLoan.Ledger.Access;

/// <summary>What the audit trail is searched by; null is all.</summary>
/// <param name="Enterprise">The code of an enterprise: what it did, and whatever was done to anything of it.</param>
/// <param name="Bank">The code of a bank: what its people did, and whatever was done to its lines, loans, products, claims.</param>
/// <param name="Outcome"><c>done</c>, or anything else for what was refused or failed.</param>
public sealed record AuditFilter(
    string? Account = null, string? Act = null, string? Subject = null, string? Outcome = null, DateOnly? From = null, DateOnly? To = null, string? Enterprise = null, string? Bank = null)
{
    /// <summary>What was asked for, in one line.</summary>
    public override string ToString() => string.Join("; ", new (string Name, object? Value)[]
        { ("account", Account), ("act", Act), ("subject", Subject), ("enterprise", Enterprise), ("bank", Bank), ("from", From?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), ("to", To?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), ("outcome", Outcome) }
        .Where(p => p.Value is not null).Select(p => $"{p.Name} = {p.Value}")) is { Length: > 0 } words ? words : "everything";
}

/// <summary>One row of the audit trail.</summary>
public sealed record AuditRow(long Id, DateTimeOffset At, string Account, string? Person, Role Role, string Tenant, string Act, string[] Subject, string Outcome, DateOnly? BusinessDate, string? Reason)
{
    /// <summary>The act was carried out: a command says accepted, any other act done.</summary>
    public bool IsDone => Outcome is "done" or "accepted";
}

/// <summary>Reads the audit trail (审计日志) for the audit administrator, as the database role that may do nothing else there.</summary>
public sealed class AuditQueries(Database database)
{
    /// <summary>The one column that it can be ordered by: rows stand in the order of their time, and no other column of a trail without end has an order at hand.</summary>
    public static readonly string[] Sortable = ["id"];

    /// <summary>The newest first, where nothing else is chosen; nothing for any other role.</summary>
    public async Task<Page<AuditRow>> Search(Viewer viewer, AuditFilter filter, int page, int size, Sorting? sorting = null)
    {
        if (viewer.Role is not Role.AuditAdministrator) return new Page<AuditRow>([], 0);
        var found = Found(filter);
        return await database.Pulse.On(database.Auditor, async connection =>
        {
            var rows = await Reader.Rows<AuditRow>(connection, $"""
                select a.id, a.at, a.account, (select display_name from audit_person p where p.id = a.account) as person, a.role, a.tenant, a.act, a.subject, a.outcome, a.business_date, a.detail ->> 'reason' as reason
                {found} order by {Sorting.Order(sorting, Sql.Of($"a.id desc"), Sortable)} limit {size} offset {(long)page * size}
                """, default);
            await using var count = Sql.Of($"select count(*) {found}").On(connection);
            return new Page<AuditRow>(rows, (long)(await count.ExecuteScalarAsync())!);
        });
    }

    /// <summary>The acts that occur, for the choice on the page.</summary>
    public async Task<IReadOnlyList<string>> Acts(Viewer viewer)
    {
        if (viewer.Role is not Role.AuditAdministrator) return [];
        return await database.Pulse.On(database.Auditor, connection => Reader.Rows<string>(connection, $"""
            select distinct replace(act, '_', '-') as act from (
              select unnest(kinds) as act from audit_range union select act from audit where id > (select coalesce(max(last_id), 0) from audit_range)) a order by act
            """, default));
    }

    /// <summary>What a filter finds, oldest first, each row with what proves it; null for any other role and where it finds more than a file holds.</summary>
    public async Task<AuditExportContent?> Export(Viewer viewer, AuditFilter filter, DateTimeOffset now, CancellationToken stop = default) =>
        viewer.Role is not Role.AuditAdministrator ? null : await database.Pulse.On<AuditExportContent?>(database.Auditor, connection => Export(connection, viewer, filter, now, stop), stop);

    private static async Task<AuditExportContent?> Export(NpgsqlConnection connection, Viewer viewer, AuditFilter filter, DateTimeOffset now, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, stop);
        var found = await Reader.Rows<AuditAct>(connection, $"select {AuditRange.Columns} {Found(filter)} order by a.id limit {AuditExport.MostActs + 1}", stop);
        if (found.Count > AuditExport.MostActs) return null;
        if (await EvidenceLog.Newest(connection, CryptoSuite.International, stop) is not { } checkpoint) return new AuditExportContent(AuditExport.CurrentFormat, now, viewer.Account, $"{filter}", found.Count, [], [], "", []);
        var evidence = EvidenceLog.Tree(connection, CryptoSuite.International, checkpoint.Size);
        var (acts, ranges) = (new List<ExportedAct>(found.Count), new List<ExportedRange>());
        for (var i = 0; i < found.Count;)
        {
            if (await Reader.Rows<AuditRange>(connection, $"select {AuditRange.RangeColumns} from audit_range where last_id >= {found[i].Id} order by last_id limit 1", stop) is not [var range]) break;
            var rows = await AuditRange.Rows(connection, range.AfterId, range.LastId, int.MaxValue, stop);
            var (tree, places) = (range.Tree(rows), rows.Select((row, place) => (row.Id, place)).ToDictionary(r => r.Id, r => r.place));
            for (; i < found.Count && found[i].Id <= range.LastId; i++)
                acts.Add(new ExportedAct(found[i], ranges.Count, places[found[i].Id], Convert.ToBase64String(range.RowSalt(found[i].Id)), Texts(tree.Inclusion(places[found[i].Id], rows.Count))));
            var leaf = (await Reader.Rows<EvidenceLeaf>(connection, $"select {EvidenceLeaf.Columns} from evidence_leaf where index = {range.Leaf}", stop))[0];
            ranges.Add(new ExportedRange(range.AfterId, range.LastId, range.Acts, Convert.ToBase64String(tree.Root()), range.Leaf, Texts(evidence.Inclusion(range.Leaf, checkpoint.Size)), leaf.Form == 1 ? null : leaf.At));
        }
        return new AuditExportContent(AuditExport.CurrentFormat, now, viewer.Account, $"{filter}", found.Count - acts.Count, [.. acts], [.. ranges], checkpoint.ToString(), [.. await EvidenceLog.Keys(connection, stop)]);
    }

    private static string[] Texts(List<byte[]> proof) => [.. proof.Select(Convert.ToBase64String)];

    private static Sql Found(AuditFilter filter)
    {
        var where = Sql.Of($"from audit a where true");
        if (filter.Account is { } account) where = Sql.Of($"{where} and (a.account = {account} or a.account in (select id from audit_person where user_name = {account} or display_name = {account}))");
        if (filter.Act?.Replace('_', '-') is { } act) where = Sql.Of($"{where} and {In(Sql.Of($"exists (select from unnest(r.kinds) k where {Is(Sql.Of($"k"), act)})"), Is(Sql.Of($"s.act"), act))}");
        if (filter.Subject is { } subject) where = Sql.Of($"{where} and {In(Sql.Of($"r.subjects @> {new[] { subject }}"), Sql.Of($"s.subject @> {new[] { subject }}"))}");
        if (filter.Outcome is { } outcome) where = Sql.Of($"{where} and (a.outcome in ('done', 'accepted')) = {outcome == "done"}");
        if (filter.From is { } from) where = Sql.Of($"{where} and a.at >= {Midnight(from)}");
        if (filter.To is { } to) where = Sql.Of($"{where} and a.at < {Midnight(to.AddDays(1))}");
        if (filter.Enterprise is { } enterprise) where = Sql.Of($"{where} and {Of(enterprise, Sql.Of($"audit_subjects_of_enterprise({enterprise})"))}");
        if (filter.Bank is { } bank) where = Sql.Of($"{where} and {Of(bank, Sql.Of($"audit_subjects_of_bank({bank})"))}");
        return where;

        // The sealed ranges that may have it, and what is not sealed yet.
        static Sql In(Sql range, Sql row) => Sql.Of($"""
            a.id in (select s.id from audit_range r join audit s on s.id > r.after_id and s.id <= r.last_id where {range} and {row}
              union all select s.id from audit s where s.id > (select coalesce(max(last_id), 0) from audit_range) and {row})
            """);

        static Sql Is(Sql column, string act) => Sql.Of($"(replace({column}, '_', '-') = {act} or {column} like {act + ".%"})");

        // A join of its own: the array operators take a probe for every one of a bank's thousands of subjects.
        static Sql Of(string tenant, Sql subjects) => Sql.Of($"a.id in (select t.id from audit t where t.tenant = {tenant} union select s.id from audit s, unnest(s.subject) one where one in (select {subjects}))");
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8));
}
