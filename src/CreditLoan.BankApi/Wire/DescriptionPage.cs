using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace CreditLoan.BankApi.Wire;

/// <summary>The description as one page of plain HTML: nothing is fetched from elsewhere and no script runs.</summary>
public static class DescriptionPage
{
    public const string Style = """
        body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; color: #1c2733; margin: 0 auto; max-width: 60rem; padding: 1.5rem; }
        h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #c9d3de; } nav { display: flex; flex-wrap: wrap; gap: .25rem .75rem; } a { color: #0b57a4; }
        summary { cursor: pointer; padding: .4rem 0; } summary b { display: inline-block; min-width: 4.2rem; } code, pre { font-family: ui-monospace, monospace; font-size: .875rem; }
        pre { background: #f3f6f9; padding: .75rem; overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #e3e9ef; overflow-wrap: anywhere; }
        :is(th, td):first-child { min-width: 9rem; } :is(th, td):nth-child(2) { white-space: nowrap; }
        details { border-bottom: 1px solid #e3e9ef; } details[open] { padding-bottom: 1rem; } .muted { color: #51606f; }
        """;

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(OpenApiDocument document)
    {
        var page = Begin(document.Info.Title!);
        page.Append(CultureInfo.InvariantCulture, $"<p>{Text(document.Info.Description)}</p><p><a href=\"/openapi/v1.json\">OpenAPI 3.1</a> · <a href=\"/docs/problems\">错误代码 Problem codes</a> · <a href=\"/.well-known/oauth-authorization-server\">令牌端点 Token endpoint</a></p><nav aria-label=\"分类\">");
        var groups = document.Paths.SelectMany(p => (p.Value.Operations ?? []).Select(o => (Path: p.Key, Method: o.Key, Operation: o.Value)))
            .GroupBy(o => o.Operation.Tags?.FirstOrDefault()?.Name ?? "").ToArray();
        foreach (var group in groups) page.Append(CultureInfo.InvariantCulture, $"<a href=\"#{Anchor(group.Key)}\">{Text(group.Key)}</a>");
        page.Append("</nav>");
        foreach (var group in groups)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2 id=\"{Anchor(group.Key)}\">{Text(group.Key)}</h2>");
            foreach (var (path, method, operation) in group) Operation(page, path, method, operation);
        }
        return End(page);
    }

    /// <summary>Every code that an answer can bear.</summary>
    public static string OfProblems()
    {
        var page = Begin("错误代码 Problem codes");
        page.Append("<p>代码不会改变；中文句子随情况带上具体数字，以应答为准。<a href=\"/docs\">接口说明</a></p><table><thead><tr><th>code</th><th>HTTP</th><th>English</th></tr></thead><tbody>");
        foreach (var (code, english) in Problems.English.OrderBy(p => p.Key, StringComparer.Ordinal))
            page.Append(CultureInfo.InvariantCulture, $"<tr id=\"{Text(code)}\"><td><code>{Text(code)}</code></td><td>{(Problems.OwnCodes.Contains(code, StringComparer.Ordinal) && code != "not_found" ? "" : Problems.StatusOf(code))}</td><td>{Text(english)}</td></tr>");
        return End(page.Append("</tbody></table>"));
    }

    private static void Operation(StringBuilder page, string path, HttpMethod method, OpenApiOperation operation)
    {
        page.Append(CultureInfo.InvariantCulture, $"<details id=\"{Text(operation.OperationId)}\"><summary><b>{method.Method}</b> <code>{Text(path)}</code> <span class=\"muted\">{Text(operation.Summary)}</span></summary>");
        if (operation.Parameters is { Count: > 0 } parameters)
        {
            page.Append("<table><thead><tr><th>参数</th><th>在</th><th>必填</th><th>说明</th></tr></thead><tbody>");
            foreach (var p in parameters) page.Append(CultureInfo.InvariantCulture, $"<tr><td><code>{Text(p.Name)}</code></td><td>{p.In}</td><td>{(p.Required ? "是" : "")}</td><td>{Text(p.Description)}</td></tr>");
            page.Append("</tbody></table>");
        }
        if (operation.RequestBody?.Content?.FirstOrDefault() is { Value: { } body } asked) Example(page, $"请求 {asked.Key}", body.Example);
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response.Content?.FirstOrDefault() is { Value: { Example: { } example } } content) Example(page, $"应答 {status} {content.Key}", example);
            else page.Append(CultureInfo.InvariantCulture, $"<p class=\"muted\">应答 {Text(status)} {Text(response.Description)}</p>");
        }
        page.Append("</details>");
    }

    private static void Example(StringBuilder page, string title, JsonNode? example)
    {
        page.Append(CultureInfo.InvariantCulture, $"<p>{Text(title)}</p>");
        if (example is not null) page.Append(CultureInfo.InvariantCulture, $"<pre tabindex=\"0\">{Text(example.ToJsonString(Indented))}</pre>");
    }

    private static StringBuilder Begin(string title) => new StringBuilder().Append(CultureInfo.InvariantCulture,
        $"<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{Text(title)}</title><link rel=\"stylesheet\" href=\"/docs/style.css\"></head><body><main><h1>{Text(title)}</h1>");

    private static string End(StringBuilder page) => page.Append("</main></body></html>").ToString();

    private static string Anchor(string tag) => string.Concat(tag.Where(char.IsAsciiLetterOrDigit));

    private static string Text(string? text) => Html.Encode(text ?? "");
}
