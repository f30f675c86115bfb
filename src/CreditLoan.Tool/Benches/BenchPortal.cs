using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CreditLoan.Ledger.Access;

namespace CreditLoan.Tool.Benches;

/// <summary>The portal as it is delivered, in a process of its own; ended by its id.</summary>
internal sealed partial class BenchPortal : IDisposable
{
    private readonly Process process;

    private BenchPortal(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<BenchPortal> Start(string connection, CancellationToken stop)
    {
        var address = $"http://127.0.0.1:{BenchApi.FreePort().ToString(CultureInfo.InvariantCulture)}";
        var folder = Path.Combine(Repository.Root, "src/CreditLoan.Portal");
        var program = Path.Combine(folder, "bin/Release/net10.0/CreditLoan.Portal.dll");
        if (!File.Exists(program)) throw new OperatorException("The portal is not built; infra/up.sh builds it.");
        var started = Process.Start(new ProcessStartInfo("dotnet", [program, "--urls", address])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            Environment = { ["CREDITLOAN_DB"] = connection, ["ASPNETCORE_ENVIRONMENT"] = "Development", ["CREDITLOAN_EVIDENCE"] = Repository.Data("bench-evidence") },
        })!;
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        started.OutputDataReceived += (_, line) => { if (line.Data?.Contains("Application started", StringComparison.Ordinal) == true) listening.TrySetResult(); };
        started.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        await Task.WhenAny(listening.Task, started.WaitForExitAsync(stop));
        return listening.Task.IsCompleted ? new BenchPortal(started, new Uri(address)) : throw new OperatorException("The portal ended while starting.");
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>A browser of this person's, without scripts.</summary>
    public static async Task<HttpClient> SignIn(Uri portal, Accounts accounts, DemoAccountRow account, CancellationToken stop, CookieContainer? cookies = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies ?? new CookieContainer() }) { BaseAddress = portal };
        var token = Token().Match(await client.GetStringAsync(new Uri("/sign-in", UriKind.Relative), stop)).Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = account.UserName, ["password"] = account.Password, ["code"] = (await accounts.DemonstrationCode(account.UserName))!, ["return"] = "", ["__RequestVerificationToken"] = token,
        });
        using var answer = await client.PostAsync(new Uri("/account/sign-in", UriKind.Relative), form, stop);
        return answer.StatusCode == HttpStatusCode.Found && answer.Headers.Location!.ToString() is var to && !to.Contains("wrong", StringComparison.Ordinal) ? client : throw new OperatorException($"{account.UserName} was not signed in: {(int)answer.StatusCode}.");
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
