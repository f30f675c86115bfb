using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Consents;
using CreditLoan.Ledger.Enterprises;
using CreditLoan.Ledger.Profiles;
using CreditLoan.Ledger.Tests.Demands;
using Npgsql;
using static CreditLoan.Ledger.Tests.Demands.LendingWorld;

namespace CreditLoan.Ledger.Tests.Profiles;

public sealed class Opening_a_profile(LendingWorld world) : IClassFixture<LendingWorld>
{
    private readonly ProfileDoor _door = new(world.Db.Database);

    private async Task Keep()
    {
        var features = new Dictionary<string, FeatureValue> { ["sales_12m"] = new FeatureValue.Number(123.45m), ["tax_grade"] = new FeatureValue.Choice("A"), ["abnormal"] = new FeatureValue.Flag(false) };
        ProfileTag[] tags = [new("sales", DataClass.Invoices, "近 12 月开票 100–500 万元", TagTone.Plain, false), new("dishonest", DataClass.Judicial, "无失信被执行", TagTone.Plain, true)];
        Trend[] trends = [new("sales", "销项开票", DataClass.Invoices, "同比 +11%", false, [100, null, 110])];
        var coverage = Enum.GetValues<DataClass>().ToDictionary(c => c, _ => Today);
        new ProfileStore(world.Db.Database.Writer).Write([new Profile(Hengrui, Today, features, tags, trends, coverage)], [], DateTimeOffset.UnixEpoch);
        await world.GrantPlatform();
    }

    private Task<ProfileReading> Open(BankCode bank, DateOnly? on = null) => _door.Open(ViewerOf(bank), Hengrui, "SQ-1", on ?? Today);

    private async Task<string> Refusal(BankCode bank, DateOnly? on = null) => Assert.IsType<ProfileReading.Closed>(await Open(bank, on)).Why.Code;

    [Fact]
    public async Task Shows_the_classes_that_were_consented_and_records_the_read_once()
    {
        await Keep();
        var bank = new BankCode("P1");
        var id = await world.Grant(bank, Purpose.CreditApproval);
        var audits = await world.Db.Value<long>("select count(*) from audit where act = 'profile.read'");
        var opened = Assert.IsType<ProfileReading.Opened>(await Open(bank));

        var consented = Terms(Recipient.Bank(bank), Purpose.CreditApproval).Scopes;
        Assert.Equal(id.Value, opened.Consent.Number);
        Assert.All(opened.Tags, t => Assert.Contains(t.Class, consented));
        Assert.Equal(opened.Coverage.Keys.Order(), consented.Order());
        Assert.Contains(opened.Missing, m => !m.Consented);
        Assert.Equal("澜江恒锐精密机械有限公司", opened.Register!.Name);
        Assert.Equal(audits + 1, await world.Db.Value<long>("select count(*) from audit where act = 'profile.read'"));
        Assert.Equal($"report-read {id.Value}", await world.Db.Value<string>($"select q.kind || ' ' || (q.content::jsonb ->> 'consent') from evidence_queue q join profile_read r on q.subject = 'read-' || r.id where r.consent = '{id.Value}'"));
        Assert.Equal("SQ-1", await world.Db.Value<string>($"select application from profile_read where consent = '{id}'"));
    }

    [Fact]
    public async Task Gives_nothing_without_a_live_consent()
    {
        await Keep();
        Assert.Equal("profile.consent_missing", await Refusal(new("NONE")));
        var bank = new BankCode("P2");
        var id = await world.Grant(bank, Purpose.PreLoanReview);
        Assert.Equal("profile.consent_expired", await Refusal(bank, Today.AddYears(2)));
        await world.Revoke(bank, id);
        Assert.Equal("profile.consent_revoked", await Refusal(bank));
        Assert.Equal("profile.consent_missing", await Refusal(new("OTHER")));
        Assert.Equal(0, await world.Db.Value<long>($"select count(*) from profile_read where bank in ('NONE', 'P2', 'OTHER')"));
    }

    [Fact]
    public async Task Is_for_officers_approvers_and_the_bank_s_system_alone()
    {
        await Keep();
        var bank = new BankCode("P3");
        await world.Grant(bank, Purpose.CreditApproval);
        foreach (var role in Enum.GetValues<Role>().Where(r => r is not (Role.BankOfficer or Role.BankApprover or Role.BankSystem)))
            Assert.Equal("profile.not_bank", Assert.IsType<ProfileReading.Closed>(await _door.Open(new Viewer("x", role, bank.Value), Hengrui, null, Today)).Why.Code);
    }

    [Fact]
    public async Task Stops_at_the_agreed_frequency_and_goes_on_the_next_day()
    {
        await Keep();
        var bank = new BankCode("P4");
        await world.Grant(bank, Purpose.CreditApproval);
        await world.Db.Execute("update consent_book set times = 2, times_per = 'Day' where recipient = 'P4'");
        Assert.Equal(1, Assert.IsType<ProfileReading.Opened>(await Open(bank)).Used);
        Assert.Equal(2, Assert.IsType<ProfileReading.Opened>(await Open(bank)).Used);
        Assert.Equal("profile.frequency", await Refusal(bank));
        Assert.IsType<ProfileReading.Opened>(await Open(bank, Today.AddDays(1)));
    }

    [Fact]
    public async Task Is_refused_after_the_data_life_until_the_bank_answers_for_what_it_deleted()
    {
        await Keep();
        var bank = new BankCode("P10");
        var id = await world.Grant(bank, Purpose.CreditApproval);
        Assert.IsType<ProfileReading.Opened>(await Open(bank));
        await world.Revoke(bank, id);
        await world.Grant(bank, Purpose.CreditApproval);
        var due = Today.AddDays(Terms(Recipient.Bank(bank), Purpose.CreditApproval).KeepDays);
        // A new consent opens the profile while the bank may still keep what it read, and for the days that it has to answer.
        Assert.IsType<ProfileReading.Opened>(await Open(bank, due.AddDays(DeletionDuties.AnswerDays)));
        Assert.Equal("profile.deletion_overdue", await Refusal(bank, due.AddDays(DeletionDuties.AnswerDays + 1)));
        Assert.Equal("profile.deletion_overdue", await world.Db.Value<string>("select outcome from audit where act = 'profile.read' and tenant = 'P10' order by id desc limit 1"));
        var duties = new DeletionDuties(world.Db.Database, TimeProvider.System);
        Assert.Equal(due, Assert.Single(await duties.Of(ViewerOf(bank))).DueOn);
        Assert.Null(await duties.Answer(new Actor("c", Role.BankCompliance, bank.Value), id, "信贷系统和数据仓库"));
        Assert.IsType<ProfileReading.Opened>(await Open(bank, due.AddDays(DeletionDuties.AnswerDays + 1)));
    }

    [Fact]
    public async Task Stops_for_a_person_after_three_hundred_a_day_and_not_for_the_bank_s_system()
    {
        await Keep();
        var bank = new BankCode("P11");
        await world.Grant(bank, Purpose.CreditApproval);
        await world.Db.Execute($"""
            update consent_book set times = 1000, times_per = 'Day' where recipient = 'P11';
            insert into profile_read (at, read_on, enterprise, consent, bank, account, purpose, classes, as_of)
              select now(), '{Today:yyyy-MM-dd}', 'another', 'another', 'P11', '{ViewerOf(bank).Account}', 'CreditApproval', array['Tax'], '{Today:yyyy-MM-dd}' from generate_series(1, 299)
            """);
        Assert.IsType<ProfileReading.Opened>(await Open(bank));
        Assert.Equal("profile.person_limit", await Refusal(bank));
        Assert.IsType<ProfileReading.Opened>(await _door.Open(ViewerOf(bank) with { Role = Role.BankSystem }, Hengrui, "SQ-1", Today));
        Assert.IsType<ProfileReading.Opened>(await Open(bank, Today.AddDays(1)));
        await world.Db.Execute("delete from profile_read where consent = 'another'");
    }

    [Fact]
    public async Task Finds_nothing_once_the_consent_to_the_platform_is_over()
    {
        var own = new LendingWorld();
        await own.InitializeAsync();
        new ProfileStore(own.Db.Database.Writer).Write([new Profile(Hengrui, Today, new Dictionary<string, FeatureValue>(), [], [], new Dictionary<DataClass, DateOnly>())], [], DateTimeOffset.UnixEpoch);
        var id = await own.GrantPlatform();
        var retention = new RetentionJob(own.Db.Database, TimeProvider.System);
        var keptTo = Today.AddDays(Terms(Recipient.Platform, Purpose.Matching).KeepDays);
        await retention.Run(keptTo.AddDays(1));
        Assert.Equal(1L, await own.Db.Value<long>("select count(*) from profile"));
        Assert.IsType<Outcome.Done>(await own.Revoke(Recipient.Platform, id));
        await retention.Run(keptTo);
        Assert.Equal(1L, await own.Db.Value<long>("select count(*) from profile"));
        await retention.Run(keptTo.AddDays(1));
        Assert.Equal(0L, await own.Db.Value<long>("select count(*) from profile"));
        Assert.Equal(1L, await own.Db.Value<long>("select count(*) from audit where act = 'profile.delete' and outcome = 'done'"));
        await own.DisposeAsync();
    }

    [Fact]
    public async Task Is_closed_to_every_query_of_a_bank_and_to_the_raw_rows_for_everyone()
    {
        await Keep();
        var bank = new BankCode("P5");
        await world.Grant(bank, Purpose.CreditApproval);
        Assert.Null(await new ProfileQueries(world.Db.Reader).Newest(ViewerOf(bank), Hengrui));
        Assert.Empty(await new ProfileQueries(world.Db.Reader).Reads(new("a", Role.BankOfficer, "P6"), Hengrui, 10));
        foreach (var table in new[] { "invoice", "record_month", "record_fact" })
        {
            var denied = await Assert.ThrowsAsync<PostgresException>(() => world.Db.Reader.Scalar<long>(ViewerOf(bank), Sql.Of($"select count(*) from {Sql.Name(table)}")));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
        }
    }

    [Fact]
    public async Task Lets_an_enterprise_see_its_own_profile_and_who_has_looked()
    {
        await Keep();
        var bank = new BankCode("P7");
        await world.Grant(bank, Purpose.CreditApproval);
        await Open(bank);
        var queries = new ProfileQueries(world.Db.Reader);
        var own = (await queries.Newest(Signer.AsViewer, Hengrui))!;
        Assert.Equal(new FeatureValue.Number(123.45m), own.Features["sales_12m"]);
        Assert.True(own.Tags[1].Disputed);
        Assert.Contains(await queries.Reads(Signer.AsViewer, Hengrui, 50), r => r.Bank == "P7");
        Assert.Null(await queries.Newest(new("x", Role.LegalRepresentative, "91990000CU0000019X"), Hengrui));
    }

    [Fact]
    public async Task Tells_which_open_profiles_have_to_close()
    {
        await Keep();
        var (kept, gone) = (new BankCode("P8"), new BankCode("P9"));
        var stays = await world.Grant(kept, Purpose.CreditApproval);
        var goes = await world.Grant(gone, Purpose.CreditApproval);
        Assert.Empty(await _door.Ended([stays.Value, goes.Value], default));
        await world.Revoke(gone, goes);
        Assert.Equal([goes.Value], await _door.Ended([stays.Value, goes.Value], default));
    }

    [Fact]
    public void Has_a_sentence_for_every_outcome()
    {
        var sql = File.ReadAllText(Path.Combine(Repository.Root, "src/CreditLoan.Ledger/Migrations/0041_profiles.sql"));
        foreach (var code in new[] { "platform_consent_missing", "scope_missing", "frequency", "not_computed" })
        {
            Assert.Contains($"'profile.{code}'", sql, StringComparison.Ordinal);
            Assert.Contains($"profile.{code}", ProfileRefusals.Codes);
        }
    }
}
