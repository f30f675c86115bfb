using System.Security.Claims;
using CreditLoan.Domain.Access;
using CreditLoan.Portal.Shell;
using Microsoft.AspNetCore.Authentication;

namespace CreditLoan.Portal.Dev;

/// <summary>Signs in as any role without a password, in Development only, until accounts arrive.</summary>
public static class DevSignIn
{
    public static void MapDevSignIn(this WebApplication app) =>
        app.MapGet("/dev/sign-in", async (HttpContext context, Role role, string? tenant, string? name, string? account) =>
        {
            var identity = new ClaimsIdentity(
            [
                new Claim(Claims.Subject, account ?? "dev-" + role),
                new Claim(Claims.Name, name ?? "试用" + role),
                new Claim(Claims.Role, role.ToString()),
                new Claim(Claims.Tenant, tenant ?? ""),
                new Claim(Claims.TenantName, tenant ?? ""),
            ], "dev", Claims.Name, Claims.Role);
            await context.SignInAsync(new ClaimsPrincipal(identity));
            return Results.Redirect(Menu.Home(role));
        });
}
