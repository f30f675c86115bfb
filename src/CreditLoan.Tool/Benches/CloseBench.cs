using System.CommandLine;
using System.Diagnostics;
using CreditLoan.Domain.Closing;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Closing;
using CreditLoan.Ledger;
using Npgsql;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench close</c>: one day's close over so many loans, kept; then again at the same position after one loan in a hundred has moved.</summary>
/// <remarks>Verified: the second run says the same, the sums are those of plain SQL, and every hundredth loan's part is what its own history gives.</remarks>
public static class CloseBench
{
    private static readonly DateOnly Day = new(2026, 3, 18);

    public static System.CommandLine.Command Create()
    {
        var loans = new Option<int>("--loans") { Description = "Loans in the ledger.", DefaultValueFactory = _ => 1_000_000 };
        var rounds = new Option<int>("--rounds") { Description = "How often the day is closed; the median counts.", DefaultValueFactory = _ => 3 };
        return BenchCommand.Bench("close", "Seconds that the daily close takes.", (parsed, stop) => Run(parsed.GetValue(loans), parsed.GetValue(rounds), stop), loans, rounds);
    }

    private static async Task<BenchReport> Run(int loans, int rounds, CancellationToken stop)
    {
        await using var cluster = await BenchCluster.Start(stop);
        var connection = new NpgsqlConnectionStringBuilder(cluster.Connection) { CommandTimeout = 600 }.ConnectionString;
        await using var database = await Database.Open(connection, stop);
        var store = new EventStore(database.Writer, TimeProvider.System);
        await Fill(database, store, loans, stop);
        var close = new DailyClose(database, store, TimeProvider.System);
        List<double> fresh = [], again = [];
        ClosedRun? run = null;
        for (var round = 0; round < rounds; round++)
        {
            var clock = Stopwatch.GetTimestamp();
            run = await close.Run(Day, stop);
            fresh.Add(Stopwatch.GetElapsedTime(clock).TotalSeconds);
            await Console.Error.WriteLineAsync($"round {round}: {fresh[^1]:0.0} s, {run.Day.Lines.Count} lines kept");
        }
        await Execute(database, $"""
            update mt_streams set version = version + 1 where type = 'loan' and hashtext(id) % 100 = 0;
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers)
              select nextval('mt_events_sequence'), gen_random_uuid(), id, version, '{"{"}"Principal":100,"Interest":0,"On":"2026-03-18"{"}"}', 'loan_repaid', now(), '{LedgerBench.EventHeaders}'
              from mt_streams where type = 'loan' and hashtext(id) % 100 = 0
            """, stop);
        var since = Stopwatch.GetTimestamp();
        var (_, same) = await close.At(Day, run!.Day.Position, stop);
        again.Add(Stopwatch.GetElapsedTime(since).TotalSeconds);
        var verified = same is not null && run.Restated.Count == 0 && run.Day.Loans == loans && await Sums(database, run.Day, stop) && await Histories(store, run.Day, loans, stop);
        return new BenchReport("s", AppendBench.Median(fresh), Better.Lower, new Dictionary<string, double>(), verified, new Dictionary<string, object>
        {
            ["loans"] = loans, ["lines"] = run.Day.Lines.Count, ["at_the_same_position"] = AppendBench.Median(again), ["peak_gb"] = Process.GetCurrentProcess().PeakWorkingSet64 / 1e9,
        });
    }

    /// <summary>Loans of five repayment methods over two years, each with up to three repayments; the register is folded by the product's own rebuild.</summary>
    private static async Task Fill(Database database, EventStore store, int loans, CancellationToken stop)
    {
        await Execute(database, $"""
            create temp table made as
              select i, 'loan/LJ' || to_char(i % 12 + 1, 'FM00') || '/JJ' || i as id, 'LJ' || to_char(i % 12 + 1, 'FM00') as bank, 'JJ' || i as number,
                     10000000 + (i % 991) * 100000 as principal, date '2025-04-01' + i % 350 as day,
                     (array['EqualInstalments', 'EqualPrincipal', 'InterestFirst', 'Bullet', 'Revolving'])[i % 5 + 1] as method, i % 4 as paid
              from generate_series(1, {loans}) i;
            insert into mt_streams (id, type, version, timestamp) select id, 'loan', paid + 1, '2026-03-17' from made;
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers)
              select nextval('mt_events_sequence'), gen_random_uuid(), id, 1, jsonb_build_object('Loan', jsonb_build_object('Bank', bank, 'Number', number), 'Line', 'SX', 'Enterprise', 'E' || i % 50000,
                'Product', null, 'Principal', principal, 'Rate', 43500, 'ValueDate', day, 'Maturity', (day + interval '1 year')::date, 'Method', method, 'Security', 'Unsecured',
                'Borrower', jsonb_build_object('District', '440103', 'Industry', null, 'Size', 'Small', 'OnKeyList', i % 20 = 0), 'FirstTime', false, 'Renews', null), 'loan_disbursed', '2026-03-17', '{LedgerBench.EventHeaders}'
              from made;
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers)
              select nextval('mt_events_sequence'), gen_random_uuid(), id, 1 + n, jsonb_build_object('Principal', case when method = 'EqualPrincipal' then round(principal / 12.0) else 0 end, 'Interest', 100,
                'On', (day + n * interval '1 day')::date), 'loan_repaid', '2026-03-17', '{LedgerBench.EventHeaders}'
              from made, generate_series(1, 3) n where n <= paid;
            drop table made;
            """, stop);
        await new Rebuild(database.Owner, new SettledLog(database.Writer, store)).Run("loan_book", stop);
        await using var connection = await database.Owner.OpenConnectionAsync(stop);
        foreach (var statement in new[] { "vacuum analyze", "checkpoint" })
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 600 };
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    private static async Task<bool> Sums(Database database, ClosedDay day, CancellationToken stop)
    {
        await using var command = database.Owner.CreateCommand("select count(*), sum(outstanding)::bigint from loan_book where stage in ('Running', 'Overdue')");
        await using var row = await command.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        var all = day.Statements.Where(s => s.Scheme.Length == 0).Aggregate((a, b) => a + b);
        return (row.GetInt64(0), row.GetInt64(1)) == (all.Loans, all.Outstanding.Fen);
    }

    private static async Task<bool> Histories(EventStore store, ClosedDay day, int loans, CancellationToken stop)
    {
        var lines = day.Lines.ToLookup(l => l.Subject);
        for (var i = 1; i <= loans; i += Math.Max(1, loans / 1_000))
        {
            var id = new LoanId(new($"LJ{i % 12 + 1:00}"), $"JJ{i}");
            var history = (await store.History(Loan.Stream(id).Id)).Where(e => e.Sequence <= day.Position).Select(e => (LoanEvent)e.Happened);
            var state = (Loan.Running)history.Aggregate(Loan.Stream(id).Initial, Loan.Stream(id).Evolve);
            var own = new LoanClosing(new ClosingLoan(id, state.Grade, state.Arrears, state.Position), Day).Lines();
            if (!own.OrderBy(l => l.ToString(), StringComparer.Ordinal).SequenceEqual(lines[Loan.Stream(id).Id].OrderBy(l => l.ToString(), StringComparer.Ordinal))) return false;
        }
        return true;
    }

    private static async Task Execute(Database database, string sql, CancellationToken stop)
    {
        await using var command = database.Owner.CreateCommand(sql);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync(stop);
    }
}
