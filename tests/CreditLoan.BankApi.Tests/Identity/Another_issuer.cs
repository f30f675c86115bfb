using System.Net;
using System.Text.Json.Nodes;

namespace CreditLoan.BankApi.Tests.Identity;

/// <summary>The same requests to our own token endpoint and to a certified one: what one takes and refuses, so does the other; and its tokens open the API by configuration.</summary>
public sealed class Another_issuer(RunningApi api) : IClassFixture<RunningApi>
{
    private static readonly string[] Members = ["access_token", "expires_in", "scope", "token_type"];
    private static readonly string[] Claims = ["aud", "client_id", "cnf", "exp", "iat", "iss", "jti", "sub"];

    private sealed record Told(HttpStatusCode Status, JsonObject Body);

    private static async Task<Told> Ask(HttpClient http, string issuer, Forge forge, Action<JsonObject>? assertion = null, Action<JsonObject>? header = null, Action<JsonObject>? proof = null, bool unsigned = false)
    {
        var address = issuer + "/connect/token";
        var (claims, heading, proves) = (forge.AssertionClaims(), forge.AssertionHeader(), Forge.ProofClaims("POST", address));
        claims["aud"] = issuer;
        assertion?.Invoke(claims);
        header?.Invoke(heading);
        proof?.Invoke(proves);
        using var request = Forge.TokenRequest(Forge.Sign(unsigned ? null : forge.Key, heading, claims), Forge.Sign(forge.ProofKey, forge.ProofHeader(), proves), ("scope", "bank"));
        request.RequestUri = new Uri(address);
        using var response = await http.SendAsync(request);
        return new Told(response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    private static JsonObject Payload(string token, int part) => JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[part]))!.AsObject();

    [Fact]
    public async Task Speaks_the_same_language_and_opens_the_API_for_its_bank_alone()
    {
        var forge = new Forge("SB01-foreign");
        await api.Register(forge.Client, forge.Key.ExportSubjectPublicKeyInfoPem());
        await using var foreign = await ForeignIssuer.Start(forge, "SB01");
        using var outside = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        var (ours, theirs) = (await Ask(api.Http, RunningApi.Url, forge), await Ask(outside, foreign.Url, forge));
        foreach (var (told, issuer) in new[] { (ours, RunningApi.Url), (theirs, foreign.Url) })
        {
            Assert.True(told.Status == HttpStatusCode.OK, told.Body.ToJsonString());
            Assert.Equal(Members, told.Body.Select(m => m.Key).Order(StringComparer.Ordinal));
            Assert.Equal(("DPoP", 300, "bank"), ((string)told.Body["token_type"]!, (int)told.Body["expires_in"]!, (string)told.Body["scope"]!));
            var (header, claims) = (Payload((string)told.Body["access_token"]!, 0), Payload((string)told.Body["access_token"]!, 1));
            Assert.Equal(("at+jwt", "ES256"), ((string)header["typ"]!, (string)header["alg"]!));
            Assert.Equal(Claims, claims.Select(c => c.Key).Where(Claims.Contains).Order(StringComparer.Ordinal));
            Assert.Equal((issuer, RunningApi.Url, forge.Client, 300), ((string)claims["iss"]!, (string)claims["aud"]!, (string)claims["client_id"]!, (int)claims["exp"]! - (int)claims["iat"]!));
        }
        Assert.Equal((string)Payload((string)ours.Body["access_token"]!, 1)["cnf"]!["jkt"]!, (string)Payload((string)theirs.Body["access_token"]!, 1)["cnf"]!["jkt"]!);

        // Where both refuse, both give the same error; the words beside it are each one's own.
        foreach (var (name, wrong) in new (string, Func<HttpClient, string, Task<Told>>)[]
        {
            ("alg none", (http, at) => Ask(http, at, forge, header: h => h["alg"] = "none", unsigned: true)),
            ("another audience", (http, at) => Ask(http, at, forge, c => c["aud"] = "https://elsewhere.example")),
            ("expired", (http, at) => Ask(http, at, forge, c => c["exp"] = Forge.Now - 60)),
            ("another subject", (http, at) => Ask(http, at, forge, c => c["sub"] = "LJ02-core")),
            ("a proof of another method", (http, at) => Ask(http, at, forge, proof: p => p["htm"] = "GET")),
            ("a proof of another address", (http, at) => Ask(http, at, forge, proof: p => p["htu"] = at + "/elsewhere")),
            ("a stale proof", (http, at) => Ask(http, at, forge, proof: p => p["iat"] = Forge.Now - 3_600)),
            ("a proof without an id", (http, at) => Ask(http, at, forge, proof: p => p.Remove("jti"))),
        })
        {
            var (here, there) = (await wrong(api.Http, RunningApi.Url), await wrong(outside, foreign.Url));
            Assert.True(((string)here.Body["error"]!, here.Status) == ((string)there.Body["error"]!, there.Status), $"{name}: {here.Body.ToJsonString()} {(int)here.Status} here, {there.Body.ToJsonString()} {(int)there.Status} there");
        }

        var token = (string)theirs.Body["access_token"]!;
        async Task<HttpStatusCode> Call(HttpClient http) => (await http.SendAsync(Forge.Call("DPoP " + token, forge.Proof(token)))).StatusCode;
        Assert.Equal(HttpStatusCode.Unauthorized, await Call(api.Http));
        await using var trusting = api.Start(("BankApi:Issuers:0:Issuer", foreign.Url), ("BankApi:Issuers:0:Keys", foreign.Url + "/.well-known/jwks.json"), ("BankApi:Issuers:0:Banks:0", "SB01"));
        using var trusted = trusting.CreateClient();
        Assert.Equal(HttpStatusCode.OK, await Call(trusted));
        await using var other = api.Start(("BankApi:Issuers:0:Issuer", foreign.Url), ("BankApi:Issuers:0:Keys", foreign.Url + "/.well-known/jwks.json"), ("BankApi:Issuers:0:Banks:0", "LJ02"));
        using var elsewhere = other.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, await Call(elsewhere));
        Assert.Equal(1, await api.Db.Value<long>("select count(*) from audit where act = 'call.refuse' and outcome = 'token.claims'"));
    }
}
