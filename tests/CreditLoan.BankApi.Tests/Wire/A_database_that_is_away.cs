using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CreditLoan.BankApi.Tests.Identity;
using Microsoft.AspNetCore.Hosting;
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
        await using var wire = new Wire(there.Host!, there.Port);
        there.Host = "127.0.0.1";
        there.Port = wire.Port;
        var errors = new ErrorLog();
        await using var served = sandbox.Api.Start(("CREDITLOAN_DB", there.ConnectionString)).WithWebHostBuilder(host => host.ConfigureLogging(logging => logging.ClearProviders().AddProvider(errors)));
        using var http = served.CreateClient();
        var forge = new Forge($"SB01-{Guid.NewGuid().ToString("N")[..8]}");
        await sandbox.Api.Register(forge.Client, forge.Key.ExportSubjectPublicKeyInfoPem());
        var token = await forge.Token(http);

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

    /// <summary>Hands bytes on in both directions; cut, it ends what runs and takes nothing new.</summary>
    private sealed class Wire : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> _open = [];
        private readonly (string Host, int Port) _to;
        private volatile bool _cut;

        public Wire(string host, int port)
        {
            _to = (host, port);
            _listener.Start();
            _ = Accept();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Cut()
        {
            _cut = true;
            lock (_open)
            {
                foreach (var client in _open) client.Dispose();
                _open.Clear();
            }
        }

        public void Mend() => _cut = false;

        private async Task Accept()
        {
            try
            {
                while (true)
                {
                    var near = await _listener.AcceptTcpClientAsync();
                    if (_cut)
                    {
                        near.Dispose();
                        continue;
                    }
                    var far = new TcpClient();
                    await far.ConnectAsync(_to.Host, _to.Port);
                    lock (_open) _open.AddRange([near, far]);
                    _ = Copy(near, far);
                    _ = Copy(far, near);
                }
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
            }
        }

        private static async Task Copy(TcpClient from, TcpClient to)
        {
            try
            {
                await from.GetStream().CopyToAsync(to.GetStream());
            }
            catch (Exception cut) when (cut is IOException or ObjectDisposedException or InvalidOperationException)
            {
            }
            finally
            {
                to.Dispose();
            }
        }

        public ValueTask DisposeAsync()
        {
            Cut();
            _listener.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
