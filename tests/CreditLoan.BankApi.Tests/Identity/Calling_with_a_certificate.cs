using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace CreditLoan.BankApi.Tests.Identity;

/// <summary>Mutual TLS (RFC 8705) where the configuration turns it on: on a real TLS connection.</summary>
public sealed class Calling_with_a_certificate(RunningApi api) : IClassFixture<RunningApi>
{
    private static X509Certificate2 Certificate(ECDsa key, string name)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private static HttpClient Client(X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true; // the test's own server
        if (certificate is not null) handler.SslOptions.ClientCertificates = [certificate];
        return new HttpClient(handler);
    }

    [Fact]
    public async Task Takes_the_certificate_for_assertion_and_proof_and_binds_the_token_to_it()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var url = RunningApi.FreeAddress().Replace("http:", "https:", StringComparison.Ordinal);
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, Certificate(serverKey, "server").Export(X509ContentType.Pkcs12));
        await api.Register("SB01-tls", key.ExportSubjectPublicKeyInfoPem());
        await using var served = api.Start(("urls", url), ("CREDITLOAN_API_URL", url), ("BankApi:MutualTls", "true"), ("Kestrel:Certificates:Default:Path", file));
        served.UseKestrel();
        served.StartServer();
        using var certificate = Certificate(key, "SB01-tls");
        using var client = Client(certificate);

        async Task<(HttpStatusCode Status, JsonNode Body)> Ask(HttpClient http, string name)
        {
            using var response = await http.PostAsync(url + "/connect/token", new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = name }));
            return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
        }

        var (status, answer) = await Ask(client, "SB01-tls");
        Assert.Equal((HttpStatusCode.OK, (string?)"Bearer"), (status, (string?)answer["token_type"]));
        var token = (string)answer["access_token"]!;
        var bound = (string?)JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]))!["cnf"]!["x5t#S256"]!;
        Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(certificate.GetCertHash(HashAlgorithmName.SHA256)), bound);

        async Task<HttpStatusCode> Call(HttpClient http)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url + "/v1/session");
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
            using var response = await http.SendAsync(request);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await Call(client));
        using var stranger = Client(Certificate(ECDsa.Create(ECCurve.NamedCurves.nistP256), "stranger"));
        using var bare = Client(null);
        Assert.Equal(HttpStatusCode.Unauthorized, await Call(stranger));
        Assert.Equal(HttpStatusCode.Unauthorized, await Call(bare));
        Assert.Equal("client.certificate", (string?)(await Ask(stranger, "SB01-tls")).Body["error_description"]);
        Assert.Equal("client.unknown", (string?)(await Ask(client, "SB01-nobody")).Body["error_description"]);
        File.Delete(file);
    }
}
