using System.Security.Cryptography;
using System.Text;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Ledger.Access;
using Npgsql;

namespace CreditLoan.Ledger.Enterprises;

/// <summary>Fields of natural persons (个人信息保管): encrypted one by one under the person's key, which the tenant's key wraps, which the master key wraps.</summary>
/// <remarks>Each layer is AES-256-GCM, or SM4 in the 国密 profile, and bound to what it belongs to, so a value moved to another person or field does not open. Every act writes its audit row, without a value.</remarks>
public sealed class PersonVault(Database database, MasterKey master, TimeProvider time)
{
    /// <summary>How long a tenant's key wraps its persons' keys.</summary>
    public static readonly TimeSpan KeyLife = TimeSpan.FromDays(90);

    /// <summary>Keeps fields of a person of this tenant; a field that is there already is replaced. False for who does not sign for the tenant.</summary>
    public async Task<bool> Keep(Actor by, SubjectId subject, IReadOnlyDictionary<PersonalField, string> fields)
    {
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (Signs(by)) await Keep(connection, by, subject, fields);
        else await Write(connection, by, "person.keep", subject, "refused");
        await transaction.CommitAsync();
        return Signs(by);
    }

    /// <summary>Who keeps, lets leave and erases: who signs for the tenant, and the platform's own jobs.</summary>
    private static bool Signs(Actor by) => by.Role is Role.LegalRepresentative or Role.PlatformJob;

    /// <summary>The same in the caller's transaction.</summary>
    internal async Task Keep(NpgsqlConnection connection, Actor by, SubjectId subject, IReadOnlyDictionary<PersonalField, string> fields)
    {
        var (key, now) = (await KeyOf(connection, by.Tenant, subject) ?? await Make(connection, by.Tenant, subject), time.GetUtcNow());
        foreach (var (field, value) in fields)
        {
            var sealedValue = key.Wrap(Encoding.UTF8.GetBytes(value), BoundTo(subject, field));
            await Run(connection, $"""
                insert into personal.field (subject, name, value, kept_at) values ({subject}, {field.Key}, {sealedValue}, {now})
                on conflict (subject, name) do update set value = excluded.value, kept_at = excluded.kept_at
                """);
        }
        await Write(connection, by, "person.keep", subject);
    }

    /// <summary>The person's fields: whole for who signs for the tenant and asks for it, masked for its other people; empty for anybody else and for the erased.</summary>
    public async Task<IReadOnlyDictionary<PersonalField, string>> Read(Viewer viewer, SubjectId subject, bool whole)
    {
        if (viewer.Kind is not TenantKind.Enterprise || (whole && viewer.Role is not Role.LegalRepresentative)) return new Dictionary<PersonalField, string>();
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var read = await Fields(connection, viewer.Tenant, subject);
        if (whole && read.Count > 0) await Write(connection, new Actor(viewer.Account, viewer.Role, viewer.Tenant), "person.read", subject);
        await transaction.CommitAsync();
        return whole ? read : read.ToDictionary(f => f.Key, f => f.Key.Mask(f.Value));
    }

    /// <summary>The person's fields whole, for an act of the platform that needs them, in the caller's transaction and with its audit row.</summary>
    internal async Task<IReadOnlyDictionary<PersonalField, string>> Read(NpgsqlConnection connection, Actor by, SubjectId subject)
    {
        await Write(connection, by, "person.read", subject);
        return await Fields(connection, by.Tenant, subject);
    }

    private async Task<IReadOnlyDictionary<PersonalField, string>> Fields(NpgsqlConnection connection, string tenant, SubjectId subject)
    {
        if (await KeyOf(connection, tenant, subject) is not { } key) return new Dictionary<PersonalField, string>();
        var rows = await Reader.Rows<FieldRow>(connection, $"select name, value from personal.field where subject = {subject}", default);
        return PersonalFields.All.Join(rows, f => f.Key, r => r.Name, (f, r) => (Field: f, Value: Encoding.UTF8.GetString(key.Unwrap(r.Value, BoundTo(subject, f))))).ToDictionary(f => f.Field, f => f.Value);
    }

    /// <summary>The persons of the viewer's own tenant who have not left and are not erased.</summary>
    public async Task<IReadOnlyList<SubjectId>> Of(Viewer viewer)
    {
        if (viewer.Kind is not TenantKind.Enterprise) return [];
        await using var connection = await database.Writer.OpenConnectionAsync();
        return await Reader.Rows<SubjectId>(connection, $"select id from personal.subject where tenant = {viewer.Tenant} and erased_at is null and left_on is null order by made_at, id", default);
    }

    /// <summary>The person has left the tenant (离任): from this day each field's retention is counted, and nobody sees it any more.</summary>
    public async Task<bool> Leave(Actor by, SubjectId subject, DateOnly day)
    {
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var left = await Run(connection, $"update personal.subject set left_on = {day} where id = {subject} and tenant = {by.Tenant} and left_on is null and erased_at is null and {Signs(by)}") == 1;
        await Write(connection, by, "person.leave", subject, left ? "done" : "refused");
        await transaction.CommitAsync();
        return left;
    }

    /// <summary>Erases a person (删除个人信息): the key goes, and with it every copy of the fields, in backups too.</summary>
    public async Task<bool> Erase(Actor by, SubjectId subject)
    {
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var gone = Signs(by) && await Erase(connection, by, subject);
        if (!Signs(by)) await Write(connection, by, "person.erase", subject, "refused");
        await transaction.CommitAsync();
        return gone;
    }

    /// <summary>The same in the caller's transaction.</summary>
    internal async Task<bool> Erase(NpgsqlConnection connection, Actor by, SubjectId subject)
    {
        var gone = await Run(connection, $"""
            update personal.subject set wrapped = null, key_version = null, erased_at = {time.GetUtcNow()}
            where id = {subject} and erased_at is null and ({by.Tenant} = tenant or {by.Role is Role.PlatformJob})
            """) == 1;
        if (gone) await Run(connection, $"delete from personal.field where subject = {subject}");
        await Write(connection, by, "person.erase", subject, gone ? "done" : "refused");
        return gone;
    }

    /// <summary>Wraps every person's key of a tenant by a new key of the tenant, and forgets the older ones (密钥轮换). False for who does not keep keys.</summary>
    public async Task<bool> Rotate(Actor by, string tenant)
    {
        if (by.Role is not (Role.SecurityAdministrator or Role.PlatformJob)) return false;
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var (version, fresh) = await NewTenantKey(connection, tenant);
        foreach (var row in await Reader.Rows<SubjectRow>(connection, $"select id, key_version, wrapped from personal.subject where tenant = {tenant} and wrapped is not null for update", default))
        {
            var opened = (await TenantKey(connection, tenant, row.KeyVersion)).Unwrap(row.Wrapped, Encoding.UTF8.GetBytes(row.Id));
            var wrapped = master.Of(fresh).Wrap(opened, Encoding.UTF8.GetBytes(row.Id));
            // What an earlier profile encrypted moves into the one that is set now.
            foreach (var field in await Reader.Rows<FieldRow>(connection, $"select name, value from personal.field where subject = {row.Id}", default))
            {
                if (master.IsOwn(field.Value)) continue;
                var boundTo = Encoding.UTF8.GetBytes($"{row.Id}/{field.Name}");
                await Run(connection, $"update personal.field set value = {master.Of(opened).Wrap(master.Of(opened).Unwrap(field.Value, boundTo), boundTo)} where subject = {row.Id} and name = {field.Name}");
            }
            CryptographicOperations.ZeroMemory(opened);
            await Run(connection, $"update personal.subject set key_version = {version}, wrapped = {wrapped} where id = {row.Id}");
        }
        await Run(connection, $"delete from personal.tenant_key where tenant = {tenant} and version < {version}");
        await Audit.Write(connection, time.GetUtcNow(), by, "person.rotate-key", ["tenant/" + tenant], "done");
        await transaction.CommitAsync();
        return true;
    }

    /// <summary>Rotates tenants' keys that are 90 days old, the oldest first and some at a time (到期轮换); answers how many.</summary>
    public async Task<int> RotateOld(CancellationToken stop = default)
    {
        IReadOnlyList<string> old;
        await using (var connection = await database.Writer.OpenConnectionAsync(stop))
            old = await Reader.Rows<string>(connection, $"select tenant from personal.tenant_key group by tenant having max(made_at) < {time.GetUtcNow() - KeyLife} order by max(made_at), tenant limit 100", stop);
        foreach (var tenant in old) await Rotate(Actor.Job("key-rotation"), tenant);
        return old.Count;
    }

    private async Task<MasterKey?> KeyOf(NpgsqlConnection connection, string tenant, SubjectId subject) =>
        await Reader.Rows<SubjectRow>(connection, $"select id, key_version, wrapped from personal.subject where id = {subject} and tenant = {tenant} and wrapped is not null", default) is [var row]
            ? master.Of((await TenantKey(connection, tenant, row.KeyVersion)).Unwrap(row.Wrapped, Encoding.UTF8.GetBytes(row.Id)))
            : null;

    private async Task<MasterKey> Make(NpgsqlConnection connection, string tenant, SubjectId subject)
    {
        var known = await Reader.Rows<int>(connection, $"select version from personal.tenant_key where tenant = {tenant} order by version desc limit 1", default);
        var (version, wrapper) = known is [var newest] ? (newest, await TenantKey(connection, tenant, newest)) : await NewTenantKey(connection, tenant) is var (first, bytes) ? (first, master.Of(bytes)) : default;
        var key = RandomNumberGenerator.GetBytes(32);
        var wrapped = wrapper!.Wrap(key, Encoding.UTF8.GetBytes(subject.Value));
        await Run(connection, $"insert into personal.subject (id, tenant, key_version, wrapped, made_at) values ({subject}, {tenant}, {version}, {wrapped}, {time.GetUtcNow()})");
        return master.Of(key);
    }

    private async Task<(int Version, byte[] Key)> NewTenantKey(NpgsqlConnection connection, string tenant)
    {
        await Run(connection, $"select pg_advisory_xact_lock(hashtextextended({tenant}, 126))");
        var version = (await Reader.Rows<int>(connection, $"select coalesce(max(version), 0) + 1 from personal.tenant_key where tenant = {tenant}", default))[0];
        var key = RandomNumberGenerator.GetBytes(32);
        await Run(connection, $"insert into personal.tenant_key (tenant, version, wrapped, made_at) values ({tenant}, {version}, {master.Wrap(key, Encoding.UTF8.GetBytes($"tenant/{tenant}/{version}"))}, {time.GetUtcNow()})");
        return (version, key);
    }

    private async Task<MasterKey> TenantKey(NpgsqlConnection connection, string tenant, int version) =>
        master.Of(master.Unwrap((await Reader.Rows<WrappedRow>(connection, $"select wrapped from personal.tenant_key where tenant = {tenant} and version = {version}", default))[0].Wrapped, Encoding.UTF8.GetBytes($"tenant/{tenant}/{version}")));

    private Task Write(NpgsqlConnection connection, Actor by, string act, SubjectId subject, string outcome = "done") =>
        Audit.Write(connection, time.GetUtcNow(), by, act, ["person/" + subject], outcome);

    private static byte[] BoundTo(SubjectId subject, PersonalField field) => Encoding.UTF8.GetBytes($"{subject}/{field.Key}");

    private static async Task<int> Run(NpgsqlConnection connection, Sql sql)
    {
        await using var command = sql.On(connection);
        return await command.ExecuteNonQueryAsync();
    }

    private sealed record FieldRow(string Name, byte[] Value);

    private sealed record SubjectRow(string Id, int KeyVersion, byte[] Wrapped);

    private sealed record WrappedRow(byte[] Wrapped);
}
