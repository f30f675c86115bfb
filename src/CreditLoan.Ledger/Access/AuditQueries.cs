using CreditLoan.Domain.Access;

namespace CreditLoan.Ledger.Access;

/// <summary>What the audit trail is searched by; null is all.</summary>
public sealed record AuditFilter(string? Account, string? Act, string? Subject, string? Outcome, DateOnly? From, DateOnly? To);

/// <summary>One row of the audit trail.</summary>
public sealed record AuditRow(long Id, DateTimeOffset At, string Account, string? Person, Role Role, string Tenant, string Act, string[] Subject, string Outcome, DateOnly? BusinessDate, string? Reason)
{
    /// <summary>The act was carried out: a command says accepted, any other act done.</summary>
    public bool IsDone => Outcome is "done" or "accepted";
}

/// <summary>Reads the audit trail (审计日志) for the audit administrator, as the database role that may do nothing else there.</summary>
public sealed class AuditQueries(Database database)
{
    /// <summary>The newest first; nothing for any other role.</summary>
    public async Task<Page<AuditRow>> Search(Viewer viewer, AuditFilter filter, int page, int size)
    {
        if (viewer.Role is not Role.AuditAdministrator) return new Page<AuditRow>([], 0);
        var found = Sql.Of($"""
            from audit a where ({filter.Account is null} or a.account = {filter.Account ?? ""} or a.account in (select id from audit_person where user_name = {filter.Account ?? ""} or display_name = {filter.Account ?? ""}))
            and ({filter.Act is null} or a.act = {filter.Act ?? ""} or a.act like {(filter.Act ?? "") + ".%"})
            and ({filter.Subject is null} or a.subject @> {new[] { filter.Subject ?? "" }})
            and ({filter.Outcome is null} or (a.outcome in ('done', 'accepted')) = ({filter.Outcome ?? ""} = 'done'))
            and ({filter.From is null} or a.at >= {Midnight(filter.From)}) and ({filter.To is null} or a.at < {Midnight(filter.To?.AddDays(1))})
            """);
        await using var connection = await database.Auditor.OpenConnectionAsync();
        var rows = await Reader.Rows<AuditRow>(connection, $"""
            select a.id, a.at, a.account, (select display_name from audit_person p where p.id = a.account) as person, a.role, a.tenant, a.act, a.subject, a.outcome, a.business_date, a.detail ->> 'reason' as reason
            {found} order by a.id desc limit {size} offset {(long)page * size}
            """, default);
        await using var count = Sql.Of($"select count(*) {found}").On(connection);
        return new Page<AuditRow>(rows, (long)(await count.ExecuteScalarAsync())!);
    }

    /// <summary>The acts that occur, for the choice on the page.</summary>
    public async Task<IReadOnlyList<string>> Acts(Viewer viewer)
    {
        if (viewer.Role is not Role.AuditAdministrator) return [];
        await using var connection = await database.Auditor.OpenConnectionAsync();
        return await Reader.Rows<string>(connection, $"select distinct act from audit order by act", default);
    }

    private static DateTimeOffset Midnight(DateOnly? day) => new((day ?? DateOnly.MinValue.AddDays(1)).ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8));
}
