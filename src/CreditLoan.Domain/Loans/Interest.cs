using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Loans;

/// <summary>What a period costs for one yuan of balance (计息).</summary>
/// <remarks>
/// 银发〔2005〕129号: the monthly rate is the yearly one over 12, the daily one the yearly one over 360. Whole months from the
/// value date take the monthly rate; what is left over takes its actual days, the first counted and the last not (算头不算尾).
/// </remarks>
public static class Interest
{
    /// <summary>Whole months and odd days from one day to a later one, counted on the day of the month of the first.</summary>
    public static (int Months, int Days) Span(DateOnly from, DateOnly to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        var months = (to.Year - from.Year) * 12 + to.Month - from.Month;
        if (from.AddMonths(months) > to) months--;
        return (months, to.DayNumber - from.AddMonths(months).DayNumber);
    }

    /// <summary>Interest for whole months and odd days (逐笔计息, 整月零天).</summary>
    public static Money ForSpan(Money balance, Rate rate, DateOnly from, DateOnly to)
    {
        var (months, days) = Span(from, to);
        return Of(balance, rate.Monthly * months + rate.Daily * days);
    }

    /// <summary>Interest by actual days over 360 (按日计息).</summary>
    public static Money ForDays(Money balance, Rate rate, DateOnly from, DateOnly to) =>
        Of(balance, rate.Daily * (to.DayNumber - from.DayNumber));

    /// <summary>A balance times what the period costs, rounded to the fen.</summary>
    public static Money Of(Money balance, decimal factor) => Money.Round(balance.Fen * factor);
}
