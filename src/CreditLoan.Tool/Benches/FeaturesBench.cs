using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Profiles;
using CreditLoan.Jobs.Records;
using CreditLoan.Ledger;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench features</c>: stored invoices of 182 real enterprises to stored profiles; the peer computes seven of the features in SQL and must agree.</summary>
public static class FeaturesBench
{
    private const int Rounds = 3;

    /// <summary>Seven features of the twelve months up to 2020-02-29, written by another hand: window functions and filters.</summary>
    private const string Peer = """
        create table peer as
        with recent as (select * from invoice where day between '2019-03-01' and '2020-02-29'),
        sums as (
          select enterprise,
            sum(amount) filter (where side = 2 and not voided) as sales,
            sum(amount) filter (where side = 1 and not voided) as purchases,
            count(*) filter (where side = 2 and voided) as void, count(*) filter (where side = 2) as issued,
            -sum(amount) filter (where side = 2 and not voided and amount < 0) as back,
            count(distinct date_trunc('month', day)) filter (where side = 2 and not voided) as active
          from recent group by enterprise),
        customers as (
          select enterprise, amount, row_number() over (partition by enterprise order by amount desc) as place, sum(amount) over (partition by enterprise) as whole
          from (select enterprise, counterparty, sum(amount) as amount from recent where side = 2 and not voided group by 1, 2 having sum(amount) > 0) c),
        top as (select enterprise, 100.0 * sum(amount) filter (where place = 1) / max(whole) as one, 100.0 * sum(amount) filter (where place <= 3) / max(whole) as three from customers group by 1)
        select s.enterprise, coalesce(s.sales, 0) / 1e6 as sales_12m, coalesce(s.purchases, 0) / 1e6 as purchases_12m, s.active as active_months,
          case when s.issued > 0 then 100.0 * s.void / s.issued end as void_share,
          case when coalesce(s.sales, 0) + coalesce(s.back, 0) > 0 then 100.0 * coalesce(s.back, 0) / (s.sales + coalesce(s.back, 0)) end as credit_note_share,
          t.one as top_customer_share, t.three as top3_customer_share
        from sums s left join top t using (enterprise)
        """;

    /// <summary>How many of the peer's values the stored profiles do not have.</summary>
    private const string Disagreements = """
        select count(*) from peer join profile using (enterprise),
          lateral (values ('sales_12m', sales_12m), ('purchases_12m', purchases_12m), ('active_months', active_months::numeric), ('void_share', void_share),
            ('credit_note_share', credit_note_share), ('top_customer_share', top_customer_share), ('top3_customer_share', top3_customer_share)) as theirs (key, value)
        where (profile.features ->> key is null) <> (value is null) or abs((profile.features ->> key)::numeric - value) > 0.0001
        """;

    public static Command Create()
    {
        var from = new Option<DirectoryInfo>("--from") { Description = "The folder cumcm2020c; by default that of CREDITLOAN_DATA." };
        return BenchCommand.Bench("features", "Stored invoices to stored profiles, in seconds.", (parsed, stop) => Run(parsed.GetValue(from), stop), from);
    }

    private static async Task<BenchReport> Run(DirectoryInfo? from, CancellationToken stop)
    {
        await using var cluster = await BenchCluster.Start(stop);
        await using var database = await Database.Open(cluster.Connection, stop);
        var import = new Cumcm2020cImport(database, new EventStore(database.Writer, TimeProvider.System));
        var report = await import.Run(from?.FullName ?? Path.Combine(BenchData.Folder, "cumcm2020c"), (_, _) => { }, stop);
        var enterprises = await Prepare(database, stop);

        var job = new ProfileJob(database, TimeProvider.System);
        var ours = new List<double>();
        var theirs = new List<double>();
        var computed = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            computed = (await job.Run(enterprises, Cumcm2020cImport.DataDate, stop)).Computed;
            ours.Add(clock.Elapsed.TotalSeconds);
            await Execute(database, "drop table if exists peer", stop);
            clock.Restart();
            await Execute(database, Peer, stop);
            theirs.Add(clock.Elapsed.TotalSeconds);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: ours {ours[^1]:0.00} s (all features, tags and trends), SQL {theirs[^1]:0.00} s (seven features)"));
        }
        var wrong = await Scalar(database, Disagreements, stop);
        var stored = await Scalar(database, "select count(*) from profile", stop);
        return new BenchReport("seconds", Median(ours), Better.Lower, new Dictionary<string, double> { ["postgresql_7_features"] = Median(theirs) },
            wrong == 0 && computed == enterprises.Length && stored == computed,
            new Dictionary<string, object> { ["invoices"] = report.Added, ["enterprises"] = computed, ["invoices_a_second"] = report.Added / Median(ours), ["disagreements"] = wrong });
    }

    /// <summary>A consent to the platform for each, as its view keeps it, and the planner's statistics.</summary>
    private static async Task<EnterpriseCode[]> Prepare(Database database, CancellationToken stop)
    {
        await Execute(database, """
            insert into consent_book (stream_id, version, changed_at, consent, enterprise, recipient, purpose, status, scopes, personal, data_from, data_to, mode, times, times_per, keep_days, starts_on, expires_on, granted_on)
            select 'consent/' || enterprise, 1, now(), enterprise, enterprise, 'platform', 'Matching', 'Active', array['Registration', 'Invoices'], array[]::text[],
              '2016-01-01', '2020-12-31', 'Store', 100, 'Day', 0, '2020-01-01', '2020-12-31', '2020-01-01' from data_date
            """, stop);
        await Execute(database, "analyze", stop);
        await using var command = database.Owner.CreateCommand("select enterprise from data_date order by enterprise");
        await using var reader = await command.ExecuteReaderAsync(stop);
        var enterprises = new List<EnterpriseCode>();
        while (await reader.ReadAsync(stop)) enterprises.Add(new EnterpriseCode(reader.GetString(0)));
        return [.. enterprises];
    }

    private static async Task Execute(Database database, string sql, CancellationToken stop)
    {
        await using var command = database.Owner.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(stop);
    }

    private static async Task<long> Scalar(Database database, string sql, CancellationToken stop)
    {
        await using var command = database.Owner.CreateCommand(sql);
        command.CommandTimeout = 0;
        return (long)(await command.ExecuteScalarAsync(stop))!;
    }

    private static double Median(List<double> figures) => figures.Order().ElementAt(figures.Count / 2);
}
