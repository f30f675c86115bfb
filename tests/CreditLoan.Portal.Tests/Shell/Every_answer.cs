using System.Net;
using System.Net.Http.Headers;
using CreditLoan.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CreditLoan.Portal.Tests;

public sealed class Every_answer : IAsyncLifetime
{
    private RunningPortal portal = null!;

    public async Task InitializeAsync() => portal = await RunningPortal.Start();

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task Carries_the_policy_that_keeps_foreign_scripts_and_frames_out()
    {
        using var visitor = portal.Visit();
        foreach (var path in portal.Pages().Where(p => p.Plain).Select(p => p.Route).Append("/nowhere").Append("/css/tokens.css").Append("/_framework/blazor.web.js"))
        {
            var answer = await visitor.Get(path);
            var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", string.Join(' ', answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("same-origin", string.Join(' ', answer.Headers.GetValues("Referrer-Policy")));
            Assert.True((int)answer.StatusCode < 500, $"{path} answers {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task To_a_foreign_page_that_opens_a_circuit_is_no()
    {
        using var client = new HttpClient { BaseAddress = portal.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", "https://elsewhere.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Has_the_script_that_pages_run_on()
    {
        using var client = new HttpClient { BaseAddress = portal.Address };
        var script = await client.GetStringAsync(new Uri("/_framework/blazor.web.js", UriKind.Relative));
        Assert.Contains("Blazor", script, StringComparison.Ordinal);
        Assert.True(script.Length > 100_000);
    }

    [Fact]
    public async Task That_sets_a_cookie_keeps_it_from_scripts_and_other_sites()
    {
        using var visitor = portal.Visit();
        var account = await portal.Account("someone", "x", Role.BankOfficer);
        var answer = await visitor.SignIn(account.UserName, account.Password, (await portal.Accounts.DemonstrationCode("someone"))!);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("xyd=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Over_https_binds_its_cookies_to_the_host_and_stays_there()
    {
        await using var secure = await RunningPortal.Start(secure: true);
        using var client = new HttpClient { BaseAddress = secure.Address };
        var answer = await client.GetAsync(new Uri("/sign-in", UriKind.Relative));
        Assert.StartsWith("__Host-", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Contains("max-age=", string.Join(' ', answer.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
    }
}
