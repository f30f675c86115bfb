using System.Globalization;
using System.Text.Json;
using CreditLoan.BankApi.Identity;
using CreditLoan.Ledger;
using Npgsql;

namespace CreditLoan.BankApi.Wire;

/// <summary>Turns whatever goes wrong on the way to an endpoint into a problem: a caller never sees a stack, and always a code.</summary>
public sealed class Faults(RequestDelegate next, Database database, ILogger<Faults> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            if (!context.Request.Path.StartsWithSegments("/health/live", StringComparison.Ordinal)) database.Pulse.Check();
            await next(context);
        }
        catch (BadHttpRequestException wrong) when (!context.Response.HasStarted)
        {
            await (wrong.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => Problems.Of(413, "request.too_large"),
                StatusCodes.Status415UnsupportedMediaType => Problems.Of(415, "request.media_type"),
                _ => Problems.Malformed(Where(wrong)),
            }).ExecuteAsync(context);
        }
        catch (InvalidDataException) when (!context.Response.HasStarted)
        {
            await Problems.Malformed("form").ExecuteAsync(context);
        }
        catch (PostgresException text) when (!context.Response.HasStarted && text.SqlState.StartsWith("22", StringComparison.Ordinal))
        {
            await Problems.Malformed("text").ExecuteAsync(context); // A character that no text may hold, a number beyond its range.
        }
        catch (Exception busy) when (!context.Response.HasStarted && IsAway(busy))
        {
            log.LogError(busy, "The database does not answer.");
            context.Response.Headers.RetryAfter = 5.ToString(CultureInfo.InvariantCulture);
            await Problems.Of(503, "server.busy").ExecuteAsync(context);
        }
        catch (Exception failure) when (!context.Response.HasStarted && failure is not OperationCanceledException)
        {
            log.LogError(failure, "A request failed.");
            await Problems.Of(500, "server.error").ExecuteAsync(context);
        }
    }

    /// <summary>The database does not answer, has no room, or went away in the middle; whatever it said itself is another matter, unless it asks to come again.</summary>
    private static bool IsAway(Exception failure) => failure switch
    {
        PostgresException said => said.IsTransient || said.SqlState is ['5', '3' or '7', ..] or ['0', '8', ..],
        NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or EndOfStreamException => true,
        _ => failure.InnerException is { } inner && IsAway(inner),
    };

    /// <summary>A bare status that the framework left behind gets its problem.</summary>
    public static async Task Complete(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response.HasStarted || context.Response.ContentType is not null || context.Response.ContentLength is not null || context.Response.Body is MemoryStream { Length: > 0 }) return;
        var problem = context.Response.StatusCode switch
        {
            401 => Problems.Of(401, BankAuthentication.WhyRefused(context) is null or "token.missing" ? "token.missing" : "token.refused"),
            404 => Problems.Missing,
            405 => Problems.Of(405, "request.method"),
            413 => Problems.Of(413, "request.too_large"),
            415 => Problems.Of(415, "request.media_type"),
            429 => Problems.Of(429, BankAuthentication.WhyRefused(context) is "call.quota" ? "call.quota" : "call.limit"),
            400 => Problems.Malformed(context.Request.Path),
            _ => null,
        };
        if (problem is not null) await problem.ExecuteAsync(context);
    }

    /// <summary>The member of the body or the parameter that is wrong, never the framework's own words about types.</summary>
    private static string Where(BadHttpRequestException wrong) => wrong.InnerException is JsonException json
        ? $"{json.Path ?? "$"}{(json.InnerException is null && json.Message.StartsWith("A ", StringComparison.Ordinal) ? ": " + json.Message : "")}"
        : wrong.Message.Split('"') is [_, var parameter, ..] ? parameter.Split(' ')[^1] : "request";
}
