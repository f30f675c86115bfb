using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Claims;

/// <summary>A claim of a past year as a draft rule is tried on it (试算申请).</summary>
/// <param name="Paid">What the rule of its own day gave it; zero where it was refused.</param>
public sealed record TriedClaim(
    string Claim, BankCode Bank, EnterpriseCode Enterprise, Cover Cover, Money Loan, Money Loss, IReadOnlyCollection<UpliftGround> Grounds, DateOnly FiledOn, Money Paid,
    Guarantor? Guarantor = null)
{
    public StopParty Party => StopParty.Of(Bank, Cover, Guarantor);
}

/// <summary>A loan of a past year that counts in the stop rule's denominator (试算入库).</summary>
public sealed record TriedEnrolment(BankCode Bank, Cover Cover, Money Amount, DateOnly On, Guarantor? Guarantor = null);

/// <summary>What a draft rule would have given one claim (试算结果).</summary>
/// <param name="Would">Zero where <paramref name="Why"/> says why.</param>
/// <param name="Limits">Those that cut it, in the order in which they did.</param>
public sealed record TriedResult(TriedClaim Claim, Money Would, string? Why, IReadOnlyList<Limit> Limits);

/// <summary>When a bank, or a guarantor, would have been suspended, and on which figures (试算停补).</summary>
public sealed record TriedStop(StopParty Party, DateOnly On, Money Loss, Money Enrolled, Guarantor? Guarantor);

/// <summary>A draft rule run over a past year: what would have been paid, to whom, and when the stop rule would have bitten (规则试算).</summary>
/// <remarks>
/// Claims go in the order of their filing against the limits of an empty year. The stop rule is judged at each claim, on the losses claimed and
/// the principal enrolled since the year began up to that day, the claim itself included; from the day it bites nothing more is paid that year.
/// </remarks>
public sealed record WhatIf(int Year, IReadOnlyList<TriedResult> Results, IReadOnlyList<TriedStop> Stops)
{
    private const string Suspended = "已超停补线，暂缓补偿";

    public Money Paid => Money.Sum(Results.Select(r => r.Claim.Paid));
    public Money Would => Money.Sum(Results.Select(r => r.Would));

    public static WhatIf Run(SchemeRule rule, PoolId pool, IReadOnlyList<TriedClaim> claims, IReadOnlyList<TriedEnrolment> enrolments)
    {
        var running = new Pool.Running(pool, rule.YearlyBudget.Value);
        var (results, stops) = (new List<TriedResult>(), new Dictionary<StopParty, TriedStop>());
        var losses = new Dictionary<StopParty, Money>();
        foreach (var claim in claims.OrderBy(c => c.FiledOn).ThenBy(c => c.Claim, StringComparer.Ordinal))
        {
            var side = claim.Party;
            losses[side] = losses.GetValueOrDefault(side) + claim.Loss;
            if (rule.For(claim.Cover) is not { } terms)
            {
                results.Add(new(claim, Money.Zero, SchemeRefusals.CoverUnknown.Sentence, []));
                continue;
            }
            var enrolled = Money.Sum(enrolments.Where(e => StopParty.Of(e.Bank, e.Cover, e.Guarantor) == side && e.On <= claim.FiledOn).Select(e => e.Amount));
            if (!stops.ContainsKey(side) && StopRule.Judge(terms, claim.Bank, losses[side], enrolled).Suspended)
                stops[side] = new(side, claim.FiledOn, losses[side], enrolled, claim.Guarantor);
            var why = Compensation.Find(terms, claim.Loan, claim.Loss, claim.Grounds, out var asked)?.Sentence ?? (stops.ContainsKey(side) ? Suspended : null);
            if (why is not null)
            {
                results.Add(new(claim, Money.Zero, why, []));
                continue;
            }
            var (amount, checks) = PoolLimits.Apply(running, rule, terms, claim.Bank, claim.Enterprise, asked!.Amount, claim.Loss, Money.Zero);
            results.Add(new(claim, amount, amount.IsPositive ? null : PoolRefusals.NothingLeft.Sentence, [.. checks.Where(c => c.Bites()).Select(c => c.Limit)]));
            if (amount.IsPositive) running = (Pool.Running)Pool.Stream(pool).Evolve(running, new PoolEvent.Reserved(claim.Claim, claim.Bank, claim.Enterprise, claim.Cover, amount, claim.FiledOn));
        }
        return new WhatIf(pool.Year, results, [.. stops.Values.OrderBy(s => s.On)]);
    }
}
