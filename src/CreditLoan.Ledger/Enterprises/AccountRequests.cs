using System.Text.Json;
using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Ledger.Access;
using Npgsql;

namespace CreditLoan.Ledger.Enterprises;

/// <summary>What an enterprise hands in to open an account (开户申请).</summary>
/// <param name="Person">Who is to sign for it, by name.</param>
/// <param name="Phone">Where the platform calls back; kept apart, under the person's key.</param>
public sealed record AccountRequest(Registration Registration, Figures? Figures, string Person, string Phone);

/// <summary>An account before it exists (待建账户): nothing is stored before its authenticator is proven.</summary>
public sealed record AccountDraft(string Id, string UserName, string PasswordHash, byte[] TotpSecret);

/// <summary>A request that waits, or was decided (开户申请).</summary>
/// <param name="Registered">The name under which the register knows the code; null where it does not.</param>
/// <param name="HasAccount">Somebody acts for this enterprise already: its own legal representative decides, not the platform.</param>
public sealed record AccountRequestRow(
    string Account, string UserName, string Person, Registration Given, Figures? Figures, string? Registered, bool HasAccount, DateTimeOffset AskedAt, DateTimeOffset? DecidedAt, bool? Approved, string? Reason);

/// <summary>Accounts that enterprises open by themselves (企业自助开户): asked for by anybody, usable when a second person has agreed.</summary>
/// <remarks>
/// Whoever asks learns nothing about the enterprise: known or not, with an account or without, the answer is the same. The first account of an
/// enterprise is agreed to by a data operator who has checked the licence and called back; every further one by the enterprise's legal representative.
/// </remarks>
public sealed class AccountRequests(Database database, Accounts accounts, PersonVault vault, TimeProvider time)
{
    /// <summary>Fields of persons who are not yet anybody's people lie under this tenant's key.</summary>
    private const string Pending = "account-request";

    /// <summary>Takes a request in: account without a role, request, the person's field and the audit row in one transaction. False where it was taken in before.</summary>
    /// <param name="step">The step of the one-time code that proved the authenticator; it does not count again.</param>
    public async Task<bool> Take(AccountDraft draft, AccountRequest request, long step)
    {
        var (registration, now) = (request.Registration, time.GetUtcNow());
        var (by, person) = (new Actor(draft.Id, Role.Anonymous, registration.Code.Value), new SubjectId(draft.Id));
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (!await accounts.Insert(connection, draft, new NewAccount(draft.UserName, request.Person, TenantKind.Enterprise, registration.Code.Value, registration.Name), step)) return false;
        await vault.Keep(connection, by with { Tenant = Pending }, person, new Dictionary<PersonalField, string> { [PersonalFields.Phone] = request.Phone });
        var (given, figures) = (JsonSerializer.Serialize(registration, EventJson.Options), request.Figures is { } f ? JsonSerializer.Serialize(f, EventJson.Options) : null);
        await Run(connection, $"insert into identity.account_request (account, tenant, given, figures, person, asked_at) values ({draft.Id}, {registration.Code}, {given}::jsonb, {figures}::jsonb, {person}, {now})");
        await Audit.Write(connection, now, by, "account.request", ["account/" + draft.Id, "enterprise/" + registration.Code], "done");
        await transaction.CommitAsync();
        return true;
    }

    /// <summary>What waits for this viewer: requests of enterprises without an account for a data operator, those of its own enterprise for a legal representative.</summary>
    public async Task<IReadOnlyList<AccountRequestRow>> Waiting(Viewer viewer) => [.. (await Rows(viewer, decided: false)).Where(r => MayDecide(viewer.Role, viewer.Tenant, r.HasAccount, r.Given.Code.Value))];

    /// <summary>The last fifty that were decided, and for a data operator those that wait for an enterprise of their own.</summary>
    public async Task<IReadOnlyList<AccountRequestRow>> Elsewhere(Viewer viewer) =>
        viewer.Role is Role.DataOperator ? [.. (await Rows(viewer, decided: false)).Where(r => r.HasAccount), .. await Rows(viewer, decided: true)] : [];

    /// <summary>Where to call the person back, for the data operator who decides; each look writes its audit row.</summary>
    public async Task<string?> Phone(Actor by, string account)
    {
        if (by.Role is not Role.DataOperator) return null;
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (await Open(connection, account) is not { } asked) return null;
        var read = await vault.Read(connection, by with { Tenant = Pending }, new SubjectId(asked.Person));
        await transaction.CommitAsync();
        return read.GetValueOrDefault(PersonalFields.Phone);
    }

    /// <summary>The second person agrees or does not (核对开户). The first account signs for the enterprise; a further one acts for it without signing.</summary>
    public async Task<Refusal?> Decide(Actor by, string account, bool approve, string reason)
    {
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var (now, asked) = (time.GetUtcNow(), await Open(connection, account));
        // Two requests for one enterprise are decided one after the other: only one of them can be its first account.
        if (asked is not null) await Run(connection, $"select pg_advisory_xact_lock(hashtextextended({asked.Tenant}, 140))");
        var held = asked is not null && (await Reader.Rows<bool>(connection, $"select exists (select {HasAccount(asked.Tenant)})", default))[0];
        var why = asked is null ? AccessRefusals.Decided
            : !MayDecide(by.Role, by.Tenant, held, asked.Tenant) ? AccessRefusals.NotYours
            : by.Account == account ? AccessRefusals.AboutYourself
            : string.IsNullOrWhiteSpace(reason) ? EnterpriseRefusals.ReasonMissing : null;
        if (why is null)
        {
            await Run(connection, $"update identity.account_request set decided_by = {by.Account}, decided_at = {now}, approved = {approve}, reason = {reason.Trim()} where account = {account}");
            if (approve)
                await Run(connection, $"insert into identity.account_role (account, role, granted_at, granted_by, confirmed_by) values ({account}, {(held ? Role.EnterpriseAgent : Role.LegalRepresentative)}, {now}, {account}, {by.Account})");
            await vault.Erase(connection, by with { Tenant = Pending }, new SubjectId(asked!.Person));
        }
        await Audit.Write(connection, now, by, approve ? "account.approve" : "account.refuse", ["account/" + account], why is null ? "done" : why.Code);
        await transaction.CommitAsync();
        return why;
    }

    private static bool MayDecide(Role role, string tenant, bool hasAccount, string enterprise) =>
        hasAccount ? role is Role.LegalRepresentative && tenant == enterprise : role is Role.DataOperator;

    /// <summary>True where somebody can act for the enterprise.</summary>
    private static Sql HasAccount(string tenant) => Sql.Of($"from identity.account a join identity.account_role r on r.account = a.id where a.tenant = {tenant} and a.tenant_kind = {TenantKind.Enterprise} and a.locked_at is null");

    private async Task<IReadOnlyList<AccountRequestRow>> Rows(Viewer viewer, bool decided)
    {
        if (viewer.Role is not (Role.DataOperator or Role.LegalRepresentative)) return [];
        await using var connection = await database.Writer.OpenConnectionAsync();
        return await Reader.Rows<AccountRequestRow>(connection, $"""
            select q.account, o.user_name, o.display_name as person, q.given, q.figures, (select name from enterprise_book e where e.code = q.tenant) as registered,
                   exists (select from identity.account a join identity.account_role r on r.account = a.id where a.tenant = q.tenant and a.tenant_kind = {TenantKind.Enterprise} and a.locked_at is null and a.id <> q.account) as has_account,
                   q.asked_at, q.decided_at, q.approved, q.reason
            from identity.account_request q join identity.account o on o.id = q.account
            where q.decided_at is not null = {decided} and ({viewer.Role is Role.DataOperator} or q.tenant = {viewer.Tenant})
            order by case when {decided} then q.decided_at end desc, q.asked_at limit 50
            """, default);
    }

    private static async Task<Asked?> Open(NpgsqlConnection connection, string account) =>
        await Reader.Rows<Asked>(connection, $"select tenant, person from identity.account_request where account = {account} and decided_at is null for update", default) is [var asked] ? asked : null;

    private static async Task<int> Run(NpgsqlConnection connection, Sql sql)
    {
        await using var command = sql.On(connection);
        return await command.ExecuteNonQueryAsync();
    }

    private sealed record Asked(string Tenant, string Person);
}
