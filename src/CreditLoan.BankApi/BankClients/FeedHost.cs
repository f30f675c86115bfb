using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CreditLoan.BankApi.Wire;
using CreditLoan.Ledger;
using CreditLoan.Ledger.BankClients;

namespace CreditLoan.BankApi.BankClients;

/// <summary>Keeps the change feed behind the appends and calls banks back; any number of processes may, each change is told by one at a time.</summary>
public sealed class FeedHost(Database database, EventStore store, Webhooks hooks, ApiSettings settings, TimeProvider clock, ILogger<FeedHost> log) : BackgroundService
{
    private const int AtOnce = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var http = new HttpClient(Outside(settings.PrivateWebhooks)) { Timeout = TimeSpan.FromSeconds(10) };
        using var timer = new PeriodicTimer(Pause);
        do
        {
            try
            {
                await Step(http, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "The change feed stopped for now and tries again.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Step(HttpClient http, CancellationToken stop)
    {
        await new Followers(database.Writer, new SettledLog(database.Writer, store), [new BankFeedFollower()]).CatchUp(stop);
        while (await hooks.Take(AtOnce, stop) is { Count: > 0 } due) await Task.WhenAll(due.Select(d => Tell(http, d, stop)));
    }

    private async Task Tell(HttpClient http, DueDelivery due, CancellationToken stop)
    {
        var body = JsonSerializer.Serialize(ChangeOut.Of(new FeedRow(due.Seq, due.At, due.Kind, due.Subject, due.Event, due.Version, due.BusinessDate), settings.Url), WireJson.Options);
        var (id, time) = ($"{due.Webhook}-{due.Seq}", clock.GetUtcNow().ToUnixTimeSeconds());
        using var message = new HttpRequestMessage(HttpMethod.Post, due.Url) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        message.Headers.Add("webhook-id", id);
        message.Headers.Add("webhook-timestamp", time.ToString(System.Globalization.CultureInfo.InvariantCulture));
        message.Headers.Add("webhook-signature", Webhooks.Sign(due.Secret, id, time, body));
        try
        {
            using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stop);
            await hooks.Keep(due, (int)answer.StatusCode, null, stop);
        }
        catch (Exception failed) when (failed is HttpRequestException or TaskCanceledException or InvalidOperationException && !stop.IsCancellationRequested)
        {
            await hooks.Keep(due, null, failed is TaskCanceledException ? "timeout" : "unreachable", stop);
        }
    }

    /// <summary>Leads outside only: whoever may name an address may not have the platform knock on its own doors.</summary>
    private static SocketsHttpHandler Outside(bool inside) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = async (context, stop) =>
        {
            var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, stop);
            var allowed = Array.FindAll(addresses, a => inside || IsPublic(a));
            if (allowed.Length == 0) throw new HttpRequestException("The address leads inside.");
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, stop);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) return false;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return !address.IsIPv6LinkLocal && !address.IsIPv6UniqueLocal && !address.IsIPv6SiteLocal && !address.IsIPv6Multicast && !address.IsIPv6Teredo;
        return address.GetAddressBytes() is var b && b[0] switch
        {
            0 or 10 or 127 or >= 224 => false,
            100 => b[1] is < 64 or > 127,
            169 => b[1] != 254,
            172 => b[1] is < 16 or > 31,
            192 => !(b[1] == 168 || (b[1] == 0 && b[2] is 0 or 2)),
            198 => b[1] is not (18 or 19 or 51),
            _ => true,
        };
    }
}
