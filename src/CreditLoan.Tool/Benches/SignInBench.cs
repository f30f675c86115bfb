using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench sign-in</c>: how far the time of a refused sign-in tells whether there is such an account, and whether its password was right; over HTTP, as a guesser sees it.</summary>
public static partial class SignInBench
{
    private static readonly (string Case, string Name, bool Right)[] Cases =
        [("unknown account", "sign-in-nobody", false), ("wrong password", "sign-in-open", false), ("right password, wrong code", "sign-in-open", true), ("locked account, right password", "sign-in-locked", true)];

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Tries of each kind.", DefaultValueFactory = _ => 300 };
        return BenchCommand.Bench("sign-in", "Median times of refused sign-ins: unknown account, wrong password, wrong code, locked account.", (parsed, stop) => Run(parsed.GetValue(rounds), stop), rounds);
    }

    private static async Task<BenchReport> Run(int rounds, CancellationToken stop)
    {
        await using var cluster = await BenchCluster.Start(stop);
        await using var database = await Database.Open(cluster.Connection, stop);
        await using (var demonstration = database.Owner.CreateCommand("insert into platform_fact (name, value) values ('demonstration', 'true') on conflict do nothing")) await demonstration.ExecuteNonQueryAsync(stop);
        var accounts = new Accounts(database, MasterKey.FromFile(), TimeProvider.System);
        await accounts.CreateDemonstration([.. new[] { "sign-in-open", "sign-in-locked" }.Select(name => (new NewAccount(name, "客户经理", TenantKind.Bank, "BENCH", "银行"), new[] { Role.BankOfficer }))]);
        var passwords = (await accounts.Demonstration()).ToDictionary(a => a.UserName, a => a.Password, StringComparer.Ordinal);
        await using (var shut = database.Owner.CreateCommand("update identity.account set locked_at = now(), locked_why = 'bench' where user_name = 'sign-in-locked'")) await shut.ExecuteNonQueryAsync(stop);
        using var portal = await BenchPortal.Start(cluster.Connection, stop);

        var (timings, refused, warmUp) = (new Timings(), 0, 20);
        for (var round = 0; round < rounds + warmUp; round++)
        {
            // The fifth failure would lock the account, the sixty-first of an address be turned away: neither is measured here.
            await using (var fresh = database.Owner.CreateCommand("update identity.account set access_failed_count = 0, lockout_end = null")) await fresh.ExecuteNonQueryAsync(stop);
            using var client = From(portal.Address, round);
            var token = Token().Match(await client.GetStringAsync(new Uri("/sign-in", UriKind.Relative), stop)).Groups[1].Value;
            for (var i = 0; i < Cases.Length; i++)
            {
                // Each kind stands at each place of a round as often as any other.
                var (kind, name, right) = Cases[(i + round) % Cases.Length];
                using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["name"] = name, ["password"] = right ? passwords[name] : "Some-other-word-71", ["code"] = "000000", ["return"] = "", ["__RequestVerificationToken"] = token,
                });
                var start = Stopwatch.GetTimestamp();
                using var answer = await client.PostAsync(new Uri("/account/sign-in", UriKind.Relative), form, stop);
                if (round >= warmUp) timings.Add(kind, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                if (answer.Headers.Location?.ToString().StartsWith("/sign-in?wrong=1", StringComparison.Ordinal) == true) refused++;
            }
        }
        var medians = Cases.ToDictionary(c => c.Case, c => Math.Round(timings.Median(c.Case), 2), StringComparer.Ordinal);
        var unknown = medians[Cases[0].Case];
        return new BenchReport("% from an unknown account's median", medians.Values.Max(m => Math.Abs(m - unknown) / unknown * 100), Better.Lower, new Dictionary<string, double>(),
            refused == (rounds + warmUp) * Cases.Length, new Dictionary<string, object> { ["tries_of_each"] = rounds, ["median_ms"] = medians });
    }

    /// <summary>A browser at an address of its own of this machine's.</summary>
    private static HttpClient From(Uri portal, int round)
    {
        var own = IPAddress.Parse($"127.0.{(1 + round / 200).ToString(CultureInfo.InvariantCulture)}.{(1 + round % 200).ToString(CultureInfo.InvariantCulture)}");
        return new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, CookieContainer = new CookieContainer(),
            ConnectCallback = async (context, stop) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(own, 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        { BaseAddress = portal };
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
