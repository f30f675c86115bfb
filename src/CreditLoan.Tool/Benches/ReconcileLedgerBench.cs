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

/// <summary><c>xyd bench reconcile-ledger</c>: a bank's file from disk through preview and import to stored breaks, with as many loans in the ledger; then the whole file with one line in a hundred changed, and a file of one line in a hundred.</summary>
/// <remarks>Verified after each file: the open breaks, number by number and kind by kind, are those that were put in, and no other; and the second file, held against the platform whole, gives what the run that looked at its changes gave.</remarks>
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
            var (whole, parts, _) = await Reconcile(database, store, file, changesOnly: false, stop);
            var expected = Expected(lines);
            var verified = expected.SetEquals(await Breaks(database, stop));
            await Move(database, file, lines, Today.AddDays(-2), 1, isWhole: true, stop);
            var (again, againParts, found) = await Reconcile(database, store, file, changesOnly: false, stop);
            var broken = expected.Concat(Unpaid(lines, 1)).ToHashSet(StringComparer.Ordinal);
            verified &= broken.SetEquals(await Breaks(database, stop));
            verified &= await Runner(database, store).Run(BankFileImport.Whole(Bank, await File.ReadAllBytesAsync(file, stop)).Id, Today, PublishedCalendar.China, stop) == found;
            verified &= broken.SetEquals(await Breaks(database, stop));
            await Move(database, file, lines, Today.AddDays(-1), 101, isWhole: false, stop);
            var (changes, changeParts, _) = await Reconcile(database, store, file, changesOnly: true, stop);
            verified &= expected.Concat(Unpaid(lines, 101)).ToHashSet(StringComparer.Ordinal).SetEquals(await Breaks(database, stop));
            return new BenchReport("s", whole, Better.Lower, new Dictionary<string, double>(), verified, new Dictionary<string, object>
            {
                ["lines"] = lines, ["breaks"] = expected.Count, ["read_import_run"] = parts, ["changed_lines"] = lines / 100,
                ["whole_file_again_seconds"] = again, ["whole_file_again_read_import_run"] = againParts, ["whole_file_again_share"] = again / whole,
                ["changes_seconds"] = changes, ["changes_read_import_run"] = changeParts,
                ["changes_share"] = changes / whole, ["peak_gb"] = Process.GetCurrentProcess().PeakWorkingSet64 / 1e9,
            });
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static LedgerReconciliation Runner(Database database, EventStore store) =>
        new(store, new SettledLog(database.Writer, store), new ReconciliationQueries(database.Reader), new PoolQueries(database.Reader));

    private static async Task<(double Seconds, double[] Parts, ReconciliationSummary Found)> Reconcile(Database database, EventStore store, string file, bool changesOnly, CancellationToken stop)
    {
        // No run pays for what the one before it left in memory.
        GC.Collect();
        var clock = Stopwatch.StartNew();
        var import = new BankFileImport(store, new BankLines(database.Writer));
        var preview = await import.Preview(Bank, await File.ReadAllBytesAsync(file, stop), stop);
        if (!preview.Content.IsClean) throw new InvalidOperationException($"The bench's own file has faults: {preview.Content.Faults[0]}");
        var read = clock.Elapsed.TotalSeconds;
        await import.Import(Officer, preview, "bank.csv", First, Last, changesOnly, Today, stop);
        var imported = clock.Elapsed.TotalSeconds;
        var found = await Runner(database, store).Run(preview.Id, Today, PublishedCalendar.China, stop);
        var all = clock.Elapsed.TotalSeconds;
        await Console.Error.WriteLineAsync($"{preview.Rows:N0} lines, {preview.Lines.Length:N0} read: read {read:0.00} s, imported {imported - read:0.00} s, reconciled {all - imported:0.00} s");
        return (all, [read, imported - read, all - imported], found);
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
            for (var i = 1; i < lines; i += 100) await text.WriteLineAsync(Balance(i, 100_000 + i % 991 * 100, Today.AddDays(-3)));
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

    /// <summary>One loan in a hundred is repaid by a yuan on both sides; of these, one in fifty differs by a fen.</summary>
    /// <param name="isWhole">The bank's next file repeats all that did not change.</param>
    private static async Task Move(Database database, string file, int lines, DateOnly day, int wrong, bool isWhole, CancellationToken stop)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(stop);
        await Execute(connection, $"""
            create temp table moved as select stream_id as id, version + 1 as version, outstanding - 100 as outstanding from loan_book
              where stream_id in (select 'loan/{Bank}/JJ' || i from generate_series(1, {lines - 1}, 100) i);
            update mt_streams s set version = m.version from moved m where m.id = s.id;
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers)
              select nextval('mt_events_sequence'), gen_random_uuid(), id, version, '{"{"}"Principal":100,"Interest":0,"On":"{day:yyyy-MM-dd}"{"}"}', 'loan_repaid', now(), '{LedgerBench.EventHeaders}' from moved;
            update loan_book b set version = m.version, outstanding = m.outstanding, last_on = '{day:yyyy-MM-dd}' from moved m where m.id = b.stream_id;
            drop table moved
            """, stop);
        var before = isWhole ? File.ReadLines(file).Where(l => !l.StartsWith("余额", StringComparison.Ordinal)) : File.ReadLines(file).Take(1);
        var repaid = isWhole ? 1 : 2;
        await File.WriteAllLinesAsync(file + ".next", [.. before, .. Enumerable.Range(0, lines / 100).Select(n => n * 100 + 1).Select(i => Balance(i, 100_000 + i % 991 * 100 - repaid + (i % 5_000 == wrong ? 0.01m : 0), day))], stop);
        File.Move(file + ".next", file, overwrite: true);
        // The bank's next file comes a day later: the server has put its tables in order.
        await Execute(connection, "vacuum analyze", stop);
    }

    private static string Balance(int i, decimal yuan, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"余额,JJ{i},{Borrowers[Twin(i) % Borrowers.Length]},,{yuan:0.00},{day:yyyy-MM-dd}");

    /// <summary>Every break that the first file was made with.</summary>
    private static HashSet<string> Expected(int lines) => [.. from i in Enumerable.Range(0, lines)
        let kind = (i % 500) switch
        {
            10 or 35 => BreakKind.MissingAtBank, 60 => BreakKind.Amount, 160 => BreakKind.Date, 210 => BreakKind.Borrower, 260 => BreakKind.Product, 310 => BreakKind.Duplicate,
            360 => BreakKind.Split, 410 => BreakKind.ForwardValued, 460 => BreakKind.MissingHere, 490 or 491 => BreakKind.Merged, _ => BreakKind.None,
        }
        where kind != BreakKind.None
        select $"{(kind == BreakKind.MissingHere ? "NEW" : "JJ")}{i} {kind}"];

    /// <summary>Loans whose balance differs by a fen.</summary>
    private static IEnumerable<string> Unpaid(int lines, int wrong) => Enumerable.Range(0, lines).Where(i => i % 5_000 == wrong).Select(i => $"JJ{i} {BreakKind.Amount}");

    private static async Task<List<string>> Breaks(Database database, CancellationToken stop)
    {
        await using var command = database.Owner.CreateCommand("select number || ' ' || kind from break_book where stage = 'Open'");
        await using var rows = await command.ExecuteReaderAsync(stop);
        var breaks = new List<string>();
        while (await rows.ReadAsync(stop)) breaks.Add(rows.GetString(0));
        return breaks;
    }

    /// <summary>Numbers 490 and 491 of each 500 share borrower and day.</summary>
    private static int Twin(int i) => i % 500 == 491 ? i - 1 : i;

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(stop);
    }
}
