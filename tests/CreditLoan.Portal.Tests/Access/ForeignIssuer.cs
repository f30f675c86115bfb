using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace CreditLoan.Portal.Tests;

/// <summary>npm's certified oidc-provider as a process of its own: a real foreign issuer.</summary>
internal sealed partial class ForeignIssuer : IAsyncDisposable
{
    public const string ClientId = "creditloan", ClientSecret = "a-secret-of-this-test-alone";
    private const string Package = "oidc-provider@9.13.3";

    private const string Module = """
        import Provider from 'oidc-provider';
        const [port, redirect, client_id, client_secret] = process.argv.slice(2);
        const provider = new Provider(`http://localhost:${port}`, {
          clients: [{ client_id, client_secret, redirect_uris: [redirect], grant_types: ['authorization_code'], response_types: ['code'] }],
          pkce: { required: () => true },
          cookies: { keys: ['only here'] },
        });
        provider.listen(Number(port), '127.0.0.1', () => console.log('listening'));
        """;

    private readonly Process process;

    private ForeignIssuer(Process process, int port) => (this.process, Address) = (process, new Uri($"http://localhost:{port}"));

    public Uri Address { get; }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static async Task<ForeignIssuer> Start(string redirect)
    {
        var place = Path.Combine(Repository.Root, ".data", "peers", Package);
        if (!Directory.Exists(Path.Combine(place, "node_modules", "oidc-provider")))
        {
            Directory.CreateDirectory(place);
            using var install = Process.Start(new ProcessStartInfo("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", place, Package]))!;
            await install.WaitForExitAsync();
        }
        var file = Path.Combine(place, Path.GetRandomFileName() + ".mjs");
        await File.WriteAllTextAsync(file, Module);
        var port = FreePort();
        var started = Process.Start(new ProcessStartInfo("node", [file, $"{port}", redirect, ClientId, ClientSecret]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        started.BeginErrorReadLine();
        if (await started.StandardOutput.ReadLineAsync() != "listening") throw new InvalidOperationException("oidc-provider did not start.");
        File.Delete(file);
        return new ForeignIssuer(started, port);
    }

    /// <summary>Signs in there as a subject and agrees, as a browser would; answers where the browser is led back to.</summary>
    public static async Task<Uri> SignIn(Uri start, string subject)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        var (at, answer) = (start, await client.GetAsync(start));
        for (var steps = 0; steps < 12; steps++)
        {
            if (answer.Headers.Location is { } next)
            {
                at = new Uri(at, next);
                if (at.AbsolutePath == "/account/oidc/callback") return at;
                answer = await client.GetAsync(at);
                continue;
            }
            var html = await answer.Content.ReadAsStringAsync();
            at = new Uri(at, Action().Match(html).Groups[1].Value);
            var prompt = Prompt().Match(html).Groups[1].Value;
            answer = await client.PostAsync(at, new FormUrlEncodedContent(new Dictionary<string, string> { ["prompt"] = prompt, ["login"] = subject, ["password"] = "any" }));
        }
        throw new InvalidOperationException("oidc-provider led nowhere.");
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    [GeneratedRegex("action=\"([^\"]+)\"")]
    private static partial Regex Action();

    [GeneratedRegex("name=\"prompt\" value=\"([^\"]+)\"")]
    private static partial Regex Prompt();
}
