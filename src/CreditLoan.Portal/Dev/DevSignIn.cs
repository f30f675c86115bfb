using CreditLoan.Domain.Access;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Portal.Identity;
using CreditLoan.Portal.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CreditLoan.Portal.Dev;

/// <summary>Signs in as any role of any tenant, in Development only: for looking at pages while they are written.</summary>
public static class DevSignIn
{
    public static void MapDevSignIn(this WebApplication app) =>
        app.MapGet("/dev/sign-in", async (HttpContext context, SignIns signIns, AccountContext accounts, Accounts makes, Role role, string? tenant, string? name) =>
        {
            var userName = $"dev.{(int)role}.{tenant}".ToLowerInvariant().TrimEnd('.');
            var (made, _) = await makes.Create(new Actor("dev", Role.SystemAdministrator, ""), new NewAccount(userName, name ?? RoleWords.Name(role), role.Kind(), tenant ?? "", tenant ?? ""));
            if (made is not null)
            {
                await accounts.Database.ExecuteSqlAsync($"insert into identity.account_role (account, role, granted_at, granted_by, confirmed_by) values ({made.Id}, {role.ToString()}, now(), 'dev', 'dev')");
                await accounts.Database.ExecuteSqlAsync($"update identity.account set must_change_password = false where id = {made.Id}");
            }
            var account = await accounts.Users.SingleAsync(a => a.NormalizedUserName == userName.ToUpperInvariant());
            var known = new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity([new(Claims.Subject, account.Id)], "dev"));
            await context.SignInAsync((await signIns.InRole(known, role, "dev"))!);
            return Results.Redirect(Menu.Home(role));
        });
}
