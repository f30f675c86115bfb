using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Bureau;

/// <summary>One way from application to money, and how many took it: days only.</summary>
public sealed record StepDays(DateOnly RequestedOn, DateOnly TakenUpOn, DateOnly? ContactedOn, DateOnly DecidedOn, DateOnly SignedOn, DateOnly PaidOn, long Lines);

/// <summary>The city's volume since a month, all banks together.</summary>
public sealed record CityVolume(long LoanCount, Money Disbursed, long FirstTimeCount, Money Unsecured, decimal RateWeight)
{
    /// <summary>The rate weighted by principal (加权年化); null without loans.</summary>
    public Rate? WeightedRate => Disbursed.IsPositive ? new Rate((int)Math.Round(RateWeight / Disbursed.Fen)) : null;
}

/// <summary>How many loans a product had.</summary>
public sealed record ProductLoans(BankCode Bank, string Product, long Loans);

/// <summary>Reads what the public pages show (公众页数字): for anybody, so the viewer is always nobody in particular.</summary>
public sealed class PublicFigures(Reader reader)
{
    public Task<IReadOnlyList<StepDays>> Steps(DateOnly since) => reader.Rows<StepDays>(Viewer.Anyone, $"select * from public_steps({since})");

    public async Task<CityVolume> Volume(DateOnly sinceMonth) => (await reader.Row<CityVolume>(Viewer.Anyone, $"""
        select coalesce(sum(loan_count), 0)::bigint as loan_count, coalesce(sum(disbursed), 0)::bigint as disbursed,
               coalesce(sum(first_time_count), 0)::bigint as first_time_count, coalesce(sum(unsecured), 0)::bigint as unsecured, coalesce(sum(rate_weight), 0) as rate_weight
        from bureau_city where month >= {sinceMonth}
        """))!;

    public Task<IReadOnlyList<ProductLoans>> Loans(DateOnly since) => reader.Rows<ProductLoans>(Viewer.Anyone, $"select * from public_product_loans({since})");

    /// <summary>When the figures last followed the log; null before they did.</summary>
    public async Task<DateTimeOffset?> AsOf() =>
        (await reader.Row<Followed>(Viewer.Anyone, $"select last_updated from bureau_followed"))?.LastUpdated;

    private sealed record Followed(DateTimeOffset LastUpdated);
}
