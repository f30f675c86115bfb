using System.Security.Claims;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Access;
using CreditLoan.Portal.Shell;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CreditLoan.Portal.Identity;

/// <summary>What a browser hands to its authenticator, and the number under which the answer is taken.</summary>
public sealed record PasskeyQuestion(Guid Number, string Options);

/// <summary>Passkeys (通行密钥): made by a signed-in person who was just checked, then enough by themselves, as they need the device and its PIN or finger.</summary>
/// <remarks>Each question is answered once: its state lies in the database and is deleted with the answer.</remarks>
public sealed class Passkeys(IPasskeyHandler<Account> handler, UserManager<Account> users, AccountContext context, SignIns signIns, TimeProvider time)
{
    private static readonly TimeSpan QuestionLasts = TimeSpan.FromMinutes(5);

    /// <summary>The question that makes a new passkey for the person at the page.</summary>
    public async Task<PasskeyQuestion?> AskToMake(ClaimsPrincipal user, HttpContext http)
    {
        if (await users.FindByIdAsync(user.FindFirstValue(Claims.Subject) ?? "") is not { LockedAt: null } account) return null;
        var made = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = account.Id, Name = account.UserName!, DisplayName = account.DisplayName }, http);
        return new PasskeyQuestion(await Keep(made.AttestationState ?? ""), made.CreationOptionsJson);
    }

    /// <summary>The question that any passkey of this portal may answer; it names no account.</summary>
    public async Task<PasskeyQuestion> Ask(HttpContext http)
    {
        var made = await handler.MakeRequestOptionsAsync(null, http);
        return new PasskeyQuestion(await Keep(made.AssertionState ?? ""), made.RequestOptionsJson);
    }

    /// <summary>Keeps a new passkey of the person at the page.</summary>
    public async Task<bool> Add(ClaimsPrincipal user, Guid question, string credential, string name, HttpContext http)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (await users.FindByIdAsync(user.FindFirstValue(Claims.Subject) ?? "") is not { LockedAt: null } account || await Take(question) is not { } state) return false;
        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http, CredentialJson = credential, AttestationState = state });
        var right = result.Succeeded && result.UserEntity.Id == account.Id;
        if (right)
        {
            result.Passkey!.Name = name.Length == 0 ? "通行密钥" : name;
            right = (await users.AddOrUpdatePasskeyAsync(account, result.Passkey)).Succeeded;
        }
        await Write(user.AsViewer(), "passkey.add", account.Id, right);
        await transaction.CommitAsync();
        return right;
    }

    /// <summary>The account whose passkey answered; null where anything was wrong.</summary>
    public async Task<Account?> Answered(Guid question, string credential, HttpContext http)
    {
        if (await Take(question) is not { } state) return null;
        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential, AssertionState = state });
        if (!result.Succeeded) return null;
        await users.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        return result.User;
    }

    /// <summary>Signs in by a passkey alone.</summary>
    public async Task<ClaimsPrincipal?> SignIn(Guid question, string credential, string agent, HttpContext http)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        var signedIn = await signIns.By(await Answered(question, credential, http), "hwk user", agent);
        await transaction.CommitAsync();
        return signedIn;
    }

    /// <summary>Checks the person at the page again by one of its own passkeys.</summary>
    public async Task<bool> StepUp(ClaimsPrincipal user, Guid question, string credential, HttpContext http)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        var answered = await Answered(question, credential, http);
        var right = answered is { LockedAt: null } && answered.Id == user.FindFirstValue(Claims.Subject);
        if (right) await signIns.MarkSteppedUp(user);
        await Write(user.AsViewer(), "step-up", user.FindFirstValue(Claims.Subject) ?? "", right);
        await transaction.CommitAsync();
        return right;
    }

    /// <summary>The account's passkeys, the oldest first.</summary>
    public async Task<IReadOnlyList<UserPasskeyInfo>> Of(string account) =>
        await users.FindByIdAsync(account) is { } found ? [.. (await users.GetPasskeysAsync(found)).OrderBy(p => p.CreatedAt)] : [];

    /// <summary>Takes a passkey off the account.</summary>
    public async Task Remove(ClaimsPrincipal user, byte[] credential)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (await users.FindByIdAsync(user.FindFirstValue(Claims.Subject) ?? "") is not { } account) return;
        var right = (await users.RemovePasskeyAsync(account, credential)).Succeeded;
        await Write(user.AsViewer(), "passkey.remove", account.Id, right);
        await transaction.CommitAsync();
    }

    private async Task<Guid> Keep(string state)
    {
        var (number, now) = (Guid.CreateVersion7(), time.GetUtcNow());
        await context.Database.ExecuteSqlAsync($"delete from identity.passkey_challenge where made_at < {now - QuestionLasts}");
        await context.Database.ExecuteSqlAsync($"insert into identity.passkey_challenge (id, state, made_at) values ({number}, {state}, {now})");
        return number;
    }

    private async Task<string?> Take(Guid question) =>
        (await context.Database.SqlQuery<string>($"delete from identity.passkey_challenge where id = {question} and made_at > {time.GetUtcNow() - QuestionLasts} returning state as \"Value\"").ToListAsync()) is [var state] ? state : null;

    private Task Write(Viewer viewer, string act, string account, bool right) => Audit.Write(
        (NpgsqlConnection)context.Database.GetDbConnection(), time.GetUtcNow(), new Actor(viewer.Account, viewer.Role, viewer.Tenant), act, ["account/" + account], right ? "done" : "refused");
}
