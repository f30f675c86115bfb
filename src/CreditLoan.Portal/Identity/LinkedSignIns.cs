using System.Security.Claims;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Access;
using CreditLoan.Portal.Shell;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CreditLoan.Portal.Identity;

/// <summary>Accounts by what another issuer vouches for (关联账户): found by issuer and subject, never by a name or an address.</summary>
public sealed class LinkedSignIns(UserManager<Account> users, AccountContext context, SignIns signIns, TimeProvider time)
{
    /// <summary>The account that was linked; null where none was, or it may not sign in.</summary>
    public async Task<ClaimsPrincipal?> SignIn(Vouched who, string agent)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        var user = await signIns.By(await users.FindByLoginAsync(who.Issuer, who.Subject), who.Methods, agent);
        await transaction.CommitAsync();
        return user;
    }

    /// <summary>Links what the issuer vouches for to the account at the page; false where it belongs to another.</summary>
    public async Task<bool> Link(ClaimsPrincipal user, Vouched who)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (await users.FindByIdAsync(user.FindFirstValue(Claims.Subject) ?? "") is not { LockedAt: null } account) return false;
        var before = await users.FindByLoginAsync(who.Issuer, who.Subject);
        var right = before?.Id == account.Id || (before is null && (await users.AddLoginAsync(account, new UserLoginInfo(who.Issuer, who.Subject, null))).Succeeded);
        await Write(user, "account.link", right ? "done" : "refused");
        await transaction.CommitAsync();
        return right;
    }

    /// <summary>Marks the session as checked where the issuer has just checked the very person at the page.</summary>
    public async Task<bool> StepUp(ClaimsPrincipal user, Vouched who)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        var right = who.CheckedAt > time.GetUtcNow() - Sessions.StepUpLasts
            && await users.FindByLoginAsync(who.Issuer, who.Subject) is { LockedAt: null } account && account.Id == user.FindFirstValue(Claims.Subject);
        if (right) await signIns.MarkSteppedUp(user);
        await Write(user, "step-up", right ? "done" : "refused");
        await transaction.CommitAsync();
        return right;
    }

    /// <summary>Records that somebody came back from the issuer with something that does not hold.</summary>
    public async Task Refused(string why)
    {
        await context.Database.OpenConnectionAsync();
        await Audit.Write((NpgsqlConnection)context.Database.GetDbConnection(), time.GetUtcNow(), Actor.Job("sign-in"), "sign-in", ["account/unknown"], "refused", $$"""{"Oidc":"{{why}}"}""");
    }

    /// <summary>The issuers that the account is linked with.</summary>
    public async Task<IReadOnlyList<string>> Issuers(string account) =>
        await users.FindByIdAsync(account) is { } found ? [.. (await users.GetLoginsAsync(found)).Select(l => l.LoginProvider)] : [];

    private Task Write(ClaimsPrincipal user, string act, string outcome) => user.AsViewer() is var v
        ? Audit.Write((NpgsqlConnection)context.Database.GetDbConnection(), time.GetUtcNow(), new Actor(v.Account, v.Role, v.Tenant), act, ["account/" + v.Account], outcome)
        : Task.CompletedTask;
}
