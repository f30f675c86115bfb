using System.Security.Claims;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Portal.Shell;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CreditLoan.Portal.Identity;

/// <summary>Checks a person (登录): password and one-time code together, with one answer for every failure.</summary>
public sealed class SignIns(UserManager<Account> users, AccountContext context, Accounts accounts, Sessions sessions, TimeProvider time)
{
    // Stands where there is no such account: the same digest is computed, the same statements are sent, and nothing is found.
    private static readonly Account Nobody = new()
    {
        Id = "", DisplayName = "", TenantKind = "", Tenant = "", TenantName = "", TotpSecret = [], PasswordHash = PasswordHash.Of(Guid.NewGuid().ToString()),
    };

    /// <summary>The signed-in person; null where anything was wrong, without saying what.</summary>
    /// <remarks>Whatever is wrong, the same is done (<c>What_a_refused_sign_in_does</c> counts it), so that neither the answer nor its time tells which accounts there are.</remarks>
    public async Task<ClaimsPrincipal?> Try(string userName, string password, string code, string agent)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        var found = await users.FindByNameAsync(userName);
        var account = found ?? Nobody;
        var open = account.LockedAt is null && !await users.IsLockedOutAsync(account);
        var right = users.PasswordHasher.VerifyHashedPassword(account, account.PasswordHash!, password) is not PasswordVerificationResult.Failed && open;
        var roles = await Roles(account.Id);
        right &= roles.Count > 0;
        if (!await UseCode(account, code, right))
        {
            await CountFailure(account.Id, open);
            await Refuse(found is null ? Actor.Job("sign-in") : new Actor(account.Id, roles.FirstOrDefault(), account.Tenant), found is null ? "account/unknown" : "account/" + account.Id);
            await transaction.CommitAsync();
            return null;
        }
        var actor = new Actor(account.Id, roles[0], account.Tenant);
        await users.ResetAccessFailedCountAsync(account);
        var session = await sessions.Begin(Connection, actor, "pwd otp", agent);
        await transaction.CommitAsync();
        return Principal(account, actor.Role, session, "pwd otp");
    }

    /// <summary>Begins the session of an account that another check has let in, in the caller's transaction; null where the account may not.</summary>
    public async Task<ClaimsPrincipal?> By(Account? account, string methods, string agent)
    {
        var roles = account is { LockedAt: null } && !await users.IsLockedOutAsync(account) ? await Roles(account.Id) : [];
        if (roles.Count == 0)
        {
            await Refuse(Actor.Job("sign-in"), account is null ? "account/unknown" : "account/" + account.Id);
            return null;
        }
        return Principal(account!, roles[0], await sessions.Begin(Connection, new Actor(account!.Id, roles[0], account.Tenant), methods, agent), methods);
    }

    /// <summary>The next five minutes count as checked, in the caller's transaction.</summary>
    public Task MarkSteppedUp(ClaimsPrincipal user)
    {
        var (session, account) = (Guid.Parse(user.FindFirstValue(Claims.SessionId)!), user.FindFirstValue(Claims.Subject)!);
        return context.Database.ExecuteSqlAsync($"update identity.session set stepped_up_at = {time.GetUtcNow()} where id = {session} and account = {account} and ended_at is null");
    }

    /// <summary>Checks the person in front of an open session again; true makes the next five minutes count as checked.</summary>
    public async Task<bool> StepUp(ClaimsPrincipal user, string code)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (await users.FindByIdAsync(user.FindFirstValue(Claims.Subject) ?? "") is not { LockedAt: null } account) return false;
        var viewer = user.AsViewer();
        var actor = new Actor(viewer.Account, viewer.Role, viewer.Tenant);
        var right = !await users.IsLockedOutAsync(account) && await UseCode(account, code);
        if (right) await MarkSteppedUp(user);
        else await users.AccessFailedAsync(account);
        await Audit.Write(Connection, time.GetUtcNow(), actor, "step-up", ["account/" + account.Id], right ? "done" : "refused");
        await transaction.CommitAsync();
        return right;
    }

    /// <summary>Sets a new password and ends every session of the account; the sentences say what the new one lacks.</summary>
    public async Task<IReadOnlyList<string>> ChangePassword(ClaimsPrincipal user, string old, string wanted)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (await users.FindByIdAsync(user.FindFirstValue(Claims.Subject) ?? "") is not { } account) return ["请重新登录。"];
        if (await users.IsLockedOutAsync(account)) return ["现口令不对。"];
        var former = account.PasswordHash!;
        var result = await users.ChangePasswordAsync(account, old, wanted);
        var now = time.GetUtcNow();
        var actor = new Actor(account.Id, user.AsViewer().Role, account.Tenant);
        if (result.Succeeded)
        {
            account.PasswordSetAt = now;
            account.MustChangePassword = false;
            await users.UpdateAsync(account);
            await context.Database.ExecuteSqlAsync($"insert into identity.password_history (account, password_hash, set_at) values ({account.Id}, {former}, {now})");
            await context.Database.ExecuteSqlAsync($"update identity.session set ended_at = {now}, ended_why = 'password_changed' where account = {account.Id} and ended_at is null");
        }
        else if (result.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.PasswordMismatch)))
        {
            await users.AccessFailedAsync(account);
        }
        await Audit.Write(Connection, now, actor, "account.password", ["account/" + account.Id], result.Succeeded ? "done" : "refused");
        await transaction.CommitAsync();
        return [.. result.Errors.Select(e => e.Code == nameof(IdentityErrorDescriber.PasswordMismatch) ? "现口令不对。" : e.Description)];
    }

    /// <summary>The same person in another of its roles; null where it does not hold that role.</summary>
    public async Task<ClaimsPrincipal?> InRole(ClaimsPrincipal user, Role role, string agent)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (await users.FindByIdAsync(user.FindFirstValue(Claims.Subject) ?? "") is not { LockedAt: null } account || !(await Roles(account.Id)).Contains(role)) return null;
        var session = await sessions.Begin(Connection, new Actor(account.Id, role, account.Tenant), "pwd otp", agent);
        await transaction.CommitAsync();
        return Principal(account, role, session, "pwd otp");
    }

    /// <summary>The roles that an account holds, in the order of the role list.</summary>
    public async Task<IReadOnlyList<Role>> Roles(string account)
    {
        var names = await context.Database.SqlQuery<string>($"select role as \"Value\" from identity.account_role where account = {account}").ToListAsync();
        return [.. names.Select(Enum.Parse<Role>).Order()];
    }

    private NpgsqlConnection Connection => (NpgsqlConnection)context.Database.GetDbConnection();

    private Task Refuse(Actor actor, string subject) => Audit.Write(Connection, time.GetUtcNow(), actor, "sign-in", [subject], "refused");

    /// <summary>Makes ten new recovery codes (恢复码) and forgets the older ones; they are shown once.</summary>
    public async Task<IReadOnlyList<string>> NewRecoveryCodes(ClaimsPrincipal user)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        var (viewer, now) = (user.AsViewer(), time.GetUtcNow());
        var codes = Enumerable.Range(0, 10).Select(_ => RecoveryCode.New()).ToList();
        await context.Database.ExecuteSqlAsync($"delete from identity.recovery_code where account = {viewer.Account}");
        foreach (var code in codes)
            await context.Database.ExecuteSqlAsync($"insert into identity.recovery_code (account, digest, made_at) values ({viewer.Account}, {RecoveryCode.Digest(viewer.Account, code)}, {now})");
        await Audit.Write(Connection, now, new Actor(viewer.Account, viewer.Role, viewer.Tenant), "account.recovery-codes", ["account/" + viewer.Account], "done");
        await transaction.CommitAsync();
        return codes;
    }

    /// <summary>How many recovery codes of the account are left.</summary>
    public async Task<int> RecoveryCodesLeft(string account) =>
        (await context.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from identity.recovery_code where account = {account} and used_at is null").ToListAsync())[0];

    /// <summary>True where the code is of this step or a neighbour that was not used before, or a recovery code that was not; then it is used.</summary>
    /// <param name="right">Whether all else was right: otherwise the same statement is sent, and uses nothing.</param>
    private async Task<bool> UseCode(Account account, string code, bool right = true)
    {
        if (code.Length == RecoveryCode.Length)
            return await context.Database.ExecuteSqlAsync($"update identity.recovery_code set used_at = {time.GetUtcNow()} where account = {account.Id} and digest = {RecoveryCode.Digest(account.Id, code)} and used_at is null and {right}") == 1;
        var step = account.TotpSecret.Length == 0 ? null : OneTimeCode.StepOf(accounts.Secret(account.Id, account.TotpSecret), code, time.GetUtcNow());
        return await context.Database.ExecuteSqlAsync($"update identity.account set totp_last_step = {step ?? 0} where id = {account.Id} and totp_last_step < {step ?? 0} and {right}") == 1;
    }

    /// <summary>One more failure, counted where the account is open; the fifth locks it. Failures at once are counted one by one.</summary>
    private Task<int> CountFailure(string account, bool open)
    {
        var (most, until) = (users.Options.Lockout.MaxFailedAccessAttempts, time.GetUtcNow() + users.Options.Lockout.DefaultLockoutTimeSpan);
        return context.Database.ExecuteSqlAsync($"""
            update identity.account set access_failed_count = case when access_failed_count + 1 < {most} then access_failed_count + 1 else 0 end,
                lockout_end = case when access_failed_count + 1 < {most} then lockout_end else {until} end
            where id = {account} and {open}
            """);
    }

    private ClaimsPrincipal Principal(Account account, Role role, Guid session, string methods)
    {
        var now = time.GetUtcNow();
        var claims = new List<Claim>
        {
            new(Claims.Subject, account.Id),
            new(Claims.Name, account.DisplayName),
            new(Claims.Tenant, account.Tenant),
            new(Claims.TenantName, account.TenantName),
            new(Claims.Methods, methods),
            new(Claims.SignedInAt, now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new(Claims.SessionId, session.ToString()),
        };
        // Whoever must change the password gets no role, and with it no page, before that.
        if (!account.MustChangePassword && account.PasswordSetAt > now.AddDays(-90)) claims.Add(new Claim(Claims.Role, role.ToString()));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, "account", Claims.Name, Claims.Role));
    }
}
