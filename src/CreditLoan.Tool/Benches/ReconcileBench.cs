using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Jobs.Reconciliation;
using Npgsql;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench reconcile</c>: seconds from two files on disk to the full list of verdicts, beside DuckDB and PostgreSQL on the same files.</summary>
public static class ReconcileBench
{
    private const int Rounds = 3;

    /// <summary>The classes of <see cref="Matching"/> in SQL that both peers understand.</summary>
    private const string Verdicts = """
        with pairs as (
          select coalesce(o.number, l.number) number, o.fen ours, o.day our_day, l.fen theirs, l.day their_day,
                 l.borrower <> o.borrower other_borrower, l.product <> o.product other_product
          from ours o full join theirs l on o.number = l.number),
        numbers as (
          select number, count(theirs) n, max(ours) ours, max(our_day) our_day, sum(theirs) total, min(theirs) least, max(theirs) most,
                 min(their_day) first_day, max(their_day) last_day, bool_or(other_borrower) other_borrower, bool_or(other_product) other_product
          from pairs group by number),
        judged as (
          select number, coalesce(total, 0) - coalesce(ours, 0) difference,
            case when n = 0 then 1 when ours is null then 2 when last_day > date '{0}' then 19
                 when n > 1 and least = ours and most = ours then 7 when n > 1 and total = ours then 8
                 when total <> ours then 3 when first_day <> our_day then 4
                 when other_borrower then 5 when other_product then 6 else 0 end kind
          from numbers),
        candidates as (
          select j.number, j.kind, j.difference, o.borrower, o.day
          from judged j join ours o on o.number = j.number where j.kind = 1 or j.kind = 3 and j.difference > 0),
        merged as (
          select number from candidates c join (
            select borrower, day from candidates group by borrower, day
            having sum(difference) = 0 and sum(case when kind = 3 then 1 else 0 end) = 1) g on g.borrower = c.borrower and g.day = c.day)
        select j.number, case when m.number is not null then 9 else j.kind end kind, j.difference
        from judged j left join merged m on m.number = j.number
        """;

    private static readonly string Day = ReconcileData.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    private static readonly Option<int> Lines = new("--lines") { Description = "Loans on the platform's side.", DefaultValueFactory = _ => 10_000_000 };

    public static Command Create() => BenchCommand.Bench("reconcile", "Seconds from a bank's file and the platform's loans on disk to every verdict, to the fen.", Run, Lines);

    private static async Task<BenchReport> Run(ParseResult parsed, CancellationToken stop)
    {
        using var data = ReconcileData.Write(parsed.GetValue(Lines));
        var duckDb = await NodePeer.Install("@duckdb/node-api@1.5.6-r.1", stop);
        List<double> ours = [], theirs = [];
        var peak = 0L;
        var expected = new (byte Kind, long Difference)[data.Numbers];
        for (var round = 0; round < Rounds; round++)
        {
            ResetPeak();
            var (seconds, verdicts) = Ours(data);
            ours.Add(seconds);
            peak = Math.Max(peak, PeakBytes());
            if (round == 0) Keep(data, verdicts, expected);
            verdicts = null;
            GC.Collect();
            theirs.Add(double.Parse(await duckDb.Run(DuckDbScript, stop, data.Ours, data.Theirs, round == 0 ? data.Ours + ".duckdb" : ""), CultureInfo.InvariantCulture));
            await Console.Error.WriteLineAsync($"round {round + 1}: ours {ours[^1]:0.000} s, duckdb {theirs[^1]:0.000} s");
        }
        var verified = Agrees(File.ReadLines(data.Ours + ".duckdb"), expected);
        var (postgres, postgresAgrees) = await Postgres(data, expected, stop);
        return new BenchReport("seconds", Median(ours), Better.Lower,
            new Dictionary<string, double>(StringComparer.Ordinal) { ["duckdb"] = Median(theirs), ["postgres"] = postgres },
            verified && postgresAgrees,
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["lines"] = data.Lines,
                ["peak_memory_gb"] = peak / 1e9,
                ["ours_rounds"] = ours,
                ["duckdb_rounds"] = theirs,
                ["classes"] = expected.Where(e => e.Kind != Unseen).GroupBy(e => (BreakKind)e.Kind).OrderBy(g => g.Key).ToDictionary(g => g.Key.ToString(), g => g.Count()),
            });
    }

    private const byte Unseen = 255;

    private static (double Seconds, FileReconciliationResult? Verdicts) Ours(ReconcileData data)
    {
        var clock = Stopwatch.GetTimestamp();
        var result = FileReconciliation.Run(data.Ours, data.Theirs, ReconcileData.AsOf);
        return (Stopwatch.GetElapsedTime(clock).TotalSeconds, result);
    }

    private static void Keep(ReconcileData data, FileReconciliationResult? result, (byte Kind, long Difference)[] expected)
    {
        Array.Fill(expected, (Unseen, 0));
        foreach (var verdict in result!.All) expected[data.IndexOf(verdict)] = ((byte)verdict.Kind, verdict.Difference);
    }

    /// <summary>Every row of a peer is ours, and there are as many.</summary>
    private static bool Agrees(IEnumerable<string> rows, (byte Kind, long Difference)[] expected)
    {
        var count = 0;
        foreach (var row in rows)
        {
            var (first, second) = (row.IndexOf(','), row.LastIndexOf(','));
            var ours = expected[ReconcileData.IndexOf(row.AsSpan(0, first))];
            var kind = byte.Parse(row.AsSpan(first + 1, second - first - 1), CultureInfo.InvariantCulture);
            if (kind != ours.Kind || long.Parse(row.AsSpan(second + 1), CultureInfo.InvariantCulture) != ours.Difference) return false;
            count++;
        }
        return count == expected.Count(e => e.Kind != Unseen);
    }

    private static readonly string DuckDbScript = $$"""
        import { DuckDBInstance } from '@duckdb/node-api';
        const [ours, theirs, out] = process.argv.slice(2);
        const db = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
        await db.run('set preserve_insertion_order = false');
        const source = (name, file) => `create table ${name} as select number, borrower, product, cast(amount * 100 as bigint) fen, day
          from read_csv('${file}', header = true, delim = ',', columns = { 'number': 'VARCHAR', 'borrower': 'VARCHAR', 'product': 'VARCHAR', 'amount': 'DECIMAL(18,2)', 'day': 'DATE' })`;
        const start = process.hrtime.bigint();
        await db.run(source('ours', ours));
        await db.run(source('theirs', theirs));
        await db.run(`create table verdicts as {{string.Format(CultureInfo.InvariantCulture, Verdicts, Day)}}`);
        console.log(Number(process.hrtime.bigint() - start) / 1e9);
        if (out) await db.run(`copy (select number, kind, difference from verdicts) to '${out}' (format csv, header false)`);
        """;

    private static async Task<(double Seconds, bool Agrees)> Postgres(ReconcileData data, (byte Kind, long Difference)[] expected, CancellationToken stop)
    {
        await using var cluster = await BenchCluster.Start(stop);
        await using var db = new NpgsqlConnection(cluster.Connection + ";Command Timeout=0");
        await db.OpenAsync(stop);
        await Execute("set work_mem = '1GB'; set max_parallel_workers_per_gather = 2; set jit = off");
        var clock = Stopwatch.GetTimestamp();
        foreach (var (name, file) in new[] { ("ours", data.Ours), ("theirs", data.Theirs) })
        {
            await Execute($"create unlogged table {name} (number text, borrower text, product text, amount numeric(18,2), day date, fen bigint generated always as (cast(amount * 100 as bigint)) stored)");
            await using var copy = await db.BeginTextImportAsync($"copy {name} (number, borrower, product, amount, day) from stdin (format csv, header)", stop);
            using var text = new StreamReader(file);
            var buffer = new char[1 << 16];
            for (int count; (count = await text.ReadAsync(buffer, stop)) > 0;) await copy.WriteAsync(buffer.AsMemory(0, count), stop);
        }
        await Execute("analyze ours; analyze theirs");
        await Execute($"create unlogged table verdicts as {string.Format(CultureInfo.InvariantCulture, Verdicts, Day)}");
        var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        using var rows = await db.BeginTextExportAsync("copy (select number, kind, difference from verdicts) to stdout (format csv)", stop);
        return (seconds, Agrees(ReadLines(rows), expected));

        async Task Execute(string sql)
        {
            await using var command = new NpgsqlCommand(sql, db);
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    private static IEnumerable<string> ReadLines(TextReader text)
    {
        while (text.ReadLine() is { } line) yield return line;
    }

    private static double Median(List<double> figures) => figures.Order().ElementAt(figures.Count / 2);

    /// <summary>Begins the kernel's high-water mark of this process anew.</summary>
    private static void ResetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");

    private static long PeakBytes() =>
        long.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture) * 1024;
}
