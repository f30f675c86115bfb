using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace CreditLoan.BankApi.Tests.Identity;

public sealed class Asking_for_a_token(RunningApi api) : IClassFixture<RunningApi>
{
    private static readonly string Address = RunningApi.Url + "/connect/token";

    /// <summary>Every way of getting it wrong, with the code under which it is refused and audited.</summary>
    public static TheoryData<string> Wrongs => [.. Cases.Keys];

    private sealed record Asked(HttpRequestMessage Request, string Code);

    private static string Good(Forge f) => Forge.Sign(f.Key, f.AssertionHeader(), f.AssertionClaims());
    private static string GoodProof(Forge f) => Forge.Sign(f.ProofKey, f.ProofHeader(), Forge.ProofClaims("POST", Address));

    private static string Assertion(Forge f, Action<JsonObject>? header = null, Action<JsonObject>? claims = null, ECDsa? key = null, bool unsigned = false)
    {
        var (h, c) = (f.AssertionHeader(), f.AssertionClaims());
        header?.Invoke(h);
        claims?.Invoke(c);
        return Forge.Sign(unsigned ? null : key ?? f.Key, h, c);
    }

    private static string Proof(Forge f, Action<JsonObject>? header = null, Action<JsonObject>? claims = null, ECDsa? key = null)
    {
        var (h, c) = (f.ProofHeader(), Forge.ProofClaims("POST", Address));
        header?.Invoke(h);
        claims?.Invoke(c);
        return Forge.Sign(key ?? f.ProofKey, h, c);
    }

    private static Asked WithAssertion(Forge f, string code, string assertion) => new(Forge.TokenRequest(assertion, GoodProof(f)), code);
    private static Asked WithProof(Forge f, string code, string? proof) => new(Forge.TokenRequest(Good(f), proof), code);

    private static readonly Dictionary<string, Func<Forge, Asked>> Cases = new()
    {
        ["another grant"] = f => new(Forge.TokenRequest(Good(f), GoodProof(f), ("grant_type", "password")), "request.grant"),
        ["another scope"] = f => new(Forge.TokenRequest(Good(f), GoodProof(f), ("scope", "admin")), "request.scope"),
        ["another assertion type"] = f => new(Forge.TokenRequest(Good(f), GoodProof(f), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer")), "client.assertion_malformed"),
        ["no assertion"] = f => WithAssertion(f, "client.assertion_malformed", ""),
        ["an assertion that is no token"] = f => WithAssertion(f, "client.assertion_malformed", "a.b"),
        ["an assertion of nine thousand characters"] = f => WithAssertion(f, "client.assertion_malformed", new string('a', 9_000)),
        ["alg none"] = f => WithAssertion(f, "client.algorithm", Assertion(f, h => h["alg"] = "none", unsigned: true)),
        ["alg HS256"] = f => WithAssertion(f, "client.algorithm", Assertion(f, h => h["alg"] = "HS256")),
        ["alg RS256"] = f => WithAssertion(f, "client.algorithm", Assertion(f, h => h["alg"] = "RS256")),
        ["alg ES384"] = f => WithAssertion(f, "client.algorithm", Assertion(f, h => h["alg"] = "ES384")),
        ["alg PS256 with an EC key"] = f => WithAssertion(f, "client.signature", Assertion(f, h => h["alg"] = "PS256")),
        ["a critical extension"] = f => WithAssertion(f, "client.critical", Assertion(f, h => { h["crit"] = new JsonArray("exp"); h["exp"] = 1; })),
        ["an unknown kid"] = f => WithAssertion(f, "client.key", Assertion(f, h => h["kid"] = "somebody")),
        ["another key"] = f => WithAssertion(f, "client.signature", Assertion(f, key: ECDsa.Create(ECCurve.NamedCurves.nistP256))),
        ["no signature"] = f => WithAssertion(f, "client.signature", Assertion(f, unsigned: true)),
        ["an unknown client"] = f => WithAssertion(f, "client.unknown", Assertion(f, claims: c => (c["iss"], c["sub"]) = ("LJ01-nobody", "LJ01-nobody"))),
        ["a client with quotes in its name"] = f => WithAssertion(f, "client.subject", Assertion(f, claims: c => (c["iss"], c["sub"]) = ("'; drop table audit; --\0", "'; drop table audit; --\0"))),
        ["another subject"] = f => WithAssertion(f, "client.subject", Assertion(f, claims: c => c["sub"] = "LJ02-core")),
        ["another client_id beside it"] = f => new(Forge.TokenRequest(Good(f), GoodProof(f), ("client_id", "LJ02-core")), "client.subject"),
        ["another audience"] = f => WithAssertion(f, "client.audience", Assertion(f, claims: c => c["aud"] = "https://elsewhere.example")),
        ["two audiences"] = f => WithAssertion(f, "client.audience", Assertion(f, claims: c => c["aud"] = new JsonArray(Address, "https://elsewhere.example"))),
        ["no audience"] = f => WithAssertion(f, "client.audience", Assertion(f, claims: c => c.Remove("aud"))),
        ["an expired assertion"] = f => WithAssertion(f, "client.expired", Assertion(f, claims: c => c["exp"] = Forge.Now - 1)),
        ["no expiry"] = f => WithAssertion(f, "client.expired", Assertion(f, claims: c => c.Remove("exp"))),
        ["an assertion of an hour"] = f => WithAssertion(f, "client.expired", Assertion(f, claims: c => c["exp"] = Forge.Now + 3_600)),
        ["an expiry beyond all time"] = f => WithAssertion(f, "client.expired", Assertion(f, claims: c => c["exp"] = long.MaxValue)),
        ["an assertion of tomorrow"] = f => WithAssertion(f, "client.stale", Assertion(f, claims: c => c["iat"] = Forge.Now + 120)),
        ["an assertion of yesterday"] = f => WithAssertion(f, "client.stale", Assertion(f, claims: c => c["iat"] = Forge.Now - 86_400)),
        ["no id"] = f => WithAssertion(f, "client.id", Assertion(f, claims: c => c.Remove("jti"))),
        ["a short id"] = f => WithAssertion(f, "client.id", Assertion(f, claims: c => c["jti"] = "1")),
        ["no proof"] = f => WithProof(f, "dpop.missing", null),
        ["a proof that is no token"] = f => WithProof(f, "dpop.malformed", "x"),
        ["a proof without a key"] = f => WithProof(f, "dpop.malformed", Proof(f, h => h.Remove("jwk"))),
        ["a proof with a private key in it"] = f => WithProof(f, "dpop.malformed", Proof(f, h => h["jwk"]!["d"] = "AAAA")),
        ["a proof with a symmetric key"] = f => WithProof(f, "dpop.malformed", Proof(f, h => h["jwk"] = new JsonObject { ["kty"] = "oct", ["k"] = "AAAA" })),
        ["a proof with a point off the curve"] = f => WithProof(f, "dpop.malformed", Proof(f, h => h["jwk"]!["y"] = h["jwk"]!["x"]!.DeepClone())),
        ["a proof of another type"] = f => WithProof(f, "dpop.type", Proof(f, h => h["typ"] = "JWT")),
        ["a proof with alg none"] = f => WithProof(f, "dpop.algorithm", Proof(f, h => h["alg"] = "none")),
        ["a proof signed by another key"] = f => WithProof(f, "dpop.signature", Proof(f, key: ECDsa.Create(ECCurve.NamedCurves.nistP256))),
        ["a proof of another method"] = f => WithProof(f, "dpop.method", Proof(f, claims: c => c["htm"] = "GET")),
        ["a proof of another path"] = f => WithProof(f, "dpop.address", Proof(f, claims: c => c["htu"] = RunningApi.Url + "/v1/session")),
        ["a proof of another host"] = f => WithProof(f, "dpop.address", Proof(f, claims: c => c["htu"] = "https://elsewhere.example/connect/token")),
        ["a proof with a query"] = f => WithProof(f, "dpop.address", Proof(f, claims: c => c["htu"] = Address + "?a=b")),
        ["a proof of two minutes ago"] = f => WithProof(f, "dpop.stale", Proof(f, claims: c => c["iat"] = Forge.Now - 120)),
        ["a proof of the future"] = f => WithProof(f, "dpop.stale", Proof(f, claims: c => c["iat"] = Forge.Now + 120)),
        ["a proof without a time"] = f => WithProof(f, "dpop.stale", Proof(f, claims: c => c.Remove("iat"))),
        ["a proof without an id"] = f => WithProof(f, "dpop.id", Proof(f, claims: c => c.Remove("jti"))),
    };

    private async Task<Forge> Client()
    {
        var forge = new Forge($"LJ01-{Guid.NewGuid().ToString("N")[..8]}");
        await api.Register(forge.Client, forge.Key.ExportSubjectPublicKeyInfoPem());
        return forge;
    }

    private Task<long> Audited(string code) => api.Db.Value<long>($"select count(*) from audit where act = 'token.refuse' and role = 'BankSystem' and outcome = '{code}'");

    [Theory, MemberData(nameof(Wrongs))]
    public async Task Is_refused_and_audited_with(string wrong)
    {
        var asked = Cases[wrong](await Client());
        var before = await Audited(asked.Code);
        using var response = await api.Http.SendAsync(asked.Request);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal(asked.Code.StartsWith("client.", StringComparison.Ordinal) ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(asked.Code, (string?)body["error_description"]);
        Assert.Equal(asked.Code switch
        {
            "request.grant" => "unsupported_grant_type", "request.scope" => "invalid_scope",
            _ => asked.Code.StartsWith("client.", StringComparison.Ordinal) ? "invalid_client" : "invalid_dpop_proof",
        }, (string?)body["error"]);
        Assert.Equal(before + 1, await Audited(asked.Code));
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Gives_one_of_five_minutes_that_is_bound_to_the_key_and_is_audited()
    {
        var forge = await Client();
        var token = await forge.Token(api.Http);
        var claims = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]))!;
        var header = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[0]))!;

        Assert.Equal(("at+jwt", "ES256"), ((string)header["typ"]!, (string)header["alg"]!));
        Assert.Equal(300, (long)claims["exp"]! - (long)claims["iat"]!);
        Assert.Equal((RunningApi.Url, RunningApi.Url), ((string)claims["iss"]!, (string)claims["aud"]!));
        Assert.Equal((forge.Client, "LJ01", "Bank", "BankSystem"), ((string)claims["sub"]!, (string)claims["tenant"]!, (string)claims["tenant_kind"]!, (string)claims["role"]![0]!));
        Assert.Equal(DpopThumbprint(forge.ProofKey), (string)claims["cnf"]!["jkt"]!);
        Assert.Equal(1, await api.Db.Value<long>($"select count(*) from audit where act = 'token.issue' and account = '{forge.Client}' and tenant = 'LJ01' and outcome = 'done'"));
    }

    [Fact]
    public async Task Works_with_PS256_too()
    {
        using var rsa = RSA.Create(2048);
        var forge = new Forge($"LJ01-{Guid.NewGuid().ToString("N")[..8]}");
        await api.Register(forge.Client, rsa.ExportSubjectPublicKeyInfoPem());
        var text = Forge.Encode(new JsonObject { ["alg"] = "PS256" }.ToJsonString()) + "." + Forge.Encode(forge.AssertionClaims().ToJsonString());
        var signature = rsa.SignData(System.Text.Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        using var response = await api.Http.SendAsync(Forge.TokenRequest(text + "." + System.Buffers.Text.Base64Url.EncodeToString(signature), GoodProof(forge)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Takes_an_assertion_and_a_proof_once_in_any_process()
    {
        var forge = await Client();
        var (assertion, proof) = (Good(forge), GoodProof(forge));
        using var first = await api.Http.SendAsync(Forge.TokenRequest(assertion, proof));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await using var other = api.Start();
        using var http = other.CreateClient();
        async Task<string?> Again(string a, string p) => (string?)JsonNode.Parse(await (await http.SendAsync(Forge.TokenRequest(a, p))).Content.ReadAsStringAsync())!["error_description"];
        Assert.Equal("client.replayed", await Again(assertion, GoodProof(forge)));
        Assert.Equal("dpop.replayed", await Again(Good(forge), proof));
        Assert.Equal(2, await api.Db.Value<long>($"select count(*) from audit where account = '{forge.Client}' and outcome like '%replayed'"));
    }

    [Fact]
    public async Task Needs_a_key_that_a_second_person_let_in()
    {
        var forge = new Forge($"LJ01-{Guid.NewGuid().ToString("N")[..8]}");
        await api.Register(forge.Client, forge.Key.ExportSubjectPublicKeyInfoPem(), approve: false);
        using var response = await api.Http.SendAsync(Forge.TokenRequest(Good(forge), GoodProof(forge)));
        Assert.Contains("client.key", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Needs_a_key_that_was_let_in_within_a_year()
    {
        var forge = new Forge($"LJ01-{Guid.NewGuid().ToString("N")[..8]}");
        await api.Register(forge.Client, forge.Key.ExportSubjectPublicKeyInfoPem());
        async Task<HttpStatusCode> Ask()
        {
            using var response = await api.Http.SendAsync(Forge.TokenRequest(Good(forge), GoodProof(forge)));
            return response.StatusCode;
        }
        Assert.Equal(HttpStatusCode.OK, await Ask());
        await api.Db.Execute($$"""update bank_client_book set keys = jsonb_set(keys, '{0,ChangedOn}', to_jsonb('{{RunningApi.Today.AddDays(-366):yyyy-MM-dd}}'::text)) where client = '{{forge.Client}}'""");
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask());
    }

    [Fact]
    public async Task Says_in_its_metadata_what_it_takes()
    {
        var metadata = JsonNode.Parse(await api.Http.GetStringAsync("/.well-known/oauth-authorization-server"))!;
        Assert.Equal(RunningApi.Url, (string)metadata["issuer"]!);
        Assert.Equal(Address, (string)metadata["token_endpoint"]!);
        var keys = JsonNode.Parse(await api.Http.GetStringAsync("/.well-known/jwks.json"))!["keys"]!.AsArray();
        Assert.All(keys, k => Assert.Null(k!["d"]));
        Assert.NotEmpty(keys);
    }

    [Fact]
    public void Takes_at_most_300_lines_of_code_of_our_own()
    {
        var lines = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/CreditLoan.BankApi/Identity"), "*.cs").SelectMany(File.ReadLines).Select(l => l.Trim())
            .Count(l => l.Length > 0 && l is not ("{" or "}" or "};") && !l.StartsWith("//", StringComparison.Ordinal) && !l.StartsWith("using ", StringComparison.Ordinal));
        Assert.InRange(lines, 1, 300);
    }

    private static string DpopThumbprint(ECDsa key) => System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Forge.Jwk(key).ToJsonString())));
}
