using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CreditLoan.BankApi.Tests.Identity;

/// <summary>npm's certified oidc-provider as another issuer of tokens, run by Node as a process of its own and installed below .data/peers on first use.</summary>
internal sealed class ForeignIssuer : IAsyncDisposable
{
    private const string Package = "oidc-provider@9.13.3";

    private const string Module = """
        import { createServer } from 'node:http';
        import { Provider } from 'oidc-provider';
        const { url, api, bank, client, jwk } = JSON.parse(process.argv[2]);
        const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
        const own = { ...await crypto.subtle.exportKey('jwk', pair.privateKey), alg: 'ES256', use: 'sig', kid: 'foreign-1' };
        delete own.key_ops; delete own.ext;
        const provider = new Provider(url, {
          clients: [{ client_id: client, token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'ES256', id_token_signed_response_alg: 'ES256', grant_types: ['client_credentials'],
            redirect_uris: [], response_types: [], dpop_bound_access_tokens: true, jwks: { keys: [{ ...jwk, alg: 'ES256', use: 'sig' }] } }],
          jwks: { keys: [own] },
          routes: { token: '/connect/token', jwks: '/.well-known/jwks.json' },
          scopes: ['bank'],
          enabledJWA: { clientAuthSigningAlgValues: ['ES256', 'PS256'], dPoPSigningAlgValues: ['ES256', 'PS256'] },
          extraTokenClaims: () => ({ tenant: bank }),
          features: {
            devInteractions: { enabled: false }, clientCredentials: { enabled: true }, dPoP: { enabled: true },
            resourceIndicators: { enabled: true, defaultResource: () => api, useGrantedResource: () => true,
              getResourceServerInfo: () => ({ scope: 'bank', audience: api, accessTokenTTL: 300, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } }) },
          },
        });
        createServer(provider.callback()).listen(Number(new URL(url).port), '127.0.0.1', () => console.log('listening'));
        """;

    private readonly Process _process;
    private readonly string _file;

    private ForeignIssuer(Process process, string url, string file) => (_process, Url, _file) = (process, url, file);

    public string Url { get; }

    public static async Task<ForeignIssuer> Start(Forge client, string bank)
    {
        var place = Directory.CreateDirectory(Path.Combine(Repository.Root, ".data/peers", Package)).FullName;
        if (!Directory.Exists(Path.Combine(place, "node_modules", "oidc-provider")))
        {
            using var install = Process.Start(new ProcessStartInfo("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", place, Package]) { UseShellExecute = false })!;
            await install.WaitForExitAsync();
            Assert.Equal(0, install.ExitCode);
        }
        var (url, file) = (RunningApi.FreeAddress(), Path.Combine(place, Path.GetRandomFileName() + ".mjs"));
        await File.WriteAllTextAsync(file, Module);
        var settings = new JsonObject { ["url"] = url, ["api"] = RunningApi.Url, ["bank"] = bank, ["client"] = client.Client, ["jwk"] = Forge.Jwk(client.Key) };
        var process = Process.Start(new ProcessStartInfo("node", ["--no-warnings", file, settings.ToJsonString()]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (line == "listening") return new ForeignIssuer(process, url, file);
        throw new InvalidOperationException("The foreign issuer ended while starting; its message is above.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_file);
    }
}
