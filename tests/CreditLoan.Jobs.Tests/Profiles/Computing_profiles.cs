using CreditLoan.Domain.Access;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Profiles;
using CreditLoan.Ledger.Profiles;
using CreditLoan.Ledger.Records;

namespace CreditLoan.Jobs.Tests.Profiles;

public class Computing_profiles
{
    private static readonly DateOnly Today = new(2026, 8, 20);
    private static readonly EnterpriseCode Demo = SyntheticCode.Of("DE", 1);
    private static readonly EnterpriseCode Past = SyntheticCode.Of("DE", 2);
    private static readonly EnterpriseCode Silent = SyntheticCode.Of("DE", 3);

    private static async Task<TestDatabase> Prepared()
    {
        var db = await TestDatabase.Create();
        var records = new RecordWriter(db.Database.Writer);
        foreach (var (code, consented) in new[] { (Demo, true), (Past, true), (Silent, false) })
        {
            await db.Execute($"""
                insert into enterprise_book (stream_id, version, changed_at, code, name, edition, founded_on, section, stage, size)
                values ('enterprise/{code}', 1, now(), '{code}', '甲', 'Gb2017', '2018-02-01', 'C', 'Active', 'Small')
                """);
            if (!consented) continue;
            await db.Execute($"""
                insert into consent_book (stream_id, version, changed_at, consent, enterprise, recipient, purpose, status, scopes, personal, data_from, data_to, mode, times, times_per, keep_days, starts_on, expires_on, granted_on)
                values ('consent/{code}', 1, now(), '{code}', '{code}', 'platform', 'Matching', 'Active', array['Registration', 'Invoices', 'Administrative'], array[]::text[],
                  '2016-01-01', '2026-12-31', 'Store', 100, 'Day', 0, '2026-01-01', '2026-12-31', '2026-01-01')
                """);
        }
        await records.Write(new[] { Demo, Past, Silent }.SelectMany(code => new[]
        {
            new Invoice(code, InvoiceSide.Sale, "1", "B1", new DateOnly(2026, 6, 5), Money.Yuan(200_000), Money.Zero, Money.Yuan(200_000), false),
            new Invoice(code, InvoiceSide.Sale, "2", "B1", new DateOnly(2020, 1, 5), Money.Yuan(900_000), Money.Zero, Money.Yuan(900_000), false),
        }));
        await records.Write([new MonthlyFigure(Demo, MonthlySeries.TaxPaid, new DateOnly(2026, 6, 1), 100, new DateOnly(2026, 7, 15))]);
        await records.Write([new PublicFact(Demo, FactKind.Penalty, "P1", new DateOnly(2026, 3, 1), null, new DateOnly(2026, 3, 8), Grade: "general")]);
        await records.Cover([.. new[] { Demo, Past, Silent }.SelectMany(code => Enum.GetValues<DataClass>().Select(data => new Coverage(code, data, new DateOnly(2026, 8, 15), "test")))]);
        await records.EndData([Past], new DateOnly(2020, 2, 29), "test");
        return db;
    }

    private static Viewer Of(EnterpriseCode code) => new("x", Role.LegalRepresentative, code.Value);

    [Fact]
    public async Task Uses_only_classes_that_the_enterprise_lets_the_platform_use()
    {
        await using var db = await Prepared();
        Assert.Equal(new ProfileRun(2, 1), await new ProfileJob(db.Database, TimeProvider.System).Run([Demo, Past, Silent], Today));
        var profile = (await new ProfileQueries(db.Reader).Newest(Of(Demo), Demo))!;
        Assert.Equal(new FeatureValue.Number(20), profile.Features["sales_12m"]);
        Assert.Equal(new FeatureValue.Number(1), profile.Features["penalties_24m"]);
        Assert.Equal([DataClass.Registration, DataClass.Invoices, DataClass.Administrative], profile.Coverage.Keys.Order());
        Assert.DoesNotContain("tax_paid_12m", profile.Features.Keys);
        Assert.Null(await new ProfileQueries(db.Reader).Newest(Of(Silent), Silent));
    }

    [Fact]
    public async Task Takes_the_day_on_which_an_enterprise_s_data_ends()
    {
        await using var db = await Prepared();
        await new ProfileJob(db.Database, TimeProvider.System).Run([Past], Today);
        var profile = (await new ProfileQueries(db.Reader).Newest(Of(Past), Past))!;
        Assert.Equal((new DateOnly(2020, 2, 29), new DateOnly(2020, 2, 29)), (profile.AsOf, profile.DataDate));
        Assert.Equal(new FeatureValue.Number(90), profile.Features["sales_12m"]);
    }

    [Fact]
    public async Task Runs_when_the_day_the_consent_or_the_data_have_changed_and_not_otherwise()
    {
        await using var db = await Prepared();
        var job = new ProfileJob(db.Database, TimeProvider.System);
        Assert.Equal(2, (await job.RunDue(Today)).Computed);
        Assert.Equal(0, (await job.RunDue(Today)).Computed);
        await new RecordWriter(db.Database.Writer).Cover([new Coverage(Demo, DataClass.Invoices, Today, "test")]);
        Assert.Equal(1, (await job.RunDue(Today)).Computed);
        await db.Execute($"update consent_book set changed_at = clock_timestamp() where enterprise = '{Past}'");
        Assert.Equal(1, (await job.RunDue(Today)).Computed);
        // The data of Past end in 2020: a new day changes nothing for it.
        Assert.Equal(1, (await job.RunDue(Today.AddDays(1))).Computed);
    }

    [Fact]
    public async Task Replaces_the_profile_of_the_same_day_and_keeps_those_of_others()
    {
        await using var db = await Prepared();
        var job = new ProfileJob(db.Database, TimeProvider.System);
        await job.Run([Demo], Today);
        await db.Execute("update record_fact set repaired_on = '2026-08-20'");
        await job.Run([Demo], Today);
        await job.Run([Demo], Today.AddDays(1));
        Assert.Equal(2, await db.Value<long>("select count(*) from profile"));
        Assert.Equal("0", await db.Value<string>($"select features ->> 'penalties_24m' from profile where as_of = '{Today:O}'"));
    }

    [Fact]
    public async Task Reaches_profiles_already_issued_when_a_penalty_is_repaired_or_objected_to()
    {
        await using var db = await Prepared();
        var job = new ProfileJob(db.Database, TimeProvider.System);
        async Task<ProfileTag> Tag()
        {
            await job.RunDue(Today);
            return (await new ProfileQueries(db.Reader).Newest(Of(Demo), Demo))!.Tags.Single(t => t.Key == "penalties");
        }

        await db.Execute($"insert into record_fact (enterprise, kind, number, on_day, known_on, grade) values ('{Demo}', 'Penalty', 'P2', '2026-04-01', '2026-04-08', 'general')");
        Assert.Equal(("近 24 月行政处罚 2 次", false), ((await Tag()).Label, (await Tag()).Disputed));
        await db.Execute($"""
            insert into profile_read (at, read_on, enterprise, consent, bank, account, purpose, classes, as_of)
            values (clock_timestamp(), '{Today:O}', '{Demo}', 'C1', 'LJ01', 'lin', 'CreditApproval', array['Administrative'], '{Today:O}')
            """);

        var (signer, data, id) = (new Actor("chen", Role.LegalRepresentative, Demo.Value), new Actor("shu", Role.DataOperator, ""), new AppealId("YY1"));
        await Change(a => AppealDecisions.File(a, signer, id, AppealKind.Fact, "penalties", "第二件已撤销", PublishedCalendar.China, Today), signer);
        Assert.True((await Tag()).Disputed);
        Assert.Equal(1, await Corrections());

        await Change(a => AppealDecisions.Answer(a, data, upheld: false, "处罚决定有效", Today), data);
        Assert.False((await Tag()).Disputed);
        Assert.Equal(2, await Corrections());

        await db.Execute($"update record_fact set repaired_on = '{Today:O}' where number = 'P2'");
        await new RecordWriter(db.Database.Writer).Cover([new Coverage(Demo, DataClass.Administrative, Today, "信用修复")]);
        Assert.Equal("近 24 月行政处罚 1 次", (await Tag()).Label);
        Assert.Equal(3, await Corrections());

        async Task Change(Func<Appeal, CreditLoan.Domain.Decision<AppealEvent>> decide, Actor by) =>
            Assert.IsType<CreditLoan.Ledger.Outcome.Done>(await db.Store.Change(CreditLoan.Ledger.Command.For(by, Today, "test", Guid.NewGuid()), Appeal.Stream(id), decide));
        async Task<int> Corrections() => (await new ProfileQueries(db.Reader).Corrections(new Viewer("lin", Role.BankOfficer, "LJ01"), DateTimeOffset.UtcNow.AddDays(-1))).Count is 0
            ? 0 : (int)await db.Value<long>("select count(*) from profile_correction where tag = 'penalties'");
    }

    [Fact]
    public async Task Leaves_out_the_facts_of_an_appeal_that_was_upheld()
    {
        await using var db = await Prepared();
        await db.Execute($"""
            insert into appeal_book (stream_id, version, changed_at, appeal, enterprise, kind, about, reason, stage, filed_on, answer_by, ended_on)
            values ('appeal/YY2', 2, now(), 'YY2', '{Demo}', 'Fact', 'penalties', '有误', 'Upheld', '2026-04-01', '2026-04-10', '2026-04-09')
            """);
        await new ProfileJob(db.Database, TimeProvider.System).Run([Demo], Today);
        Assert.Equal("0", await db.Value<string>("select features ->> 'penalties_24m' from profile"));
    }
}
