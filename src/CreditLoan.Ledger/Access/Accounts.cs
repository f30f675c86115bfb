using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Enterprises;
using Npgsql;

namespace CreditLoan.Ledger.Access;

/// <summary>Makes accounts (账户): each with a random password that must be changed and a secret for one-time codes; without any role.</summary>
public sealed partial class Accounts(Database database, MasterKey key, TimeProvider time)
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>Makes one account on behalf of a system administrator; the audit row commits with it.</summary>
    public Task<(FirstCredentials? Made, Refusal? Why)> Create(Actor by, NewAccount account) =>
        Make(by, account, "account.create", by.Role is Role.SystemAdministrator ? null : AccessRefusals.NotYours, (_, _) => Task.CompletedTask);

    /// <summary>A bank's administrator makes an account for a colleague and asks for its first role (邀请同事); it can do nothing before a second person agrees.</summary>
    public async Task<(FirstCredentials? Made, Refusal? Why)> Invite(Actor by, string userName, string person, Role role, string why)
    {
        await using var connection = await database.Writer.OpenConnectionAsync();
        var bank = await Reader.Rows<string>(connection, $"select name from bank where code = {by.Tenant}", default) is [var name] ? name : by.Tenant;
        return await Make(by, new NewAccount(userName, person, TenantKind.Bank, by.Tenant, bank), "account.invite",
            by.Role is Role.BankAdministrator ? RoleRules.Grant(TenantKind.Bank, [], role) : AccessRefusals.NotYours,
            (own, made) => Run(own, $"insert into identity.role_request (account, role, grants, why, asked_by, asked_at) values ({made.Id}, {role}, true, {why}, {by.Account}, {time.GetUtcNow()})"));
    }

    private async Task<(FirstCredentials? Made, Refusal? Why)> Make(Actor by, NewAccount account, string act, Refusal? refused, Func<NpgsqlConnection, FirstCredentials, Task> then)
    {
        refused ??= UserName().IsMatch(account.UserName) ? null : AccessRefusals.NameMalformed;
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var made = refused is null ? await Insert(connection, account, mustChange: true) : null;
        refused ??= made is null ? AccessRefusals.NameTaken : null;
        if (made is not null) await then(connection, made);
        await Audit.Write(connection, time.GetUtcNow(), by, act, made is null ? [] : ["account/" + made.Id], refused is null ? "done" : refused.Code);
        await transaction.CommitAsync();
        return (made, refused);
    }

    /// <summary>Makes the first accounts of a new platform (首批账户): one system administrator, two security administrators, one audit administrator, with random passwords.</summary>
    /// <remarks>There is no account that everybody knows: these are printed once, each password must be changed, and nothing is made where there is an account already.</remarks>
    public async Task<IReadOnlyList<FirstCredentials>> CreateFirst()
    {
        await using var connection = await database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Run(connection, $"lock table identity.account in exclusive mode");
        if (await Reader.Rows<long>(connection, $"select count(*) from identity.account", default) is not [0]) return [];
        var made = new List<FirstCredentials>();
        foreach (var (name, person, role) in new[]
        {
            ("system", "系统管理员", Role.SystemAdministrator), ("security.one", "安全管理员甲", Role.SecurityAdministrator),
            ("security.two", "安全管理员乙", Role.SecurityAdministrator), ("audit", "审计管理员", Role.AuditAdministrator),
        })
        {
            var first = (await Insert(connection, new NewAccount(name, person, TenantKind.Platform, "platform", "平台"), mustChange: true))!;
            var now = time.GetUtcNow();
            await Run(connection, $"insert into identity.account_role (account, role, granted_at, granted_by, confirmed_by) values ({first.Id}, {role}, {now}, {"first-run"}, {"first-run"})");
            await Audit.Write(connection, now, Actor.Job("first-run"), "account.create", ["account/" + first.Id], "done");
            made.Add(first);
        }
        await transaction.CommitAsync();
        return made;
    }

    /// <summary>Makes the demonstration's accounts with their roles; refused unless the data is made up.</summary>
    /// <exception cref="SchemaException">The database holds no demonstration data.</exception>
    public async Task CreateDemonstration(IReadOnlyList<(NewAccount Account, Role[] Roles)> wanted)
    {
        await AssertDemonstration();
        await using var connection = await database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var (account, roles) in wanted)
        {
            if (await Insert(connection, account, mustChange: false) is not { } made) continue;
            var now = time.GetUtcNow();
            foreach (var role in roles)
                await Run(connection, $"insert into identity.account_role (account, role, granted_at, granted_by, confirmed_by) values ({made.Id}, {role}, {now}, {"seed"}, {"seed"})");
            await Run(connection, $"insert into identity.demo_account (account, password) values ({made.Id}, {made.Password})");
            await Audit.Write(connection, now, Actor.Job("seed"), "account.create", ["account/" + made.Id], "done");
        }
        await transaction.CommitAsync();
    }

    /// <summary>Gives those who acted in the demonstration's history their names; nobody knows their passwords, so nobody signs in as them.</summary>
    /// <exception cref="SchemaException">The database holds no demonstration data.</exception>
    public async Task NameDemonstration(IReadOnlyList<(NewAccount Account, Role Role)> staff)
    {
        await AssertDemonstration();
        var nobodys = PasswordHash.Of(RandomNumberGenerator.GetString(Letters, 32));
        await using var connection = await database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var (account, role) in staff)
        {
            if (await Insert(connection, account.Id!, account, nobodys, RandomNumberGenerator.GetBytes(20), 0, mustChange: true) == 0) continue;
            var now = time.GetUtcNow();
            await Run(connection, $"insert into identity.account_role (account, role, granted_at, granted_by, confirmed_by) values ({account.Id!}, {role}, {now}, {"seed"}, {"seed"})");
            await Audit.Write(connection, now, Actor.Job("seed"), "account.create", ["account/" + account.Id], "done");
        }
        await transaction.CommitAsync();
    }

    /// <summary>The demonstration's accounts, for the operator's screen.</summary>
    public async Task<IReadOnlyList<DemoAccountRow>> Demonstration()
    {
        await using var connection = await database.Owner.OpenConnectionAsync();
        return await Reader.Rows<DemoAccountRow>(connection, $"""
            select a.user_name, d.password, a.display_name, a.tenant_name, array(select role from identity.account_role r where r.account = a.id order by role) as roles
            from identity.demo_account d join identity.account a on a.id = d.account order by a.tenant_kind, a.user_name
            """, default);
    }

    /// <summary>A one-time code that a demonstration account can use now; null where there is none of that name.</summary>
    /// <remarks>Each code counts once: right after a sign-in it is the next one.</remarks>
    /// <exception cref="SchemaException">The database holds no demonstration data.</exception>
    public async Task<string?> DemonstrationCode(string userName)
    {
        await AssertDemonstration();
        await using var connection = await database.Owner.OpenConnectionAsync();
        var rows = await Reader.Rows<SecretRow>(connection, $"""
            select a.id, a.totp_secret, a.totp_last_step from identity.demo_account d join identity.account a on a.id = d.account where a.user_name = {userName}
            """, default);
        var step = OneTimeCode.Step(time.GetUtcNow());
        return rows is [var row] ? OneTimeCode.At(Secret(row.Id, row.TotpSecret), row.TotpLastStep >= step ? step + 1 : step) : null;
    }

    /// <summary>An account's secret for one-time codes, unwrapped.</summary>
    public byte[] Secret(string account, byte[] wrapped) => key.Unwrap(wrapped, Encoding.UTF8.GetBytes(account));

    private async Task AssertDemonstration()
    {
        await using var command = database.Owner.CreateCommand("select exists (select from platform_fact where name = 'demonstration' and value = 'true')");
        if (!(bool)(await command.ExecuteScalarAsync())!)
            throw new SchemaException("This database holds no demonstration data; demonstration accounts and their codes exist only beside it.");
    }

    /// <summary>Makes the account that its owner has chosen password and authenticator for, in the caller's transaction; false where it is there.</summary>
    internal async Task<bool> Insert(NpgsqlConnection connection, AccountDraft draft, NewAccount account, long step) =>
        await Insert(connection, draft.Id, account, draft.PasswordHash, draft.TotpSecret, step, mustChange: false) == 1;

    private async Task<FirstCredentials?> Insert(NpgsqlConnection connection, NewAccount account, bool mustChange)
    {
        var id = account.Id ?? Guid.CreateVersion7().ToString("N");
        var (password, secret) = (RandomNumberGenerator.GetString(Letters, 12) + "-" + RandomNumberGenerator.GetInt32(10, 100), RandomNumberGenerator.GetBytes(20));
        return await Insert(connection, id, account, PasswordHash.Of(password), secret, 0, mustChange) == 1 ? new FirstCredentials(id, account.UserName, password, secret) : null;
    }

    private Task<int> Insert(NpgsqlConnection connection, string id, NewAccount account, string passwordHash, byte[] secret, long step, bool mustChange)
    {
        var (now, wrapped) = (time.GetUtcNow(), key.Wrap(secret, Encoding.UTF8.GetBytes(id)));
        return Run(connection, $"""
            insert into identity.account (id, user_name, normalized_user_name, display_name, tenant_kind, tenant, tenant_name, password_hash, password_set_at,
                                          must_change_password, totp_secret, totp_last_step, security_stamp, concurrency_stamp, created_at)
            values ({id}, {account.UserName}, {account.UserName.ToUpperInvariant()}, {account.DisplayName}, {account.Kind}, {account.Tenant}, {account.TenantName},
                    {passwordHash}, {now}, {mustChange}, {wrapped}, {step}, {Guid.NewGuid().ToString("N")}, {Guid.NewGuid().ToString("N")}, {now})
            on conflict do nothing
            """);
    }

    /// <summary>A draft of an account for somebody who asks for one (开户): a name that says nothing, the password as a digest, a new secret.</summary>
    public static AccountDraft Draft(string password) =>
        new(Guid.CreateVersion7().ToString("N"), "qy-" + RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 8), PasswordHash.Of(password), RandomNumberGenerator.GetBytes(20));

    private static async Task<int> Run(NpgsqlConnection connection, Sql sql)
    {
        await using var command = sql.On(connection);
        return await command.ExecuteNonQueryAsync();
    }

    private sealed record SecretRow(string Id, byte[] TotpSecret, long TotpLastStep);

    [GeneratedRegex("^[a-z][a-z0-9.-]{2,31}$")]
    private static partial Regex UserName();
}

/// <summary>One demonstration account, with the password that it was made with.</summary>
public sealed record DemoAccountRow(string UserName, string Password, string DisplayName, string TenantName, string[] Roles);
