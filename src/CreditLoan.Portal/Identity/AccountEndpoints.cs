using System.Security.Claims;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Portal.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace CreditLoan.Portal.Identity;

/// <summary>Where the static pages of signing in send their forms: never a circuit, always with an antiforgery token.</summary>
public static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapPost("/account/sign-in", async (HttpContext context,
            [FromForm] string? name, [FromForm] string? password, [FromForm] string? code, [FromForm(Name = "return")] string? back) =>
        {
            var agent = Agent(context);
            var user = await context.Heard(signIns => signIns.Try(Short(name), Short(password), Code(code), agent));
            if (user is null) return Results.Redirect("/sign-in?wrong=1&return=" + Uri.EscapeDataString(Local(back) ?? ""));
            await context.SignInAsync(user);
            return Results.Redirect(After(user, back));
        }).RequireRateLimiting(IdentityHosting.Guessing);

        app.MapPost("/account/step-up", async (HttpContext context, ClaimsPrincipal user, [FromForm] string? code, [FromForm(Name = "return")] string? back) =>
            await context.Heard(signIns => signIns.StepUp(user, Code(code)))
                ? Results.Redirect(Local(back) ?? "/account")
                : Results.Redirect("/step-up?wrong=1&return=" + Uri.EscapeDataString(Local(back) ?? "")))
            .RequireAuthorization().RequireRateLimiting(IdentityHosting.Guessing);

        app.MapPost("/account/change-password", async (HttpContext context, ClaimsPrincipal user, [FromForm] string? old, [FromForm] string? wanted, [FromForm] string? again) =>
        {
            if (wanted != again) return Results.Redirect("/account/password?wrong=" + Uri.EscapeDataString("两次输入的新口令不一样。"));
            var wrong = await context.Heard(signIns => signIns.ChangePassword(user, Short(old), Short(wanted)));
            if (wrong.Count > 0) return Results.Redirect("/account/password?wrong=" + Uri.EscapeDataString(string.Join(' ', wrong)));
            await context.SignOutAsync();
            return Results.Redirect("/sign-in?changed=1");
        }).RequireAuthorization().RequireRateLimiting(IdentityHosting.Guessing);

        app.MapPost("/account/role", async (HttpContext context, ClaimsPrincipal person, [FromForm] Role role) =>
        {
            var agent = Agent(context);
            if (await context.Heard(signIns => signIns.InRole(person, role, agent)) is not { } user) return Results.StatusCode(StatusCodes.Status403Forbidden);
            await context.SignInAsync(user);
            return Results.Redirect(Menu.Home(role));
        }).RequireAuthorization();

        app.MapPost("/account/end-session", async (HttpContext context, Sessions sessions, [FromForm] Guid session) =>
        {
            await sessions.End(session, Actor(context), "ended_by_owner");
            return Results.Redirect("/account");
        }).RequireAuthorization();

        app.MapPost("/account/sign-out", async (HttpContext context, Sessions sessions, [FromForm(Name = "session")] string? _) =>
        {
            if (Guid.TryParse(context.User.FindFirst(Claims.SessionId)?.Value, out var session)) await sessions.End(session, Actor(context), "signed_out");
            await context.SignOutAsync();
            return Results.Redirect("/sign-in?left=1");
        });
    }

    /// <summary>Signs in, and hears where the database stands still: the act has a scope of its own, and ends by itself.</summary>
    private static Task<T> Heard<T>(this HttpContext context, Func<SignIns, Task<T>> act)
    {
        var (scopes, database) = (context.RequestServices.GetRequiredService<IServiceScopeFactory>(), context.RequestServices.GetRequiredService<Database>());
        return database.Pulse.Wait(async () =>
        {
            await using var scope = scopes.CreateAsyncScope();
            return await act(scope.ServiceProvider.GetRequiredService<SignIns>());
        });
    }

    private static Actor Actor(HttpContext context) => context.User.AsViewer() is var v ? new Actor(v.Account, v.Role, v.Tenant) : null!;

    /// <summary>Where a person arrives after signing in: first of all at the password that must be changed.</summary>
    internal static string After(ClaimsPrincipal user, string? back) =>
        user.AsViewer().Role is var role && role is Role.Anonymous ? "/account/password" : Local(back) ?? Menu.Home(role);

    internal static string Agent(HttpContext context) => context.Request.Headers.UserAgent.ToString() is var agent && agent.Length > 200 ? agent[..200] : agent;

    private static string Short(string? text) => text is null ? "" : text.Length > 256 ? text[..256] : text;

    /// <summary>A one-time code, or a recovery code, without what people type between its signs.</summary>
    private static string Code(string? code) => new([.. (code ?? "").Where(char.IsAsciiLetterOrDigit).Take(16)]);

    /// <summary>An address inside this portal; null for any other, so that nobody is led away.</summary>
    internal static string? Local(string? address) =>
        address is ['/', ..] && !(address is [_, '/' or '\\', ..]) && !address.StartsWith("/sign-in", StringComparison.Ordinal) && !address.Any(char.IsControl) ? address : null;
}
