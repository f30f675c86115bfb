using System.Security.Claims;
using CreditLoan.Ledger.Access;
using CreditLoan.Portal.Shell;
using Microsoft.AspNetCore.Authentication;

namespace CreditLoan.Portal.Identity;

/// <summary>To the other issuer and back; there only where one is set.</summary>
public static class OidcEndpoints
{
    private const string Cookie = "xyd-visit";

    /// <param name="portal">Where people reach the portal: the issuer sends them back there.</param>
    public static void MapOidc(this IEndpointRouteBuilder app, Uri portal)
    {
        var callback = new Uri(portal, Oidc.Callback).ToString();
        var secure = portal.Scheme == Uri.UriSchemeHttps;

        app.MapGet("/account/oidc", async (HttpContext context, Oidc oidc, string? purpose, string? @return, CancellationToken stop) =>
        {
            var wanted = purpose is "link" or "step-up" && context.User.Identity is { IsAuthenticated: true } ? purpose : "sign-in";
            if (wanted is "link" && !SteppedUp(context)) return Results.Redirect("/step-up?return=/account");
            var (address, cookie) = await oidc.Start(wanted, AccountEndpoints.Local(@return) ?? "", callback, stop);
            context.Response.Cookies.Append(Cookie, cookie, new CookieOptions { HttpOnly = true, Secure = secure, SameSite = SameSiteMode.Lax, Path = "/account/oidc", MaxAge = TimeSpan.FromMinutes(5) });
            return Results.Redirect(address);
        }).RequireRateLimiting(IdentityHosting.Guessing);

        app.MapGet(Oidc.Callback, async (HttpContext context, Oidc oidc, LinkedSignIns linked, string? state, string? code, string? iss, CancellationToken stop) =>
        {
            var (visit, who, why) = await oidc.Finish(context.Request.Cookies[Cookie], state, code, iss, callback, stop);
            context.Response.Cookies.Delete(Cookie, new CookieOptions { Path = "/account/oidc" });
            if (visit is null || who is null)
            {
                await linked.Refused(why);
                return Results.Redirect("/sign-in?wrong=oidc");
            }
            switch (visit.For)
            {
                case "link":
                    return Results.Redirect(SteppedUp(context) && await linked.Link(context.User, who) ? "/account?linked=1" : "/account?linked=no");
                case "step-up":
                    return await linked.StepUp(context.User, who) ? Results.Redirect(visit.Return.Length == 0 ? "/account" : visit.Return) : Results.Redirect("/step-up?wrong=oidc");
                default:
                    if (await linked.SignIn(who, AccountEndpoints.Agent(context)) is not { } user) return Results.Redirect("/sign-in?wrong=oidc");
                    await context.SignInAsync(user);
                    return Results.Redirect(AccountEndpoints.After(user, visit.Return));
            }
        }).RequireRateLimiting(IdentityHosting.Guessing);
    }

    private static bool SteppedUp(HttpContext context) =>
        Guid.TryParse(context.User.FindFirstValue(Claims.SessionId), out var session) && context.RequestServices.GetRequiredService<Sessions>().IsSteppedUp(session);
}
