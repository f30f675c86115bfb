using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CreditLoan.BankApi.Tests.Identity;

/// <summary>A caller that can get every part of a token request and of a call wrong on purpose.</summary>
public sealed class Forge(string client)
{
    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public ECDsa ProofKey { get; set; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public string Client => client;
    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    public JsonObject AssertionHeader() => new() { ["alg"] = "ES256", ["typ"] = "JWT" };

    public JsonObject AssertionClaims() => new()
    {
        ["iss"] = client, ["sub"] = client, ["aud"] = RunningApi.Url + "/connect/token", ["iat"] = Now, ["exp"] = Now + 60, ["jti"] = Guid.NewGuid().ToString("N"),
    };

    public JsonObject ProofHeader() => new() { ["alg"] = "ES256", ["typ"] = "dpop+jwt", ["jwk"] = Jwk(ProofKey) };

    public static JsonObject ProofClaims(string method, string address, string? token = null)
    {
        var claims = new JsonObject { ["htm"] = method, ["htu"] = address, ["iat"] = Now, ["jti"] = Guid.NewGuid().ToString("N") };
        if (token is not null) claims["ath"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        return claims;
    }

    public static string Sign(ECDsa? key, JsonObject header, JsonObject payload)
    {
        var text = Encode(header.ToJsonString()) + "." + Encode(payload.ToJsonString());
        return text + "." + (key is null ? "" : Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256)));
    }

    public static JsonObject Jwk(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        return new JsonObject { ["crv"] = "P-256", ["kty"] = "EC", ["x"] = Base64Url.EncodeToString(point.X!), ["y"] = Base64Url.EncodeToString(point.Y!) };
    }

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static HttpRequestMessage TokenRequest(string assertion, string? proof, params (string Name, string Value)[] other)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = assertion,
        };
        foreach (var (name, value) in other) form[name] = value;
        var request = new HttpRequestMessage(HttpMethod.Post, RunningApi.Url + "/connect/token") { Content = new FormUrlEncodedContent(form) };
        if (proof is not null) request.Headers.TryAddWithoutValidation("DPoP", proof);
        return request;
    }

    public static HttpRequestMessage Call(string? authorization, string? proof, string path = "/v1/session")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, RunningApi.Url + path);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (proof is not null) request.Headers.TryAddWithoutValidation("DPoP", proof);
        return request;
    }

    /// <summary>A token, asked for as it should be.</summary>
    public async Task<string> Token(HttpClient http)
    {
        using var request = TokenRequest(Sign(Key, AssertionHeader(), AssertionClaims()), Sign(ProofKey, ProofHeader(), ProofClaims("POST", RunningApi.Url + "/connect/token")));
        using var response = await http.SendAsync(request);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True(response.IsSuccessStatusCode, answer.ToJsonString());
        return (string)answer["access_token"]!;
    }

    /// <summary>A proof for a call of /v1/session with a token, as it should be.</summary>
    public string Proof(string token) => Sign(ProofKey, ProofHeader(), ProofClaims("GET", RunningApi.Url + "/v1/session", token));
}
