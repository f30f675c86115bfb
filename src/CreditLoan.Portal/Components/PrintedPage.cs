using System.Net;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace CreditLoan.Portal.Components;

/// <summary>A component with the portal's own stylesheets in one document for A4 (打印页), as the machine's Chromium prints it.</summary>
public static class PrintedPage
{
    public static async Task<string> Of<T>(IServiceProvider services, string title, Dictionary<string, object?> parameters, string foot) where T : IComponent
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var body = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        var files = services.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider;
        var style = string.Concat(new[] { "tokens", "base", "kit", "parts" }.Select(sheet => Text(files, $"css/{sheet}.css")));
        return $"""
            <!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(title)}</title>
            <style>{style} @page {"{"} size: A4; margin: 16mm {"}"} body {"{"} background: #fff {"}"} .sheet {"{"} border: 0; break-inside: auto {"}"} .foot {"{"} margin-top: 24px {"}"}</style></head>
            <body><h1>{WebUtility.HtmlEncode(title)}</h1><div class="stack">{body}</div><p class="muted small foot">{WebUtility.HtmlEncode(foot)}</p></body></html>
            """;
    }

    private static string Text(Microsoft.Extensions.FileProviders.IFileProvider files, string path)
    {
        using var reader = new StreamReader(files.GetFileInfo(path).CreateReadStream());
        return reader.ReadToEnd();
    }
}
