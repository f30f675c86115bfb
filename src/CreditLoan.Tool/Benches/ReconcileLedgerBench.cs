using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Reconciliation;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Pools;
using CreditLoan.Ledger.Reconciliation;
using Npgsql;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench reconcile-ledger</c>: a bank's file from disk through preview and import to stored breaks, with as many loans in the ledger; then a file of one line in a hundred.</summary>
/// <remarks>Verified: the breaks of every kind are as many as were put in, and no other.</remarks>
public static class ReconcileLedgerBench
{
    private static readonly BankCode Bank = new("LJ01");
    private static readonly DateOnly First = new(2025, 4, 1), Last = new(2026, 3, 31), Today = new(2026, 4, 20);
    private static readonly Actor Officer = new("officer", Role.BankOfficer, Bank.Value);
    private static readonly string[] Borrowers = [.. Enumerable.Range(1, 50_000).Select(i => UnifiedCreditCode.Complete($"91440101MA{i:0000000}").ToString())];

    public static System.CommandLine.Command Create()
    {
        var lines = new Option<int>("--lines") { Description = "Lines of the file, and loans in the ledger.", DefaultValueFactory = _ => 1_000_000 };
        return BenchCommand.Bench("reconcile-ledger", "Seconds from a bank's file on disk to stored breaks in a real ledger.", (parsed, stop) => Run(parsed.GetValue(lines), stop), lines);
    }

    private static async Task<BenchReport> Run(int lines, CancellationToken stop)
    {
        await using var cluster = await BenchCluster.Start(stop);
        await using var database = await Database.Open(new NpgsqlConnectionStringBuilder(cluster.Connection) { CommandTimeout = 600 }.ConnectionString, stop);
        var store = new EventStore(database.Writer, TimeProvider.System);
        var file = Path.Combine(Repository.Data($"reconcile-ledger-{Environment.ProcessId}"), "bank.csv");
        try
        {
            var filling = Stopwatch.StartNew();
            await Fill(database, store, file, lines, stop);
            await Console.Error.WriteLineAsync($"{lines:N0} loans in the ledger after {filling.Elapsed.TotalSeconds:0} s");
            var (whole, parts) = await Reconcile(database, store, file, changesOnly: false, stop);
            var expected = Expected(lines);
            var verified = await Kinds(database, stop) is var kinds && expected.All(e => kinds.GetValueOrDefault(e.Key) == e.Value) && kinds.Values.Sum() == expected.Values.Sum();
            await Move(database, file, lines, stop);
            var (changes, changeParts) = await Reconcile(database, store, file, changesOnly: true, stop);
            var after = await Kinds(database, stop);
            verified &= after.Values.Sum() == kinds.Values.Sum() + lines / 5_000;
            return new BenchReport("s", whole, Better.Lower, new Dictionary<string, double>(), verified, new Dictionary<string, object>
            {
                ["lines"] = lines, ["breaks"] = kinds.Values.Sum(), ["read_import_run"] = parts, ["changed_lines"] = lines / 100, ["changes_seconds"] = changes, ["changes_read_import_run"] = changeParts,
                ["changes_share"] = changes / whole, ["peak_gb"] = Process.GetCurrentProcess().PeakWorkingSet64 / 1e9,
            });
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static async Task<(double Seconds, double[] Parts)> Reconcile(Database database, EventStore store, string file, bool changesOnly, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var preview = BankFileImport.Preview(Bank, await File.ReadAllBytesAsync(file, stop));
        if (!preview.Content.IsClean) throw new InvalidOperationException($"The bench's own file has faults: {preview.Content.Faults[0]}");
        var read = clock.Elapsed.TotalSeconds;
        await new BankFileImport(store, new BankLines(database.Writer)).Import(Officer, preview, "bank.csv", First, Last, changesOnly, Today, stop);
        var imported = clock.Elapsed.TotalSeconds;
        await new LedgerReconciliation(store, new SettledLog(database.Writer, store), new ReconciliationQueries(database.Reader), new PoolQueries(database.Reader)).Run(preview.Id, Today, PublishedCalendar.China, stop);
        var all = clock.Elapsed.TotalSeconds;
        await Console.Error.WriteLineAsync($"{preview.Lines.Length:N0} lines: read {read:0.00} s, imported {imported - read:0.00} s, reconciled {all - imported:0.00} s");
        return (all, [read, imported - read, all - imported]);
    }

    /// <summary>Loans in the ledger, folded by the product's own rebuild, and the bank's file of them; of each 500, thirteen numbers differ.</summary>
    private static async Task Fill(Database database, EventStore store, string file, int lines, CancellationToken stop)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(stop);
        await Execute(connection, "create temp table made (number text, enterprise text, product text, principal bigint, day date)", stop);
        await using (var text = new StreamWriter(file))
        await using (var made = await connection.BeginTextImportAsync("copy made from stdin (format csv)", stop))
        {
            await text.WriteLineAsync("类别,借据号,借款人统一社会信用代码,产品编号,金额（元）,日期");
            for (var i = 0; i < lines; i++)
            {
                var (number, borrower, product, yuan, day) = ($"JJ{i}", Twin(i) % Borrowers.Length, 1 + i % 24, 100_000 + i % 991 * 100, First.AddDays((Twin(i) + Twin(i) / Borrowers.Length * 17) % 350));
                await made.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{number},{Borrowers[borrower]},P{product:00},{yuan * 100L},{day:yyyy-MM-dd}"));
                void Line(string n, int b, int p, decimal y, DateOnly d) => text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"放款,{n},{Borrowers[b % Borrowers.Length]},P{p:00},{y:0.00},{d:yyyy-MM-dd}"));
                switch (i % 500)
                {
                    case 10 or 35 or 491: continue;
                    case 60: Line(number, borrower, product, yuan + 0.01m, day); continue;
                    case 160: Line(number, borrower, product, yuan, day.AddDays(1)); continue;
                    case 210: Line(number, borrower + 1, product, yuan, day); continue;
                    case 260: Line(number, borrower, product % 24 + 1, yuan, day); continue;
                    case 310: Line(number, borrower, product, yuan, day); break;
                    case 360: Line(number, borrower, product, 1, day); Line(number, borrower, product, yuan - 1, day); continue;
                    case 410: Line(number, borrower, product, yuan, Today.AddDays(3)); continue;
                    case 460: Line($"NEW{i}", borrower, product, yuan, day); break;
                    case 490: Line(number, borrower, product, yuan + 100_000 + (i + 1) % 991 * 100, day); continue;
                }
                Line(number, borrower, product, yuan, day);
            }
        }
        await Execute(connection, $"""
            insert into mt_streams (id, type, version, timestamp) select 'loan/{Bank}/' || number, 'loan', 1, '2026-03-17' from made;
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers)
              select nextval('mt_events_sequence'), gen_random_uuid(), 'loan/{Bank}/' || number, 1, jsonb_build_object('Loan', jsonb_build_object('Bank', '{Bank}', 'Number', number), 'Line', 'SX', 'Enterprise', enterprise,
                'Product', jsonb_build_object('Bank', '{Bank}', 'Number', product), 'Principal', principal, 'Rate', 43500, 'ValueDate', day, 'Maturity', (day + interval '1 year')::date, 'Method', 'Bullet', 'Security', 'Unsecured',
                'Borrower', jsonb_build_object('District', '440103', 'Industry', null, 'Size', 'Small', 'OnKeyList', false), 'FirstTime', false, 'Renews', null), 'loan_disbursed', '2026-03-17', '{LedgerBench.EventHeaders}'
              from made
            """, stop);
        await new Rebuild(database.Owner, new SettledLog(database.Writer, store)).Run("loan_book", stop);
        await Execute(connection, "vacuum analyze", stop);
        await Execute(connection, "checkpoint", stop);
    }

    /// <summary>One loan in a hundred is repaid in part on both sides; of these, one in fifty differs by a fen.</summary>
    private static async Task Move(Database database, string file, int lines, CancellationToken stop)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(stop);
        await Execute(connection, $"""
            create temp table moved as select 'loan/{Bank}/JJ' || i as id from generate_series(1, {lines - 1}, 100) i;
            update mt_streams set version = 2 where id in (select id from moved);
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers)
              select nextval('mt_events_sequence'), gen_random_uuid(), id, 2, '{"{"}"Principal":100,"Interest":0,"On":"2026-04-18"{"}"}', 'loan_repaid', now(), '{LedgerBench.EventHeaders}' from moved;
            update loan_book set version = 2, outstanding = outstanding - 100, last_on = '2026-04-18' where stream_id in (select id from moved)
            """, stop);
        await using var text = new StreamWriter(file);
        await text.WriteLineAsync("类别,借据号,借款人统一社会信用代码,产品编号,金额（元）,日期");
        for (var i = 1; i < lines; i += 100)
            await text.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"余额,JJ{i},{Borrowers[Twin(i) % Borrowers.Length]},,{100_000 + i % 991 * 100 - 1 + (i % 5_000 == 1 ? 0.01m : 0):0.00},2026-04-18"));
    }

    private static Dictionary<string, long> Expected(int lines) => new[]
    {
        ("MissingAtBank", 2), ("MissingHere", 1), ("Amount", 1), ("Date", 1), ("Borrower", 1), ("Product", 1), ("Duplicate", 1), ("Split", 1), ("ForwardValued", 1), ("Merged", 2),
    }.ToDictionary(k => k.Item1, k => (long)k.Item2 * lines / 500);

    private static async Task<Dictionary<string, long>> Kinds(Database database, CancellationToken stop)
    {
        await using var command = database.Owner.CreateCommand("select kind, count(*) from break_book where stage = 'Open' group by kind");
        await using var rows = await command.ExecuteReaderAsync(stop);
        var kinds = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await rows.ReadAsync(stop)) kinds[rows.GetString(0)] = rows.GetInt64(1);
        return kinds;
    }

    /// <summary>Numbers 490 and 491 of each 500 share borrower and day.</summary>
    private static int Twin(int i) => i % 500 == 491 ? i - 1 : i;

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(stop);
    }
}
