using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CreditLoan.E2e;

/// <summary>A program of the clone while it runs, and what it said.</summary>
public sealed class Running : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder said = new();
    private readonly StringBuilder printed = new();
    private readonly TaskCompletionSource listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Running(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) =>
        {
            Hear(line.Data);
            if (line.Data is not null) printed.AppendLine(line.Data);
        };
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts a host, waits until it says that it listens, and asks once whether it is ready.</summary>
    public static async Task<Running> Host(string program, int port, string database)
    {
        var address = $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";
        var running = new Running(Start(program, database, "--urls", address));
        await Task.WhenAny(running.listens.Task, running.process.WaitForExitAsync()).WaitAsync(TimeSpan.FromMinutes(2));
        using var client = new HttpClient();
        if (!running.process.HasExited && (await client.GetAsync(new Uri($"{address}/health/ready"))).IsSuccessStatusCode) return running;
        await running.DisposeAsync();
        throw new InvalidOperationException($"{program} did not start:\n{running.said}");
    }

    /// <summary>Runs a program to its end; answers its standard output.</summary>
    public static async Task<string> ToEnd(string program, string database, params string[] arguments)
    {
        await using var running = new Running(Start(program, database, arguments));
        await running.process.WaitForExitAsync();
        return running.process.ExitCode == 0 ? running.printed.ToString().Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed:\n{running.said}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static ProcessStartInfo Start(string program, string database, params string[] arguments)
    {
        // A .dll is run by dotnet, a script by itself; the project's folder is the content root.
        var isDll = program.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isDll ? "dotnet" : program, isDll ? [program, .. arguments] : arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = isDll ? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(program)!, "../../..")) : Clone.Root,
        };
        start.Environment["CREDITLOAN_DB"] = database;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        return start;
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (said) said.AppendLine(line);
        if (line.Contains("Now listening on", StringComparison.Ordinal)) listens.TrySetResult();
    }
}
