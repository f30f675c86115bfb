using System.Security.Claims;
using CreditLoan.Domain.Access;
using CreditLoan.Jobs.Seeding;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Contract = CreditLoan.Portal.Shell.Claims;

namespace CreditLoan.Portal.Tests;

/// <summary>Whose data a principal asks for: its own tenant's, another's of the same kind, or with no tenant at all.</summary>
public enum Whose { Own, Other, None }

/// <summary>A running portal over a small demonstration city, and visitors of every role and tenant without the cost of a sign-in.</summary>
public sealed class City : IAsyncLifetime
{
    private readonly Dictionary<string, string> own = [];
    private readonly Dictionary<string, string> other = [];

    internal RunningPortal Portal { get; private set; } = null!;

    public static IReadOnlyList<(Role Role, Whose Whose)> Principals { get; } =
        [.. Roles.Principals.SelectMany(role => Enum.GetValues<Whose>().Select(whose => (role, whose)))];

    public async Task InitializeAsync()
    {
        Portal = await RunningPortal.Start();
        var today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));
        await new Seeder(Portal.Db.Database, Portal.Db.Store, new SeedPlan(11, today, 100, 1_200), _ => { }).Run();
        // The claim that is followed: its loan, its bank and its borrower are "own"; one of each that has nothing to do with them is "other".
        own["Bank"] = await Value("select bank from claim_book order by stream_id limit 1");
        own["Enterprise"] = await Value("select enterprise from claim_book order by stream_id limit 1");
        own["Pool"] = await Value("select owner from scheme_book limit 1");
        other["Bank"] = await Value($"select code from bank b where code <> '{own["Bank"]}' and not exists (select from credit_line_book l where l.bank = b.code and l.enterprise = '{own["Enterprise"]}') order by code limit 1");
        other["Enterprise"] = await Value($"select code from enterprise_book e where code <> '{own["Enterprise"]}' order by code limit 1");
        other["Pool"] = "另一家资金池";
        foreach (var kind in new[] { "Bureau", "Platform" }) (own[kind], other[kind]) = (kind.ToLowerInvariant(), "other");
    }

    public async Task DisposeAsync() => await Portal.DisposeAsync();

    public string Tenant(TenantKind kind, Whose whose) => kind is TenantKind.Public || whose is Whose.None ? "" : (whose is Whose.Own ? own : other)[kind.ToString()];

    public Viewer Viewer(Role role, Whose whose) => role is Role.Anonymous ? Domain.Access.Viewer.Anyone : new Viewer(Account(role, whose), role, Tenant(role.Kind(), whose));

    internal Task<string> Value(string sql) => Portal.Db.Value<string>(sql);

    /// <summary>A browser of this principal: its account, role and session stand in the database as after a sign-in.</summary>
    internal async Task<HttpClient> Enter(Role role, Whose whose)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Portal.Address };
        if (role is Role.Anonymous) return client;
        var (account, session, tenant) = (Account(role, whose), Guid.NewGuid(), Tenant(role.Kind(), whose));
        await Portal.Db.Execute($"""
            insert into identity.account (id, user_name, normalized_user_name, display_name, tenant_kind, tenant, tenant_name, password_hash, password_set_at, must_change_password, totp_secret, security_stamp, concurrency_stamp, created_at)
            values ('{account}', '{account}', '{account}', '试用', '{role.Kind()}', '{tenant}', '{tenant}', '', now(), false, '\x', '', '', now()) on conflict do nothing;
            insert into identity.account_role values ('{account}', '{role}', now(), 'test', 'test') on conflict do nothing;
            insert into identity.session (id, account, role, methods, agent, started_at, last_seen_at, stepped_up_at) values ('{session}', '{account}', '{role}', 'pwd otp', 'test', now(), now(), now());
            """);
        var user = new ClaimsPrincipal(new ClaimsIdentity(
            [new(Contract.Subject, account), new(Contract.Name, "试用"), new(Contract.Role, role.ToString()), new(Contract.Tenant, tenant), new(Contract.TenantName, tenant), new(Contract.SessionId, session.ToString())],
            "account", Contract.Name, Contract.Role));
        var cookies = Portal.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);
        var ticket = new AuthenticationTicket(user, new AuthenticationProperties { IssuedUtc = DateTimeOffset.UtcNow, ExpiresUtc = DateTimeOffset.UtcNow.AddHours(1) }, CookieAuthenticationDefaults.AuthenticationScheme);
        client.DefaultRequestHeaders.Add("Cookie", "xyd=" + cookies.TicketDataFormat.Protect(ticket));
        return client;
    }

    private static string Account(Role role, Whose whose) => $"{role}-{whose}".ToLowerInvariant();
}

/// <summary>One city for all that only read it.</summary>
[CollectionDefinition(Name)]
public sealed class CityVisitors : ICollectionFixture<City>
{
    public const string Name = "city";
}
