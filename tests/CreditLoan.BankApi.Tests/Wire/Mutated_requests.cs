using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CreditLoan.BankApi.Tests.Identity;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace CreditLoan.BankApi.Tests.Wire;

/// <summary>Twenty thousand requests, each one of the description's own with something in it wrong, against the running API.</summary>
public sealed class Mutated_requests(SandboxApi sandbox) : IClassFixture<SandboxApi>
{
    private const int Requests = 20_000;

    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("XYD_SEED"), out var seed) ? seed : 20261122;

    private sealed record Operation(HttpMethod Method, string Path, string[] Query, JsonNode? Example);

    /// <summary>What no member expects.</summary>
    private static readonly string[] Nasty =
    [
        "null", "true", "[]", "{}", "0", "-1", "1e400", "99999999999999999999999", "0.000000001", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"0001-01-01\"", "\"9999-12-31\"", "\"2026-02-30\"", "\"-1.00\"", "\"9999999999999.99\"",
        "\"0.001\"", "\"NaN\"", "\"1e5\"", "\"' or 1=1 --\"", "\"../../x\"", "\"=cmd|x\"", "\"你好\\r\\nX: y\"", "\"" + new string('长', 5_000) + "\"", string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200)),
    ];

    private static readonly string[] Odd = ["", " ", "x", "0", "-1", "%00", "%ff%fe", "..", "%2e%2e%2f", "'", "2147483648", "9223372036854775808", "1e9", "null", "true", "9999-12-31", "0001-01-01", "你好", new('a', 2_000), "a/b", "*", "%", "_"];

    [Fact]
    public async Task Get_a_problem_or_an_answer_and_never_a_5xx()
    {
        var errors = new ErrorLog();
        await using var served = sandbox.Api.Start().WithWebHostBuilder(host => host.ConfigureLogging(logging => logging.ClearProviders().AddProvider(errors)));
        using var http = served.CreateClient();
        var forge = new Forge($"SB01-{Guid.NewGuid().ToString("N")[..8]}");
        await sandbox.Api.Register(forge.Client, forge.Key.ExportSubjectPublicKeyInfoPem());
        var operations = Operations(JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json"))!);
        string[] known = [await sandbox.Waiting(0), (string)(await sandbox.Contract(0))["number"]!, (string)(await sandbox.Bank.Call(HttpMethod.Get, "/v1/consents"))[0]!["number"]!, .. sandbox.Enterprises, "SX01"];
        var token = await forge.Token(http);
        var (wrong, statuses) = (new ConcurrentQueue<string>(), new ConcurrentDictionary<int, int>());

        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, stop) =>
        {
            if (i % 4_000 == 0) token = await forge.Token(http);
            var random = new Random(unchecked(Seed * 31 + i));
            using var request = Mutated(operations[i % operations.Count], known, random, forge, token);
            var sent = $"seed {Seed}, request {i}: {request.Method} {request.RequestUri}";
            try
            {
                using var response = await http.SendAsync(request, stop);
                statuses.AddOrUpdate((int)response.StatusCode, 1, (_, n) => n + 1);
                if (await Fault(response) is { } fault) wrong.Enqueue($"{sent}: {fault}");
            }
            catch (Exception escaped) when (escaped is not OperationCanceledException)
            {
                wrong.Enqueue($"{sent}: {escaped}");
            }
        });

        Assert.Empty(wrong.Take(5));
        Assert.Empty(errors.Lines.Take(5));
        Assert.Equal(Requests, statuses.Values.Sum());
        // They reached the forms, the rules and the doors, not one gate alone.
        foreach (var status in new[] { 200, 400, 404, 409 }) Assert.True(statuses.GetValueOrDefault(status) >= 50, string.Join(", ", statuses.OrderBy(s => s.Key)));
        Assert.True(statuses.GetValueOrDefault(401) < Requests / 5, string.Join(", ", statuses.OrderBy(s => s.Key)));
    }

    private static async Task<string?> Fault(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        if ((int)response.StatusCode >= 500) return $"{(int)response.StatusCode} {text}";
        if ((int)response.StatusCode < 400) return null;
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return $"{(int)response.StatusCode} is {response.Content.Headers.ContentType}: {text}";
        return JsonNode.Parse(text) is { } problem && (int)problem["status"]! == (int)response.StatusCode && (string)problem["code"]! != "" && problem["messages"]!["en"] is not null && problem["traceId"] is not null ? null : $"no problem: {text}";
    }

    private static List<Operation> Operations(JsonNode document) =>
    [
        .. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(o => new Operation(HttpMethod.Parse(o.Key.ToUpperInvariant()), path.Key,
            [.. (o.Value!["parameters"]?.AsArray() ?? []).Where(p => (string)p!["in"]! == "query").Select(p => (string)p!["name"]!)], o.Value["requestBody"]?["content"]?["application/json"]?["example"]))),
    ];

    private static HttpRequestMessage Mutated(Operation operation, string[] known, Random random, Forge forge, string token)
    {
        var path = System.Text.RegularExpressions.Regex.Replace(operation.Path, @"\{\w+\}", _ => random.Next(3) == 0 ? Uri.EscapeDataString(Pick(Odd, random)) : Pick(known, random));
        var query = string.Join('&', operation.Query.Where(_ => random.Next(2) == 0).Select(name => $"{name}={Uri.EscapeDataString(Pick(Odd, random))}"));
        var method = random.Next(50) == 0 ? Pick([HttpMethod.Get, HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch, HttpMethod.Head, HttpMethod.Options], random) : operation.Method;
        var request = new HttpRequestMessage(method, RunningApi.Url + path + (query.Length > 0 ? "?" + query : ""));
        if (method != HttpMethod.Get && method != HttpMethod.Head)
        {
            request.Content = new ByteArrayContent(Body(operation.Example, random));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(random.Next(40) == 0 ? Pick(["text/plain", "application/xml", "application/json; charset=utf-16", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"], random) : path.EndsWith("/files", StringComparison.Ordinal) ? "text/csv" : "application/json");
            request.Headers.TryAddWithoutValidation("Idempotency-Key", random.Next(25) == 0 ? Pick(["short", "", "with space inside", new string('k', 65), "重复的键重复的键"], random) : random.Next(10) == 0 ? "the-same-again-" + random.Next(20) : Guid.NewGuid().ToString("N"));
            if (random.Next(8) == 0) request.Headers.TryAddWithoutValidation("If-Match", Pick(["\"v1\"", "\"v99\"", "*", "x", "\"v-1\"", "\"v99999999999999999999\"", ""], random));
        }
        if (random.Next(8) == 0) request.Headers.TryAddWithoutValidation("If-None-Match", Pick(["*", "\"x\"", "W/\"x\", \"y\""], random));
        if (random.Next(4) == 0) request.Headers.TryAddWithoutValidation("Accept-Language", Pick(["en", "zh-CN", "de, *;q=0.1", "", ";;;"], random));
        request.Headers.TryAddWithoutValidation("Authorization", random.Next(60) == 0 ? Pick(["Bearer x", "DPoP", "DPoP a.b.c", "Basic eDp5", ""], random) : "DPoP " + token);
        request.Headers.TryAddWithoutValidation("DPoP", random.Next(60) == 0 ? Pick(["", "x", "a.b.c", "e30.e30."], random) : Forge.Sign(forge.ProofKey, forge.ProofHeader(), Forge.ProofClaims(method.Method, request.RequestUri!.GetLeftPart(UriPartial.Path), token)));
        return request;
    }

    /// <summary>The description's example with one to three of its members changed, or a few of its bytes.</summary>
    private static byte[] Body(JsonNode? example, Random random)
    {
        if (example is null) return random.Next(2) == 0 ? [] : Encoding.UTF8.GetBytes(Pick(Nasty, random));
        var body = example.DeepClone();
        var bytes = random.Next(5) == 0;
        for (var n = random.Next(bytes ? 0 : 1, 4); n > 0 && !bytes; n--)
        {
            if (body is not JsonObject { Count: > 0 } top) break;
            var (name, value) = top.ElementAt(random.Next(top.Count));
            // Into the first object or list of objects below, now and then.
            var owner = value switch { JsonObject { Count: > 0 } inner when random.Next(2) == 0 => inner, JsonArray { Count: > 0 } list when list[0] is JsonObject { Count: > 0 } item && random.Next(2) == 0 => item, _ => top };
            var member = owner == top ? name : owner.ElementAt(random.Next(owner.Count)).Key;
            switch (random.Next(6))
            {
                case 0: owner.Remove(member); break;
                case 1: owner["unknown"] = 1; break;
                default: owner[member] = JsonNode.Parse("{\"x\":" + Pick([.. Nasty.Where(v => v is not "1e400" and not "\"\\ud800\"" && !v.StartsWith("[[", StringComparison.Ordinal))], random) + "}")!["x"]?.DeepClone(); break;
            }
        }
        var text = Encoding.UTF8.GetBytes(body.ToJsonString());
        for (var n = bytes ? random.Next(1, 5) : 0; n > 0; n--) text[random.Next(text.Length)] = (byte)random.Next(256);
        return random.Next(60) == 0 ? Encoding.UTF8.GetBytes("{\"words\":" + Pick(Nasty, random) + "}") : random.Next(80) == 0 ? text[..random.Next(text.Length)] : text;
    }

    private static T Pick<T>(T[] of, Random random) => of[random.Next(of.Length)];
}
