using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using Npgsql;

namespace CreditLoan.Ledger.Tests;

public sealed class Rebuilding_a_view : IAsyncLifetime
{
    private TestDatabase _db = null!;

    public async Task InitializeAsync()
    {
        _db = await TestDatabase.Create([Counter.Slice]);
        await _db.Execute(Counter.Tables);
        await _db.Execute("""
            create index counter_by_value on counter_book (value) where value > 3;
            alter table counter_book enable row level security;
            create policy counter_read on counter_book for select to creditloan_reader using (viewer_kind() = 'Bank');
            create policy counter_write on counter_book to creditloan_writer using (true) with check (true);
            alter table counter_line enable row level security;
            create policy counter_line_read on counter_line for select to creditloan_reader using (exists (select from counter_book b where b.stream_id = counter_line.stream_id));
            create view counter_sum with (security_barrier) as select sum(value) as total from counter_book;
            create policy counter_line_write on counter_line to creditloan_writer using (true) with check (true);
            """);
    }

    public async Task DisposeAsync() => await _db.DisposeAsync();

    private Rebuild Rebuild(params Slice[] slices) =>
        new(_db.Database.Owner, new SettledLog(_db.Database.Writer, _db.Store), slices.Length > 0 ? slices : [Counter.Slice]);

    private Task<Outcome> Count(string id, int by) =>
        _db.Store.Change(Counter.Command(new { id, by }), Counter.Stream(id), c => Counter.Count(c, by));

    private Task<string> Bytes(string table) => _db.Value<string>($"select coalesce(string_agg(t::text, E'\\n' order by t::text collate \"C\"), '') from {table} t");

    private Task<string> Shape(string table) => _db.Value<string>($"""
        select concat_ws(E'\n', c.relacl::text, c.relrowsecurity,
          (select string_agg(pg_get_indexdef(indexrelid), E'\n' order by indexrelid::regclass::text) from pg_index where indrelid = c.oid),
          (select string_agg(pg_get_constraintdef(oid), E'\n' order by conname) from pg_constraint where conrelid = c.oid),
          (select string_agg(concat_ws(' ', policyname, permissive, roles, cmd, qual, with_check), E'\n' order by policyname) from pg_policies where tablename = c.relname),
          (select string_agg(concat_ws(' ', attname, atttypid::regtype, attnotnull), E'\n' order by attnum) from pg_attribute where attrelid = c.oid and attnum > 0))
        from pg_class c where oid = 'public.{table}'::regclass
        """);

    [Theory]
    [InlineData("counter_book")]
    [InlineData("counter_line")]
    public async Task Comes_out_equal_byte_for_byte_with_its_rights_indexes_and_policies(string table)
    {
        for (var i = 0; i < 60; i++) await Count($"{i % 7}", i % 5);
        var (rows, shape) = (await Bytes(table), await Shape(table));
        var total = await _db.Value<long>("select total from counter_sum");
        await _db.Execute("update counter_book set value = 99; delete from counter_line where stream_id = 'counter/1'");

        var made = await Rebuild().Run(table);

        Assert.Equal(60, made.Events);
        Assert.Equal(rows, await Bytes(table));
        Assert.Equal(shape, await Shape(table));
        Assert.Equal(table == "counter_book" ? total : 7 * 99, await _db.Value<long>("select total from counter_sum"));
        Assert.Equal("security_barrier=true", await _db.Value<string>("select array_to_string(reloptions, ',') from pg_class where relname = 'counter_sum'"));
        Assert.False(await _db.Value<bool>($"select exists (select from pg_class where relnamespace in ('rebuilding'::regnamespace, 'replaced'::regnamespace) and relkind = 'r')"));
        var bank = new Viewer("b", Role.BankOfficer, "B1");
        Assert.NotEmpty(await _db.Reader.Rows<long>(bank, $"select version from {Sql.Name(table)}"));
        Assert.Empty(await _db.Reader.Rows<long>(Viewer.Anyone, $"select version from {Sql.Name(table)}"));
    }

    [Fact]
    public async Task Loses_nothing_that_is_appended_meanwhile()
    {
        using var enough = new CancellationTokenSource();
        var appended = 0;
        var writers = Enumerable.Range(0, 4).Select(w => Task.Run(async () =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
                if (await Count($"{w}-{i % 25}", i % 2) is Outcome.Done) Interlocked.Increment(ref appended);
        })).ToArray();
        for (var round = 0; round < 6; round++)
            foreach (var table in new[] { "counter_book", "counter_line" })
                await Rebuild().Run(table);
        await enough.CancelAsync();
        await Task.WhenAll(writers);

        Assert.Equal((long)appended, await _db.Value<long>("select sum(version)::bigint from counter_book"));
        Assert.Equal((long)appended, await _db.Value<long>("select count(*) from counter_line"));
        foreach (var table in new[] { "counter_book", "counter_line" })
        {
            var live = await Bytes(table);
            await Rebuild().Run(table);
            Assert.Equal(live, await Bytes(table));
        }
    }

    [Fact]
    public async Task Mends_a_view_that_stopped_and_leaves_it_alone_while_its_fold_still_throws()
    {
        await Count("a", 13);
        await _db.Execute("insert into view_stopped values ('counter_book', now(), 'counter/a', 1, 'Not 13.')");
        var broken = new Slice<CounterEvent>("counter").Event<CounterEvent.Counted>("counter_counted").Event<CounterEvent.Named>("counter_named")
            .Keep(new View<CounterRow, CounterEvent>("counter_book", (_, _) => throw new InvalidOperationException("Not 13.")));
        var stopped = await Assert.ThrowsAsync<ViewStoppedException>(() => Rebuild(broken).Run("counter_book"));
        Assert.Equal("The view counter_book stops at counter/a, version 1: Not 13.", stopped.Message);
        Assert.Single(await new LedgerState(_db.Reader).StoppedViews(Viewer.Anyone));

        await Rebuild().Run("counter_book");
        Assert.Empty(await new LedgerState(_db.Reader).StoppedViews(Viewer.Anyone));
    }

    [Fact]
    public async Task Works_for_every_view_of_the_product()
    {
        var rebuild = new Rebuild(_db.Database.Owner, new SettledLog(_db.Database.Writer, _db.Store));
        foreach (var view in rebuild.Views) await rebuild.Run(view);
    }

    [Fact]
    public async Task Shows_the_platform_how_far_followers_are()
    {
        await Count("a", 1);
        await _db.Execute("insert into mt_event_progression (name, last_seq_id) values ('figures', 0)");
        var state = new LedgerState(_db.Reader);
        var figures = Assert.Single(await state.Followers(new Viewer("o", Role.SystemAdministrator, "")));
        Assert.Equal(("figures", 1L), (figures.Name, figures.Behind));
        Assert.Empty(await state.Followers(Viewer.Anyone));
    }
}
