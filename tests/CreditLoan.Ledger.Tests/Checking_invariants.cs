using CreditLoan.Domain.Access;

namespace CreditLoan.Ledger.Tests;

public sealed class Checking_invariants
{
    private static readonly Viewer Operator = new("o", Role.SystemAdministrator, "");

    /// <summary>Each with a statement of the owner's that breaks it, and nothing else.</summary>
    private static readonly (string Name, string Break)[] Breaks =
    [
        ("stream_versions_gapless", "insert into mt_streams (id, type, version) values ('counter/1', 'counter', 2)"),
        ("postings_tie_to_pools", Pool(cash: 100, granted: 100)),
        ("pools_balance_and_none_is_overdrawn", Pool(cash: -10, granted: 0, earmarked: 10) + "; insert into pool_journal values ('pool/S/2026', 1, 0, now(), 'reserved', '2026-01-01', 'Earmarked', 'Cash', 10)"),
        ("claims_within_every_limit", Claim("Payable", amount: 90, room: 80)),
        ("one_active_claim_a_loan", Claim("Pending", amount: 50, room: 80, key: false)),
        ("shares_of_a_loss_at_most_the_loss", Claim("Paid", amount: 80, room: 80) + ";" + Claim("Paid", amount: 40, room: 80, id: "2", scheme: "T")),
        ("recoveries_at_most_what_was_paid", Claim("Recovering", amount: 50, room: 80, recovered: 60)),
        ("every_read_under_a_live_consent", """
            insert into mt_streams (id, type, version) values ('consent/C1', 'consent', 1);
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp) values (1, gen_random_uuid(), 'consent/C1', 1, '{}', 'consent_revoked', now() - interval '1 hour');
            insert into profile_read (at, read_on, enterprise, consent, bank, account, purpose, classes, as_of) values (now(), '2026-03-01', 'E', 'C1', 'B', 'a', 'p', '{}', '2026-03-01')
            """),
        ("acts_wait_at_most_a_minute_to_be_sealed", "insert into evidence_queue (at, kind, subject, content) values (now() - interval '2 minutes', 'k', 's', '{}')"),
        ("no_view_has_stopped", "insert into view_stopped values ('x_book', now(), 'x/1', 3, 'Not 13.')"),
    ];

    [Fact]
    public async Task Finds_nothing_in_an_empty_ledger_and_shows_the_operator_what_it_checked()
    {
        await using var db = await TestDatabase.Create();
        Assert.All(await new Invariants(db.Database.Owner).Check(TimeProvider.System), c => Assert.Equal(0, c.Broken));
        Assert.Equal(Invariants.Names.Order(StringComparer.Ordinal), (await new LedgerState(db.Reader).Invariants(Operator)).Select(c => c.Name));
        Assert.Empty(await new LedgerState(db.Reader).Invariants(Viewer.Anyone));
    }

    [Fact]
    public async Task Finds_each_that_is_broken_and_no_other()
    {
        Assert.Equal(Invariants.Names, Breaks.Select(b => b.Name));
        await using var db = await TestDatabase.Create();
        foreach (var (name, statement) in Breaks)
        {
            await db.Execute(statement);
            var broken = (await new Invariants(db.Database.Owner).Check(TimeProvider.System)).Where(c => c.Broken > 0).ToList();
            Assert.True(broken is [var only] && only.Name == name, $"{name}: {string.Join(", ", broken.Select(b => $"{b.Name} {b.Example}"))}");
            await db.Execute("delete from mt_events; delete from mt_streams; delete from pool_book; delete from pool_journal; delete from claim_book; delete from taken_key; delete from profile_read; delete from evidence_queue; delete from view_stopped");
        }
    }

    private static string Pool(long cash, long granted, long earmarked = 0) =>
        $"insert into pool_book values ('pool/S/2026', 1, now(), 'S', 2026, null, {cash}, {earmarked}, {granted}, 0, 0, 0, 0, 0, 0, false, null, '[]')";

    private static string Claim(string stage, long amount, long room, long recovered = 0, bool key = true, string id = "1", string scheme = "S") => $$"""
        insert into claim_book (stream_id, version, changed_at, id, scheme, rule_version, cover, bank, loan, enterprise, loan_amount, loss, asked, amount, limits, stage, filed_on, agreed, papers, paid, written_off, recovered, recovery_due, shared)
        values ('claim/{{id}}', 1, now(), '{{id}}', '{{scheme}}', 1, 'Bank', 'B', 'L', 'E', 100, '{"Principal": 100, "Interest": 0}', '{"Amount": 100}', {{amount}}, '[{"Room": {{room}}}, {"Room": null}]', '{{stage}}', '2026-03-01', '{}', '[]', {{(stage is "Paid" or "Recovering" ? amount : 0)}}, 0, {{recovered}}, {{recovered}}, 0);
        {{(key ? $"insert into taken_key values ('active-claim', 'B/L/{id}', 'claim/{id}')" : "select 1")}}
        """;
}
