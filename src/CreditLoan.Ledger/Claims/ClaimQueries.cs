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
    /// <summary>What is due first comes first.</summary>
    public Task<Page<ClaimRow>> List(Viewer viewer, ClaimFilter filter, int page, int size) =>
        reader.Page<ClaimRow>(viewer, Sql.Of($"select * from claim_book where {Narrow(filter)}"), Sql.Of($"due nulls last, filed_on desc, id"), page, size);

    public Task<IReadOnlyList<ClaimCount>> Counts(Viewer viewer, ClaimFilter filter) => reader.Rows<ClaimCount>(viewer, $"""
        select stage, count(*) as count, coalesce(sum(amount), 0)::bigint as amount from claim_book where {Narrow(filter with { Stage = null })} group by stage
        """);

    public Task<ClaimRow?> Find(Viewer viewer, ClaimId id) => reader.Row<ClaimRow>(viewer, $"select * from claim_book where id = {id}");

    /// <summary>What other schemes bear of a loan's loss.</summary>
    public async Task<Money> PaidElsewhere(Viewer viewer, SchemeCode scheme, LoanId loan) => new(await reader.Scalar<long>(viewer, $"""
        select coalesce(sum(amount), 0)::bigint from claim_book
        where bank = {loan.Bank} and loan = {loan.Number} and scheme <> {scheme} and stage not in ('Refused', 'Withdrawn', 'Revoked')
        """));

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
