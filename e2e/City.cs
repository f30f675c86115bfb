using System.Globalization;
using CreditLoan.Domain.Access;
using Microsoft.Playwright;

namespace CreditLoan.E2e;

/// <summary>The demonstration city, seeded once for all journeys, its portal and bank API running, and one Chromium.</summary>
public sealed class City : IAsyncLifetime
{
    private readonly int portalPort = Running.FreePort();
    private string server = "";
    private string name = "";
    private readonly Dictionary<string, (string Cookies, DateTime At)> cookies = new(StringComparer.Ordinal);
    private Running? portal;
    private IPlaywright? playwright;
    private IBrowser? browser;

    public string Address => $"http://localhost:{portalPort.ToString(CultureInfo.InvariantCulture)}";

    public string Database { get; private set; } = "";

    public static string Xyd { get; } = Clone.Program("CreditLoan.Tool", "xyd");

    public async Task InitializeAsync()
    {
        server = await FindServer();
        name = $"e2e_{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";
        Database = await DatabaseServer.Make(server, name);
        await Running.ToEnd(Xyd, Database, "seed", "--seed", "7");
        portal = await Running.Host(Clone.Program("CreditLoan.Portal", "CreditLoan.Portal"), portalPort, Database);
        // A machine that is building and testing beside us answers late, not wrongly.
        Assertions.SetDefaultExpectTimeout(120_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Timeout = 120_000,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync", "--disable-quic"],
        });
    }

    /// <summary>A browser of one person's own: no cookie is shared with another.</summary>
    public async Task<IBrowserContext> Browser(int width, int height, string? cookiesOf)
    {
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address,
            StorageState = cookiesOf,
            Locale = "zh-CN",
            TimezoneId = "Asia/Shanghai",
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        context.SetDefaultTimeout(120_000);
        return context;
    }

    /// <summary>Somebody with this role, of the tenant that the demonstration's accounts belong to; nobody for the public.</summary>
    public async Task<Person> SignIn(Role role, int width = 1440) => role is Role.Anonymous
        ? await Person.Anyone(this, width)
        : await Person.SignedIn(this, await DatabaseServer.Text(Database, $"""
            select a.user_name from identity.account a join identity.account_role r on r.account = a.id join identity.demo_account d on d.account = a.id
            where r.role = '{role}' and a.user_name not in ('newcomer', 'officer2')
            """), width);

    /// <summary>The cookies of an account: it signs in by the form, and stays signed in for the journeys of the next three minutes.</summary>
    public async Task<string> Cookies(string account)
    {
        // Young enough that no act asks for the person once more.
        if (cookies.TryGetValue(account, out var known) && known.At > DateTime.UtcNow.AddMinutes(-3)) return known.Cookies;
        await using var person = await Person.Anyone(this);
        var page = person.Page;
        await page.GotoAsync("/sign-in");
        await person.Fill("账户名", account);
        await person.Fill("口令", await DatabaseServer.Text(Database, $"select d.password from identity.demo_account d join identity.account a on a.id = d.account where a.user_name = '{account}'"));
        await person.Fill("动态验证码", await Code(account));
        await person.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "登录", Exact = true }).ClickAsync();
        await page.Arrives("^(?!.*/sign-in)");
        return (cookies[account] = (await page.Context.StorageStateAsync(), DateTime.UtcNow)).Cookies;
    }

    /// <summary>The enterprise or institution that an account belongs to.</summary>
    public Task<string> TenantOf(string account) => DatabaseServer.Text(Database, $"select tenant from identity.account where user_name = '{account}'");

    /// <summary>What the account's authenticator shows now.</summary>
    public Task<string> Code(string account) => Running.ToEnd(Xyd, Database, "otp", account);

    public async Task DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (portal is not null) await portal.DisposeAsync();
        if (name.Length > 0) await DatabaseServer.Drop(server, name);
    }

    private static async Task<string> FindServer() =>
        Environment.GetEnvironmentVariable("CREDITLOAN_TEST_DB") is { Length: > 0 } set
            ? set
            : await Running.ToEnd(Path.Combine(Clone.Root, "infra/postgres/cluster.sh"), "", "start", ".data/test", "0");
}

/// <summary>The journeys share one city and run one after another, as days do.</summary>
[CollectionDefinition(Name)]
public sealed class Journeys : ICollectionFixture<City>
{
    public const string Name = "journeys";
}
