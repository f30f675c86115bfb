using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CreditLoan.Domain.Matching;
using CreditLoan.Domain.Products;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench match</c>: seconds to match every enterprise with every product by the page's own method, beside DuckDB on the same rows.</summary>
public static class MatchBench
{
    private const int Rounds = 3, Most = 20, Singles = 2_000;

    private static readonly Option<int> Enterprises = new("--enterprises") { Description = "Enterprises, each with a need of its own.", DefaultValueFactory = _ => 1_000_000 };

    public static Command Create() => BenchCommand.Bench("match", "Seconds to match 1,000,000 enterprises with 200 products of 8 rules: the best 20, and the first failed condition of the rest.", Run, Enterprises);

    private static async Task<BenchReport> Run(ParseResult parsed, CancellationToken stop)
    {
        var data = MatchData.Make(parsed.GetValue(Enterprises));
        var file = Path.Combine(Repository.Data("bench"), "match.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        data.Write(file);
        try
        {
            var peer = await NodePeer.Install("@duckdb/node-api@1.5.6-r.1", stop);
            List<double> ours = [];
            MatchTable? table = null;
            for (var round = 0; round < Rounds; round++)
            {
                table = null;
                GC.Collect();
                var clock = Stopwatch.GetTimestamp();
                table = data.Book().Run(data.Needs, data.Columns, Most);
                ours.Add(Stopwatch.GetElapsedTime(clock).TotalSeconds);
                await Console.Error.WriteLineAsync($"round {round + 1}: ours {ours[^1]:0.000} s");
            }
            // Once: at this size the peer takes long, and its answer is the same each time.
            var theirs = double.Parse(await peer.Run(Script(data), stop, file, file + ".duckdb"), CultureInfo.InvariantCulture);
            var (mean, slowest) = Single(data);
            return new BenchReport("seconds", Median(ours), Better.Lower, new Dictionary<string, double>(StringComparer.Ordinal) { ["duckdb"] = theirs },
                MatchAnswers.Equal(file + ".duckdb", table!), new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["enterprises"] = data.Needs.Length, ["products"] = data.Products.Length, ["rules_a_product"] = MatchData.RulesEach,
                    ["one_enterprise_ms"] = mean, ["one_enterprise_p99_ms"] = slowest, ["ours_rounds"] = ours,
                });
        }
        finally
        {
            File.Delete(file);
            File.Delete(file + ".duckdb");
        }
    }

    /// <summary>One enterprise at a time, with every condition of its fits in words, as the page shows it.</summary>
    private static (double Mean, double P99) Single(MatchData data)
    {
        var book = data.Book();
        var times = new double[Singles];
        for (var warm = 0; warm < 2; warm++)
            for (var i = 0; i < Singles; i++)
            {
                var facts = data.FactsOf(i);
                var clock = Stopwatch.GetTimestamp();
                Matcher.Run(book, data.Needs[i], facts);
                times[i] = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
            }
        Array.Sort(times);
        return (times.Average(), times[Singles * 99 / 100]);
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    /// <summary>The verdicts as a column a product and the best as a list; written out only when the clock has stopped.</summary>
    private static string Script(MatchData data) => $$"""
        import { DuckDBInstance } from '@duckdb/node-api';
        const [file, out] = process.argv.slice(2);
        const db = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
        await db.run(`create table e as select * from read_csv('${file}', header = true, delim = ',', nullstr = '', columns = { {{data.SqlColumns}} })`);
        await db.run(`create table k (cls integer, keys integer[])`);
        for (const row of {{data.SqlKeys}}) await db.run(`insert into k values (${row[0]}, [${row[1]}])`);
        const start = process.hrtime.bigint();
        await db.run(`create table verdicts as
          with judged as (select id, cls, {{data.SqlVerdicts}} from e)
          select judged.* exclude (cls), list_slice(list_sort(list_where(keys, [{{data.SqlFits}}])), 1, {{Most}}) best
          from judged join k on k.cls = judged.cls`);
        console.log(Number(process.hrtime.bigint() - start) / 1e9);
        await db.run(`copy (select * replace (array_to_string(list_transform(best, v -> v % 1000), ' ') as best) from verdicts) to '${out}' (format csv, header false)`);
        """;
}
