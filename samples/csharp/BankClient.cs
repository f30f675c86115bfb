// A bank's system calling CreditLoan: a token by private_key_jwt, a DPoP proof for every call, and a check of the platform's signature.
// Nothing but .NET itself is needed. docs/bank-api.md explains each step.
using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreditLoan.Samples;

/// <param name="url">The platform's address, for example http://localhost:5081.</param>
/// <param name="client">The name under which the key is registered, for example LJ01-core.</param>
/// <param name="key">The registered private key, P-256.</param>
public sealed class BankClient(HttpClient http, string url, string client, ECDsa key)
{
    // The proof key may be the client's own or, as here, one that lives only as long as the program.
    private readonly ECDsa _proofKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Dictionary<string, ECDsa> _platformKeys = [];
    private string? _token;
    private DateTimeOffset _renewAt;

    /// <summary>One call. A write takes a key of your own making: the same key never does the same thing twice.</summary>
    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body = null, string? idempotencyKey = null, string? ifMatch = null)
    {
        var token = await Token();
        var content = body switch
        {
            null => null,
            HttpContent ready => ready,
            _ => new StringContent(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json"),
        };
        var sent = content is null ? [] : await content.ReadAsByteArrayAsync();
        using var request = new HttpRequestMessage(method, url + path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("DPoP", token);
        request.Headers.Add("DPoP", Proof(method.Method, url + path.Split('?')[0], token));
        if (method != HttpMethod.Get) request.Headers.Add("Idempotency-Key", idempotencyKey ?? Guid.NewGuid().ToString("N"));
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        var response = await http.SendAsync(request);
        await CheckSignature(method.Method, url + path, sent, response);
        return response;
    }

    /// <summary>A call that must succeed; its answer as JSON.</summary>
    public async Task<JsonNode> Call(HttpMethod method, string path, object? body = null, string? idempotencyKey = null, string? ifMatch = null)
    {
        using var response = await Send(method, path, body, idempotencyKey, ifMatch);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{method} {path} answered {(int)response.StatusCode}: {text}");
    }

    /// <summary>A token lives five minutes; it is asked for again a little before.</summary>
    public async Task<string> Token()
    {
        if (_token is not null && DateTimeOffset.UtcNow < _renewAt) return _token;
        var address = url + "/connect/token";
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ["client_assertion"] = Assertion(address),
            }),
        };
        request.Headers.Add("DPoP", Proof("POST", address, null));
        using var response = await http.SendAsync(request);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"No token: {answer["error"]} {answer["error_description"]}");
        _token = (string)answer["access_token"]!;
        _renewAt = DateTimeOffset.UtcNow.AddSeconds((int)answer["expires_in"]! - 30);
        return _token;
    }

    /// <summary>Who we are (RFC 7523): signed with the registered key.</summary>
    private string Assertion(string audience)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return Jws(key, new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT", ["kid"] = Thumbprint(key) },
            new JsonObject { ["iss"] = client, ["sub"] = client, ["aud"] = audience, ["iat"] = now, ["exp"] = now + 60, ["jti"] = Guid.NewGuid().ToString("N") });
    }

    /// <summary>That we hold the key the token is bound to, for this one call (RFC 9449).</summary>
    private string Proof(string method, string address, string? token)
    {
        var claims = new JsonObject { ["htm"] = method, ["htu"] = address, ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(), ["jti"] = Guid.NewGuid().ToString("N") };
        if (token is not null) claims["ath"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        return Jws(_proofKey, new JsonObject { ["alg"] = "ES256", ["typ"] = "dpop+jwt", ["jwk"] = Jwk(_proofKey) }, claims);
    }

    /// <summary>The platform signed this very answer to this very request (detached JWS, RFC 7515 appendix F, RFC 7797).</summary>
    private async Task CheckSignature(string method, string address, byte[] sent, HttpResponseMessage response)
    {
        var parts = response.Headers.GetValues("X-JWS-Signature").Single().Split('.');
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!;
        if (!_platformKeys.TryGetValue((string)header["kid"]!, out var platform))
        {
            var published = JsonNode.Parse(await http.GetStringAsync(url + "/.well-known/jwks.json"))!["keys"]!.AsArray();
            var known = published.FirstOrDefault(k => (string)k!["kid"]! == (string)header["kid"]!) ?? throw new CryptographicException("The answer is signed with a key that the platform does not publish.");
            platform = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = Base64Url.DecodeFromChars((string)known["x"]!), Y = Base64Url.DecodeFromChars((string)known["y"]!) },
            });
            _platformKeys[(string)header["kid"]!] = platform;
        }
        byte[] signed = [.. Encoding.ASCII.GetBytes(parts[0] + "."), .. await response.Content.ReadAsByteArrayAsync()];
        if (!platform.VerifyData(signed, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256)
            || (string)header["htm"]! != method || (string)header["htu"]! != address || (int)header["status"]! != (int)response.StatusCode
            || (string)header["req"]! != Base64Url.EncodeToString(SHA256.HashData(sent)))
            throw new CryptographicException("The answer's signature does not fit.");
    }

    private static string Jws(ECDsa key, JsonObject header, JsonObject payload)
    {
        var text = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString())) + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload.ToJsonString()));
        return text + "." + Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256));
    }

    private static JsonObject Jwk(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject { ["crv"] = "P-256", ["kty"] = "EC", ["x"] = Base64Url.EncodeToString(point.X!), ["y"] = Base64Url.EncodeToString(point.Y!) };
    }

    /// <summary>RFC 7638: the digest of the key's members in the order of their names.</summary>
    private static string Thumbprint(ECDsa key) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(Jwk(key).ToJsonString())));
}
