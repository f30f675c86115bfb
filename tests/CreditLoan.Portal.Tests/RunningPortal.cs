using System.Net;
using System.Text.RegularExpressions;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Portal.Identity;
using CreditLoan.Portal.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace CreditLoan.Portal.Tests;

/// <summary>The whole portal on a port of its own, with a database of its own and a clock that tests move.</summary>
internal sealed partial class RunningPortal : IAsyncDisposable
{
    private readonly WebApplication app;
    private KeptLogs logs = null!;
    private bool ownsDatabase;

    private RunningPortal(TestDatabase db, WebApplication app, MovedClock clock)
    {
        (Db, this.app, Clock) = (db, app, clock);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public TestDatabase Db { get; }
    public MovedClock Clock { get; }
    public Uri Address { get; }
    public IServiceProvider Services => app.Services;

    /// <summary>What the portal has logged since it runs.</summary>
    public IReadOnlyCollection<string> Logs => logs.Lines;

    public Accounts Accounts => Services.GetRequiredService<Accounts>();

    /// <param name="beside">A portal that runs already: this one is a second process over its database.</param>
    /// <param name="over">The test's own database; <paramref name="through"/> is then the portal's way to it, where the test stands in between.</param>
    public static async Task<RunningPortal> Start(bool secure = false, int port = 0, OidcSettings? oidc = null, RunningPortal? beside = null, TestDatabase? over = null, Database? through = null, Action<IServiceCollection>? besides = null)
    {
        var db = over ?? beside?.Db ?? await TestDatabase.Create();
        await db.Execute("insert into platform_fact (name, value) values ('demonstration', 'true') on conflict do nothing");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { WebRootPath = Path.Combine(Repository.Root, "src/CreditLoan.Portal/wwwroot") });
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var kept = new KeptLogs();
        builder.Logging.ClearProviders().AddProvider(kept);
        var address = new Uri(secure ? "https://localhost" : $"http://localhost:{port}");
        builder.Services.AddPortal(through ?? db.Database, await Platform.Read(db.Database), address, oidc);
        var clock = new MovedClock();
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        besides?.Invoke(builder.Services);
        var built = builder.Build();
        built.UsePortal(address);
        await built.StartAsync();
        return new RunningPortal(db, built, clock) { logs = kept, ownsDatabase = beside is null && over is null };
    }

    /// <summary>Every page: its route, and whether a value must be put into it.</summary>
    public IReadOnlyList<(string Route, bool Plain)> Pages() =>
        [.. Endpoints().Where(IsPage).Select(e => ("/" + e.RoutePattern.RawText!.TrimStart('/'), !e.RoutePattern.Parameters.Any()))];

    /// <summary>Every endpoint that is no page.</summary>
    public IReadOnlyList<RouteEndpoint> OtherEndpoints() => [.. Endpoints().Where(e => !IsPage(e))];

    private IEnumerable<RouteEndpoint> Endpoints() => ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    private static bool IsPage(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null;

    /// <summary>A demonstration account with these roles.</summary>
    public async Task<DemoAccountRow> Account(string userName, string tenant, params Role[] roles)
    {
        await Accounts.CreateDemonstration([(new NewAccount(userName, "试用", roles[0].Kind(), tenant, tenant), roles)]);
        return (await Accounts.Demonstration()).Single(a => a.UserName == userName);
    }

    /// <summary>A browser without scripts: keeps cookies, follows nothing.</summary>
    public Visitor Visit() => new(Address);

    public async Task<Visitor> SignIn(DemoAccountRow account)
    {
        var visitor = Visit();
        var answer = await visitor.SignIn(account.UserName, account.Password, (await Accounts.DemonstrationCode(account.UserName))!);
        return answer.StatusCode == HttpStatusCode.Found && !answer.Headers.Location!.ToString().Contains("wrong", StringComparison.Ordinal)
            ? visitor
            : throw new InvalidOperationException($"{account.UserName} was not signed in: {(int)answer.StatusCode} {answer.Headers.Location}");
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (ownsDatabase) await Db.DisposeAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    internal static partial Regex Token();
}

/// <summary>The system's clock, moved on by what a test says.</summary>
internal sealed class MovedClock : TimeProvider
{
    private TimeSpan moved;

    public void Move(TimeSpan by) => moved += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + moved;
}

/// <summary>One person's browser.</summary>
internal sealed class Visitor : IDisposable
{
    private readonly CookieContainer cookies;
    private readonly HttpClient client;

    public Visitor(Uri address, CookieContainer? carried = null)
    {
        cookies = carried ?? new CookieContainer();
        client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = address };
    }

    /// <summary>The same browser at another process of the portal.</summary>
    public Visitor At(RunningPortal other) => new(other.Address, cookies);

    public Task<HttpResponseMessage> Get(string path) => client.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));

    /// <summary>Fills in a form that stands on a page, token and all.</summary>
    public async Task<HttpResponseMessage> Send(string page, string action, params (string Name, string Value)[] fields)
    {
        return await Post(await Form(page), action, fields);
    }

    /// <summary>The token of a page's form.</summary>
    public async Task<string> Form(string page) => RunningPortal.Token().Match(await client.GetStringAsync(new Uri(page, UriKind.Relative))).Groups[1].Value;

    public async Task<HttpResponseMessage> Post(string token, string action, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        return await client.PostAsync(new Uri(action, UriKind.Relative), form);
    }

    public Task<HttpResponseMessage> SignIn(string name, string password, string code, string back = "") =>
        Send("/sign-in", "/account/sign-in", ("name", name), ("password", password), ("code", code), ("return", back));

    /// <summary>True while pages know the person.</summary>
    public async Task<bool> IsKnown() => (await Get("/account")).StatusCode == HttpStatusCode.OK;

    public void Dispose() => client.Dispose();
}

/// <summary>Keeps what is logged, for tests that look for what must not be there.</summary>
internal sealed class KeptLogs : ILoggerProvider, ILogger
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> lines = new();

    public IReadOnlyCollection<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Enqueue(formatter(state, exception) + exception);

    public void Dispose()
    {
    }
}
