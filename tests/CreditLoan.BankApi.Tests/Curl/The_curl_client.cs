using System.Diagnostics;
using System.Text.Json.Nodes;
using CreditLoan.Jobs.Seeding;
using Microsoft.AspNetCore.Hosting;

namespace CreditLoan.BankApi.Tests.Curl;

/// <summary>samples/curl/bank.sh as a bank would run it: bash, curl and openssl against a listening server. The client in C# is what every other test calls with.</summary>
public sealed class The_curl_client
{
    [Fact]
    public async Task Leads_from_keys_to_the_first_decision()
    {
        var folder = Directory.CreateTempSubdirectory("bank");
        await using var db = await TestDatabase.Create();
        var url = RunningApi.FreeAddress();
        await using var served = new Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseSetting("CREDITLOAN_DB", db.OwnerConnection);
            host.UseSetting("CREDITLOAN_API_URL", url);
            host.UseSetting("urls", url);
        });
        served.UseKestrel();
        served.StartServer();
        var sandbox = new Sandbox(db.Database, db.Store, RunningApi.Today);
        await sandbox.Make(3);

        await Run("keys");
        await sandbox.LetIn("core", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "client.pub")));
        var waiting = JsonNode.Parse(await Run("call", "GET", "/v1/applications?stage=Requested"))!["items"]![0]!;
        var number = (string)waiting["number"]!;
        await Run("call", "POST", $"/v1/applications/{number}/take");
        Assert.NotEmpty(JsonNode.Parse(await Run("call", "GET", $"/v1/profiles/{waiting["enterprise"]}?application={number}"))!["tags"]!.AsArray());
        var offer = $$"""{"limit":"100000.00","rate":"4.35","termMonths":12,"method":"EqualInstalments","until":"{{SandboxApi.Day(RunningApi.Today.AddMonths(12))}}"}""";
        Assert.Equal("Offered", (string)JsonNode.Parse(await Run("call", "POST", $"/v1/applications/{number}/offer", offer, "first-decision-1"))!["stage"]!);
        Assert.Equal("Offered", (string)JsonNode.Parse(await Run("call", "POST", $"/v1/applications/{number}/offer", offer, "first-decision-1"))!["stage"]!);
        folder.Delete(recursive: true);

        async Task<string> Run(params string[] arguments)
        {
            var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "samples/curl/bank.sh"), .. arguments])
            {
                WorkingDirectory = folder.FullName, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
                Environment = { ["CREDITLOAN_API"] = url, ["BANK_CLIENT"] = "SB01-core", ["NO_PROXY"] = "127.0.0.1", ["no_proxy"] = "127.0.0.1" },
            };
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, await output + await error);
            return await output;
        }
    }
}
