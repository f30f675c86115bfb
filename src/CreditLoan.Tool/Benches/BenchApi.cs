using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CreditLoan.Tool.Benches;

/// <summary>The bank API as a process of its own, built as this tool was.</summary>
internal sealed class BenchApi(Process process, string url) : IDisposable
{
    public string Url => url;

    public static async Task<BenchApi> Start(string connection, CancellationToken stop)
    {
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        await Child.Run("dotnet", ["build", "src/CreditLoan.BankApi", "-c", configuration, "-v", "q", "-nologo"], stop);
        var url = $"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}";
        var start = new ProcessStartInfo("dotnet", [$"bin/{configuration}/net10.0/CreditLoan.BankApi.dll", "--urls", url])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "src/CreditLoan.BankApi"),
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in new[] { ("CREDITLOAN_DB", connection), ("CREDITLOAN_API_URL", url), ("BankApi__CallsPerSecond", "1000000"), ("BankApi__CallsPerDay", "100000000"), ("ASPNETCORE_ENVIRONMENT", "Development"), ("Logging__LogLevel__Default", "Warning"), ("Logging__LogLevel__Microsoft.AspNetCore", "Warning") })
            start.Environment[name] = value;
        var api = new BenchApi(Process.Start(start)!, url);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        for (var tries = 0; ; tries++)
        {
            try
            {
                await http.GetStringAsync(url + "/health/ready", stop);
                return api;
            }
            catch (HttpRequestException) when (tries < 150)
            {
                await Task.Delay(200, stop);
            }
        }
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>A port that nobody listens at.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
