using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using Npgsql;

namespace CreditLoan.Ledger.Access;

/// <summary>Locks accounts and hands out roles (账户与授权): a role comes or goes when one administrator asks and another agrees.</summary>
/// <remarks>The platform's security administrators keep all accounts, a bank's administrator those of its own bank (<see cref="RoleRules.Keeps"/>).</remarks>
public sealed class AccountDesk(Database database, TimeProvider time)
{
    /// <summary>The columns that it can be ordered by.</summary>
    public static readonly string[] Sortable = ["user_name", "display_name", "tenant_name", "last_signed_in_at"];

    private const int UnusedDays = 90;
    private const string UnusedWords = "90 天没有登录，自动锁定";

    /// <summary>Accounts by name, person, tenant; nothing for viewers who keep no accounts.</summary>
    public async Task<Page<AccountRow>> List(Viewer viewer, string? text, TenantKind? kind, bool lockedOnly, int page, int size, Sorting? sorting = null)
    {
        if (viewer.Role is not (Role.SystemAdministrator or Role.SecurityAdministrator or Role.BankAdministrator)) return new Page<AccountRow>([], 0);
        var like = $"%{(text ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
        var found = Sql.Of($"""
            from identity.account a where (a.user_name ilike {like} or a.display_name ilike {like} or a.tenant_name ilike {like})
            and ({kind is null} or a.tenant_kind = {kind?.ToString() ?? ""}) and ({!lockedOnly} or a.locked_at is not null)
            and ({viewer.Role is not Role.BankAdministrator} or (a.tenant_kind = 'Bank' and a.tenant = {viewer.Tenant}))
            """);
        await using var connection = await database.Writer.OpenConnectionAsync();
        var rows = await Reader.Rows<AccountRow>(connection, $"""
            select a.id, a.user_name, a.display_name, a.tenant_kind, a.tenant_name, array(select role from identity.account_role r where r.account = a.id order by role) as roles,
                   a.locked_at, a.locked_why, a.last_signed_in_at, a.created_at {found} order by {Sorting.Order(sorting, Sql.Of($"tenant_kind, user_name"), Sortable)} limit {size} offset {(long)page * size}
            """, default);
        await using var count = Sql.Of($"select count(*) {found}").On(connection);
        return new Page<AccountRow>(rows, (long)(await count.ExecuteScalarAsync())!);
    }

    /// <summary>Closes an account at once (锁定): its open pages end within five seconds.</summary>
    public Task<Refusal?> Lock(Actor by, string account, string why) =>
        Act(by, account, "account.lock", async (connection, now) =>
            await Run(connection, $"update identity.account set locked_at = {now}, locked_why = {why}, locked_by = {by.Role} where id = {account} and locked_at is null") == 1 ? null : AccessRefusals.NoAccount);

    /// <summary>Opens a locked account again (解锁); what the platform locked, the platform opens.</summary>
    public Task<Refusal?> Unlock(Actor by, string account) =>
        Act(by, account, "account.unlock", async (connection, _) =>
            await Run(connection, $"""
                update identity.account set locked_at = null, locked_why = null, locked_by = null, lockout_end = null, access_failed_count = 0
                where id = {account} and locked_at is not null and ({by.Role is Role.SecurityAdministrator} or locked_by = {by.Role} or locked_by = {Role.PlatformJob})
                """) == 1 ? null : await IsLocked(connection, account) ? AccessRefusals.PlatformLocked : AccessRefusals.NoAccount);

    /// <summary>Locks what nobody has used for ninety days (闲置锁定), GB/T 22239-2019 8.1.4.2 c; answers how many.</summary>
    public async Task<int> LockUnused()
    {
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var now = time.GetUtcNow();
        var locked = await Reader.Rows<string>(connection, $"""
            update identity.account set locked_at = {now}, locked_why = {UnusedWords}, locked_by = {Role.PlatformJob}
            where locked_at is null and greatest(last_signed_in_at, created_at) < {now.AddDays(-UnusedDays)} returning id
            """, default);
        foreach (var account in locked) await Audit.Write(connection, now, Actor.Job("daily-close"), "account.lock", ["account/" + account], "done");
        await transaction.CommitAsync();
        return locked.Count;
    }

    /// <summary>Asks for a role to be given or taken (授权申请); nothing changes before a second person agrees.</summary>
    public Task<Refusal?> Ask(Actor by, string account, Role role, bool grants, string why) =>
        Act(by, account, grants ? "role.ask-grant" : "role.ask-revoke", async (connection, now) =>
        {
            if (await May(connection, account, role, grants) is { } no) return no;
            await Run(connection, $"insert into identity.role_request (account, role, grants, why, asked_by, asked_at) values ({account}, {role}, {grants}, {why}, {by.Account}, {now})");
            return null;
        });

    /// <summary>Open requests first, then the last fifty decided.</summary>
    public async Task<IReadOnlyList<RoleRequestRow>> Requests(Viewer viewer)
    {
        if (viewer.Role is not (Role.SecurityAdministrator or Role.BankAdministrator)) return [];
        await using var connection = await database.Writer.OpenConnectionAsync();
        return await Reader.Rows<RoleRequestRow>(connection, $"""
            select q.id, q.account, a.user_name, a.display_name, a.tenant_name, q.role, q.grants, q.why, q.asked_by, asker.display_name as asker, q.asked_at,
                   decider.display_name as decider, q.decided_at, q.approved
            from identity.role_request q join identity.account a on a.id = q.account
            left join identity.account asker on asker.id = q.asked_by left join identity.account decider on decider.id = q.decided_by
            where {viewer.Role is Role.SecurityAdministrator} or (a.tenant_kind = 'Bank' and a.tenant = {viewer.Tenant})
            order by q.decided_at is not null, coalesce(q.decided_at, q.asked_at) desc limit 200
            """, default);
    }

    /// <summary>The second person agrees or does not (复核).</summary>
    public async Task<Refusal?> Decide(Actor by, long request, bool approve)
    {
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var now = time.GetUtcNow();
        var found = await Reader.Rows<OpenRequest>(connection, $"""
            select q.account, q.role, q.grants, q.asked_by, a.tenant_kind, a.tenant
            from identity.role_request q join identity.account a on a.id = q.account where q.id = {request} and q.decided_at is null for update of q
            """, default);
        var why = by.Role is not (Role.SecurityAdministrator or Role.BankAdministrator) ? AccessRefusals.NotYours
            : found is not [var asked] || !RoleRules.Keeps(by, asked.TenantKind, asked.Tenant) ? AccessRefusals.Decided
            : RoleRules.Decide(by, asked.Role, asked.Account, asked.AskedBy) is { } no ? no
            : approve ? await May(connection, asked.Account, asked.Role, asked.Grants) : null;
        if (why is null)
        {
            var agreed = found[0];
            await Run(connection, $"update identity.role_request set decided_by = {by.Account}, decided_at = {now}, approved = {approve} where id = {request}");
            if (approve && agreed.Grants)
                await Run(connection, $"insert into identity.account_role (account, role, granted_at, granted_by, confirmed_by) values ({agreed.Account}, {agreed.Role}, {now}, {agreed.AskedBy}, {by.Account})");
            else if (approve)
                await Run(connection, $"delete from identity.account_role where account = {agreed.Account} and role = {agreed.Role}");
        }
        await Audit.Write(connection, now, by, approve ? "role.approve" : "role.refuse", [.. found.Select(f => "account/" + f.Account)], why is null ? "done" : why.Code);
        await transaction.CommitAsync();
        return why;
    }

    private async Task<Refusal?> Act(Actor by, string account, string act, Func<NpgsqlConnection, DateTimeOffset, Task<Refusal?>> change)
    {
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var now = time.GetUtcNow();
        var why = await Strange(connection, by, account) ?? (by.Account == account ? AccessRefusals.AboutYourself : await change(connection, now));
        await Audit.Write(connection, now, by, act, ["account/" + account], why is null ? "done" : why.Code);
        await transaction.CommitAsync();
        return why;
    }

    private static async Task<Refusal?> Strange(NpgsqlConnection connection, Actor by, string account)
    {
        if (by.Role is not (Role.SecurityAdministrator or Role.BankAdministrator)) return AccessRefusals.NotYours;
        var kept = await Reader.Rows<TenantRow>(connection, $"select tenant_kind, tenant from identity.account where id = {account}", default);
        return kept is [var found] && RoleRules.Keeps(by, found.TenantKind, found.Tenant) ? null : AccessRefusals.NoAccount;
    }

    private static async Task<bool> IsLocked(NpgsqlConnection connection, string account) =>
        await Reader.Rows<bool>(connection, $"select locked_at is not null from identity.account where id = {account}", default) is [true];

    private static async Task<Refusal?> May(NpgsqlConnection connection, string account, Role role, bool grants)
    {
        // The account's row is locked, so that two grants at once are looked at one after the other.
        var kinds = await Reader.Rows<KindRow>(connection, $"select tenant_kind from identity.account where id = {account} for update", default);
        if (kinds is not [var found]) return AccessRefusals.NoAccount;
        var held = await Reader.Rows<HeldRow>(connection, $"select role from identity.account_role where account = {account}", default);
        if (!grants) return held.Any(h => h.Role == role) ? null : AccessRefusals.NotHeld;
        return RoleRules.Grant(found.TenantKind, [.. held.Select(h => h.Role)], role);
    }

    private static async Task<int> Run(NpgsqlConnection connection, Sql sql)
    {
        await using var command = sql.On(connection);
        return await command.ExecuteNonQueryAsync();
    }

    private sealed record OpenRequest(string Account, Role Role, bool Grants, string AskedBy, TenantKind TenantKind, string Tenant);

    private sealed record TenantRow(TenantKind TenantKind, string Tenant);

    private sealed record KindRow(TenantKind TenantKind);

    private sealed record HeldRow(Role Role);
}

/// <summary>One account in a list.</summary>
public sealed record AccountRow(
    string Id, string UserName, string DisplayName, TenantKind TenantKind, string TenantName, string[] Roles,
    DateTimeOffset? LockedAt, string? LockedWhy, DateTimeOffset? LastSignedInAt, DateTimeOffset CreatedAt);

/// <summary>One request for a role, open or decided.</summary>
public sealed record RoleRequestRow(
    long Id, string Account, string UserName, string DisplayName, string TenantName, Role Role, bool Grants, string Why,
    string AskedBy, string? Asker, DateTimeOffset AskedAt, string? Decider, DateTimeOffset? DecidedAt, bool? Approved);
