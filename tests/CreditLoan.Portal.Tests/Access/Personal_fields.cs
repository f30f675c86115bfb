using System.Text;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Seeding;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Enterprises;
using Microsoft.Extensions.DependencyInjection;

namespace CreditLoan.Portal.Tests;

[Collection(CityVisitors.Name)]
public sealed class Personal_fields(City city)
{
    private PersonVault Vault => city.Portal.Services.GetRequiredService<PersonVault>();

    private EnterpriseCode Own => new(city.Tenant(TenantKind.Enterprise, Whose.Own));

    private Actor Signer => new("signer", Role.LegalRepresentative, Own.Value);

    [Fact]
    public async Task Are_found_in_no_table_no_log_and_no_temporary_file()
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));
        await DemoPersons.Make(city.Portal.Db.Database, city.Portal.Db.Store, Vault, 100, today);
        var codes = (await city.Value("select string_agg(split_part(id, '-', 2), ',') from personal.subject where id like 'P-%'")).Split(',');
        Assert.True(codes.Length > 20);
        // Read, masked and whole, through the page and by hand, so that logs and caches have had their chance.
        using var client = await city.Enter(Role.LegalRepresentative, Whose.Own);
        await client.GetAsync(new Uri("/enterprise/file", UriKind.Relative));
        foreach (var code in codes) await Vault.Read(new Viewer("x", Role.LegalRepresentative, code), new SubjectId("P-" + code), whole: true);

        var dump = await Dump();
        var logs = string.Join('\n', city.Portal.Logs);
        // A named pipe has no length, and nobody may ever write to it.
        var files = new DirectoryInfo(Path.GetTempPath()).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = false, IgnoreInaccessible = true })
            .Where(f => f.LastWriteTimeUtc > DateTime.UtcNow.AddMinutes(-30) && f.Length is > 0 and < 50_000_000).Select(Text).ToList();
        var found = new List<string>();
        foreach (var code in codes)
        {
            foreach (var (field, value) in DemoPersons.Of(new EnterpriseCode(code)).Where(f => f.Key != PersonalFields.Name))
            {
                var hex = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(value));
                if (dump.Contains(value, StringComparison.Ordinal) || dump.Contains(hex, StringComparison.Ordinal)) found.Add($"{field.Key} of {code} in the database");
                if (logs.Contains(value, StringComparison.Ordinal)) found.Add($"{field.Key} of {code} in the logs");
                if (files.Any(f => f.Contains(value, StringComparison.Ordinal))) found.Add($"{field.Key} of {code} in a temporary file");
            }
        }
        Assert.Empty(found);
        Assert.Contains("P-" + codes[0], dump, StringComparison.Ordinal);
        Assert.True(dump.Length > 1_000_000);
    }

    [Fact]
    public async Task Are_masked_for_the_enterprise_s_people_and_whole_for_its_signer_who_leaves_a_trace()
    {
        var subject = new SubjectId("masked");
        await Vault.Keep(Signer, subject, new Dictionary<PersonalField, string> { [PersonalFields.Name] = "欧阳志远", [PersonalFields.Phone] = "10012345678" });
        var masked = await Vault.Read(new Viewer("agent", Role.EnterpriseAgent, Own.Value), subject, whole: false);
        Assert.Equal(("欧***", "100****5678"), (masked[PersonalFields.Name], masked[PersonalFields.Phone]));
        Assert.Empty(await Vault.Read(new Viewer("agent", Role.EnterpriseAgent, Own.Value), subject, whole: true));
        Assert.Equal("10012345678", (await Vault.Read(Signer.AsViewer, subject, whole: true))[PersonalFields.Phone]);
        Assert.Equal(1L, await city.Portal.Db.Value<long>("select count(*) from audit where act = 'person.read' and subject = array['person/masked']"));
        foreach (var (role, whose) in City.Principals.Where(p => p.Role.Kind() is not TenantKind.Enterprise || p.Whose is not Whose.Own))
            Assert.Empty(await Vault.Read(city.Viewer(role, whose), subject, whole: false));
    }

    [Fact]
    public async Task Are_gone_with_the_key_also_from_a_backup()
    {
        var subject = new SubjectId("erased");
        await Vault.Keep(Signer, subject, new Dictionary<PersonalField, string> { [PersonalFields.Phone] = "10099998888" });
        await city.Portal.Db.Execute("create table backup_of_fields as select * from personal.field where subject = 'erased'");
        Assert.False(await Vault.Erase(Signer with { Tenant = "another" }, subject));
        Assert.True(await Vault.Erase(Signer, subject));
        Assert.Empty(await Vault.Read(Signer.AsViewer, subject, whole: true));
        await city.Portal.Db.Execute("insert into personal.field select * from backup_of_fields; drop table backup_of_fields");
        Assert.Empty(await Vault.Read(Signer.AsViewer, subject, whole: true));
        Assert.False(await city.Portal.Db.Value<bool>("select wrapped is not null from personal.subject where id = 'erased'"));
    }

    [Fact]
    public async Task Open_after_the_tenant_s_key_was_rotated_and_the_older_key_is_gone()
    {
        var subject = new SubjectId("rotated");
        await Vault.Keep(Signer, subject, new Dictionary<PersonalField, string> { [PersonalFields.Phone] = "10011112222" });
        var before = await city.Portal.Db.Value<int>($"select key_version from personal.subject where id = 'rotated'");
        await Vault.Rotate(new Actor("security", Role.SecurityAdministrator, ""), Own.Value);
        Assert.Equal(before + 1, await city.Portal.Db.Value<int>("select key_version from personal.subject where id = 'rotated'"));
        Assert.Equal(1L, await city.Portal.Db.Value<long>($"select count(*) from personal.tenant_key where tenant = '{Own}'"));
        Assert.Equal("10011112222", (await Vault.Read(Signer.AsViewer, subject, whole: true))[PersonalFields.Phone]);
    }

    [Fact]
    public async Task Do_not_open_under_another_person_or_field()
    {
        var (one, two) = (new SubjectId("one"), new SubjectId("two"));
        await Vault.Keep(Signer, one, new Dictionary<PersonalField, string> { [PersonalFields.Phone] = "10000000001" });
        await Vault.Keep(Signer, two, new Dictionary<PersonalField, string> { [PersonalFields.Phone] = "10000000002" });
        await city.Portal.Db.Execute("update personal.field set value = (select value from personal.field where subject = 'one') where subject = 'two'");
        await Assert.ThrowsAnyAsync<System.Security.Cryptography.CryptographicException>(() => Vault.Read(Signer.AsViewer, two, whole: true));
    }

    /// <summary>Every row of every table as text: what a dump would hold.</summary>
    private async Task<string> Dump()
    {
        var tables = await city.Value("select string_agg(format('%I.%I', schemaname, tablename), ',') from pg_tables where schemaname not in ('pg_catalog', 'information_schema')");
        var dump = new StringBuilder();
        foreach (var table in tables.Split(',')) dump.AppendLine(table).AppendLine(await city.Value($"select coalesce(string_agg(t::text, E'\\n'), '') from {table} t"));
        return dump.ToString();
    }

    private static string Text(FileInfo file)
    {
        try
        {
            return File.ReadAllText(file.FullName, Encoding.Latin1);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
