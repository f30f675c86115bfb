using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Ledger.Tests.Evidence;

/// <summary>The audit trail is sealed range by range, and an exported part of it is checked without the platform.</summary>
public sealed class Sealing_the_audit_trail : IAsyncLifetime
{
    private static readonly Actor Auditor = new("auditor", Role.AuditAdministrator, "");
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "xyd-" + Path.GetRandomFileName());
    private TestDatabase _db = null!;
    private SigningKeys _keys = null!;

    public async Task InitializeAsync()
    {
        _db = await TestDatabase.Create();
        _keys = SigningKeys.Open(_folder);
    }

    public async Task DisposeAsync()
    {
        await _db.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private AuditQueries Trail => new(_db.Database);

    private async Task Record(string account, string tenant, string act, string subject, string outcome = "done")
    {
        await using var connection = await _db.Database.Writer.OpenConnectionAsync();
        await Audit.Write(connection, DateTimeOffset.UtcNow, new Actor(account, Role.BankOfficer, tenant), act, [subject], outcome, """{"reason": "x"}""");
    }

    private Task<int> Seal() => new Sealer(_db.Database.Sealer, new SettledLog(_db.Database.Sealer, _db.Store), _keys, TimeProvider.System).Seal();

    private Task<Verified> Verify() => new Verification(_db.Database.Owner).Run([], null);

    /// <summary>Seven rows in two ranges.</summary>
    private async Task Fill()
    {
        for (var i = 0; i < 4; i++) await Record("ann", "LJ01", "loan.repay", $"loan/LJ01/{i}");
        await Seal();
        for (var i = 0; i < 3; i++) await Record("bob", "LJ02", "loan.disburse", $"loan/LJ02/{i}", i == 0 ? "loan.above_outstanding" : "accepted");
        await Seal();
    }

    private async Task<AuditExport> Export(AuditFilter filter) => AuditExport.Sign((await Trail.Export(Auditor.AsViewer, filter, DateTimeOffset.UtcNow))!, _keys);

    [Fact]
    public async Task Covers_every_row_and_finds_any_that_was_changed_taken_out_or_put_in()
    {
        await Fill();
        Assert.Equal((null, 7L), ((await Verify()).Problem, (await Verify()).Acts));
        foreach (var harm in new[]
        {
            "update audit set outcome = 'accepted' where id = 5", "update audit set at = at + interval '1 microsecond' where id = 1", "update audit set detail = null where id = 2", "update audit set account = 'bob', subject = subject where id = 3",
            "delete from audit where id = 7", "delete from audit_range where last_id = 4", "update audit_range set subjects = array_remove(subjects, 'loan/LJ01/2') where last_id = 4", "update audit_range set subjects = subjects || 'x'::text where last_id = 4", "update audit_range set kinds = '{}' where last_id = 4", "insert into audit (id, at, account, role, tenant, act, subject, outcome) overriding system value values (0, now(), 'x', 'y', '', 'z', '{}', 'done')",
        })
        {
            await _db.Execute("create table kept as select * from audit; create table kept_ranges as select * from audit_range");
            await _db.Execute(harm);
            // A row put in before the first number is outside every range; nothing else gets away.
            if (harm.StartsWith("insert", StringComparison.Ordinal)) await _db.Execute("update audit_range set after_id = -1 where after_id = 0");
            Assert.NotNull((await Verify()).Problem);
            await _db.Execute("delete from audit; insert into audit overriding system value select * from kept; delete from audit_range; insert into audit_range select * from kept_ranges; drop table kept, kept_ranges");
        }
        Assert.Null((await Verify()).Problem);
    }

    [Fact]
    public async Task Lets_a_part_of_it_be_checked_without_the_platform()
    {
        await Fill();
        var found = AuditExport.TryRead((await Export(new AuditFilter(Account: "ann"))).ToJson())!;
        var verified = found.Verify(_keys.Public()[0].Id);
        Assert.Equal((4, null), (verified.Acts, verified.Problem));
        Assert.Equal([(0L, 4L)], verified.Whole);
        var one = await Export(new AuditFilter(Subject: "loan/LJ02/1"));
        Assert.Equal((1, null, 0), (one.Verify().Acts, one.Verify().Problem, one.Verify().Whole.Count));
        var all = await Export(new AuditFilter());
        Assert.Equal([(0L, 7L)], all.Verify().Whole);
        Assert.NotNull(all.Verify("another key").Problem);
        await Record("ann", "LJ01", "loan.repay", "loan/LJ01/9");
        Assert.Equal((7, 1L), ((await Export(new AuditFilter())).Content.Acts.Length, (await Export(new AuditFilter())).Content.NotYetSealed));
        Assert.Null(await Trail.Export(Auditor.AsViewer with { Role = Role.SystemAdministrator }, new AuditFilter(), DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task Gives_away_every_changed_sign_of_an_exported_file()
    {
        await Fill();
        var json = (await Export(new AuditFilter())).ToJson();
        var random = new Random(6);
        for (var i = 0; i < 400; i++)
        {
            var at = random.Next(json.Length);
            var changed = string.Concat(json.AsSpan(0, at), json[at] == 'A' ? "B" : "A", json.AsSpan(at + 1));
            Assert.False(AuditExport.TryRead(changed) is { } read && read.ToJson() != json && read.Verify(_keys.Public()[0].Id).Problem is null, $"sign {at}: {json[Math.Max(0, at - 20)..at]}");
        }
    }

    [Fact]
    public async Task Is_not_signed_by_a_forger_s_own_key()
    {
        await Fill();
        var content = (await Trail.Export(Auditor.AsViewer, new AuditFilter(), DateTimeOffset.UtcNow))!;
        var forgers = Path.Combine(_folder, "forger");
        var forged = AuditExport.Sign(content with { Acts = [.. content.Acts.Skip(1)] }, SigningKeys.Open(forgers));
        Assert.NotNull(forged.Verify(_keys.Public()[0].Id).Problem);
        // Even with the platform's key, no row can be changed: it is not in the tree any more.
        var changed = content with { Acts = [content.Acts[0] with { Act = content.Acts[0].Act with { Account = "nobody" } }, .. content.Acts.Skip(1)] };
        Assert.Equal("Row 1 is not what was sealed.", AuditExport.Sign(changed, _keys).Verify().Problem);
    }

    [Fact]
    public async Task Waits_for_acts_that_are_under_way()
    {
        await using var connection = await _db.Database.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Audit.Write(connection, DateTimeOffset.UtcNow, Auditor, "slow.act", ["x"], "done");
        await Record("ann", "LJ01", "loan.repay", "loan/LJ01/1");
        var sealing = Seal();
        Assert.False(sealing.IsCompleted);
        await transaction.CommitAsync();
        await sealing;
        Assert.Equal((null, 2L), ((await Verify()).Problem, (await Verify()).Acts));
    }

    [Fact]
    public async Task Is_searched_by_who_what_whose_when_and_how_it_ended()
    {
        await Fill();
        var viewer = Auditor.AsViewer;
        async Task<long> Found(AuditFilter filter) => (await Trail.Search(viewer, filter, 0, 2)).Total;
        Assert.Equal(4, await Found(new AuditFilter(Account: "ann")));
        Assert.Equal(3, await Found(new AuditFilter(Act: "loan.disburse")));
        Assert.Equal(3, await Found(new AuditFilter(Bank: "LJ02")));
        Assert.Equal(1, await Found(new AuditFilter(Subject: "loan/LJ01/2")));
        await Record("ann", "LJ01", "loan.repay", "loan/LJ01/2"); // Not sealed yet.
        Assert.Equal(2, await Found(new AuditFilter(Subject: "loan/LJ01/2")));
        Assert.Equal(0, await Found(new AuditFilter(Subject: "loan/LJ01")));
        Assert.Equal(5, await Found(new AuditFilter(Act: "loan.repay")));
        Assert.Equal(8, await Found(new AuditFilter(Act: "loan")));
        Assert.Equal(1, await Found(new AuditFilter(Bank: "LJ02", Outcome: "other")));
        Assert.Equal(0, await Found(new AuditFilter(From: DateOnly.FromDateTime(DateTime.UtcNow.AddDays(2)))));
        await _db.Execute("insert into demand_book (stream_id, version, changed_at, demand, enterprise, stage, purpose, amount, months, securities, banks, until, posted_on, cap, offers, applied_to, declined_by) values ('demand/D1', 1, now(), 'D1', 'E1', 'Open', 'x', 1, 1, '[]', '[]', now(), now(), 0, '[]', '[]', '[]')");
        await Record("carl", "E1", "demand.post", "demand/D1");
        await Record("dora", "LJ02", "demand.take", "demand/D1");
        Assert.Equal(["demand.post", "demand.take", "loan.disburse", "loan.repay"], await Trail.Acts(viewer));
        Assert.Equal(2, await Found(new AuditFilter(Enterprise: "E1")));
        Assert.Equal(1, await Found(new AuditFilter(Enterprise: "E1", Bank: "LJ02")));
        Assert.Equal(2, (await Trail.Search(viewer, new AuditFilter(Account: "ann"), 1, 2)).Rows.Count);
    }
}
