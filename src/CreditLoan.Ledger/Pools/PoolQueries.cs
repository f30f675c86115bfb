using CreditLoan.Domain.Access;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Pools;

/// <summary>One line of the journal with the balance after it (分录).</summary>
/// <param name="Version">The voucher's number in its pool.</param>
/// <param name="Balance">Money in the account after this line, set aside or not.</param>
public sealed record JournalLine(long Version, string Act, DateOnly Day, Account Debit, Account Credit, Money Amount, string? Claim, string? Bank,
    string? Voucher, string? Note, Money Balance);

/// <summary>A posting that a person typed in, and what corrections left of it.</summary>
public sealed record TypedPosting(long Version, string Act, DateOnly Day, Money Left);

/// <summary>Both sides of a journal added up.</summary>
public sealed record JournalTotals(long Lines, Money Debits, Money Credits, Money Balance);

/// <summary>What one bank, or one guarantor, enrolled and lost in one year (年度入库与损失).</summary>
/// <param name="Bank">Empty for a guarantor.</param>
public sealed record BankYearFigures(string Bank, Cover Cover, Money Enrolled, Money Loss, Guarantor? Guarantor)
{
    public StopParty Party => StopParty.Of(new(Bank), Cover, Guarantor);
}

/// <summary>Schemes, pools and their journals.</summary>
public sealed class PoolQueries(Reader reader)
{
    /// <summary>The columns that a journal can be ordered by.</summary>
    public static readonly string[] SortableJournal = ["day", "version", "debit", "credit", "amount"];

    private static readonly Sql Party = Sql.Of($"coalesce(guarantor ->> 'Code', bank)");

    private static Sql Inside(string side) => Sql.Of($"case when {Sql.Name(side)} in ('Cash', 'Earmarked') then amount else 0 end");

    public Task<IReadOnlyList<SchemeRow>> Schemes(Viewer viewer) => reader.Rows<SchemeRow>(viewer, $"select * from scheme_book order by founded_on, code");

    public Task<SchemeRow?> Scheme(Viewer viewer, SchemeCode code) => reader.Row<SchemeRow>(viewer, $"select * from scheme_book where code = {code}");

    /// <summary>The pools the viewer may see, the latest year first.</summary>
    public Task<IReadOnlyList<PoolRow>> Pools(Viewer viewer) => reader.Rows<PoolRow>(viewer, $"select * from pool_book order by year desc, scheme");

    public Task<PoolRow?> Pool(Viewer viewer, PoolId id) =>
        reader.Row<PoolRow>(viewer, $"select * from pool_book where scheme = {id.Scheme} and year = {id.Year}");

    /// <summary>The journal, the latest line first.</summary>
    public Task<Page<JournalLine>> Journal(Viewer viewer, PoolId id, int page, int size, Sorting? sorting = null) => reader.Page<JournalLine>(viewer, Sql.Of($"""
        select version, act, day, debit, credit, amount, claim, bank, voucher, note,
               sum({Inside("debit")} - {Inside("credit")}) over (order by version, line)::bigint as balance
        from pool_journal where stream_id = {Domain.Pools.Pool.Stream(id).Id}
        """), Sorting.Order(sorting, Sql.Of($"version desc"), SortableJournal), page, size);

    /// <summary>What the treasury paid in and the account earned, as far as no correction took it back.</summary>
    public Task<IReadOnlyList<TypedPosting>> Typed(Viewer viewer, PoolId id) => reader.Rows<TypedPosting>(viewer, $"""
        select * from (
          select p.version, p.act, p.day, (p.amount - coalesce((select sum(c.amount) from pool_journal c where c.stream_id = p.stream_id and c.act = 'corrected' and c.voucher = p.version::text), 0))::bigint as "left"
          from pool_journal p where p.stream_id = {Domain.Pools.Pool.Stream(id).Id} and p.act in ('funded', 'interest')) typed
        where "left" > 0 order by version desc
        """);

    public async Task<JournalTotals> Totals(Viewer viewer, PoolId id) => (await reader.Row<JournalTotals>(viewer, $"""
        select count(*) as lines, coalesce(sum(amount), 0)::bigint as debits, coalesce(sum(amount), 0)::bigint as credits,
               coalesce(sum({Inside("debit")} - {Inside("credit")}), 0)::bigint as balance
        from pool_journal where stream_id = {Domain.Pools.Pool.Stream(id).Id}
        """))!;

    /// <summary>A pool's statement: a month's, or the year's with everything that stands in its journal.</summary>
    /// <remarks>A correction names the posting it puts right; that one names the bank.</remarks>
    public async Task<PoolStatement> Statement(Viewer viewer, PoolId id, int? month)
    {
        var from = month is { } first ? new DateOnly(id.Year, first, 1) : DateOnly.MinValue;
        var until = month is null ? DateOnly.MaxValue : from.AddMonths(1).AddDays(-1);
        return PoolStatement.Of(id, month, await reader.Rows<PostingSum>(viewer, $"""
            with recursive journal as (select * from pool_journal where stream_id = {Domain.Pools.Pool.Stream(id).Id}),
            concerns (version, bank) as (
              select version, bank from journal where act <> 'corrected'
              union all
              select c.version, w.bank from journal c join concerns w on c.act = 'corrected' and c.voucher = w.version::text)
            select j.day < {from} as earlier, j.act, c.bank, j.debit, j.credit, count(*) as lines, sum(j.amount)::bigint as amount
            from journal j join concerns c using (version)
            where j.day <= {until}
            group by 1, 2, 3, 4, 5
            """));
    }

    /// <summary>Every bank's and every guarantor's enrolled principal and loss of a year: what the stop rule looks at.</summary>
    public Task<IReadOnlyList<BankYearFigures>> BankYear(Viewer viewer, PoolId id) => reader.Rows<BankYearFigures>(viewer, $"""
        with enrolled as (
          select {Party} as party, cover, max(guarantor::text)::jsonb as guarantor, sum(amount)::bigint as amount from enrolment_book
          where scheme = {id.Scheme} and extract(year from confirmed_on) = {id.Year} group by 1, 2),
        lost as (
          select {Party} as party, cover, max(guarantor::text)::jsonb as guarantor, sum((loss ->> 'Principal')::bigint)::bigint as amount from claim_book
          where scheme = {id.Scheme} and extract(year from filed_on) = {id.Year} and stage not in ('Refused', 'Withdrawn', 'Revoked') group by 1, 2)
        select case when coalesce(e.guarantor, l.guarantor) is null then party else '' end as bank, cover, coalesce(e.amount, 0) as enrolled, coalesce(l.amount, 0) as loss,
               coalesce(e.guarantor, l.guarantor) as guarantor
        from enrolled e full join lost l using (party, cover)
        order by coalesce(l.amount, 0)::numeric / nullif(coalesce(e.amount, 0), 0) desc nulls first, party
        """);
}

/// <summary>Which enrolments a list shows; what is null is not asked.</summary>
public sealed record EnrolmentFilter(SchemeCode? Scheme = null, EnrolmentStage? Stage = null, string? Text = null);

/// <summary>How many stand where (阶段计数).</summary>
public sealed record EnrolmentCount(EnrolmentStage Stage, long Count);

/// <summary>Enrolments, as their scheme and their bank read them.</summary>
public sealed class EnrolmentQueries(Reader reader)
{
    /// <summary>The columns that it can be ordered by.</summary>
    public static readonly string[] Sortable = ["due", "number", "bank", "scheme", "amount", "disbursed_on", "stage"];

    /// <summary>What is due first comes first.</summary>
    public Task<Page<EnrolmentRow>> List(Viewer viewer, EnrolmentFilter filter, int page, int size, Sorting? sorting = null) =>
        reader.Page<EnrolmentRow>(viewer, Sql.Of($"select * from enrolment_book where {Narrow(filter)}"), Sorting.Order(sorting, Sql.Of($"due nulls last, applied_on desc, number"), Sortable), page, size);

    public Task<IReadOnlyList<EnrolmentCount>> Counts(Viewer viewer, EnrolmentFilter filter) =>
        reader.Rows<EnrolmentCount>(viewer, $"select stage, count(*) as count from enrolment_book where {Narrow(filter with { Stage = null })} group by stage");

    public Task<EnrolmentRow?> Find(Viewer viewer, EnrolmentId id) =>
        reader.Row<EnrolmentRow>(viewer, $"select * from enrolment_book where stream_id = {Enrolment.Stream(id).Id}");

    private static Sql Narrow(EnrolmentFilter filter) => Sql.Of($"""
        {(filter.Scheme is { } scheme ? Sql.Of($"scheme = {scheme}") : Sql.Of($"true"))}
        and {(filter.Stage is { } stage ? Sql.Of($"stage = {stage}") : Sql.Of($"true"))}
        and {(string.IsNullOrWhiteSpace(filter.Text) ? Sql.Of($"true")
            : Sql.Of($"(strpos(number, {filter.Text.Trim().ToUpperInvariant()}) > 0 or strpos(borrower, {filter.Text.Trim().ToUpperInvariant()}) > 0)"))}
        """);
}
