using CreditLoan.Domain.Access;
using CreditLoan.Domain.Bureau;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Bureau;

/// <summary>Which part of the volume is looked at; null is all of it. Months are their first days, both count.</summary>
public sealed record VolumeFilter(DateOnly From, DateOnly To, BankCode? Bank = null, string? Product = null, DistrictCode? District = null, string? Section = null, SizeClass? Size = null);

/// <summary>What a volume is split by on the page.</summary>
public enum Dimension { District, Bank, Product, Section, Size }

/// <summary>The sums of one month or one part of a split.</summary>
/// <param name="Key">The month as yyyy-MM-dd, or the part's code.</param>
/// <param name="RateWeight">Principal in fen times the yearly rate in millionths.</param>
/// <param name="Outstanding">Principal still owed at the end of the month, or of the last month looked at.</param>
public sealed record VolumeRow(
    string Key, long GrantedCount, Money Granted, long LoanCount, Money Reported, Money Corrected, long FirstTimeCount,
    Money Unsecured, Money Renewed, decimal RateWeight, Money Outstanding)
{
    /// <summary>What counts as paid out: reported and corrected.</summary>
    public Money Disbursed => Reported + Corrected;

    /// <summary>Volume without what only paid off earlier loans (新增放款).</summary>
    public Money NewMoney => Disbursed - Renewed;

    /// <summary>The rate weighted by principal (加权年化); null without loans.</summary>
    public Rate? WeightedRate => Disbursed.IsPositive ? new Rate((int)Math.Round(RateWeight / Disbursed.Fen)) : null;

    public Money Of(Metric metric) => metric switch
    {
        Metric.Granted => Granted,
        Metric.Disbursed => Disbursed,
        _ => Outstanding,
    };
}

/// <summary>How many enterprises reached each step (漏斗).</summary>
public sealed record Funnel(long Registered, long Authorised, long Needed, long Applied, long Granted, long Paid);

/// <summary>How applications were answered: by answer, and by reason where declined.</summary>
public sealed record AnswerRow(string Answer, string? Reason, long Count);

/// <summary>How long banks took to answer, in working days.</summary>
public sealed record AnswerTime(long Count, double? Median, double? Ninetieth, long Late);

/// <summary>One month that was restated, and why.</summary>
public sealed record RestatementRow(DateTimeOffset RecordedAt, DateOnly Month, BankCode Bank, string Fingerprint, Money Change, string Reason);

/// <summary>A loan as the bureau sees it: by its fingerprint, without a name.</summary>
public sealed record CountedLoanRow(
    string Fingerprint, BankCode Bank, string? Product, DistrictCode? District, string? Section, SizeClass Size,
    Money Principal, Money Outstanding, Rate Rate, DateOnly ValueDate, LoanStage Stage, FiveGrade Grade, int Restated);

/// <summary>How far the figures have followed the log.</summary>
public sealed record AsOf(DateTimeOffset LastUpdated, long LastSeqId);

/// <summary>Reads the bureau's figures.</summary>
public sealed class BureauQueries(Reader reader)
{
    /// <summary>The columns that restatements can be ordered by.</summary>
    public static readonly string[] SortableRestatements = ["recorded_at", "month", "bank", "change"];

    private static readonly Sql Sums = Sql.Of($"""
        coalesce(sum(granted_count), 0)::bigint as granted_count, coalesce(sum(granted), 0)::bigint as granted,
        coalesce(sum(loan_count), 0)::bigint as loan_count, coalesce(sum(reported), 0)::bigint as reported,
        coalesce(sum(corrected), 0)::bigint as corrected, coalesce(sum(first_time_count), 0)::bigint as first_time_count,
        coalesce(sum(unsecured), 0)::bigint as unsecured, coalesce(sum(renewed), 0)::bigint as renewed, coalesce(sum(rate_weight), 0) as rate_weight
        """);

    /// <summary>A row for every month of the range, empty months too, with the balance at its end.</summary>
    public Task<IReadOnlyList<VolumeRow>> Months(Viewer viewer, VolumeFilter filter, CancellationToken stop = default) =>
        reader.Rows<VolumeRow>(viewer, $"""
            with flow as materialized (
              select month, {Sums}, sum(outstanding_change) as outstanding_change from bureau_flow where month <= {filter.To}{Where(filter)} group by month)
            select to_char(m.month, 'YYYY-MM-DD') as key, f.*, (select coalesce(sum(outstanding_change), 0)::bigint from flow where month <= m.month) as outstanding
            from generate_series({filter.From}::timestamp, {filter.To}::timestamp, interval '1 month') as m(month)
            cross join lateral (select {Sums} from flow where month = m.month::date) as f
            order by m.month
            """, stop);

    /// <summary>The whole range in one row.</summary>
    public async Task<VolumeRow> Total(Viewer viewer, VolumeFilter filter, CancellationToken stop = default) =>
        (await reader.Row<VolumeRow>(viewer, $"""
            select '' as key, f.*, (select coalesce(sum(outstanding_change), 0)::bigint from bureau_flow where month <= {filter.To}{Where(filter)}) as outstanding
            from (select {Sums} from bureau_flow where month between {filter.From} and {filter.To}{Where(filter)}) as f
            """, stop))!;

    /// <summary>The range split by one dimension, the largest part first. A product's key names its bank too: numbers are each bank's own.</summary>
    public Task<IReadOnlyList<VolumeRow>> Split(Viewer viewer, VolumeFilter filter, Dimension by, CancellationToken stop = default)
    {
        var key = by is Dimension.Product ? Sql.Of($"bank || '/' || product") : Sql.Name(by.ToString().ToLowerInvariant());
        return reader.Rows<VolumeRow>(viewer, $"""
            with flow as materialized (
              select {key} as key, month >= {filter.From} as inside, {Sums}, sum(outstanding_change) as outstanding_change
              from bureau_flow where month <= {filter.To}{Where(filter)} group by 1, 2)
            select d.key, f.*, (select coalesce(sum(outstanding_change), 0)::bigint from flow where key = d.key) as outstanding
            from (select distinct key from flow) as d cross join lateral (select {Sums} from flow where key = d.key and inside) as f
            order by f.reported desc, d.key
            """, stop);
    }

    /// <summary>The names of all products, by bank and number.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ProductNames(Viewer viewer, CancellationToken stop = default) =>
        (await reader.Rows<ProductName>(viewer, $"select bank || '/' || number as product, name from product_book", stop)).ToDictionary(p => p.Product, p => p.Name, StringComparer.Ordinal);

    private sealed record ProductName(string Product, string Name);

    /// <summary>How many enterprises have reached each step up to a day.</summary>
    public async Task<Funnel> Funnel(Viewer viewer, DateOnly until, DistrictCode? district = null, CancellationToken stop = default) =>
        (await reader.Row<Funnel>(viewer, $"""
            select count(*) filter (where registered_on <= {until}) as registered, count(*) filter (where authorised_on <= {until}) as authorised,
                   count(*) filter (where needed_on <= {until}) as needed, count(*) filter (where applied_on <= {until}) as applied,
                   count(*) filter (where granted_on <= {until}) as granted, count(*) filter (where paid_on <= {until}) as paid
            from bureau_funnel where {district is null} or district = {district?.Value ?? ""}
            """, stop))!;

    public Task<IReadOnlyList<AnswerRow>> Answers(Viewer viewer, DateOnly from, DateOnly to, CancellationToken stop = default) =>
        reader.Rows<AnswerRow>(viewer, $"""
            select answer, reason, count(*) as count from bureau_answer
            where coalesce(answered_on, applied_on) between {from} and {to} group by answer, reason order by count(*) desc, reason
            """, stop);

    /// <param name="limit">Working days within which an answer is in time.</param>
    public async Task<AnswerTime> AnswerTimes(Viewer viewer, DateOnly from, DateOnly to, int limit, BankCode? bank = null, CancellationToken stop = default) =>
        (await reader.Row<AnswerTime>(viewer, $"""
            select count(*) as count, percentile_cont(0.5) within group (order by working_days) as median,
                   percentile_cont(0.9) within group (order by working_days) as ninetieth, count(*) filter (where working_days > {limit}) as late
            from bureau_answer where answered_on between {from} and {to} and answer in ('granted', 'declined') and ({bank is null} or bank = {bank?.Value ?? ""})
            """, stop))!;

    public Task<Page<RestatementRow>> Restatements(Viewer viewer, int page, int size, Sorting? sorting = null, CancellationToken stop = default) =>
        reader.Page<RestatementRow>(viewer, $"select recorded_at, month, bank, fingerprint, change, reason, sequence, line from bureau_restatement", Sorting.Order(sorting, Sql.Of($"sequence desc, line"), SortableRestatements), page, size, stop);

    /// <summary>The loans behind a figure, by fingerprint.</summary>
    /// <param name="print">How the fingerprint begins; null for any.</param>
    public Task<Page<CountedLoanRow>> Loans(Viewer viewer, VolumeFilter filter, string? print, Sql order, int page, int size, CancellationToken stop = default) =>
        reader.Page<CountedLoanRow>(viewer, $"""
            select fingerprint, bank, product, district, section, size, principal, outstanding, rate, value_date, stage, grade, restated
            from loan_unnamed where stage <> 'Reversed' and value_date >= {filter.From} and value_date < {filter.To.AddMonths(1)} and starts_with(fingerprint, {print ?? ""}){Where(filter)}
            """, order, page, size, stop);

    /// <summary>One loan by its whole fingerprint.</summary>
    public Task<CountedLoanRow?> Loan(Viewer viewer, string fingerprint, CancellationToken stop = default) => reader.Row<CountedLoanRow>(viewer, $"""
        select fingerprint, bank, product, district, section, size, principal, outstanding, rate, value_date, stage, grade, restated from loan_unnamed where fingerprint = {fingerprint}
        """, stop);

    /// <summary>What was said again about one loan, the newest first.</summary>
    public Task<IReadOnlyList<RestatementRow>> RestatementsOf(Viewer viewer, string fingerprint, CancellationToken stop = default) =>
        reader.Rows<RestatementRow>(viewer, $"select recorded_at, month, bank, fingerprint, change, reason from bureau_restatement where fingerprint = {fingerprint} order by sequence desc, line", stop);

    /// <summary>What was said again about one month, the largest change first.</summary>
    public Task<IReadOnlyList<RestatementRow>> RestatementsIn(Viewer viewer, DateOnly month, CancellationToken stop = default) =>
        reader.Rows<RestatementRow>(viewer, $"select recorded_at, month, bank, fingerprint, change, reason from bureau_restatement where month = {month} order by abs(change) desc, sequence desc, line limit 50", stop);

    /// <summary>How far the figures have followed the log; null before the first event.</summary>
    public Task<AsOf?> Followed(Viewer viewer, CancellationToken stop = default) =>
        reader.Row<AsOf>(viewer, $"select last_updated, last_seq_id from bureau_followed", stop);

    private static Sql Where(VolumeFilter f) => Sql.Of(
        $"{Is("bank", f.Bank?.Value)}{Is("product", f.Product)}{Is("district", f.District?.Value)}{Is("section", f.Section)}{Is("size", f.Size?.ToString())}");

    private static Sql Is(string column, string? value) => value is null ? Sql.None : Sql.Of($" and {Sql.Name(column)} = {value}");
}
