using System.Net;
using System.Text.Json.Nodes;
using CreditLoan.BankApi.Tests.Identity;
using CreditLoan.Ledger;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CreditLoan.BankApi.Tests.Wire;

/// <summary>Between the API and its database lies a wire that the test cuts.</summary>
public sealed class A_database_that_is_away(SandboxApi sandbox) : IClassFixture<SandboxApi>
{
    [Fact]
    public async Task Is_a_503_that_says_when_to_come_again_until_it_is_back()
    {
        var there = new NpgsqlConnectionStringBuilder(sandbox.Api.Db.OwnerConnection);
        await using var wire = new CutWire(there.Host!, there.Port);
        there.Host = "127.0.0.1";
        there.Port = wire.Port;
        var errors = new ErrorLog();
        await using var served = sandbox.Api.Start(("CREDITLOAN_DB", there.ConnectionString)).WithWebHostBuilder(host => host.ConfigureLogging(logging => logging.ClearProviders().AddProvider(errors)));
        using var http = served.CreateClient();
        var (forge, token) = await Registered(http);

        async Task<HttpResponseMessage> Session() => await http.SendAsync(Forge.Call("DPoP " + token, forge.Proof(token)));

        Assert.Equal(HttpStatusCode.OK, (await Session()).StatusCode);
        wire.Cut();
        using (var away = await Session())
        {
            Assert.True(away.StatusCode == HttpStatusCode.ServiceUnavailable, $"{(int)away.StatusCode}: {string.Join('\n', errors.Lines)}");
            Assert.NotNull(away.Headers.RetryAfter?.Delta);
            Assert.Equal("application/problem+json", away.Content.Headers.ContentType!.MediaType);
            Assert.Equal("server.busy", (string)JsonNode.Parse(await away.Content.ReadAsStringAsync())!["code"]!);
        }
        using (var ready = await http.GetAsync("/health/ready")) Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using (var asked = await http.SendAsync(Forge.TokenRequest(Forge.Sign(forge.Key, forge.AssertionHeader(), forge.AssertionClaims()), Forge.Sign(forge.ProofKey, forge.ProofHeader(), Forge.ProofClaims("POST", RunningApi.Url + "/connect/token")))))
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (asked.StatusCode, asked.Headers.RetryAfter is not null));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        wire.Mend();
        Assert.Equal(HttpStatusCode.OK, (await Session()).StatusCode);
    }

    [Fact]
    public async Task That_stands_still_is_one_while_it_stands()
    {
        var there = new NpgsqlConnectionStringBuilder(sandbox.Api.Db.OwnerConnection);
        await using var wire = new CutWire(there.Host!, there.Port);
        (there.Host, there.Port) = ("127.0.0.1", wire.Port);
        await using var served = sandbox.Api.Start(("CREDITLOAN_DB", there.ConnectionString));
        using var http = served.CreateClient();
        var (forge, token) = await Registered(http);
        async Task<HttpResponseMessage> Session() => await http.SendAsync(Forge.Call("DPoP " + token, forge.Proof(token)));
        Assert.Equal(HttpStatusCode.OK, (await Session()).StatusCode);

        wire.Hold();
        foreach (var still in (HttpResponseMessage[])[await Session(), await Session(), await http.GetAsync("/health/ready")])
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (still.StatusCode, still.Headers.RetryAfter?.Delta is not null));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);

        wire.Release();
        for (var until = DateTime.UtcNow.AddMinutes(1); (await Session()).StatusCode != HttpStatusCode.OK;)
        {
            Assert.True(DateTime.UtcNow < until, "It does not come back.");
            await Task.Yield();
        }
    }

    [Fact]
    public async Task That_has_no_connection_left_is_one_too()
    {
        var few = new NpgsqlConnectionStringBuilder(sandbox.Api.Db.OwnerConnection) { MaxPoolSize = 5 }.ConnectionString;
        await using var served = sandbox.Api.Start(("CREDITLOAN_DB", few));
        using var http = served.CreateClient();
        var (forge, token) = await Registered(http);
        var database = served.Services.GetRequiredService<Database>();
        var held = new List<NpgsqlConnection>();
        while (held.Count < 5)
            try
            {
                held.Add(await database.Writer.OpenConnectionAsync());
            }
            catch (NpgsqlException) // The API's own followers had some of them: once more.
            {
            }
        using (var full = await http.SendAsync(Forge.Call("DPoP " + token, forge.Proof(token))))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (full.StatusCode, full.Headers.RetryAfter?.Delta is not null));
            Assert.Equal("server.busy", (string)JsonNode.Parse(await full.Content.ReadAsStringAsync())!["code"]!);
        }
        foreach (var connection in held) await connection.DisposeAsync();
        using var again = await http.SendAsync(Forge.Call("DPoP " + token, forge.Proof(token)));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    private async Task<(Forge Forge, string Token)> Registered(HttpClient http)
    {
        var forge = new Forge($"SB01-{Guid.NewGuid().ToString("N")[..8]}");
        await sandbox.Api.Register(forge.Client, forge.Key.ExportSubjectPublicKeyInfoPem());
        return (forge, await forge.Token(http));
    }
}
