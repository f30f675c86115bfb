using System.Buffers.Text;
using System.Security.Claims;
using CreditLoan.Ledger.Access;
using CreditLoan.Portal.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace CreditLoan.Portal.Identity;

/// <summary>Where passkeys are asked for and answered: static pages, a small script, forms with antiforgery tokens.</summary>
public static class PasskeyEndpoints
{
    internal const int LongestCredential = 16_000;

    public static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        // The form that asks carries the page's token; without a name in it, the answer says nothing about accounts.
        app.MapPost("/account/passkey/question", async (HttpContext context, Passkeys passkeys, [FromForm] bool make) =>
        {
            if (!make) return Results.Json(await passkeys.Ask(context));
            if (!SteppedUp(context)) return Results.StatusCode(StatusCodes.Status403Forbidden);
            return await passkeys.AskToMake(context.User, context) is { } question ? Results.Json(question) : Results.StatusCode(StatusCodes.Status403Forbidden);
        }).RequireRateLimiting(IdentityHosting.Guessing);

        app.MapPost("/account/passkey/sign-in", async (HttpContext context, Passkeys passkeys, [FromForm] Guid question, [FromForm] string credential, [FromForm(Name = "return")] string? back) =>
        {
            if (credential.Length > LongestCredential || await passkeys.SignIn(question, credential, AccountEndpoints.Agent(context), context) is not { } user)
                return Results.Redirect("/sign-in?wrong=passkey&return=" + Uri.EscapeDataString(AccountEndpoints.Local(back) ?? ""));
            await context.SignInAsync(user);
            return Results.Redirect(AccountEndpoints.After(user, back));
        }).RequireRateLimiting(IdentityHosting.Guessing);

        app.MapPost("/account/passkey/step-up", async (HttpContext context, Passkeys passkeys, [FromForm] Guid question, [FromForm] string credential, [FromForm(Name = "return")] string? back) =>
            credential.Length <= LongestCredential && await passkeys.StepUp(context.User, question, credential, context)
                ? Results.Redirect(AccountEndpoints.Local(back) ?? "/account")
                : Results.Redirect("/step-up?wrong=passkey&return=" + Uri.EscapeDataString(AccountEndpoints.Local(back) ?? "")))
            .RequireAuthorization().RequireRateLimiting(IdentityHosting.Guessing);

        app.MapPost("/account/passkey/add", async (HttpContext context, Passkeys passkeys, [FromForm] Guid question, [FromForm] string credential, [FromForm] string? name) =>
            SteppedUp(context) && credential.Length <= LongestCredential && await passkeys.Add(context.User, question, credential, (name ?? "").Trim() is { Length: <= 40 } given ? given : "", context)
                ? Results.Redirect("/account?passkey=added") : Results.Redirect("/account?passkey=refused"))
            .RequireAuthorization().RequireRateLimiting(IdentityHosting.Guessing);

        app.MapPost("/account/passkey/remove", async (HttpContext context, Passkeys passkeys, [FromForm] string credential) =>
        {
            if (!SteppedUp(context)) return Results.Redirect("/step-up?return=/account");
            if (Base64Url.IsValid(credential)) await passkeys.Remove(context.User, Base64Url.DecodeFromChars(credential));
            return Results.Redirect("/account?passkey=removed");
        }).RequireAuthorization();
    }

    private static bool SteppedUp(HttpContext context) =>
        Guid.TryParse(context.User.FindFirstValue(Claims.SessionId), out var session) && context.RequestServices.GetRequiredService<Sessions>().IsSteppedUp(session);
}
