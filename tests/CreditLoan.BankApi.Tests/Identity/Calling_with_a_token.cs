using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace CreditLoan.BankApi.Tests.Identity;

public sealed class Calling_with_a_token(RunningApi api) : IClassFixture<RunningApi>
{
    public static TheoryData<string> Wrongs => [.. Cases.Keys];

    private static readonly string Address = RunningApi.Url + "/v1/session";

    /// <summary>What is sent, and the code under which it is refused and audited. The token was asked for as it should be.</summary>
    private static readonly Dictionary<string, Func<Forge, string, (HttpRequestMessage, string)>> Cases = new()
    {
        ["nothing"] = (_, _) => (Forge.Call(null, null), "token.missing"),
        ["a scheme alone"] = (f, t) => (Forge.Call("DPoP", f.Proof(t)), "token.missing"),
        ["a token that is none"] = (f, t) => (Forge.Call("DPoP x", f.Proof("x")), "token.malformed"),
        ["Bearer instead of DPoP"] = (f, t) => (Forge.Call("Bearer " + t, f.Proof(t)), "token.scheme"),
        ["a token without a proof"] = (_, t) => (Forge.Call("DPoP " + t, null), "dpop.missing"),
        ["alg none"] = (f, t) => Token(f, t, h => h["alg"] = "none", _ => { }, unsigned: true, "token.algorithm"),
        ["alg HS256"] = (f, t) => Token(f, t, h => h["alg"] = "HS256", _ => { }, false, "token.algorithm"),
        ["another type"] = (f, t) => Token(f, t, h => h["typ"] = "JWT", _ => { }, false, "token.type"),
        ["an unknown kid"] = (f, t) => Token(f, t, h => h["kid"] = "mine", _ => { }, false, "token.key"),
        ["a signature of one's own"] = (f, t) => Token(f, t, _ => { }, _ => { }, false, "token.signature"),
        ["another issuer"] = (f, t) => Token(f, t, _ => { }, c => c["iss"] = "https://elsewhere.example", false, "token.issuer"),
        ["another bank written into it"] = (f, t) => Token(f, t, _ => { }, c => c["tenant"] = "LJ02", false, "token.signature"),
        ["the payload changed under the signature"] = (f, t) => Changed(f, t, c => c["tenant"] = "LJ02", "token.signature"),
        ["the time changed under the signature"] = (f, t) => Changed(f, t, c => c["exp"] = Forge.Now + 100_000, "token.signature"),
        ["a proof for another token"] = (f, t) => Proof(f, t, c => c["ath"] = "AAAA", "dpop.token"),
        ["a proof for no token"] = (f, t) => Proof(f, t, c => c.Remove("ath"), "dpop.token"),
        ["a proof of another method"] = (f, t) => Proof(f, t, c => c["htm"] = "POST", "dpop.method"),
        ["a proof of another address"] = (f, t) => Proof(f, t, c => c["htu"] = RunningApi.Url + "/v1/applications", "dpop.address"),
        ["a stale proof"] = (f, t) => Proof(f, t, c => c["iat"] = Forge.Now - 90, "dpop.stale"),
        ["a proof of tomorrow"] = (f, t) => Proof(f, t, c => c["iat"] = Forge.Now + 86_400, "dpop.stale"),
        ["a proof of another key"] = (f, t) => (Forge.Call("DPoP " + t, new Forge("x").Proof(t)), "dpop.other_key"),
        ["two proofs"] = (f, t) => Twice(f, t),
    };

    private static (HttpRequestMessage, string) Token(Forge f, string token, Action<JsonObject> header, Action<JsonObject> claims, bool unsigned, string code)
    {
        var (h, c) = (Part(token, 0), Part(token, 1));
        header(h);
        claims(c);
        var forged = Forge.Sign(unsigned ? null : f.Key, h, c);
        return (Forge.Call("DPoP " + forged, f.Proof(forged)), code);
    }

    private static (HttpRequestMessage, string) Changed(Forge f, string token, Action<JsonObject> claims, string code)
    {
        var c = Part(token, 1);
        claims(c);
        var parts = token.Split('.');
        var forged = $"{parts[0]}.{Forge.Encode(c.ToJsonString())}.{parts[2]}";
        return (Forge.Call("DPoP " + forged, f.Proof(forged)), code);
    }

    private static (HttpRequestMessage, string) Proof(Forge f, string token, Action<JsonObject> claims, string code)
    {
        var c = Forge.ProofClaims("GET", Address, token);
        claims(c);
        return (Forge.Call("DPoP " + token, Forge.Sign(f.ProofKey, f.ProofHeader(), c)), code);
    }

    private static (HttpRequestMessage, string) Twice(Forge f, string token)
    {
        var request = Forge.Call("DPoP " + token, f.Proof(token));
        request.Headers.Add("DPoP", f.Proof(token));
        return (request, "dpop.malformed");
    }

    private static JsonObject Part(string token, int part) => JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[part]))!.AsObject();

    private async Task<Forge> Client()
    {
        var forge = new Forge($"LJ01-{Guid.NewGuid().ToString("N")[..8]}");
        await api.Register(forge.Client, forge.Key.ExportSubjectPublicKeyInfoPem());
        return forge;
    }

    private Task<long> Audited(string code) => api.Db.Value<long>($"select count(*) from audit where act = 'call.refuse' and outcome = '{code}'");

    [Theory, MemberData(nameof(Wrongs))]
    public async Task Is_refused_and_audited_with(string wrong)
    {
        var forge = await Client();
        var (request, code) = Cases[wrong](forge, await forge.Token(api.Http));
        var before = await Audited(code);
        using var response = await api.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.StartsWith("DPoP", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(code == "token.missing" ? "token.missing" : "token.refused", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["code"]);
        Assert.Equal(before + 1, await Audited(code));
    }

    [Fact]
    public async Task Takes_a_proof_once_in_any_process()
    {
        var forge = await Client();
        var token = await forge.Token(api.Http);
        var proof = forge.Proof(token);
        Assert.Equal(HttpStatusCode.OK, (await api.Http.SendAsync(Forge.Call("DPoP " + token, proof))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.Http.SendAsync(Forge.Call("DPoP " + token, proof))).StatusCode);
        await using var other = api.Start();
        using var http = other.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.SendAsync(Forge.Call("DPoP " + token, proof))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.SendAsync(Forge.Call("DPoP " + token, forge.Proof(token)))).StatusCode);
        Assert.True(await Audited("dpop.replayed") >= 2);
    }

    [Fact]
    public async Task Ends_at_once_when_the_key_is_taken_out_of_use()
    {
        var forge = new Forge($"LJ01-{Guid.NewGuid().ToString("N")[..8]}");
        var key = await api.Register(forge.Client, forge.Key.ExportSubjectPublicKeyInfoPem());
        var token = await forge.Token(api.Http);
        Assert.Equal(HttpStatusCode.OK, (await api.Http.SendAsync(Forge.Call("DPoP " + token, forge.Proof(token)))).StatusCode);
        await api.Withdraw(forge.Client, key);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.Http.SendAsync(Forge.Call("DPoP " + token, forge.Proof(token)))).StatusCode);
        Assert.True(await Audited("token.revoked") >= 1);
    }

    [Fact]
    public async Task Says_who_the_caller_is()
    {
        var bank = await api.Bank("LJ01");
        var session = await bank.Call(HttpMethod.Get, "/v1/session");
        Assert.Equal(("LJ01", "BankSystem", RunningApi.Today.ToString("O")), ((string)session["bank"]!, (string)session["role"]!, (string)session["businessDate"]!));
    }

    [Fact]
    public async Task Is_slowed_down_above_the_bank_s_limit_and_told_when_to_come_again()
    {
        await using var strict = api.Start(("BankApi:CallsPerSecond", "100000"), ("BankApi:CallsPerDay", "2"));
        using var http = strict.CreateClient();
        var bank = await api.Bank("LJ09", http);
        using var first = await bank.Send(HttpMethod.Get, "/v1/session");
        Assert.Contains("\"day\";r=1;", first.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
        Assert.Contains("\"day\";q=2;", first.Headers.GetValues("RateLimit-Policy").Single(), StringComparison.Ordinal);
        await bank.Send(HttpMethod.Get, "/v1/session");
        using var third = await bank.Send(HttpMethod.Get, "/v1/session");
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.InRange(third.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 86_400);
        Assert.Equal("call.quota", (string?)JsonNode.Parse(await third.Content.ReadAsStringAsync())!["code"]);
    }
}
