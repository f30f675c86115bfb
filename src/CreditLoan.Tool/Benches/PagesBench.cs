using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
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

        using var portal = await BenchPortal.Start(cluster.Connection, stop);
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
            new Dictionary<string, object>
            {
                ["p50_ms"] = Part(own, 0.5), ["visits"] = own.Count, ["people"] = People, ["seconds"] = time.TotalSeconds, ["pages"] = byPage,
                ["wrong"] = visits.Where(v => !v.Right).CountBy(v => v.Page).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal),
            });
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
            var body = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(stop));
            var ms = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
            visits.Add(new Visit(name, ms, answer.StatusCode == HttpStatusCode.OK
                && (name == Peer || body.Contains(person.DisplayName, StringComparison.Ordinal) && Heading().IsMatch(body) && !body.Contains("state refused", StringComparison.Ordinal))));
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

        var client = await BenchPortal.SignIn(portal, accounts, account, stop);
        var paths = new List<(string, string)>();
        foreach (var page in pages)
            paths.Add((page, page.Replace("{case}", page.Contains("{case}", StringComparison.Ordinal)
                ? await One(database, $"select line from credit_line_book where bank = '{tenant}' and stage in ('ToContact', 'UnderReview', 'Offered') order by changed_at desc, line offset {number.ToString(CultureInfo.InvariantCulture)} limit 1", stop) : "", StringComparison.Ordinal)));
        return new Person(client, paths, display);
    }

    private static async Task<string> One(Database database, string sql, CancellationToken stop)
    {
        await using var command = database.Owner.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync(stop))!;
    }

    [GeneratedRegex("<h1[^>]*>(?:<[^>]+>)*[^<\\s]")]
    private static partial Regex Heading();
}
