namespace CreditLoan.BankApi.Wire;

/// <summary>What every answer tells a browser that came by mistake, and caches on the way.</summary>
public static class SecurityHeaders
{
    public static void UseSecurityHeaders(this WebApplication app, bool secure) => app.Use((context, next) =>
    {
        if (secure) context.Request.Scheme = "https";
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
            if (secure) headers.StrictTransportSecurity = "max-age=63072000; includeSubDomains";
            if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    });
}
