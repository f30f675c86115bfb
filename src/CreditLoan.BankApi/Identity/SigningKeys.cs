using System.Collections.Concurrent;
using System.Security.Cryptography;
using CreditLoan.Domain.BankClients;
using CreditLoan.Ledger.BankClients;
using Microsoft.IdentityModel.Tokens;

namespace CreditLoan.BankApi.Identity;

/// <summary>One signing key at work; each caller has a handle of its own meanwhile, for one is not made for two at once.</summary>
public sealed class Signer(ApiKey key)
{
    private readonly ConcurrentBag<ECDsa> _idle = [];

    public string Id => key.Id;

    /// <summary>For tokens.</summary>
    public ECDsaSecurityKey Key { get; } = new(Handle(key)) { KeyId = key.Id };

    public byte[] Sign(byte[] data)
    {
        if (!_idle.TryTake(out var handle)) handle = Handle(key);
        var signature = handle.SignData(data, HashAlgorithmName.SHA256);
        _idle.Add(handle);
        return signature;
    }

    private static ECDsa Handle(ApiKey key)
    {
        var handle = ECDsa.Create();
        handle.ImportPkcs8PrivateKey(key.Pkcs8, out _);
        return handle;
    }
}

/// <summary>The keys with which the API signs tokens and answers: the newest signs, all verify; a new one every 90 days.</summary>
public sealed class SigningKeys(ApiKeyStore store, TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(90);
    private readonly SemaphoreSlim _one = new(1);
    private volatile IReadOnlyList<ApiKey> _keys = [];
    private volatile Signer? _now;

    /// <summary>The key that signs now.</summary>
    public Signer Now => _now ?? throw new InvalidOperationException("The signing keys are not read yet.");

    public SecurityKey[] Verifying => [.. _keys.Select(k => new JsonWebKey(k.PublicJwk) { Kid = k.Id })];

    /// <summary>The public halves, as banks fetch them (RFC 7517).</summary>
    public string Jwks => "{\"keys\":[" + string.Join(',', _keys.Select(k => $"{k.PublicJwk[..^1]},\"kid\":\"{k.Id}\",\"alg\":\"ES256\",\"use\":\"sig\"}}")) + "]}";

    /// <summary>Reads the keys, and makes one where there is none or the newest is too old.</summary>
    public async Task Refresh(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            var keys = await store.All(stop);
            if (keys.Count == 0 || keys[^1].MadeAt < clock.GetUtcNow() - Life)
            {
                await store.Add(Make(), stop);
                keys = await store.All(stop);
            }
            if (_now?.Id != keys[^1].Id) _now = new Signer(keys[^1]);
            _keys = keys;
        }
        finally
        {
            _one.Release();
        }
    }

    private ApiKey Make()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return ClientKey.TryRead(made.ExportSubjectPublicKeyInfoPem(), out var key, out _)
            ? new ApiKey(key.Thumbprint, key.Jwk, made.ExportPkcs8PrivateKey(), clock.GetUtcNow())
            : throw new System.Diagnostics.UnreachableException();
    }
}
