using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CreditLoan.BankApi.Tests.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CreditLoan.BankApi.Tests.Access;

/// <summary>Every route of the API against no tenant, another bank and its own bank: routes.tsv says what each answers, and a route that is not listed fails.</summary>
public sealed class Every_route(SandboxApi sandbox) : IClassFixture<SandboxApi>
{
    private sealed record Route(string Method, string Pattern, string None, string Other, string Own);

    private static readonly string Table = Path.Combine(Repository.Root, "tests/CreditLoan.BankApi.Tests/Access/routes.tsv");
    private static readonly string Until = SandboxApi.Day(RunningApi.Today.AddMonths(6));

    /// <summary>A body that is well formed for each write, so that what answers is a right or a rule, never the form.</summary>
    private static readonly Dictionary<string, object> Bodies = new()
    {
        ["contacts"] = new { words = "x" }, ["questions"] = new { words = "x" }, ["refusal"] = new { words = "x" }, ["close"] = new { words = "x" }, ["answer"] = new { words = "x" },
        ["decline"] = new { reason = "TurnoverTooLow" }, ["write-off"] = new { reason = "x" }, ["withdrawal"] = new { reason = "x" }, ["withdraw"] = new { reason = "x" },
        ["offer"] = new { limit = "1000.00", rate = "4.35", termMonths = 6, method = "Bullet", until = Until }, ["renewal"] = new { limit = "1000.00", rate = "4.35", termMonths = 6, method = "Bullet", until = Until },
        ["repayments"] = new { principal = "1.00", interest = "0.00", on = Until }, ["repayment-corrections"] = new { number = 1, reason = "x" },
        ["overdue"] = new { since = Until, principal = "1.00", interest = "0.00" }, ["class"] = new { grade = "Loss", reason = "x" }, ["extension"] = new { maturity = Until, reason = "x" },
        ["recoveries"] = new { amount = "1.00", on = Until }, ["anomalies"] = new { kind = "Overdue", since = Until, words = "x" }, ["papers"] = new { papers = Array.Empty<object>() },
        ["webhooks"] = new { url = "http://127.0.0.1/" }, ["claims"] = new { scheme = "none", loan = "JJ-1", papers = Array.Empty<object>() }, ["enrolments"] = new { scheme = "none", loan = "JJ-1" },
    };

    private async Task<Dictionary<string, string>> Places()
    {
        var line = await sandbox.Waiting(0);
        var contract = await sandbox.Contract(0);
        if ((await sandbox.Bank.Send(HttpMethod.Get, "/v1/loans/JJ-ROUTE")).StatusCode == HttpStatusCode.NotFound)
            await sandbox.Bank.Call(HttpMethod.Post, "/v1/disbursements", new { contract = (string)contract["number"]!, loan = "JJ-ROUTE", principal = "1000.00", rate = "4.00", valueDate = SandboxApi.Day(RunningApi.Today), maturity = Until, security = "Unsecured" });
        var consent = (string)(await sandbox.Bank.Call(HttpMethod.Get, "/v1/consents"))[0]!["number"]!;
        return new() { ["applications"] = line, ["contracts"] = (string)contract["number"]!, ["loans"] = "JJ-ROUTE", ["products"] = "SX01", ["consents"] = consent, ["profiles"] = sandbox.Enterprises[0], ["claims"] = "BC-2026-000001", ["needs"] = "XQ-2026-000001", ["files"] = new string('a', 64), ["breaks"] = "B1", ["webhooks"] = "none", ["enrolments"] = "none" };
    }

    private static HttpContent? Body(Route route)
    {
        if (route.Method is "GET" or "DELETE" || route.Pattern.EndsWith("/take", StringComparison.Ordinal) || route.Pattern.EndsWith("/pass", StringComparison.Ordinal) || route.Pattern.EndsWith("/publish", StringComparison.Ordinal)) return null;
        if (route.Pattern is "/v1/files" or "/v1/papers") return new StringContent("x", Encoding.UTF8, route.Pattern == "/v1/files" ? "text/csv" : "application/pdf");
        var last = route.Pattern.Split('/')[^1];
        var body = (route.Pattern, last) switch
        {
            ("/v1/claims/{number}/recoveries", _) => new { receipt = "R1", amount = "1.00" },
            ("/v1/needs/{need}/offer", _) => new { product = "SX01" },
            _ when Bodies.TryGetValue(last, out var known) => known,
            _ => BankApi.Wire.Examples.Of(Written(route))!,
        };
        return new StringContent(System.Text.Json.JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
    }

    private static Type Written(Route route) => route.Pattern switch
    {
        "/v1/disbursements" => typeof(BankApi.Loans.DisbursementIn),
        "/v1/consents" => typeof(BankApi.Consents.ConsentIn),
        "/v1/products" => typeof(BankApi.Products.ProductIn),
        "/v1/products/{number}" => typeof(Domain.Products.ProductTerms),
        _ => typeof(BankApi.CreditLines.WordsIn),
    };

    private static string Address(string pattern, Dictionary<string, string> places)
    {
        var first = pattern.Split('/')[2];
        var address = System.Text.RegularExpressions.Regex.Replace(pattern, @"\{(\w+)\}", m => m.Groups[1].Value == "loan" ? "JJ-ROUTE" : places[first]);
        return pattern is "/v1/files" or "/v1/papers" ? address + "?name=x.csv" : address;
    }

    private static bool Approving => Environment.GetEnvironmentVariable("CREDITLOAN_APPROVE") == "1";

    private List<Route> Listed() => Approving
        ? [.. Real().Select(r => r.Split('\t')).Select(p => new Route(p[0], p[1], "", "", ""))]
        : [.. File.ReadLines(Table).Select(l => l.Split('\t')).Select(p => new Route(p[0], p[1], p[2], p[3], p[4]))];

    private IOrderedEnumerable<string> Real() => sandbox.Api.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => $"{m}\t/{e.RoutePattern.RawText!.Trim('/')}")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    [Fact]
    public void Is_listed() => Assert.Equal(Real(), Listed().Select(r => $"{r.Method}\t{r.Pattern}").Order(StringComparer.Ordinal));

    [Fact]
    public async Task Answers_each_caller_as_the_table_says()
    {
        var places = await Places();
        var other = await sandbox.Api.Bank("LJ02");
        var events = await sandbox.Api.Db.Value<long>("select count(*) from mt_events where headers->>'Tenant' = 'LJ02'");
        var found = new List<string>();
        foreach (var route in Listed())
        {
            async Task<string> As(Func<HttpMethod, string, HttpContent?, Task<HttpResponseMessage>> send)
            {
                var address = route.Pattern.StartsWith("/v1/", StringComparison.Ordinal) ? Address(route.Pattern, places) : route.Pattern.Replace("{documentName}", "v1", StringComparison.Ordinal);
                using var response = await send(new HttpMethod(route.Method), address, Body(route));
                var text = await response.Content.ReadAsStringAsync();
                Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
                Assert.True((int)response.StatusCode < 500, $"{route.Method} {address}: {text}");
                Bears(response, address);
                return ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            var none = await As((method, address, body) => sandbox.Api.Http.SendAsync(new HttpRequestMessage(method, address) { Content = body }));
            if (!route.Pattern.StartsWith("/v1/", StringComparison.Ordinal)) found.Add($"{route.Method}\t{route.Pattern}\t{none}\t-\t-");
            else
            {
                var others = await As((method, address, body) => other.Send(method, address, body));
                var own = route.Method == "GET" ? await As((method, address, body) => sandbox.Bank.Send(method, address, body)) : "-";
                found.Add($"{route.Method}\t{route.Pattern}\t{none}\t{others}\t{own}");
            }
        }
        if (Approving) await File.WriteAllLinesAsync(Table, found);
        Assert.Equal(File.ReadLines(Table), found);
        // Whatever another bank was answered with 2xx, it happened to nothing of the first bank's.
        Assert.Equal(0, await sandbox.Api.Db.Value<long>("select count(*) from mt_events where headers->>'Tenant' = 'LJ02' and (stream_id like '%/SB01/%' or stream_id like 'credit-line/%')"));
        Assert.True(events <= await sandbox.Api.Db.Value<long>("select count(*) from mt_events where headers->>'Tenant' = 'LJ02'"));
    }

    [Fact]
    public async Task Shows_another_bank_empty_lists()
    {
        var other = await sandbox.Api.Bank("LJ03");
        foreach (var list in new[] { "applications", "offers", "contracts", "loans", "enrolments", "claims", "breaks", "needs" })
            Assert.Equal(0, (int)(await other.Call(HttpMethod.Get, $"/v1/{list}"))["total"]!);
        foreach (var list in new[] { "consents", "files", "products", "webhooks" }) Assert.Empty((await other.Call(HttpMethod.Get, $"/v1/{list}")).AsArray());
        Assert.DoesNotContain("SB01", (await other.Call(HttpMethod.Get, "/v1/changes")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bears_the_headers_that_every_answer_bears()
    {
        foreach (var path in new[] { "/health/live", "/docs", "/openapi/v1.json", "/v1/session", "/v1/nowhere", "/nowhere", "/connect/token", "/.well-known/jwks.json" })
        {
            using var response = await sandbox.Api.Http.GetAsync(path);
            Bears(response, path);
        }
    }

    /// <summary>The headers that every answer of every route bears, whoever asked.</summary>
    private static void Bears(HttpResponseMessage response, string path)
    {
        var headers = response.Headers;
        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", headers.GetValues("X-Frame-Options").Single());
        Assert.Contains("default-src 'none'", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("no-store", headers.CacheControl!.ToString());
        Assert.False(headers.Contains("Server"));
        Assert.False(headers.Contains("Set-Cookie"));
        Assert.False(headers.Contains("Access-Control-Allow-Origin"));
        if ((int)response.StatusCode >= 400 && (path != "/connect/token" || response.StatusCode == HttpStatusCode.MethodNotAllowed)) Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        if (path.StartsWith("/v1/", StringComparison.Ordinal)) Assert.True(headers.Contains("X-JWS-Signature"));
    }

    [Fact]
    public async Task That_takes_a_body_takes_no_more_than_it_may()
    {
        await using var served = sandbox.Api.Start(("urls", RunningApi.FreeAddress()));
        served.UseKestrel();
        served.StartServer();
        using var http = served.CreateClient();
        var forge = new Forge($"SB01-{Guid.NewGuid().ToString("N")[..8]}");
        await sandbox.Api.Register(forge.Client, forge.Key.ExportSubjectPublicKeyInfoPem());
        var token = await forge.Token(sandbox.Api.Http);
        var places = await Places();
        var writes = Listed().Where(r => r.Method != "GET").ToList();
        Assert.True(writes.Count > 25);
        foreach (var route in writes)
        {
            var (path, type) = route.Pattern switch
            {
                "/v1/files" => ("/v1/files?name=x.csv", "text/csv"),
                "/v1/papers" => ("/v1/papers?name=x.pdf", "application/pdf"),
                "/connect/token" => ("/connect/token", "application/x-www-form-urlencoded"),
                _ => (Address(route.Pattern, places), "application/json"),
            };
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), path) { Content = new ByteArrayContent(new byte[(route.Pattern switch { "/v1/files" => 20 << 20, "/v1/papers" => 10 << 20, _ => 64 << 10 }) + 1]) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
            request.Headers.ExpectContinue = true; // Asks before it sends.
            request.Headers.TryAddWithoutValidation("Authorization", "DPoP " + token);
            request.Headers.TryAddWithoutValidation("DPoP", Forge.Sign(forge.ProofKey, forge.ProofHeader(), Forge.ProofClaims(route.Method, RunningApi.Url + path.Split('?')[0], token)));
            request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.NewGuid().ToString("N"));
            using var response = await http.SendAsync(request);
            Assert.True(response.StatusCode == HttpStatusCode.RequestEntityTooLarge, $"{route.Method} {path} answers {(int)response.StatusCode} to a body that is too large");
        }
    }

    [Fact]
    public async Task Answers_nonsense_with_a_problem_and_never_with_a_5xx()
    {
        var random = new Random(20261121);
        var seeds = new[] { "{\"words\":\"x\"}", "{\"limit\":\"1000.00\",\"rate\":\"4.35\",\"termMonths\":6,\"method\":\"Bullet\",\"until\":\"2027-01-01\"}", "{\"principal\":\"1\",\"interest\":\"1\",\"on\":\"2026-01-01\"}" };
        var paths = new[] { "/v1/applications/SQ-2026-000001/contacts", "/v1/applications/SQ-2026-000001/offer", "/v1/loans/JJ-1/repayments" };
        for (var i = 0; i < 300; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(seeds[i % seeds.Length]);
            for (var n = random.Next(1, 4); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await sandbox.Bank.Send(HttpMethod.Post, paths[i % paths.Length], content);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode is >= 400 and < 500, $"{Convert.ToHexString(bytes)}: {(int)response.StatusCode} {text}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
            Assert.NotEmpty((string)JsonNode.Parse(text)!["code"]!);
        }
        foreach (var query in new[] { "/v1/loans?page=0", "/v1/loans?size=201", "/v1/loans?stage=Nothing", "/v1/changes?after=-1", "/v1/changes?limit=1001", "/v1/loans?page=x" })
            Assert.Equal(HttpStatusCode.BadRequest, (await sandbox.Bank.Send(HttpMethod.Get, query)).StatusCode);
    }
}
