using System.Security.Cryptography;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Enterprises;

namespace CreditLoan.Ledger.Tests.Enterprises;

public sealed class The_data_catalogue : IAsyncLifetime
{
    private static readonly DateOnly Day = new(2026, 11, 20);
    private static readonly Actor Signer = new("signer", Role.LegalRepresentative, "E1");
    private TestDatabase db = null!;
    private RetentionJob job = null!;

    public async Task InitializeAsync()
    {
        db = await TestDatabase.Create();
        job = new RetentionJob(db.Database, TimeProvider.System);
    }

    public async Task DisposeAsync() => await db.DisposeAsync();

    private Task<string> Columns() => db.Value<string>("""
        select string_agg(t.table_schema || '.' || t.table_name || '.' || c.column_name, ' ' order by t.table_schema || '.' || t.table_name || '.' || c.column_name)
        from information_schema.tables t join information_schema.columns c using (table_schema, table_name)
        where t.table_type = 'BASE TABLE' and t.table_schema not in ('pg_catalog', 'information_schema') and t.table_name not like 'pg_temp%'
        """);

    private static IEnumerable<string> Catalogued => DataCatalogue.Tables.SelectMany(t => t.Columns.Select(c => $"{t.Name}.{c}"));

    [Fact]
    public async Task Has_every_column_of_the_database_and_no_other()
    {
        var real = (await Columns()).Split(' ');
        Assert.Equal([], real.Except(Catalogued, StringComparer.Ordinal));
        Assert.Equal([], Catalogued.Except(real, StringComparer.Ordinal));
        Assert.All(DataCatalogue.Tables, t => Assert.Equal([], t.Personal.Append(t.Kept?.Column).OfType<string>().Except(t.Columns, StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Misses_a_personal_column_that_somebody_adds()
    {
        await db.Execute("alter table credit_line_book add column contact_phone text");
        Assert.Equal(["public.credit_line_book.contact_phone"], (await Columns()).Split(' ').Except(Catalogued, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Drives_the_deletion_of_what_is_kept_no_longer_and_leaves_a_trace_of_it()
    {
        await db.Execute("""
            insert into draft (account, form, body, saved_at) values ('a', 'old', '{}', '2026-08-01'), ('a', 'new', '{}', '2026-11-01');
            insert into profile_read (at, read_on, enterprise, consent, bank, account, purpose, classes, as_of) values ('2021-01-01', '2021-01-01', 'E1', 'C', 'B1', 'o', 'p', '{}', '2021-01-01'), ('2026-01-01', '2026-01-01', 'E1', 'C', 'B1', 'o', 'p', '{}', '2026-01-01');
            insert into read_review (bank, read, why, opened_on) select 'B1', id, 'Night', read_on from profile_read;
            """);
        Assert.Equal(3, await job.Run(Day));
        Assert.Equal(0, await job.Run(Day));
        Assert.Equal("new", await db.Value<string>("select string_agg(form, ',') from draft"));
        Assert.Equal(1L, await db.Value<long>("select count(*) from profile_read"));
        Assert.Equal("table/public.draft:1 table/public.profile_read:1 table/public.read_review:1", await db.Value<string>("select string_agg(subject[1] || ':' || (detail ->> 'rows'), ' ' order by subject) from audit where act = 'retention.delete' and role = 'PlatformJob'"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ends_each_field_of_a_person_who_left_at_its_own_time_and_the_key_with_the_last(bool national)
    {
        var vault = new PersonVault(db.Database, new MasterKey(RandomNumberGenerator.GetBytes(32), national), TimeProvider.System);
        var person = new SubjectId("p");
        await vault.Keep(Signer, person, new Dictionary<PersonalField, string> { [PersonalFields.Name] = "陈志远", [PersonalFields.IdNumber] = "999900198001011234", [PersonalFields.Phone] = "10012345678" });
        Assert.False(await vault.Leave(Signer with { Tenant = "E2" }, person, Day));
        Assert.True(await vault.Leave(Signer, person, Day));
        Assert.Empty(await vault.Of(Signer.AsViewer));
        Assert.Equal(0, await job.Run(Day.AddDays(180)));
        Assert.Equal(2, await job.Run(Day.AddDays(181)));
        Assert.Equal("name", await db.Value<string>("select string_agg(name, ',') from personal.field"));
        Assert.Equal(1, await job.Run(Day.AddDays(366)));
        Assert.True(await db.Value<bool>("select wrapped is null and erased_at is not null from personal.subject where id = 'p'"));
        Assert.Equal(3L, await db.Value<long>("select count(*) from audit where act = 'person.expire' and subject = array['person/p']"));
        Assert.Equal(1L, await db.Value<long>("select count(*) from audit where act = 'person.erase' and subject = array['person/p']"));
    }

    [Fact]
    public async Task Of_persons_moves_into_the_national_profile_when_the_tenant_s_key_is_rotated()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        PersonVault Vault(bool national) => new(db.Database, new MasterKey(key, national), TimeProvider.System);
        var (person, kept) = (new SubjectId("p"), new Dictionary<PersonalField, string> { [PersonalFields.Phone] = "10012345678" });
        await Vault(false).Keep(Signer, person, kept);
        Task<long> Marked() => db.Value<long>("select count(*) from (select value v from personal.field union all select wrapped from personal.subject union all select wrapped from personal.tenant_key) x where position('\\x7879642d736d34'::bytea in v) = 1");
        Assert.Equal(0L, await Marked());
        await Vault(true).Rotate(new Actor("security", Role.SecurityAdministrator, ""), "E1");
        Assert.Equal(3L, await Marked());
        Assert.Equal("10012345678", (await Vault(true).Read(Signer.AsViewer, person, whole: true))[PersonalFields.Phone]);
        await Vault(false).Rotate(new Actor("security", Role.SecurityAdministrator, ""), "E1");
        Assert.Equal(0L, await Marked());
        Assert.Equal("10012345678", (await Vault(false).Read(Signer.AsViewer, person, whole: true))[PersonalFields.Phone]);
    }

    [Fact]
    public async Task Of_persons_gets_a_new_key_of_the_tenant_every_90_days_by_itself()
    {
        var (person, key) = (new SubjectId("p"), new MasterKey(RandomNumberGenerator.GetBytes(32)));
        var vault = new PersonVault(db.Database, key, TimeProvider.System);
        await vault.Keep(Signer, person, new Dictionary<PersonalField, string> { [PersonalFields.Phone] = "10012345678" });
        await db.Execute("update personal.tenant_key set made_at = now() - interval '89 days'");
        Assert.Equal(0, await vault.RotateOld());
        await db.Execute("update personal.tenant_key set made_at = now() - interval '91 days'");
        Assert.Equal(1, await vault.RotateOld());
        Assert.Equal(0, await vault.RotateOld());
        Assert.Equal("E1:2", await db.Value<string>("select string_agg(tenant || ':' || version, ' ') from personal.tenant_key"));
        Assert.Equal("10012345678", (await vault.Read(Signer.AsViewer, person, whole: true))[PersonalFields.Phone]);
        Assert.Equal(1L, await db.Value<long>("select count(*) from audit where act = 'person.rotate-key' and role = 'PlatformJob'"));
    }
}
