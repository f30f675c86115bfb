using System.Security.Cryptography;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.BankClients;
using CreditLoan.Ledger;
using CreditLoan.Samples;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace CreditLoan.BankApi.Tests;

/// <summary>The bank API on a database of its own, and banks' systems whose keys two persons let in.</summary>
public sealed class RunningApi : IAsyncLifetime
{
    public const string Url = "http://localhost";
    private static readonly Actor Security = new("security", Role.SecurityAdministrator, "");
    private WebApplicationFactory<Program> _host = null!;

    public (string Name, string Value)[] Settings { get; init; } = [];
    internal TestDatabase Db { get; private set; } = null!;
    public EventStore Store => Db.Store;
    public HttpClient Http { get; private set; } = null!;
    public IServiceProvider Services => _host.Services;

    /// <summary>Today in Shanghai, as the API sees it.</summary>
    public static DateOnly Today => DateOnly.FromDateTime(DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).DateTime);

    public async Task InitializeAsync()
    {
        Db = await TestDatabase.Create();
        _host = Start(Settings);
        Http = _host.CreateClient();
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _host.DisposeAsync();
        await Db.DisposeAsync();
    }

    /// <summary>Another process on the same database.</summary>
    public WebApplicationFactory<Program> Start(params (string Name, string Value)[] settings) => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        host.UseSetting("CREDITLOAN_DB", Db.OwnerConnection);
        host.UseSetting("CREDITLOAN_API_URL", Url);
        host.UseSetting("BankApi:CallsPerSecond", "100000");
        foreach (var (name, value) in settings) host.UseSetting(name, value);
    });

    /// <summary>An address on this machine that nobody listens at.</summary>
    public static string FreeAddress()
    {
        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        return $"http://127.0.0.1:{((System.Net.IPEndPoint)probe.LocalEndpoint).Port}";
    }

    /// <summary>A bank's system with a key that is let in.</summary>
    public async Task<Samples.BankClient> Bank(string bank, HttpClient? http = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var client = $"{bank}-{Guid.NewGuid().ToString("N")[..8]}";
        await Register(client, key.ExportSubjectPublicKeyInfoPem());
        return new Samples.BankClient(http ?? Http, Url, client, key);
    }

    /// <summary>Hands a key in as the bank's administrator, and lets it in as the platform's.</summary>
    public async Task<ClientKey> Register(string client, string publicKey, bool approve = true)
    {
        Assert.True(ClientKey.TryRead(publicKey, out var key, out var why), why?.Code);
        var (id, administrator) = (new BankClientId(client), new Actor("admin", Role.BankAdministrator, client.Split('-')[0]));
        await Do("bank_client.propose", administrator, id, c => BankClientDecisions.Propose(c, id, key, "接入核心系统", administrator, Today));
        if (approve) await Do("bank_client.approve", Security, id, c => BankClientDecisions.Approve(c, key.Thumbprint, Security, Today));
        return key;
    }

    public Task Withdraw(string client, ClientKey key) =>
        Do("bank_client.withdraw", Security, new BankClientId(client), c => BankClientDecisions.Withdraw(c, key.Thumbprint, "怀疑泄露", Security, Today));

    private async Task Do(string act, Actor by, BankClientId id, Func<Domain.BankClients.BankClient, Domain.Decision<BankClientEvent>> decide) =>
        Assert.IsType<Outcome.Done>(await Store.Change(Command.For(by, Today, act, null), Domain.BankClients.BankClient.Stream(id), decide));
}
