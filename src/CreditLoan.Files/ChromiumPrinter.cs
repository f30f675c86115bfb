using System.Diagnostics;
using System.Text;

namespace CreditLoan.Files;

/// <summary>Prints a whole HTML document as PDF with the machine's own Chromium (打印 PDF); see docs/adr/0011.</summary>
/// <remarks>A child process of its own, without network, with a time limit, in a folder that only this user reads and that is gone afterwards.</remarks>
public static class ChromiumPrinter
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly SemaphoreSlim Turn = new(2);

    /// <summary>Where Chromium is; null where the machine has none.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <exception cref="PrinterException">There is no Chromium, or it did not print in time.</exception>
    public static async Task<byte[]> Print(string html, CancellationToken stop = default)
    {
        var chromium = Find() ?? throw new PrinterException("服务器没有安装 Chromium，暂不能生成 PDF；可以先用浏览器打印本页。");
        await Turn.WaitAsync(stop);
        var folder = Directory.CreateTempSubdirectory("print-").FullName;
        try
        {
            var (page, pdf) = (Path.Combine(folder, "page.html"), Path.Combine(folder, "page.pdf"));
            await File.WriteAllTextAsync(page, html, new UTF8Encoding(true), stop);
            await Run(chromium, folder, page, pdf, stop);
            return File.Exists(pdf) ? await File.ReadAllBytesAsync(pdf, stop) : throw new PrinterException("生成 PDF 没有成功，请重试；可以先用浏览器打印本页。");
        }
        finally
        {
            Turn.Release();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Run(string chromium, string folder, string page, string pdf, CancellationToken stop)
    {
        var start = new ProcessStartInfo(chromium,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run", "--disable-component-update",
            "--disable-sync", "--disable-extensions", "--host-resolver-rules=MAP * ~NOTFOUND", $"--user-data-dir={Path.Combine(folder, "profile")}",
            "--no-pdf-header-footer", $"--print-to-pdf={pdf}", new Uri(page).AbsoluteUri,
        ])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.Environment["HOME"] = folder;
        using var process = Process.Start(start) ?? throw new PrinterException("Chromium 没有启动。");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Longest);
        try
        {
            // Both streams are drained, or a full pipe would hold it.
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token), process.WaitForExitAsync(limit.Token));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            stop.ThrowIfCancellationRequested();
            throw new PrinterException("生成 PDF 超过时限，请稍后重试。");
        }
    }
}

/// <summary>No PDF came out; the message says why, for people.</summary>
public sealed class PrinterException(string message) : Exception(message);
