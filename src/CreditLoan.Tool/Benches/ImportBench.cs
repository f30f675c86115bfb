using System.CommandLine;
using System.Diagnostics;
using CreditLoan.Jobs.Records;
using CreditLoan.Ledger;
using Npgsql;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench import</c>: the contest's files from disk to clean, deduplicated rows in the ledger, beside a bare COPY of the same rows.</summary>
public static class ImportBench
{
    private const int Rounds = 3;

    public static Command Create()
    {
        var from = new Option<DirectoryInfo>("--from") { Description = "The folder cumcm2020c; by default that of CREDITLOAN_DATA." };
        return BenchCommand.Bench("import", "Packed invoice files to rows, rows a second, beside COPY.", (parsed, stop) => Run(parsed.GetValue(from), stop), from);
    }

    private static async Task<BenchReport> Run(DirectoryInfo? from, CancellationToken stop)
    {
        var folder = from?.FullName ?? Path.Combine(BenchData.Folder, "cumcm2020c");
        await using var cluster = await BenchCluster.Start(stop);
        await using var database = await Database.Open(cluster.Connection, stop);
        var store = new EventStore(database.Writer, TimeProvider.System);
        await Execute(database, "create table peer (like invoice); create table peer_keyed (like invoice including all)", stop);

        var ours = new List<double>();
        var bare = new List<double>();
        var keyed = new List<double>();
        ImportReport report = null!;
        var text = "";
        // The first round warms both sides up and is not counted.
        for (var round = 0; round <= Rounds; round++)
        {
            await Execute(database, "truncate invoice, import_finding, peer, peer_keyed; checkpoint", stop);
            var clock = Stopwatch.StartNew();
            report = await new Cumcm2020cImport(database, store).Run(folder, (_, _) => { }, stop);
            var rate = report.Rows / clock.Elapsed.TotalSeconds;
            if (text.Length == 0) text = await Text(database, stop);
            var (peer, keyedPeer) = (report.Added / await Copy(database, "peer", text, stop), report.Added / await Copy(database, "peer_keyed", text, stop));
            await Console.Error.WriteLineAsync($"{(round == 0 ? "warm-up" : $"round {round}")}: ours {rate:N0}, copy {peer:N0}, copy into a keyed table {keyedPeer:N0} rows a second");
            if (round == 0) continue;
            ours.Add(rate);
            bare.Add(peer);
            keyed.Add(keyedPeer);
        }
        var different = await Differences(database, stop);
        return new BenchReport("rows a second", Median(ours), Better.Higher, new Dictionary<string, double> { ["copy"] = Median(bare), ["copy_keyed"] = Median(keyed) },
            different == 0 && report.Added + report.SetAsideRows == report.Rows,
            new Dictionary<string, object> { ["rows"] = report.Rows, ["added"] = report.Added, ["set_aside"] = report.SetAsideRows, ["share_of_copy"] = Median(ours) / Median(bare) });
    }

    /// <summary>The same rows as COPY reads them, made beforehand: the peer need not unpack, parse or clean.</summary>
    private static async Task<string> Text(Database database, CancellationToken stop)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(stop);
        using var reader = await connection.BeginTextExportAsync("copy invoice to stdout", stop);
        return await reader.ReadToEndAsync(stop);
    }

    private static async Task<double> Copy(Database database, string table, string text, CancellationToken stop)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(stop);
        var clock = Stopwatch.StartNew();
        await using (var writer = await connection.BeginTextImportAsync($"copy {table} from stdin", stop)) await writer.WriteAsync(text);
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task<long> Differences(Database database, CancellationToken stop)
    {
        await using var command = database.Owner.CreateCommand("""
            select (select count(*) from (select * from invoice except all select * from peer) as ours)
                 + (select count(*) from (select * from peer except all select * from invoice) as theirs)
                 + (select count(*) from (select * from peer_keyed except all select * from invoice) as keyed)
            """);
        command.CommandTimeout = 0;
        return (long)(await command.ExecuteScalarAsync(stop))!;
    }

    private static async Task Execute(Database database, string sql, CancellationToken stop)
    {
        foreach (var statement in sql.Split(';'))
        {
            await using var command = database.Owner.CreateCommand(statement);
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    private static double Median(List<double> figures) => figures.Order().ElementAt(figures.Count / 2);
}
