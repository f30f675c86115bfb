using System.Diagnostics;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Profiles;
using Npgsql;

namespace CreditLoan.Ledger.Tests.Profiles;

/// <summary>Readers against a revocation, 2,000 times: no read ever comes after the revocation's commit.</summary>
public sealed class Racing_revocations
{
    private const int Rounds = 2_000;
    private static readonly EnterpriseCode Enterprise = new("91990000CU0000019X");
    private static readonly DateOnly Today = new(2026, 7, 31);

    [Fact]
    public async Task Never_read_after_the_commit()
    {
        await using var db = await TestDatabase.Create();
        await Prepare(db);
        var door = new ProfileDoor(db.Database);
        var opened = 0;
        var late = 0;
        await Parallel.ForEachAsync(Enumerable.Range(1, Rounds), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (round, stop) =>
        {
            var viewer = new Viewer("o", Role.BankOfficer, $"B{round}");
            var revoking = Revoke(db, round, stop);
            var reads = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => door.Open(viewer, Enterprise, null, Today, stop)));
            await revoking;
            Interlocked.Add(ref opened, reads.Count(r => r is ProfileReading.Opened));
            if (await door.Open(viewer, Enterprise, null, Today, stop) is ProfileReading.Opened) Interlocked.Increment(ref late);
        });
        Assert.Equal(0, late);
        // A read takes its time with the consent's row in hand; so does the revocation. A later read would have a later time.
        Assert.Equal(0L, await db.Value<long>("select count(*) from profile_read r join revocation v on v.consent = r.consent where r.at > v.at"));
        Assert.Equal(opened, await db.Value<long>("select count(*) from profile_read"));
        Assert.InRange(opened, 1, Rounds * 2 - 1);
    }

    private static async Task Revoke(TestDatabase db, int round, CancellationToken stop)
    {
        // Each round begins the revocation at another moment of the read.
        for (var until = Stopwatch.GetTimestamp() + round % 20 * Stopwatch.Frequency / 10_000; Stopwatch.GetTimestamp() < until;) await Task.Yield();
        await using var connection = await db.Database.Owner.OpenConnectionAsync(stop);
        await using var command = new NpgsqlCommand($"""
            with ended as (update consent_book set status = 'Revoked' where consent = 'C{round}' returning consent)
            insert into revocation select consent, clock_timestamp() from ended
            """, connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static Task Prepare(TestDatabase db) => db.Execute($"""
        create table revocation (consent text primary key, at timestamptz not null);
        insert into consent_book (stream_id, version, changed_at, consent, enterprise, recipient, purpose, status, scopes, personal, data_from, data_to, mode, times, times_per, keep_days, starts_on, expires_on, granted_on)
        select 'consent/C' || i, 1, now(), 'C' || i, '{Enterprise}', case i when 0 then 'platform' else 'B' || i end, case i when 0 then 'Matching' else 'CreditApproval' end, 'Active',
          array['Invoices'], array[]::text[], '2020-01-01', '2030-01-01', 'View', 100, 'Day', 0, '2026-01-01', '2026-12-31', '2026-01-01'
        from generate_series(0, {Rounds}) i;
        insert into profile values ('{Enterprise}', '{Today:yyyy-MM-dd}', now(), '{"{}"}', '[]', '[]', '{"{}"}');
        """);
}
