using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using CreditLoan.Files;

namespace CreditLoan.Tool.Benches;

/// <summary>The machine's own Chromium, without a window, by its DevTools protocol: what a person sees is what is timed.</summary>
internal sealed class BenchBrowser : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;
    private readonly ClientWebSocket socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> waiting = new();
    private readonly SemaphoreSlim sending = new(1);
    private int last;

    private BenchBrowser(Process process, string folder) => (this.process, this.folder) = (process, folder);

    public static async Task<BenchBrowser> Start(CancellationToken stop)
    {
        var chromium = ChromiumPrinter.Find() ?? throw new OperatorException("There is no Chromium on this machine; infra/xyd doctor says what to install.");
        var profile = Directory.CreateTempSubdirectory("bench-browser-").FullName;
        var started = Process.Start(new ProcessStartInfo(chromium,
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
            "--disable-backgrounding-occluded-windows", "--no-first-run", "--disable-component-update", "--disable-sync", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var browser = new BenchBrowser(started, profile);
        var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        started.ErrorDataReceived += (_, line) => { if (line.Data is { } text && text.Contains("ws://", StringComparison.Ordinal)) said.TrySetResult(text[text.IndexOf("ws://", StringComparison.Ordinal)..].Trim()); };
        started.BeginErrorReadLine();
        started.BeginOutputReadLine();
        if (await Task.WhenAny(said.Task, started.WaitForExitAsync(stop)) != said.Task) throw new OperatorException("Chromium ended while starting.");
        await browser.socket.ConnectAsync(new Uri(await said.Task), stop);
        _ = browser.Listen();
        return browser;
    }

    /// <summary>A tab of its own.</summary>
    public async Task<Tab> Open(CancellationToken stop)
    {
        var target = (string)(await Send("Target.createTarget", new() { ["url"] = "about:blank" }, null, stop))["targetId"]!;
        return new Tab(this, (string)(await Send("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true }, null, stop))["sessionId"]!);
    }

    public Task SetCookie(string name, string value, Uri of, CancellationToken stop) =>
        Send("Storage.setCookies", new() { ["cookies"] = new JsonArray(new JsonObject { ["name"] = name, ["value"] = value, ["domain"] = of.Host, ["path"] = "/" }) }, null, stop);

    private async Task<JsonNode> Send(string method, JsonObject parameters, string? session, CancellationToken stop)
    {
        var id = Interlocked.Increment(ref last);
        var answer = waiting[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null) message["sessionId"] = session;
        await sending.WaitAsync(stop);
        try
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, stop);
        }
        finally
        {
            sending.Release();
        }
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(60), stop);
    }

    private async Task Listen()
    {
        var (buffer, message) = (new byte[1 << 16], new MemoryStream());
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer, CancellationToken.None);
                if (part.MessageType is WebSocketMessageType.Close) return;
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage) continue;
                var said = JsonNode.Parse(message.ToArray())!;
                message.SetLength(0);
                if (said["id"] is { } id && waiting.TryRemove((int)id, out var answer)) answer.TrySetResult(said["result"] ?? said["error"]!);
            }
        }
        catch (WebSocketException)
        {
            // Chromium was ended.
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        socket.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    internal sealed class Tab(BenchBrowser browser, string session)
    {
        /// <summary>Opens an address and waits until what is asked of the page is true.</summary>
        public async Task Visit(Uri address, string until, CancellationToken stop)
        {
            await browser.Send("Page.navigate", new() { ["url"] = address.ToString() }, session, stop);
            for (var tries = 0; tries < 300; tries++)
            {
                await Task.Delay(100, stop);
                if (await Ask($"location.pathname === {JsonSerializer.Serialize(address.AbsolutePath)} && {until}", stop) is JsonValue answer && answer.TryGetValue<bool>(out var open) && open) return;
            }
            throw new OperatorException($"{address} did not open: {await Ask("document.title + ' ' + document.body.innerText.slice(0, 200)", stop)}");
        }

        public async Task<double> Evaluate(string promise, CancellationToken stop) => (double)(await Ask(promise, stop))!;

        private async Task<JsonNode?> Ask(string expression, CancellationToken stop) =>
            (await browser.Send("Runtime.evaluate", new() { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true }, session, stop))["result"]?["value"];
    }
}
