using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>What one invariant's check found (不变量).</summary>
/// <param name="Broken">How many things break it.</param>
/// <param name="Example">One of them.</param>
public sealed record InvariantCheck(string Name, DateTimeOffset At, long Broken, string? Example);

/// <summary>What must hold at every moment, asked of the tables themselves: nightly, on request, and after every torture (不变量检查).</summary>
/// <remarks>All in one snapshot, as the owner: row level security would hide what is wrong. Sealed rows are checked by <see cref="Evidence.Verification"/>.</remarks>
public sealed class Invariants(NpgsqlDataSource owner)
{
    /// <summary>Each selects what breaks it.</summary>
    private static readonly (string Name, string Broken)[] All =
    [
        ("stream_versions_gapless", """
            select coalesce(s.id, e.stream_id) from mt_streams s
            full join (select stream_id, count(*) as n, min(version) as low, max(version) as high from mt_events group by stream_id) e on e.stream_id = s.id
            where s.version is distinct from coalesce(e.n, 0) or e.n > 0 and (e.low, e.high) is distinct from (1, e.n)
            """),
        ("postings_tie_to_pools", """
            select b.stream_id from pool_book b
            left join (select stream_id,
                         sum(case 'Cash' when debit then amount when credit then -amount else 0 end) as cash,
                         sum(case 'Earmarked' when debit then amount when credit then -amount else 0 end) as earmarked,
                         sum(case 'Compensation' when debit then amount when credit then -amount else 0 end) as compensated,
                         sum(case 'Grant' when credit then amount when debit then -amount else 0 end) as granted,
                         sum(case 'Carried' when credit then amount when debit then -amount else 0 end) as carried,
                         sum(case 'Recoveries' when credit then amount when debit then -amount else 0 end) as recovered,
                         sum(case 'Interest' when credit then amount when debit then -amount else 0 end) as interest
                       from pool_journal group by stream_id) j on j.stream_id = b.stream_id
            where (b.cash, b.earmarked, b.compensated, b.granted, b.carried, b.recovered, b.interest) is distinct from
                  (coalesce(j.cash, 0), coalesce(j.earmarked, 0), coalesce(j.compensated, 0), coalesce(j.granted, 0), coalesce(j.carried, 0), coalesce(j.recovered, 0), coalesce(j.interest, 0))
            """),
        ("pools_balance_and_none_is_overdrawn", """
            select stream_id from pool_book
            where cash + earmarked <> granted + carried + recovered + interest - compensated or cash < 0 or earmarked < 0
            """),
        ("claims_within_every_limit", """
            select stream_id from claim_book where stage in ('Payable', 'Paid', 'Recovering')
              and (amount <= 0 or amount > (asked->>'Amount')::bigint or exists (select from jsonb_array_elements(limits) l where amount > (l->>'Room')::bigint))
            """),
        ("one_active_claim_a_loan", """
            select c.stream_id from claim_book c where c.stage not in ('Refused', 'Withdrawn', 'Revoked')
              and (not exists (select from taken_key k where k.kind = 'active-claim' and k.stream_id = c.stream_id)
                   or exists (select from claim_book o where o.scheme = c.scheme and o.bank = c.bank and o.loan = c.loan and o.id <> c.id and o.stage not in ('Refused', 'Withdrawn', 'Revoked')))
            """),
        ("shares_of_a_loss_at_most_the_loss", """
            select bank || '/' || loan from claim_book where stage in ('Payable', 'Paid', 'Recovering')
            group by bank, loan having sum(amount) > max((loss->>'Principal')::bigint + (loss->>'Interest')::bigint)
            """),
        ("recoveries_at_most_what_was_paid", """
            select stream_id from claim_book where shared > recovery_due or recovery_due > paid or recovery_due > recovered or paid > amount
            """),
        ("every_read_under_a_live_consent", """
            select r.consent from profile_read r
            join lateral (select e.type from mt_events e where e.stream_id = 'consent/' || r.consent and e.timestamp < r.at - interval '1 second' order by e.version desc limit 1) last on true
            where last.type in ('consent_requested', 'consent_rejected', 'consent_paused', 'consent_revoked', 'consent_expired', 'consent_superseded')
            """),
        ("acts_wait_at_most_a_minute_to_be_sealed", "select kind || ' ' || subject from evidence_queue where at < now() - interval '60 seconds'"),
        ("no_view_has_stopped", "select name || ' ' || stream_id from view_stopped"),
    ];

    public static IEnumerable<string> Names => All.Select(a => a.Name);

    /// <summary>Checks everything now and keeps what was found.</summary>
    public async Task<IReadOnlyList<InvariantCheck>> Check(TimeProvider clock, CancellationToken stop = default)
    {
        var found = new List<InvariantCheck>();
        await using var connection = await owner.OpenConnectionAsync(stop);
        await using (var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, stop))
            foreach (var (name, broken) in All)
            {
                await using var command = new NpgsqlCommand($"select count(*), min(what) from ({broken}) as broken(what)", connection, snapshot) { CommandTimeout = 600 };
                await using var row = await command.ExecuteReaderAsync(stop);
                await row.ReadAsync(stop);
                found.Add(new InvariantCheck(name, clock.GetUtcNow(), row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1)));
            }
        await using var batch = new NpgsqlBatch(connection);
        foreach (var check in found)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("insert into invariant_check (name, at, broken, example) values ($1, $2, $3, $4) on conflict (name) do update set at = excluded.at, broken = excluded.broken, example = excluded.example")
            {
                Parameters = { new() { Value = check.Name }, new() { Value = check.At }, new() { Value = check.Broken }, new() { Value = (object?)check.Example ?? DBNull.Value } },
            });
        await batch.ExecuteNonQueryAsync(stop);
        return found;
    }
}
