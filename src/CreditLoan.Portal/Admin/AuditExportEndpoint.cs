using System.Globalization;
using System.Text;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Evidence;
using CreditLoan.Portal.Shell;

namespace CreditLoan.Portal.Admin;

/// <summary>The audit trail as a signed file (审计导出), by the same filters as the page; that it was exported is on record.</summary>
public static class AuditExportEndpoint
{
    public const string Path = "/admin/audit/export";

    public static void MapAuditExport(this WebApplication app) => app.MapGet(Path, Answer).RequireAuthorization(policy => policy.RequireRole(nameof(Role.AuditAdministrator)));

    /// <summary>The filter that stands in an address.</summary>
    public static AuditFilter Filter(Func<string, string?> query) => new(
        query("account"), query("act"), query("subject"), query("outcome"), Day(query("from")), Day(query("to")), query("enterprise"), query("bank"));

    private static async Task<IResult> Answer(HttpContext http, AuditQueries trail, SigningKeys keys, Database database, TimeProvider time)
    {
        var viewer = http.User.AsViewer();
        var (by, filter, now) = (new Actor(viewer.Account, viewer.Role, viewer.Tenant), Filter(name => http.Request.Query[name] is [{ Length: > 0 } value] ? value : null), time.GetUtcNow());
        var content = await trail.Export(viewer, filter, now, http.RequestAborted);
        await using (var connection = await database.Writer.OpenConnectionAsync(http.RequestAborted))
            await Audit.Write(connection, now, by, "audit.export", [], content is null ? "refused" : "done",
                System.Text.Json.JsonSerializer.Serialize(new { reason = $"{filter}", rows = content?.Acts.Length }));
        return content is null
            ? Results.Text($"超过 {AuditExport.MostActs} 条，请缩小范围后分次导出。", "text/plain", Encoding.UTF8, StatusCodes.Status409Conflict)
            : Results.File(Encoding.UTF8.GetBytes(AuditExport.Sign(content, keys).ToJson()), "application/json", string.Create(CultureInfo.InvariantCulture, $"audit-{now.ToOffset(TimeSpan.FromHours(8)):yyyyMMdd-HHmmss}.json"));
    }

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
