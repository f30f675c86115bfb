using System.Security.Cryptography;
using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Tests.Demands;
using CreditLoan.Ledger.Tests.Loans;
using Npgsql;

namespace CreditLoan.Ledger.Tests;

/// <summary>One database goes up migration by migration; every table gets its rows as soon as a schema has it, so that each later migration meets a table that is not empty.</summary>
public sealed class Migrating_an_older_database
{
    private static readonly string[] Log = ["mt_streams", "mt_events", "command", "audit", "taken_key", "evidence_queue"];
    private static readonly DateOnly Day = new(2026, 3, 1);

    [Fact]
    public async Task Keeps_what_every_earlier_schema_held_and_rebuilds_its_views()
    {
        var world = new LendingWorld();
        await world.InitializeAsync();
        await using var db = world.Db;
        await world.Post(2, LendingWorld.Banks[0], LendingWorld.Banks[1]);
        await world.GrantPlatform();
        await Fill(db.Store);
        var views = new List<string>();
        foreach (var view in new Rebuild(db.Database.Owner, new SettledLog(db.Database.Owner, db.Store)).Views)
            if (await db.Value<bool>($"select exists (select from {view})")) views.Add(view);
        Assert.Superset(new HashSet<string>(["scheme_book", "pool_book", "loan_book", "credit_line_book", "consent_book", "demand_book"]), views.ToHashSet());

        var name = "migrated_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        await db.Execute($"create database {name}");
        try
        {
            await using var older = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(db.OwnerConnection) { Database = name }.ConnectionString);
            var (all, waiting) = (Migrator.OfThisBuild(), Log.Concat(views).ToList());
            for (var known = 1; known <= all.Count; known++)
            {
                Assert.Equal(1, await Migrator.Migrate(older, [.. all.Take(known)]));
                foreach (var table in waiting.ToList())
                    if (await Carry(db.Database.Owner, older, table)) waiting.Remove(table);
            }
            Assert.Empty(waiting);
            Assert.Equal(0, await Migrator.Migrate(older, all));

            foreach (var table in Log) Assert.Equal(await Rows(db.Database.Owner, table), await Rows(older, table));
            var rebuild = new Rebuild(older, new SettledLog(older, new EventStore(older, TimeProvider.System)));
            foreach (var view in views)
            {
                await rebuild.Run(view);
                Assert.Equal((view, await Rows(db.Database.Owner, view)), (view, await Rows(older, view)));
            }
        }
        finally
        {
            await db.Execute($"drop database {name} with (force)");
        }
    }

    /// <summary>Copies the rows of a table into an older schema that has it, in the columns that both know; false where it has no such table yet.</summary>
    private static async Task<bool> Carry(NpgsqlDataSource from, NpgsqlDataSource to, string table)
    {
        var known = await Names(to, table);
        if (known.Count == 0) return false;
        var columns = string.Join(", ", (await Names(from, table)).Where(known.Contains));
        await using var source = await from.OpenConnectionAsync();
        await using var target = await to.OpenConnectionAsync();
        using (var rows = await source.BeginTextExportAsync($"copy {table} ({columns}) to stdout"))
        await using (var into = await target.BeginTextImportAsync($"copy {table} ({columns}) from stdin"))
            await into.WriteAsync(await rows.ReadToEndAsync());
        if (table != "mt_events") return true;
        await using var number = new NpgsqlCommand("select setval('mt_events_sequence', (select max(seq_id) from mt_events))", target);
        await number.ExecuteNonQueryAsync();
        return true;
    }

    private static async Task<List<string>> Names(NpgsqlDataSource database, string table)
    {
        await using var command = database.CreateCommand("select column_name::text from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync()) names.Add(reader.GetString(0));
        return names;
    }

    private static async Task<string> Rows(NpgsqlDataSource database, string table)
    {
        await using var command = database.CreateCommand($"select string_agg(t::text, E'\n' order by t::text) from {table} t");
        return await command.ExecuteScalarAsync() as string ?? "";
    }

    private static async Task Fill(EventStore store)
    {
        var (manager, clerk) = (new Actor("wu", Role.PoolManager, "jinrong"), new Actor("zheng", Role.PoolClerk, "jinrong"));
        var shipped = ShippedSchemes.All[0];
        var scheme = Scheme.Stream(shipped.Code);
        foreach (var (by, decide) in new (Actor, Func<Scheme, Decision<SchemeEvent>>)[]
        {
            (manager, s => SchemeDecisions.Found(s, manager, shipped.Code, shipped.Name, "jinrong", shipped.Document, Day)),
            (clerk, s => SchemeDecisions.Draft(s, clerk, shipped.From, shipped.Until, shipped.Rule, shipped.Why, Day)),
            (manager, s => SchemeDecisions.Confirm(s, manager, 1, Day)),
        })
            Assert.IsType<Outcome.Done>(await store.Change(Command.For(by, Day, "scheme.change", Guid.NewGuid()), scheme, decide));

        var pool = new PoolId(shipped.Code, 2026);
        Assert.IsType<Outcome.Done>(await store.Change(Command.For(manager, Day, "pool.open", Guid.NewGuid()), Pool.Stream(pool), scheme, Pool.Stream(pool with { Year = 1 }),
            (p, s, before) => Decisions.Of(PoolDecisions.Open(p, before, s, manager, pool, Money.Wan(150_000), Day), Decision<SchemeEvent>.None, Decision<PoolEvent>.None)));
        Assert.IsType<Outcome.Done>(await store.Change(Command.For(manager, Day, "pool.fund", Guid.NewGuid()), Pool.Stream(pool), scheme,
            (p, s) => Decisions.Of(PoolDecisions.Fund(p, s, manager, Money.Wan(100_000), "PZ", Day), Decision<SchemeEvent>.None)));

        var (lending, loan) = (new Lending(store), new LoanId(Lending.Bank, "JJ2026-000001"));
        await lending.Register("某某制造有限公司");
        var line = await lending.Open(1, Money.Wan(40));
        Assert.IsType<Outcome.Done>(await lending.Disburse(line, loan, Money.Wan(30)));
        await lending.Repay(line, loan, Money.Wan(10), Money.Yuan(1_000), new DateOnly(2026, 4, 2));
    }
}
