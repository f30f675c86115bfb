using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using CreditLoan.Domain.Access;
using CreditLoan.Jobs.Seeding;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench pages</c>: ten main pages of a seeded portal while fifty signed-in people open, read and open again; the peer is the portal's own health answer.</summary>
public static partial class PagesBench
{
    private const int People = 50;
    private const string Peer = "/health/live";
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(2);

    /// <summary>What the four kinds of people open; the rest of a name in braces is asked of the database.</summary>
    private static readonly (Role Role, int People, string[] Pages)[] Desks =
    [
        (Role.BankOfficer, 20, ["/bank/cases", "/bank/cases/{case}", "/bank/loans"]),
        (Role.LegalRepresentative, 18, ["/", "/enterprise", "/enterprise/products", "/products"]),
        (Role.PoolClerk, 6, ["/pool", "/pool/claims"]),
        (Role.BureauAnalyst, 6, ["/bureau"]),
    ];

    private sealed record Person(HttpClient Client, IReadOnlyList<(string Name, string Path)> Pages, string DisplayName);

    private sealed record Visit(string Page, double Ms, bool Right);

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "How long the fifty read.", DefaultValueFactory = _ => 60 };
        return BenchCommand.Bench("pages", "p50 and p95 of ten pages under fifty signed-in people.", (parsed, stop) => Run(TimeSpan.FromSeconds(parsed.GetValue(seconds)), stop), seconds);
    }

    private static async Task<BenchReport> Run(TimeSpan time, CancellationToken stop)
    {
        await using var cluster = await BenchCluster.Start(stop);
        await using var database = await Database.Open(cluster.Connection, stop);
        var today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));
        await new Seeder(database, new EventStore(database.Writer, TimeProvider.System), new SeedPlan(20261121, today), Console.Error.WriteLine).Run(stop);
        var accounts = new Accounts(database, MasterKey.FromFile(), TimeProvider.System);

        using var portal = await Portal.Start(cluster.Connection, stop);
        var people = new List<Person>();
        foreach (var (role, count, pages) in Desks)
            for (var i = 0; i < count; i++) people.Add(await SignIn(portal.Address, database, accounts, role, i, pages, stop));
        await Task.WhenAll(people.Select(p => Read(p, TimeSpan.FromSeconds(10), stop)));
        var visits = (await Task.WhenAll(people.Select(p => Read(p, time, stop)))).SelectMany(v => v).ToList();

        var own = visits.Where(v => v.Page != Peer).ToList();
        var byPage = own.GroupBy(v => v.Page, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => (object)new { p50 = Part(g, 0.5), p95 = Part(g, 0.95), visits = g.Count() }, StringComparer.Ordinal);
        return new BenchReport("ms at p95", Part(own, 0.95), Better.Lower, new Dictionary<string, double> { ["health_live"] = Part(visits.Where(v => v.Page == Peer), 0.95) },
            visits.All(v => v.Right) && byPage.Count == Desks.Sum(d => d.Pages.Length),
            new Dictionary<string, object> { ["p50_ms"] = Part(own, 0.5), ["visits"] = own.Count, ["people"] = People, ["seconds"] = time.TotalSeconds, ["pages"] = byPage });
    }

    private static double Part(IEnumerable<Visit> visits, double part)
    {
        var sorted = visits.Select(v => v.Ms).Order().ToList();
        return Math.Round(sorted[Math.Min(sorted.Count - 1, (int)(part * sorted.Count))], 1);
    }

    /// <summary>Opens pages one after another, two seconds of reading between them, and looks at each whether it is the page that was asked for, for this person.</summary>
    private static async Task<List<Visit>> Read(Person person, TimeSpan time, CancellationToken stop)
    {
        var visits = new List<Visit>();
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next((int)Reading.TotalMilliseconds)), stop);
        for (var i = Random.Shared.Next(100); Stopwatch.GetElapsedTime(began) < time; i++)
        {
            var (name, path) = i % 8 == 0 ? (Peer, Peer) : person.Pages[i % person.Pages.Count];
            var clock = Stopwatch.GetTimestamp();
            using var answer = await person.Client.GetAsync(new Uri(path, UriKind.Relative), stop);
            var body = await answer.Content.ReadAsStringAsync(stop);
            var ms = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
            visits.Add(new Visit(name, ms, answer.StatusCode == HttpStatusCode.OK
                && (name == Peer || body.Contains(WebUtility.HtmlEncode(person.DisplayName), StringComparison.Ordinal) && Heading().IsMatch(body) && !body.Contains("state refused", StringComparison.Ordinal))));
            await Task.Delay(Reading, stop);
        }
        return visits;
    }

    private static async Task<Person> SignIn(Uri portal, Database database, Accounts accounts, Role role, int number, string[] pages, CancellationToken stop)
    {
        var (tenant, name) = role switch
        {
            Role.BankOfficer => ("LJ" + (1 + number % 12).ToString("00", CultureInfo.InvariantCulture), "银行"),
            Role.LegalRepresentative => (await One(database, $"select code from enterprise_book where stage = 'Active' order by code offset {number.ToString(CultureInfo.InvariantCulture)} limit 1", stop), "企业"),
            Role.PoolClerk => (await One(database, "select owner from scheme_book order by code limit 1", stop), "资金池"),
            _ => ("bureau", "金融局"),
        };
        var (user, display) = ($"reader-{role}-{number}".ToLowerInvariant(), $"读者{role}{number}");
        await accounts.CreateDemonstration([(new NewAccount(user, display, role.Kind(), tenant, name), [role])]);
        var account = (await accounts.Demonstration()).Single(a => a.UserName == user);

        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = portal };
        var token = Token().Match(await client.GetStringAsync(new Uri("/sign-in", UriKind.Relative), stop)).Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = user, ["password"] = account.Password, ["code"] = (await accounts.DemonstrationCode(user))!, ["return"] = "", ["__RequestVerificationToken"] = token,
        });
        using var answer = await client.PostAsync(new Uri("/account/sign-in", UriKind.Relative), form, stop);
        if (answer.StatusCode != HttpStatusCode.Found) throw new OperatorException($"{user} was not signed in: {(int)answer.StatusCode}.");
        var paths = new List<(string, string)>();
        foreach (var page in pages)
            paths.Add((page, page.Replace("{case}", page.Contains("{case}", StringComparison.Ordinal)
                ? await One(database, $"select line from credit_line_book where bank = '{tenant}' order by changed_at desc, line offset {number.ToString(CultureInfo.InvariantCulture)} limit 1", stop) : "", StringComparison.Ordinal)));
        return new Person(client, paths, display);
    }

    private static async Task<string> One(Database database, string sql, CancellationToken stop)
    {
        await using var command = database.Owner.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync(stop))!;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<h1[^>]*>[^<]")]
    private static partial Regex Heading();

    /// <summary>The portal as it is delivered, in a process of its own; ended by its id.</summary>
    private sealed class Portal : IDisposable
    {
        private readonly Process process;

        private Portal(Process process, Uri address) => (this.process, Address) = (process, address);

        public Uri Address { get; }

        public static async Task<Portal> Start(string connection, CancellationToken stop)
        {
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            var address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}";
            free.Stop();
            var folder = Path.Combine(Repository.Root, "src/CreditLoan.Portal");
            var program = Path.Combine(folder, "bin/Release/net10.0/CreditLoan.Portal.dll");
            if (!File.Exists(program)) throw new OperatorException("The portal is not built; infra/up.sh builds it.");
            var started = Process.Start(new ProcessStartInfo("dotnet", [program, "--urls", address])
            {
                WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
                Environment = { ["CREDITLOAN_DB"] = connection, ["ASPNETCORE_ENVIRONMENT"] = "Development", ["CREDITLOAN_EVIDENCE"] = Repository.Data("bench-evidence") },
            })!;
            CpuOfOthers.CountAsOurs(started.Id);
            var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            started.OutputDataReceived += (_, line) => { if (line.Data?.Contains("Application started", StringComparison.Ordinal) == true) listening.TrySetResult(); };
            started.BeginOutputReadLine();
            started.BeginErrorReadLine();
            await Task.WhenAny(listening.Task, started.WaitForExitAsync(stop));
            return listening.Task.IsCompleted ? new Portal(started, new Uri(address)) : throw new OperatorException("The portal ended while starting.");
        }

        public void Dispose()
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }
}
