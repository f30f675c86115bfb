using System.Security.Claims;
using CreditLoan.Domain.Access;
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
        app.MapPost("/account/sign-in", async (HttpContext context, SignIns signIns,
            [FromForm] string? name, [FromForm] string? password, [FromForm] string? code, [FromForm(Name = "return")] string? back) =>
        {
            var user = await signIns.Try(Short(name), Short(password), Code(code), Agent(context));
            if (user is null) return Results.Redirect("/sign-in?wrong=1&return=" + Uri.EscapeDataString(Local(back) ?? ""));
            await context.SignInAsync(user);
            return Results.Redirect(After(user, back));
        }).RequireRateLimiting(IdentityHosting.Guessing);

        app.MapPost("/account/step-up", async (HttpContext context, SignIns signIns, [FromForm] string? code, [FromForm(Name = "return")] string? back) =>
            await signIns.StepUp(context.User, Code(code))
                ? Results.Redirect(Local(back) ?? "/account")
                : Results.Redirect("/step-up?wrong=1&return=" + Uri.EscapeDataString(Local(back) ?? "")))
            .RequireAuthorization().RequireRateLimiting(IdentityHosting.Guessing);

        app.MapPost("/account/change-password", async (HttpContext context, SignIns signIns, [FromForm] string? old, [FromForm] string? wanted, [FromForm] string? again) =>
        {
            if (wanted != again) return Results.Redirect("/account/password?wrong=" + Uri.EscapeDataString("两次输入的新口令不一样。"));
            var wrong = await signIns.ChangePassword(context.User, Short(old), Short(wanted));
            if (wrong.Count > 0) return Results.Redirect("/account/password?wrong=" + Uri.EscapeDataString(string.Join(' ', wrong)));
            await context.SignOutAsync();
            return Results.Redirect("/sign-in?changed=1");
        }).RequireAuthorization().RequireRateLimiting(IdentityHosting.Guessing);

        app.MapPost("/account/role", async (HttpContext context, SignIns signIns, [FromForm] Role role) =>
        {
            if (await signIns.InRole(context.User, role, Agent(context)) is not { } user) return Results.StatusCode(StatusCodes.Status403Forbidden);
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
