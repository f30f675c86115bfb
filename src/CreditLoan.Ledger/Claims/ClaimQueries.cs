using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Claims;

/// <summary>Which claims a list shows; what is null is not asked.</summary>
public sealed record ClaimFilter(SchemeCode? Scheme = null, ClaimStage? Stage = null, string? Text = null);

/// <summary>How many stand where and what they come to (阶段计数).</summary>
public sealed record ClaimCount(ClaimStage Stage, long Count, Money Amount);

/// <summary>Claims, as their scheme and their bank read them.</summary>
public sealed class ClaimQueries(Reader reader)
{
    /// <summary>The columns that it can be ordered by.</summary>
    public static readonly string[] Sortable = ["due", "id", "bank", "loan", "amount", "stage"];

    /// <summary>What is due first comes first.</summary>
    public Task<Page<ClaimRow>> List(Viewer viewer, ClaimFilter filter, int page, int size, Sorting? sorting = null) =>
        reader.Page<ClaimRow>(viewer, Sql.Of($"select * from claim_book where {Narrow(filter)}"), Sorting.Order(sorting, Sql.Of($"due nulls last, filed_on desc, id"), Sortable), page, size);

    public Task<IReadOnlyList<ClaimCount>> Counts(Viewer viewer, ClaimFilter filter) => reader.Rows<ClaimCount>(viewer, $"""
        select stage, count(*) as count, coalesce(sum(amount), 0)::bigint as amount from claim_book where {Narrow(filter with { Stage = null })} group by stage
        """);

    public Task<ClaimRow?> Find(Viewer viewer, ClaimId id) => reader.Row<ClaimRow>(viewer, $"select * from claim_book where id = {id}");

    /// <summary>What other schemes bear of a loan's loss.</summary>
    public async Task<Money> PaidElsewhere(Viewer viewer, SchemeCode scheme, LoanId loan) => new(await reader.Scalar<long>(viewer, $"""
        select coalesce(sum(amount), 0)::bigint from claim_book
        where bank = {loan.Bank} and loan = {loan.Number} and scheme <> {scheme} and stage not in ('Refused', 'Withdrawn', 'Revoked')
        """));

    /// <summary>A scheme's claims and enrolments of every year before and of this one, for a rule to be tried on; what was withdrawn is not a claim.</summary>
    public async Task<(IReadOnlyList<TriedClaim> Claims, IReadOnlyList<TriedEnrolment> Enrolments)> Tried(Viewer viewer, SchemeCode scheme)
    {
        var claims = await reader.Rows<TriedRow>(viewer, $"""
            select c.id, c.bank, c.enterprise, c.cover, c.loan_amount, c.asked, e.grounds, c.filed_on, c.paid, c.guarantor
            from claim_book c join enrolment_book e on e.scheme = c.scheme and e.bank = c.bank and e.number = c.loan
            where c.scheme = {scheme} and c.stage <> 'Withdrawn'
            """);
        var enrolments = await reader.Rows<TriedEnrolment>(viewer, $"""
            select bank, cover, sum(amount)::bigint as amount, confirmed_on as "on", guarantor from enrolment_book where scheme = {scheme} and confirmed_on is not null group by bank, cover, confirmed_on, guarantor
            """);
        return ([.. claims.Select(c => new TriedClaim(c.Id, c.Bank, c.Enterprise, c.Cover, c.LoanAmount, c.Asked.Loss, c.Grounds, c.FiledOn, c.Paid, c.Guarantor))], enrolments);
    }

    private sealed record TriedRow(string Id, BankCode Bank, EnterpriseCode Enterprise, Cover Cover, Money LoanAmount, Computation Asked, UpliftGround[] Grounds, DateOnly FiledOn, Money Paid, Guarantor? Guarantor);

    /// <summary>A scheme's claims that nobody decided yet, in the order of their filing, with what other schemes bear of the same loss.</summary>
    public Task<IReadOnlyList<WaitingClaim>> Waiting(Viewer viewer, SchemeCode scheme) => Waiting(viewer, Sql.Of($"c.scheme = {scheme} and c.stage = 'Pending'"));

    /// <summary>Undecided claims of the same scheme that were filed before this one; one that went back to its bank keeps its place.</summary>
    public Task<IReadOnlyList<WaitingClaim>> Ahead(Viewer viewer, ClaimRow claim) =>
        Waiting(viewer, Sql.Of($"c.scheme = {claim.Scheme} and c.stage in ('Pending', 'SentBack') and (c.filed_on, c.id) < ({claim.FiledOn}, {claim.Id})"));

    private Task<IReadOnlyList<WaitingClaim>> Waiting(Viewer viewer, Sql which) => reader.Rows<WaitingClaim>(viewer, $"""
        select c.id as claim, c.bank, c.enterprise, c.cover, (c.asked ->> 'Amount')::bigint as asked, (c.asked ->> 'Loss')::bigint as loss,
               (select coalesce(sum(o.amount), 0)::bigint from claim_book o where o.bank = c.bank and o.loan = c.loan and o.scheme <> c.scheme and o.stage in ('Payable', 'Paid', 'Recovering')) as elsewhere
        from claim_book c where {which} order by c.filed_on, c.id
        """);

    /// <summary>The next number of the year: BC-2026-000001.</summary>
    public async Task<ClaimId> NextNumber(Viewer viewer, int year) =>
        new($"BC-{year}-{await reader.Scalar<long>(viewer, $"select nextval('claim_number')"):000000}");

    private static Sql Narrow(ClaimFilter filter) => Sql.Of($"""
        {(filter.Scheme is { } scheme ? Sql.Of($"scheme = {scheme}") : Sql.Of($"true"))}
        and {(filter.Stage is { } stage ? Sql.Of($"stage = {stage}") : Sql.Of($"true"))}
        and {(string.IsNullOrWhiteSpace(filter.Text) ? Sql.Of($"true")
            : Sql.Of($"(strpos(id, {filter.Text.Trim().ToUpperInvariant()}) > 0 or strpos(loan, {filter.Text.Trim().ToUpperInvariant()}) > 0 or strpos(enterprise, {filter.Text.Trim().ToUpperInvariant()}) > 0)"))}
        """);
}
