using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CreditLoan.Ledger;
using Npgsql;

namespace CreditLoan.Portal.Shell;

/// <summary>The database is away, or has no connection left: 503 with when to come again, and a page that needs nothing of it (暂时无法办理).</summary>
public static class Busy
{
    private const int Seconds = 5;

    public static void UseBusyPage(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (Exception failure) when (!context.Response.HasStarted && Is(failure))
        {
            app.Logger.LogError(failure, "The database does not answer.");
            context.Response.Clear();
            Mark(context.Response);
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(Page(app.Services.GetRequiredService<Platform>(), asked: HttpMethods.IsGet(context.Request.Method)));
        }
    });

    /// <summary>While the database stands still nobody else begins to wait for it: whatever needs it is answered at once.</summary>
    public static void UseBusyGate(this WebApplication app)
    {
        var pulse = app.Services.GetRequiredService<Database>().Pulse;
        app.Use((context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments("/health/live", StringComparison.Ordinal)) pulse.Check();
            return next(context);
        });
    }

    /// <summary>Whether this, or what caused it, is the database being away.</summary>
    public static bool Is(Exception? failure) => failure switch
    {
        null => false,
        PostgresException said => said.IsTransient || said.SqlState is ['5', '3' or '7', ..] or ['0', '8', ..],
        NpgsqlException or TimeoutException or SocketException or EndOfStreamException => true,
        _ => Is(failure.InnerException),
    };

    /// <summary>The answer's status and when to come again; nothing where the answer is on its way, as in a circuit.</summary>
    public static void Mark(HttpResponse response)
    {
        if (response.HasStarted) return;
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = Seconds.ToString(CultureInfo.InvariantCulture);
    }

    /// <param name="asked">The person asked for a page; otherwise something was sent, and whether it arrived is not known.</param>
    private static string Page(Platform platform, bool asked) => $"""
        <!DOCTYPE html>
        <html lang="zh-CN"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><title>暂时无法办理 · {WebUtility.HtmlEncode(platform.Name)}</title>
        <link rel="icon" href="/seal.svg" type="image/svg+xml" /><link rel="stylesheet" href="/css/tokens.css" /><link rel="stylesheet" href="/css/base.css" /><link rel="stylesheet" href="/css/frame.css" /><link rel="stylesheet" href="/css/kit.css" /><link rel="stylesheet" href="/css/parts.css" /></head>
        <body><header class="bar"><a class="seal" href="/"><img src="/seal.svg" alt="" width="28" height="28" />{WebUtility.HtmlEncode(platform.Name)}</a></header>
        <div class="frame bare"><div class="page"><main id="main"><div class="read"><div class="head"><div class="say"><h1>暂时无法办理</h1></div></div>
        <div class="state" role="alert"><span class="mark"><svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4M10 6v4.2l2.8 1.7" /></svg></span>
        {(asked
            ? "<p class=\"title\">平台正忙，或正在恢复。</p><p>已提交的内容都在，没有丢失。过几秒再打开本页即可。</p><div class=\"row\"><a class=\"btn go\" href=\"\">再试一次</a><a class=\"btn\" href=\"/\">回首页</a></div>"
            : "<p class=\"title\">刚才这一步没有得到答复。</p><p>平台正忙，或正在恢复。过几秒回到原来的页面看一看：没有办成的，再提交一次。</p><div class=\"row\"><a class=\"btn go\" href=\"/\">回首页</a></div>")}
        </div></div></main></div></div></body></html>
        """;
}
