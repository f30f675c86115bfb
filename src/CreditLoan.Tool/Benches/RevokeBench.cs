using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Seeding;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Consents;
using CreditLoan.Samples;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench revoke</c>: how long after the commit of a revocation an open profile goes blank, in two portal processes at once, seen in a real browser; and whether the bank's next call is refused.</summary>
public static class RevokeBench
{
    private const string IsOpen = "document.body.innerText.includes('授权一经撤回，本页立即关闭')";

    /// <summary>Answers the wall clock, in milliseconds, of the change of the page that took the profile away.</summary>
    private const string WentBlank = """
        new Promise(blank => {
          const look = () => document.body.innerText.includes('授权已终止，画像已关闭') && blank(performance.timeOrigin + performance.now());
          new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
          look();
        })
        """;

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Revocations.", DefaultValueFactory = _ => 20 };
        return BenchCommand.Bench("revoke", "From the commit of a revocation to blank pages in two processes, and the bank's next call.", (parsed, stop) => Run(parsed.GetValue(rounds), stop), rounds);
    }

    private static async Task<BenchReport> Run(int rounds, CancellationToken stop)
    {
        await using var cluster = await BenchCluster.Start(stop);
        await using var database = await Database.Open(cluster.Connection, stop);
        var (store, today) = (new EventStore(database.Writer, TimeProvider.System), DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8)));
        var sandbox = new Sandbox(database, store, today);
        await sandbox.Make(rounds, 100, stop);
        await using (var demonstration = database.Owner.CreateCommand("insert into platform_fact (name, value) values ('demonstration', 'true') on conflict do nothing")) await demonstration.ExecuteNonQueryAsync(stop);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var client = await sandbox.LetIn("bench", key.ExportSubjectPublicKeyInfoPem());
        var accounts = new Accounts(database, MasterKey.FromFile(), TimeProvider.System);
        await accounts.CreateDemonstration([(new NewAccount("revoke-officer", "客户经理", TenantKind.Bank, Sandbox.Bank.Value, "沙箱银行"), [Role.BankOfficer])]);
        var account = (await accounts.Demonstration()).Single(a => a.UserName == "revoke-officer");

        using var api = await BenchApi.Start(cluster.Connection, stop);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var caller = new BankClient(http, api.Url, client.Value, key);
        using var one = await BenchPortal.Start(cluster.Connection, stop);
        using var two = await BenchPortal.Start(cluster.Connection, stop);
        await using var browser = await BenchBrowser.Start(stop);
        var cookies = new CookieContainer();
        using var signedIn = await BenchPortal.SignIn(one.Address, accounts, account, stop, cookies);
        await browser.SetCookie("xyd", cookies.GetCookies(one.Address)["xyd"]!.Value, one.Address, stop);
        // The same sign-in, known to both: rights and keys lie in the database.
        var (first, second) = (await browser.Open(stop), await browser.Open(stop));

        var (blank, next, refused) = (new List<double>(), new List<double>(), 0);
        for (var round = 0; round < rounds; round++)
        {
            var enterprise = sandbox.Enterprises[round];
            await Task.WhenAll(first.Visit(new Uri(one.Address, $"/bank/profiles/{enterprise}"), IsOpen, stop), second.Visit(new Uri(two.Address, $"/bank/profiles/{enterprise}"), IsOpen, stop));
            using (var before = await caller.Send(HttpMethod.Get, $"/v1/profiles/{enterprise}"))
                if (before.StatusCode != HttpStatusCode.OK) throw new OperatorException($"The profile was not readable before the revocation: {(int)before.StatusCode}.");
            var seen = new[] { first.Evaluate(WentBlank, stop), second.Evaluate(WentBlank, stop) };

            var row = await new ConsentQueries(database.Reader).Standing(new Viewer("bench", Role.LegalRepresentative, enterprise.Value), enterprise, Recipient.Bank(Sandbox.Bank), Purpose.CreditApproval);
            var by = new Actor("bench", Role.LegalRepresentative, enterprise.Value);
            if (await store.Change(Ledger.Command.For(by, today, "consent.revoke", row!.Consent), ConsentDoor.Stream(enterprise, Recipient.Bank(Sandbox.Bank)), Consent.Stream(row.Consent),
                (_, consent) => ConsentDecisions.Revoke(consent, by, today), stop) is not Outcome.Done) throw new OperatorException("The consent was not revoked.");
            var committed = (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds;

            var asked = Stopwatch.GetTimestamp();
            using (var after = await caller.Send(HttpMethod.Get, $"/v1/profiles/{enterprise}"))
                if (after.StatusCode != HttpStatusCode.OK) refused++;
            next.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            var late = await Task.WhenAll(seen);
            blank.Add(late.Max() - committed);
            await Console.Error.WriteLineAsync($"{round + 1}: blank after {late[0] - committed:0} and {late[1] - committed:0} ms, the next call answered in {next[^1]:0} ms");
        }
        blank.Sort();
        next.Sort();
        double At(List<double> of, double part) => Math.Round(of[(int)((of.Count - 1) * part)], 1);
        return new BenchReport("ms from commit to both pages blank, p95", At(blank, 0.95), Better.Lower, new Dictionary<string, double>(StringComparer.Ordinal), refused == rounds,
            new Dictionary<string, object>(StringComparer.Ordinal) { ["p50_ms"] = At(blank, 0.5), ["max_ms"] = At(blank, 1), ["revocations"] = rounds, ["next_call_refused"] = refused, ["next_call_p50_ms"] = At(next, 0.5), ["next_call_p99_ms"] = At(next, 0.99) });
    }
}
