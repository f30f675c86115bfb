using System.Text.Json.Nodes;
using CreditLoan.Jobs.Seeding;
using CreditLoan.Samples;

namespace CreditLoan.BankApi.Tests;

/// <summary>The running API with the sandbox bank and its system signed in.</summary>
public sealed class SandboxApi : IAsyncLifetime
{
    public RunningApi Api { get; } = new();
    public BankClient Bank { get; private set; } = null!;
    public IReadOnlyList<string> Enterprises { get; private set; } = [];

    public async Task InitializeAsync()
    {
        await Api.InitializeAsync();
        var sandbox = new Sandbox(Api.Db.Database, Api.Store, RunningApi.Today);
        await sandbox.Make(6);
        Enterprises = [.. sandbox.Enterprises.Select(e => e.Value)];
        Bank = await Api.Bank("SB01");
    }

    public Task DisposeAsync() => Api.DisposeAsync();

    /// <summary>An application that waits, taken by one test alone.</summary>
    public async Task<string> Waiting(int which) => (string)(await Bank.Call(HttpMethod.Get, "/v1/applications?stage=Requested"))["items"]![which]!["number"]!;

    public async Task<JsonNode> Contract(int which) => (await Bank.Call(HttpMethod.Get, "/v1/contracts"))["items"]![which]!;

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
