using System.Globalization;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Jobs.Evidence;

/// <summary>Gives every sealed row of the audit trail to a second system (审计副本), out of the administrators' reach: OTLP logs over HTTP, as collectors and log stores take them.</summary>
/// <remarks>
/// At least once and in order: the bookmark moves only after the receiver has acknowledged a batch whole. A row's number is its
/// <c>audit.id</c>, so the receiver sees twice what came twice; numbers between that never come were never given out or rolled back,
/// and the signed ranges (审计区段) prove which.
/// </remarks>
public sealed class AuditCopy(AuditCopyBook book, HttpClient http, Uri target)
{
    public const int Together = 500;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sends what is due; answers how many rows the receiver has acknowledged.</summary>
    /// <exception cref="HttpRequestException">It did not take them: they are sent again.</exception>
    public async Task<int> Send(CancellationToken stop = default)
    {
        var sent = 0;
        while (await book.Next(target.ToString(), Together, stop) is { Count: > 0 } rows)
        {
            using var answer = await http.PostAsJsonAsync(target, Request(rows), Json, stop);
            answer.EnsureSuccessStatusCode();
            // A receiver may take a part and say so with a 200.
            if (await answer.Content.ReadAsStringAsync(stop) is { Length: > 0 } said && Rejected(said) > 0) throw new HttpRequestException($"{target} rejected {Rejected(said).ToString(CultureInfo.InvariantCulture)} rows of the audit trail.");
            await book.Done(target.ToString(), rows[^1].Id, stop);
            sent += rows.Count;
        }
        return sent;
    }

    /// <summary>An <c>ExportLogsServiceRequest</c> in OTLP's JSON.</summary>
    private static object Request(IReadOnlyList<AuditAct> rows) => new
    {
        resourceLogs = new[]
        {
            new
            {
                resource = new { attributes = new[] { Text("service.name", "creditloan") } },
                scopeLogs = new[] { new { scope = new { name = "creditloan.audit" }, logRecords = rows.Select(Record) } },
            },
        },
    };

    private static object Record(AuditAct row) => new
    {
        timeUnixNano = ((row.At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100).ToString(CultureInfo.InvariantCulture),
        severityNumber = 9,
        severityText = "INFO",
        eventName = "audit",
        body = new { stringValue = JsonSerializer.Serialize(row, Json) },
        attributes = new[]
        {
            Text("audit.id", row.Id.ToString(CultureInfo.InvariantCulture)), Text("audit.act", row.Act), Text("audit.account", row.Account), Text("audit.role", row.Role),
            Text("audit.tenant", row.Tenant), Text("audit.outcome", row.Outcome),
        },
    };

    private static object Text(string key, string value) => new { key, value = new { stringValue = value } };

    private static long Rejected(string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            if (document.RootElement.ValueKind is not JsonValueKind.Object || !document.RootElement.TryGetProperty("partialSuccess", out var part) || !part.TryGetProperty("rejectedLogRecords", out var rejected)) return 0;
            return rejected.ValueKind is JsonValueKind.Number ? rejected.GetInt64() : long.Parse(rejected.GetString()!, CultureInfo.InvariantCulture);
        }
        catch (JsonException)
        {
            return 0;
        }
    }
}
