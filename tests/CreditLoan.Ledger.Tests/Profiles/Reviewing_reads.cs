using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Ledger.Consents;
using CreditLoan.Ledger.Profiles;

namespace CreditLoan.Ledger.Tests.Profiles;

public sealed class Reviewing_reads : IAsyncLifetime
{
    private static readonly DateOnly Day = new(2026, 7, 15);
    private static readonly Actor Compliance = new("c", Role.BankCompliance, "B1");
    private TestDatabase db = null!;
    private ReadReviews reviews = null!;
    private DeletionDuties duties = null!;

    public async Task InitializeAsync()
    {
        db = await TestDatabase.Create();
        (reviews, duties) = (new(db.Database, TimeProvider.System), new(db.Database, TimeProvider.System));
    }

    public async Task DisposeAsync() => await db.DisposeAsync();

    [Fact]
    public async Task Picks_what_was_read_at_night_but_not_by_day()
    {
        await Read("2026-07-15 02:30+08", "E1", "o");
        await Read("2026-07-15 10:30+08", "E1", "o");
        await Read("2026-07-15 22:00+08", "E2", "o");
        await reviews.Open(Day);
        Assert.Equal(["E1", "E2"], (await Of(Compliance)).Where(r => r.Why == ReviewReason.Night).Select(r => r.Enterprise).Order());
        Assert.Equal(0, await reviews.Open(Day));
    }

    [Fact]
    public async Task Picks_the_fifty_first_enterprise_within_an_hour()
    {
        for (var i = 0; i < 52; i++) await Read($"2026-07-15 10:{i:00}:00+08", $"E{i:00}", "o");
        await reviews.Open(Day);
        Assert.Equal(["E50", "E51"], (await Of(Compliance)).Where(r => r.Why == ReviewReason.Many).Select(r => r.Enterprise).Order());
    }

    [Fact]
    public async Task Picks_a_read_that_no_application_followed()
    {
        await Read("2026-06-12 10:00+08", "E1", "o");
        await Read("2026-06-12 10:00+08", "E2", "o");
        await reviews.Open(Day);
        Assert.Equal(["E1", "E2"], (await Of(Compliance)).Where(r => r.Why == ReviewReason.NoApplication).Select(r => r.Enterprise).Order());
    }

    [Fact]
    public async Task Adds_up_each_month_for_the_bank_s_compliance_officer_alone()
    {
        await Read("2026-07-15 02:30+08", "E1", "o");
        await Read("2026-07-15 10:30+08", "E1", "o");
        await Read("2026-06-12 23:00+08", "E2", "o");
        await reviews.Open(Day);
        await reviews.Open(new DateOnly(2026, 6, 13));
        var night = (await Of(Compliance)).First(r => r.Why == ReviewReason.Night && r.At.UtcDateTime.Month == 7);
        Assert.Null(await reviews.Decide(Compliance, night.Id, ReviewFinding.Warned, "已谈话"));
        var months = await reviews.Months(Compliance.AsViewer);
        Assert.Equal([new DateOnly(2026, 7, 1), new DateOnly(2026, 6, 1)], months.Select(m => m.Month));
        Assert.Equal((2L, 1L, 0L, 1L, 0L), (months[0].Reads, months[0].ByRule, months[0].Open, months[0].Warned, months[0].Breaches));
        Assert.Equal((1L, 2L, 2L), (months[1].Reads, months[1].ByRule, months[1].Open));
        Assert.Empty(await reviews.Months(new Viewer("x", Role.BankOfficer, "B1")));
        Assert.Empty(await reviews.Months((Compliance with { Tenant = "B2" }).AsViewer));
    }

    [Fact]
    public async Task Draws_about_one_in_twenty_of_the_month_before_the_same_each_time()
    {
        await db.Execute("""
            insert into profile_read (at, read_on, enterprise, consent, bank, account, purpose, classes, as_of)
            select '2026-06-10 10:00+08', '2026-06-10', 'E' || i % 40, 'C', 'B1', 'o' || i, 'CreditApproval', '{}', '2026-06-01' from generate_series(1, 2000) i
            """);
        await reviews.Open(Day);
        var drawn = await db.Value<long>("select count(*) from read_review where why = 'Sample'");
        Assert.InRange(drawn, 60, 145);
        Assert.Equal(0, await reviews.Open(Day.AddDays(1)));
    }

    [Fact]
    public async Task Is_the_bank_s_own_compliance_officer_s_and_nobody_s_own_reads()
    {
        await Read("2026-07-15 02:30+08", "E1", "o");
        await reviews.Open(Day);
        var one = (await Of(Compliance)).First(r => r.Why == ReviewReason.Night);
        foreach (var role in Enum.GetValues<Role>().Where(r => r is not Role.BankCompliance))
        {
            Assert.Empty(await Of(Compliance with { Role = role }));
            Assert.Equal(ReadReviews.NotCompliance, await reviews.Decide(Compliance with { Role = role }, one.Id, ReviewFinding.Right, "x"));
        }
        Assert.Empty(await Of(Compliance with { Tenant = "B2" }));
        Assert.Equal(ReadReviews.NotOpen, await reviews.Decide(Compliance with { Tenant = "B2" }, one.Id, ReviewFinding.Right, "x"));
        Assert.Equal(ReadReviews.NotOpen, await reviews.Decide(Compliance with { Account = "o" }, one.Id, ReviewFinding.Right, "x"));
        Assert.Equal(ReadReviews.WordsMissing, await reviews.Decide(Compliance, one.Id, ReviewFinding.Right, " "));
        Assert.Null(await reviews.Decide(Compliance, one.Id, ReviewFinding.Warned, "夜间值班，已提醒"));
        Assert.Equal(ReadReviews.NotOpen, await reviews.Decide(Compliance, one.Id, ReviewFinding.Right, "x"));
        Assert.Equal(1L, await db.Value<long>("select count(*) from audit where act = 'profile.review' and outcome = 'done'"));
    }

    [Fact]
    public async Task Tells_the_bank_to_delete_and_the_enterprise_what_it_answered()
    {
        await db.Execute("""
            insert into consent_book (stream_id, version, changed_at, consent, enterprise, recipient, purpose, status, scopes, personal, data_from, data_to, mode, times, times_per, keep_days, starts_on, expires_on, ended_on)
            select 'consent/' || s, 1, now(), s, 'E1', 'B1', 'CreditApproval', case s when 'live' then 'Active' else 'Revoked' end, '{Invoices}', '{}', '2025-01-01', '2026-01-01', 'Store', 5, 'Day', 30, '2026-01-01', '2026-12-31', case s when 'live' then null else date '2026-07-01' end
            from unnest(array['live', 'read', 'unread']) s
            """);
        await Read("2026-06-12 10:00+08", "E1", "o", "read");
        await Read("2026-06-12 10:00+08", "E1", "o", "live");
        var owed = Assert.Single(await duties.Of(Compliance.AsViewer));
        Assert.Equal((new ConsentId("read"), new DateOnly(2026, 7, 31), 1L), (owed.Consent, owed.DueOn, owed.Reads));
        Assert.Equal(DeletionDuties.NotBank, await duties.Answer(Compliance with { Role = Role.BankOfficer }, owed.Consent, "x"));
        Assert.Equal(DeletionDuties.NotYours, await duties.Answer(Compliance with { Tenant = "B2" }, owed.Consent, "x"));
        Assert.Null(await duties.Answer(Compliance, owed.Consent, "信贷系统已删除"));
        Assert.Equal(DeletionDuties.NotYours, await duties.Answer(Compliance, owed.Consent, "再删一次"));
        Assert.Equal("信贷系统已删除", Assert.Single(await duties.Of(new Viewer("e", Role.EnterpriseViewer, "E1"))).Words);
        Assert.Empty(await duties.Of(new Viewer("e", Role.EnterpriseViewer, "E2")));
    }

    private Task<IReadOnlyList<ReviewRow>> Of(Actor by) => reviews.Of(by.AsViewer);

    private Task Read(string at, string enterprise, string account, string consent = "C") => db.Execute($"""
        insert into profile_read (at, read_on, enterprise, consent, bank, account, purpose, classes, as_of)
        values ('{at}', (timestamptz '{at}' at time zone 'Asia/Shanghai')::date, '{enterprise}', '{consent}', 'B1', '{account}', 'CreditApproval', '{"{}"}', '2026-06-01')
        """);
}
