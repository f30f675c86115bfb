using System.Security.Cryptography;
using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Ledger.Consents;

/// <summary>One SM2 key of an enterprise (国密签名密钥): the public half.</summary>
public sealed record ConsentKeyRow(EnterpriseCode Enterprise, string Thumbprint, string Name, byte[] PublicKey, DateTimeOffset RegisteredAt, DateTimeOffset? EndedAt);

/// <summary>The SM2 keys that enterprises sign consents with (国密签名密钥): registered and ended by the legal representative; a signature by any other key counts for nothing.</summary>
public sealed class ConsentKeys(Database database, TimeProvider time)
{
    public static readonly Refusal NotSigner = new("consent_key.not_signer", "签名密钥由法定代表人登记和停用。");
    public static readonly Refusal Unreadable = new("consent_key.unreadable", "读不出 SM2 公钥，请提交 PEM 格式的公钥。");
    public static readonly Refusal Private = new("consent_key.private", "这是私钥，请只提交公钥；这把私钥已经外传，请换一把。");
    public static readonly Refusal Known = new("consent_key.known", "这把公钥已经登记过。");
    public static readonly Refusal Unknown = new("consent_key.unknown", "没有这把在用的密钥。");

    /// <summary>The keys of the viewer's enterprise, the ones in use first.</summary>
    public Task<IReadOnlyList<ConsentKeyRow>> Of(Viewer viewer) => database.Reader.Rows<ConsentKeyRow>(viewer,
        $"select enterprise, thumbprint, name, public_key, registered_at, ended_at from consent_key order by ended_at is not null, registered_at desc, thumbprint");

    /// <summary>Registers a public key for the signer's enterprise; the audit row commits with it.</summary>
    public Task<Refusal?> Register(Actor by, string name, string pem) => Act(by, "consent_key.register", async (connection, now) =>
    {
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal)) return Private;
        if (Read(pem) is not { } key) return Unreadable;
        var (thumbprint, called) = (ConsentSignatures.Thumbprint(key), name.Trim());
        await using var insert = Sql.Of($"""
            insert into consent_key (enterprise, thumbprint, name, public_key, registered_by, registered_at)
            values ({by.Tenant}, {thumbprint}, {called}, {key}, {by.Account}, {now}) on conflict (enterprise, thumbprint) do nothing
            """).On(connection);
        return await insert.ExecuteNonQueryAsync() == 1 ? null : Known;
    });

    /// <summary>Takes a key out of use; what was signed with it keeps its signature.</summary>
    public Task<Refusal?> End(Actor by, string thumbprint) => Act(by, "consent_key.end", async (connection, now) =>
    {
        await using var update = Sql.Of($"update consent_key set ended_at = {now}, ended_by = {by.Account} where enterprise = {by.Tenant} and thumbprint = {thumbprint} and ended_at is null").On(connection);
        return await update.ExecuteNonQueryAsync() == 1 ? null : Unknown;
    });

    /// <summary>A detached signature (DER or r‖s, in base64 or hexadecimal) over a text, where a key in use of the signer's enterprise made it; null otherwise, and the audit says so.</summary>
    public async Task<Signature?> Signed(Actor by, string text, string given)
    {
        Signature? signature = null;
        if (by.Role is Role.LegalRepresentative && Bytes(given) is { } bytes)
            signature = (await Of(by.AsViewer)).Where(k => k.EndedAt is null).Select(k => ConsentSignatures.OfSm2(k.PublicKey, bytes)).FirstOrDefault(s => ConsentSignatures.Hold(text, s));
        await using var connection = await database.Writer.OpenConnectionAsync();
        await Audit.Write(connection, time.GetUtcNow(), by, "consent_key.sign", ["enterprise/" + by.Tenant], signature is null ? "refused" : "done");
        return signature;
    }

    private async Task<Refusal?> Act(Actor by, string act, Func<Npgsql.NpgsqlConnection, DateTimeOffset, Task<Refusal?>> change)
    {
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var now = time.GetUtcNow();
        var why = by.Role is Role.LegalRepresentative ? await change(connection, now) : NotSigner;
        await Audit.Write(connection, now, by, act, ["enterprise/" + by.Tenant], why is null ? "done" : why.Code);
        await transaction.CommitAsync();
        return why;
    }

    /// <summary>The key in a PEM text, where it is one of the SM2 curve and a signature could be checked with it.</summary>
    private static byte[]? Read(string pem)
    {
        try
        {
            var found = PemEncoding.Find(pem);
            var key = Convert.FromBase64String(pem[found.Base64Data]);
            if (CryptoSuite.OfKey(key) != CryptoSuite.National) return null;
            _ = CryptoSuite.National.Verifies(key, [], new byte[8]);
            return key;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or CryptographicException)
        {
            return null;
        }
    }

    private static byte[]? Bytes(string given)
    {
        var text = string.Concat(given.Where(c => !char.IsWhiteSpace(c)));
        if (text.Length is < 80 or > 400) return null;
        try
        {
            var bytes = text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : Convert.FromBase64String(text);
            return bytes.Length == 64 ? NationalCryptography.Der(bytes) : bytes;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
