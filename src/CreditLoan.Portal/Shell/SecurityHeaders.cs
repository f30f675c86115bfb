using Microsoft.AspNetCore.Diagnostics;

namespace CreditLoan.Portal.Shell;

/// <summary>What every answer tells the browser, and where pages may be asked from.</summary>
public static class SecurityHeaders
{
    // Charts and tables set widths and places in style attributes; style elements and foreign scripts stay out.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src-elem 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <param name="secure">The portal is reached by https, ended by a proxy in front of it.</param>
    public static void UseSecurityHeaders(this WebApplication app, bool secure) => app.Use(async (context, next) =>
    {
        if (secure) context.Request.Scheme = "https";
        if (context.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal) && !SameOrigin(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (secure) headers.StrictTransportSecurity = "max-age=63072000; includeSubDomains";
            if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) is true) headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        await next(context);
    });

    /// <summary>An error page is read, whatever was sent before it.</summary>
    public static void ReadErrorPages(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null)
            context.Request.Method = HttpMethods.Get;
        return next(context);
    });

    private static bool SameOrigin(HttpRequest request) =>
        request.Headers.Origin.ToString() is not { Length: > 0 } origin
        || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Scheme == request.Scheme && from.Authority == request.Host.ToString());
}
