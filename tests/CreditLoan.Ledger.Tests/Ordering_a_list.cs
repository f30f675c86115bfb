using CreditLoan.Domain.Access;
using CreditLoan.Domain.Closing;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Bureau;
using CreditLoan.Ledger.Claims;
using CreditLoan.Ledger.Closing;
using CreditLoan.Ledger.CreditLines;
using CreditLoan.Ledger.Pools;
using CreditLoan.Ledger.Reconciliation;
using CreditLoan.Ledger.Records;

namespace CreditLoan.Ledger.Tests;

public sealed class Ordering_a_list
{
    [Fact]
    public async Task Is_done_by_the_server_for_every_column_that_is_offered()
    {
        await using var db = await TestDatabase.Create();
        var (pool, bank, admin, bureau) = (new Viewer("m", Role.PoolManager, "P"), new Viewer("o", Role.BankOfficer, "B"), new Viewer("s", Role.SystemAdministrator, ""), new Viewer("a", Role.BureauAnalyst, ""));
        var run = new CloseRunRow(new DateOnly(2026, 3, 2), 1, 0, DateTimeOffset.UnixEpoch, 0, 0, 0, "");
        (string[] Offered, Func<Sorting, Task> Ask)[] lists =
        [
            (ReconciliationQueries.Sortable, by => new ReconciliationQueries(db.Reader).Breaks(pool, new BreakFilter(), 0, 10, by)),
            (ClaimQueries.Sortable, by => new ClaimQueries(db.Reader).List(pool, new ClaimFilter(), 0, 10, by)),
            (EnrolmentQueries.Sortable, by => new EnrolmentQueries(db.Reader).List(pool, new EnrolmentFilter(), 0, 10, by)),
            (CreditLineQueries.Sortable, by => new CreditLineQueries(db.Reader).Lines(bank, null, false, 0, 10, by)),
            (CloseQueries.Sortable, by => new CloseQueries(db.Reader).Lines(pool, run, null, 0, 10, by)),
            (AccountDesk.Sortable, by => new AccountDesk(db.Database, TimeProvider.System).List(admin, null, null, false, 0, 10, by)),
            (PoolQueries.SortableJournal, by => new PoolQueries(db.Reader).Journal(pool, new(new("S"), 2026), 0, 10, by)),
            (RecordQueries.SortableFindings, by => new RecordQueries(db.Reader).Findings(new Viewer("d", Role.DataOperator, ""), null, null, 0, 10, by)),
            (AuditQueries.Sortable, by => new AuditQueries(db.Database).Search(new Viewer("a", Role.AuditAdministrator, ""), new AuditFilter(), 0, 10, by)),
            (BureauQueries.SortableRestatements, by => new BureauQueries(db.Reader).Restatements(bureau, 0, 10, by)),
        ];
        foreach (var (offered, ask) in lists)
            foreach (var column in offered.Append("nothing; drop table audit"))
            {
                await ask(new Sorting(column, false));
                await ask(new Sorting(column, true));
            }
    }

    [Fact]
    public async Task Puts_the_chosen_column_first_and_ignores_what_is_not_offered()
    {
        await using var db = await TestDatabase.Create();
        foreach (var (name, shown) in new[] { ("b", "1"), ("a", "3"), ("c", "2") })
            await db.Execute($"""
                insert into identity.account (id, user_name, normalized_user_name, display_name, tenant_kind, tenant, tenant_name, password_hash, password_set_at, totp_secret, security_stamp, concurrency_stamp, created_at)
                values ('{name}', '{name}', upper('{name}'), '{shown}', 'Platform', '', '', '', now(), '', '', '', now())
                """);
        var desk = new AccountDesk(db.Database, TimeProvider.System);
        async Task<string> Names(string? by, bool descending) =>
            string.Concat((await desk.List(new Viewer("s", Role.SystemAdministrator, ""), null, null, false, 0, 10, new Sorting(by, descending))).Rows.Select(r => r.UserName));
        Assert.Equal(("abc", "cba", "bca", "abc", "abc"), (await Names("user_name", false), await Names("user_name", true), await Names("display_name", false), await Names("password_hash", true), await Names(null, true)));
    }
}
