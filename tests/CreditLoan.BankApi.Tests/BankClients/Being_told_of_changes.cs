using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CreditLoan.Ledger;
using CreditLoan.Ledger.BankClients;

namespace CreditLoan.BankApi.Tests.BankClients;

public sealed class Being_told_of_changes(SandboxApi sandbox) : IClassFixture<SandboxApi>
{
    private async Task CatchUp() => await new Followers(sandbox.Api.Db.Database.Writer, new SettledLog(sandbox.Api.Db.Database.Writer, sandbox.Api.Store), [new BankFeedFollower()]).CatchUp();

    [Fact]
    public async Task Goes_on_from_the_cursor_and_misses_nothing()
    {
        await CatchUp();
        var all = new List<JsonNode>();
        for (long cursor = 0; ;)
        {
            var page = await sandbox.Bank.Call(HttpMethod.Get, $"/v1/changes?after={cursor}&limit=7");
            if (page["items"]!.AsArray() is { Count: 0 }) break;
            all.AddRange(page["items"]!.AsArray().Select(i => i!.DeepClone()));
            cursor = (long)page["next"]!;
        }
        Assert.Equal(all.Select(i => (long)i["cursor"]!).Order().Distinct(), all.Select(i => (long)i["cursor"]!));
        Assert.Equal(await sandbox.Api.Db.Value<long>("select count(*) from mt_events where stream_id like 'credit-line/%' or stream_id like 'product/SB01/%' or stream_id like 'bank-client/SB01-%' or (type = 'consent_granted' and data->'Terms'->>'Recipient' = 'SB01') or stream_id like 'loan/SB01/%'"),
            all.Count);
        var requested = all.First(i => (string)i["event"]! == "credit_line_requested");
        Assert.Equal("Requested", (string)(await sandbox.Bank.Call(HttpMethod.Get, new Uri((string)all.Last(i => (string)i["event"]! == "credit_line_requested" && (string)i["subject"]! != (string)requested["subject"]!)["href"]!).AbsolutePath + "/timeline"))[0]!["step"]!);
    }

    [Fact]
    public async Task Reaches_the_bank_s_own_address_signed_and_is_tried_again()
    {
        var address = RunningApi.FreeAddress();
        var api = new RunningApi { Settings = [("BankApi:PrivateWebhooks", "true")] };
        await api.InitializeAsync();
        var bank = await api.Bank("SB01");
        using var listener = new HttpListener();
        listener.Prefixes.Add(address + "/");
        listener.Start();
        // What the feed has not reached yet would be told to the new address too.
        await Eventually(() => api.Db.Value<long>("select count(*) from mt_event_progression where name = 'bank_feed' and last_seq_id = (select max(seq_id) from mt_events)"));
        var made = await bank.Call(HttpMethod.Post, "/v1/webhooks", new { url = address + "/changes" });
        var secret = Convert.FromBase64String(((string)made["secret"]!)["whsec_".Length..]);
        Assert.Null((await bank.Call(HttpMethod.Get, "/v1/webhooks"))[0]!["secret"]);

        await api.Register("SB01-next", ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportSubjectPublicKeyInfoPem(), approve: false);
        var refused = await listener.GetContextAsync();
        refused.Response.StatusCode = 503;
        refused.Response.Close();
        await Eventually(() => api.Db.Value<long>("select count(*) from webhook_delivery where last_status = 503 and delivered_at is null"));
        await api.Db.Execute("update webhook_delivery set next_at = now() where delivered_at is null");

        var told = await listener.GetContextAsync();
        var body = await new StreamReader(told.Request.InputStream).ReadToEndAsync();
        var (id, time) = (told.Request.Headers["webhook-id"]!, told.Request.Headers["webhook-timestamp"]!);
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{id}.{time}.{body}"))), told.Request.Headers["webhook-signature"]);
        told.Response.StatusCode = 204;
        told.Response.Close();
        Assert.Equal(("SB01-next", "bank_client_key_proposed"), ((string)JsonNode.Parse(body)!["subject"]!, (string)JsonNode.Parse(body)!["event"]!));
        await Eventually(() => api.Db.Value<long>("select count(*) from webhook_delivery where delivered_at is not null and tries = 2"));

        Assert.Equal(HttpStatusCode.NoContent, (await bank.Send(HttpMethod.Delete, $"/v1/webhooks/{made["id"]}")).StatusCode);
        Assert.Empty((await bank.Call(HttpMethod.Get, "/v1/webhooks")).AsArray());
        await api.DisposeAsync();
    }

    [Theory]
    [InlineData("http://bank.example/x")]
    [InlineData("https://user:secret@bank.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("changes")]
    public async Task Takes_only_an_address_outside(string url)
    {
        using var response = await sandbox.Bank.Send(HttpMethod.Post, "/v1/webhooks", new { url });
        Assert.Equal("webhook.address", (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["code"]!);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.20.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("203.119.1.1", true)]
    [InlineData("2001:da8::1", true)]
    public void Leads_never_into_a_private_network(string address, bool outside) => Assert.Equal(outside, BankApi.BankClients.FeedHost.IsPublic(IPAddress.Parse(address)));

    private static async Task Eventually(Func<Task<long>> count)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await count() == 0) await Task.Delay(50, late.Token);
    }
}
