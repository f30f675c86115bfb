using System.Globalization;
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
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = Seconds.ToString(CultureInfo.InvariantCulture);
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync("""
                <!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>暂时无法办理</title>
                <link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/base.css"><link rel="stylesheet" href="/css/kit.css"></head>
                <body><main class="read" style="padding:48px 24px"><h1>暂时无法办理</h1><p>平台正忙或正在恢复，您已提交的内容都在。请过几秒再试。</p><p><a class="btn go" href="">重试</a></p></main></body></html>
                """);
        }
    });

    /// <summary>Whether this, or what caused it, is the database being away.</summary>
    public static bool Is(Exception? failure) => failure switch
    {
        null => false,
        TimeoutException or NpgsqlException { IsTransient: true } or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections } => true,
        _ => Is(failure.InnerException),
    };
}
