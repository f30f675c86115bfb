using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Loans;

/// <summary>One line of a repayment plan (一期).</summary>
/// <param name="Number">From 1.</param>
/// <param name="From">Interest runs from this day.</param>
/// <param name="Due">Payable on this day (应还日).</param>
/// <param name="Principal">Principal due (应还本金).</param>
/// <param name="Interest">Interest due (应还利息).</param>
/// <param name="Left">Principal that stays afterwards (剩余本金).</param>
public sealed record Instalment(int Number, DateOnly From, DateOnly Due, Money Principal, Money Interest, Money Left)
{
    public Money Payment => Principal + Interest;
}

/// <summary>What is due when (还款计划).</summary>
/// <remarks>
/// Due days fall on the value date's day of the month, or the month's last day, and on the maturity. With the factor rᵢ for
/// each period (<see cref="Interest"/>) the equal payment is P ÷ Σᵢ Πⱼ≤ᵢ 1/(1+rⱼ), which for equal r is P·r(1+r)ⁿ/((1+r)ⁿ−1),
/// rounded to the fen; interest is rounded each period, and the last instalment takes the remainder, so that the principals
/// add up to the principal exactly.
/// </remarks>
public sealed record RepaymentPlan(IReadOnlyList<Instalment> Instalments)
{
    public Money Principal => Money.Sum(Instalments.Select(i => i.Principal));
    public Money Interest => Money.Sum(Instalments.Select(i => i.Interest));

    /// <summary>The plan of a loan, or of what is left of it.</summary>
    /// <param name="principal">What is to be repaid.</param>
    /// <param name="rate">The contract's rate.</param>
    /// <param name="method">How it is repaid.</param>
    /// <param name="valueDate">The day the loan was paid out; it fixes the day of the month.</param>
    /// <param name="maturity">The last due day.</param>
    /// <param name="from">Where the plan begins anew, after a prepayment or an extension; otherwise the value date.</param>
    public static RepaymentPlan For(Money principal, Rate rate, RepaymentMethod method, DateOnly valueDate, DateOnly maturity, DateOnly? from = null)
    {
        var start = from ?? valueDate;
        if (!principal.IsPositive) throw new ArgumentOutOfRangeException(nameof(principal), principal, "A plan needs a principal above nothing.");
        if (maturity <= start) throw new ArgumentOutOfRangeException(nameof(maturity), maturity, "A plan ends after it begins.");
        if (method == RepaymentMethod.Bullet)
            return new([new(1, start, maturity, principal, Loans.Interest.ForSpan(principal, rate, start, maturity), Money.Zero)]);

        var days = DueDays(start, valueDate, maturity);
        var factors = days.Select(d => method == RepaymentMethod.Revolving
            ? rate.Daily * (d.Due.DayNumber - d.From.DayNumber)
            : Factor(rate, valueDate, d.From, d.Due)).ToArray();
        var parts = method switch
        {
            RepaymentMethod.EqualInstalments => Annuity(principal, factors),
            RepaymentMethod.EqualPrincipal => Fall(principal, factors, Money.Round((decimal)principal.Fen / factors.Length)),
            RepaymentMethod.InterestFirst or RepaymentMethod.Revolving => Fall(principal, factors, Money.Zero),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown repayment method."),
        };
        var left = principal;
        return new([.. days.Select((d, i) => new Instalment(i + 1, d.From, d.Due, parts[i].Principal, parts[i].Interest, left -= parts[i].Principal))]);
    }

    /// <summary>Equal payments over periods that each cost their factor (等额本息).</summary>
    public static (Money Principal, Money Interest)[] Annuity(Money principal, IReadOnlyList<decimal> factors)
    {
        decimal discount = 1, worth = 0;
        foreach (var factor in factors) worth += discount /= 1 + factor;
        var payment = Money.Round(principal.Fen / worth);
        var left = principal;
        return [.. factors.Select((factor, i) =>
        {
            var interest = Loans.Interest.Of(left, factor);
            var part = i == factors.Count - 1 ? left : Money.Min(left, Money.Max(Money.Zero, payment - interest));
            left -= part;
            return (part, interest);
        })];
    }

    /// <summary>The same principal each period, the rest with the last, interest on what is left.</summary>
    private static (Money Principal, Money Interest)[] Fall(Money principal, decimal[] factors, Money each)
    {
        var left = principal;
        return [.. factors.Select((factor, i) =>
        {
            var interest = Loans.Interest.Of(left, factor);
            var part = i == factors.Length - 1 ? left : Money.Min(left, each);
            left -= part;
            return (part, interest);
        })];
    }

    private static List<(DateOnly From, DateOnly Due)> DueDays(DateOnly start, DateOnly valueDate, DateOnly maturity)
    {
        var days = new List<(DateOnly, DateOnly)>();
        var from = start;
        for (var month = 1; from < maturity; month++)
        {
            var due = valueDate.AddMonths(month);
            if (due <= from) continue;
            if (due > maturity) due = maturity;
            days.Add((from, due));
            from = due;
        }
        return days;
    }

    private static decimal Factor(Rate rate, DateOnly valueDate, DateOnly from, DateOnly due)
    {
        var month = (from.Year - valueDate.Year) * 12 + from.Month - valueDate.Month;
        var whole = valueDate.AddMonths(month) == from && valueDate.AddMonths(month + 1) == due;
        return whole ? rate.Monthly : rate.Daily * (due.DayNumber - from.DayNumber);
    }
}
