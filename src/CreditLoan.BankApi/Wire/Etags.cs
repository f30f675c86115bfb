using System.Globalization;
using CreditLoan.Ledger;
using Microsoft.Extensions.Primitives;

namespace CreditLoan.BankApi.Wire;

/// <summary>The version of a resource as an entity tag: <c>"v12"</c>.</summary>
public static class Etags
{
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"v{version}\"");

    /// <summary>The version in If-Match; null where there is none. A tag that is none of ours can match nothing.</summary>
    public static long? Version(StringValues ifMatch) =>
        ifMatch is not [{ Length: > 0 } tag] || tag == "*" ? null
        : tag is ['"', 'v', .. var number, '"'] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
        : -1;

    /// <summary>A resource with its version, or 404.</summary>
    public static IResult Found<T>(HttpContext context, T? resource, long version) where T : class
    {
        if (resource is null) return Problems.Missing;
        context.Response.Headers.ETag = Of(version);
        return Results.Json(resource, WireJson.Options);
    }

    /// <summary>What a write left behind, read again; or why it was refused.</summary>
    public static async Task<IResult> Written<T>(HttpContext context, BankCaller caller, Outcome outcome, Func<Task<T?>> read, string? created = null) where T : class
    {
        if (outcome is not Outcome.Done done) return Problems.Of(outcome, caller.Seen is not null);
        if (await read() is not { } resource) return Problems.Missing;
        context.Response.Headers.ETag = Of(done.Versions[0]);
        if (created is not null) context.Response.Headers.Location = context.RequestServices.GetRequiredService<ApiSettings>().Url + created;
        return Results.Json(resource, WireJson.Options, statusCode: created is null ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }
}
