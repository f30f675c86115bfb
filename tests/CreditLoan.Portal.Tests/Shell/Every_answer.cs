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
            Assert.Empty(Missing(answer));
            Assert.True((int)answer.StatusCode < 500, $"{path} answers {(int)answer.StatusCode}");
        }
    }

    /// <summary>What an answer should bear and does not; the matrix of rights asks this of every route for every principal.</summary>
    internal static IEnumerable<string> Missing(HttpResponseMessage answer)
    {
        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(' ', values) : "";
        var policy = Header("Content-Security-Policy");
        if (!policy.Contains("script-src 'self';", StringComparison.Ordinal) || !policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal) || policy.Contains("unsafe-eval", StringComparison.Ordinal)) yield return $"policy {policy}";
        foreach (var (name, value) in new[] { ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin") })
            if (Header(name) != value) yield return $"{name}: {Header(name)}";
        if (Header("Server").Length > 0 || Header("Access-Control-Allow-Origin").Length > 0) yield return "a header too many";
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [])
            if (!cookie.Contains("httponly", StringComparison.OrdinalIgnoreCase) || !cookie.Contains("samesite=", StringComparison.OrdinalIgnoreCase) || cookie.Contains("samesite=none", StringComparison.OrdinalIgnoreCase)) yield return $"cookie {cookie.Split('=')[0]}";
    }

    /// <summary>ASVS 4.1.3: what a proxy would tell about the caller is not taken from the caller.</summary>
    [Fact]
    public async Task Is_the_same_whatever_a_caller_says_that_a_proxy_said()
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = portal.Address };
        using var plain = await client.GetAsync("/enterprise");
        using var forged = new HttpRequestMessage(HttpMethod.Get, "/enterprise");
        foreach (var (name, value) in new[] { ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Prefix", "/evil"), ("Forwarded", "host=evil.example;proto=https"), ("X-Original-URL", "/admin/audit") })
            forged.Headers.Add(name, value);
        using var answer = await client.SendAsync(forged);
        Assert.Equal((plain.StatusCode, plain.Headers.Location), (answer.StatusCode, answer.Headers.Location));
        Assert.DoesNotContain("evil", answer.ToString(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task To_a_body_beyond_a_megabyte_is_no_wherever_it_is_sent()
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = portal.Address };
        var places = portal.Pages().Where(p => p.Plain).Select(p => p.Route).Concat(portal.OtherEndpoints()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") is true).Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/').Replace("{number}", "x", StringComparison.Ordinal)).Where(r => !r.Contains('{', StringComparison.Ordinal)));
        foreach (var place in places)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, place) { Content = new ByteArrayContent(new byte[(1 << 20) + 1]) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
            request.Headers.ExpectContinue = true; // Asks before it sends.
            using var answer = await client.SendAsync(request);
            Assert.True((int)answer.StatusCode is >= 300 and < 500, $"{place} answers {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task To_a_foreign_page_that_opens_a_circuit_is_no()
    {
        using var client = new HttpClient { BaseAddress = portal.Address };
        foreach (var origin in new[] { "https://elsewhere.example", "null", $"https://{portal.Address.Authority}", $"http://{portal.Address.Host}:1" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
            request.Headers.TryAddWithoutValidation("Origin", origin);
            Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(request)).StatusCode);
            using var socket = new System.Net.WebSockets.ClientWebSocket();
            socket.Options.SetRequestHeader("Origin", origin);
            socket.Options.CollectHttpResponseDetails = true;
            await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://{portal.Address.Authority}/_blazor?id=x"), default));
            Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
        }
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
