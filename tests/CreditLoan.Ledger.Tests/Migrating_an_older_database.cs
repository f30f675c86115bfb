using System.Security.Cryptography;
using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Pools;
using Npgsql;

namespace CreditLoan.Ledger.Tests;

public sealed class Migrating_an_older_database
{
    private static readonly string[] Log = ["mt_streams", "mt_events", "command", "audit"];
    private static readonly DateOnly Day = new(2026, 3, 1);

    [Fact]
    public async Task Keeps_the_log_from_every_earlier_schema_and_rebuilds_its_views()
    {
        await using var db = await TestDatabase.Create();
        await Fill(db.Store);
        var rows = new Dictionary<string, byte[]>();
        await using (var source = await db.Database.Owner.OpenConnectionAsync())
            foreach (var table in Log) rows[table] = await Out(source, table);
        var (digest, view) = (await Digest(db.OwnerConnection), await db.Value<string>("select code || ' ' || version from scheme_book"));
        var all = Migrator.OfThisBuild();
        for (var known = 1; known <= all.Count; known++)
        {
            var name = "migrated_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
            await db.Execute($"create database {name}");
            var older = new NpgsqlConnectionStringBuilder(db.OwnerConnection) { Database = name, Pooling = false }.ConnectionString;
            await using (var owner = NpgsqlDataSource.Create(older))
            {
                Assert.Equal(known, await Migrator.Migrate(owner, [.. all.Take(known)]));
                await using (var target = await owner.OpenConnectionAsync())
                {
                    foreach (var table in Log) await In(target, table, rows[table]);
                    await using var number = new NpgsqlCommand("select setval('mt_events_sequence', (select max(seq_id) from mt_events))", target);
                    await number.ExecuteNonQueryAsync();
                }
                Assert.Equal(all.Count - known, await Migrator.Migrate(owner, all));
                Assert.Equal(0, await Migrator.Migrate(owner, all));
                Assert.Equal(digest, await Digest(older));
                await new Rebuild(owner, new SettledLog(owner, new EventStore(owner, TimeProvider.System))).Run("scheme_book");
                await using var read = owner.CreateCommand("select code || ' ' || version from scheme_book");
                Assert.Equal(view, (string?)await read.ExecuteScalarAsync());
            }
            await db.Execute($"drop database {name} with (force)");
        }
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
    }

    private static async Task<byte[]> Out(NpgsqlConnection connection, string table)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync($"copy {table} to stdout (format binary)");
        using var rows = new MemoryStream();
        await copy.CopyToAsync(rows);
        return rows.ToArray();
    }

    private static async Task In(NpgsqlConnection connection, string table, byte[] rows)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync($"copy {table} from stdin (format binary)");
        await copy.WriteAsync(rows);
    }

    private static async Task<string> Digest(string connection)
    {
        await using var open = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await open.OpenAsync();
        await using var command = new NpgsqlCommand("select md5(string_agg(e::text, '' order by seq_id)) || count(*) from mt_events e", open);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
