using Npgsql;

namespace CreditLoan.Ledger.Tests;

public sealed class Database_roles(Database_roles.Filled filled) : IClassFixture<Database_roles.Filled>
{
    private readonly TestDatabase _db = filled.Db;

    public sealed class Filled : IAsyncLifetime
    {
        internal TestDatabase Db { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Db = await TestDatabase.Create([Counter.Slice]);
            await Db.Execute(Counter.Tables);
            await Db.Store.Change(Counter.Command(new { }), Counter.Stream("a"), c => Counter.Count(c, 1));
        }

        public async Task DisposeAsync() => await Db.DisposeAsync();
    }

    [Theory]
    [InlineData("update mt_events set data = '{}'")]
    [InlineData("delete from mt_events")]
    [InlineData("truncate mt_events")]
    [InlineData("delete from mt_streams")] // It would cascade to the events with the owner's rights.
    [InlineData("truncate mt_streams cascade")]
    [InlineData("update mt_streams set id = 'counter/b'")]
    [InlineData("update mt_streams set is_archived = true")]
    [InlineData("update command set answer = '[]'")]
    [InlineData("delete from command")]
    [InlineData("select * from audit")]
    [InlineData("update audit set account = ''")]
    [InlineData("delete from audit")]
    [InlineData("update evidence_queue set content = ''")]
    [InlineData("delete from evidence_queue")]
    [InlineData("select * from login_secret")]
    [InlineData("alter table mt_events disable trigger all")]
    [InlineData("create table mine (id int)")]
    [InlineData("drop table counter_book")]
    [InlineData("alter table counter_book add column mine int")]
    [InlineData("select setval('mt_events_sequence', 1)")]
    [InlineData("set role creditloan_sealer")]
    public Task The_writer_may_append_and_nothing_else(string statement) => IsForbidden(_db.Database.Writer, statement);

    [Theory]
    [InlineData("select * from mt_events")]
    [InlineData("select * from mt_streams")]
    [InlineData("select * from mt_event_progression")]
    [InlineData("select * from command")]
    [InlineData("select * from audit")]
    [InlineData("select * from login_secret")]
    [InlineData("insert into counter_book values ('counter/b', 1, now(), 1)")]
    [InlineData("update counter_book set value = 2")]
    [InlineData("delete from counter_book")]
    [InlineData("create table mine (id int)")]
    public Task The_reader_sees_views_alone(string statement) => IsForbidden(_db.Database.ReaderSource, statement);

    [Theory]
    [InlineData("insert into mt_events (seq_id, id, version, data, type, timestamp) values (99, gen_random_uuid(), 1, '{}', 'x', now())")]
    [InlineData("update mt_events set data = '{}'")]
    [InlineData("delete from mt_events")]
    [InlineData("delete from mt_streams")]
    [InlineData("insert into evidence_queue (at, kind, subject, content) values (now(), '', '', '')")]
    [InlineData("create table mine (id int)")]
    public Task The_sealer_reads_the_log_and_cannot_change_it(string statement) => IsForbidden(_db.Database.Sealer, statement);

    [Theory]
    [InlineData("update audit set account = ''")]
    [InlineData("delete from audit")]
    [InlineData("insert into audit (at, account, role, tenant, act, subject, outcome) values (now(), '', '', '', '', '{}', '')")]
    [InlineData("update mt_events set data = '{}'")]
    public Task The_auditor_reads_the_trail_and_cannot_change_it(string statement) => IsForbidden(_db.Database.Auditor, statement);

    [Fact]
    public async Task Every_table_that_a_reader_may_see_has_row_level_security()
    {
        var open = await _db.Value<string[]>("""
            select coalesce(array_agg(relname::text order by relname), '{}') from pg_class
            where relkind = 'r' and relnamespace = 'public'::regnamespace and not relrowsecurity and relname not like 'counter%'
              and has_table_privilege('creditloan_reader', oid, 'select')
            """);
        // Open to everybody by intention: names and positions of views, and what is published: names of banks, LPR, schemes, targets.
        Assert.Empty(open.Except(["view_stopped", "platform_fact", "target_book", "bank", "lpr_book", "scheme_book"]));
    }

    private static async Task IsForbidden(NpgsqlDataSource source, string statement)
    {
        await using var command = source.CreateCommand(statement);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }
}
