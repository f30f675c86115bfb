using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Products;

/// <summary>What a loan really costs a year, fees included (年化利率).</summary>
/// <remarks>
/// 人行公告〔2021〕3号 asks for one rate over interest and every fee, measured on the principal really in hand. The internal rate x of one
/// payment period solves Σ paidₖ / (1 + x)ᵏ = received, and the year's rate is x times the periods in a year (单利): a loan without fees
/// then costs exactly its contract rate. The period is a month, and the whole term where all is paid at the end.
/// </remarks>
public static class CostOfCredit
{
    public static Rate Yearly(Money principal, int months, Rate rate, RepaymentMethod method, IReadOnlyList<Fee> fees)
    {
        if (!principal.IsPositive || months < 1) throw new ArgumentOutOfRangeException(nameof(months), "A loan has a principal and a term.");
        var paid = Payments((double)principal.InYuan, months, (double)rate.Monthly, method);
        var period = method == RepaymentMethod.Bullet ? months : 1;
        foreach (var fee in fees)
        {
            var amount = (double)fee.Of(principal).InYuan;
            for (var month = 0; month < (fee.Kind == FeeKind.YearlyShare ? months : 1); month += 12) paid[month] += amount;
        }
        var yearly = InternalRate(paid, (double)principal.InYuan, period) * 12 / period;
        return Rate.Percent(decimal.Round((decimal)yearly * 100m, 6));
    }

    /// <summary>What is paid at the end of each month; the entry 0 is the day of disbursement.</summary>
    private static double[] Payments(double principal, int months, double monthly, RepaymentMethod method)
    {
        var paid = new double[months + 1];
        for (var month = 1; month <= months; month++)
        {
            paid[month] = method switch
            {
                RepaymentMethod.EqualInstalments => monthly > 0 ? principal * monthly / (1 - Math.Pow(1 + monthly, -months)) : principal / months,
                RepaymentMethod.EqualPrincipal => principal / months + principal * (months - month + 1) / months * monthly,
                RepaymentMethod.Bullet => month == months ? principal * (1 + monthly * months) : 0,
                _ => principal * monthly + (month == months ? principal : 0),
            };
        }
        return paid;
    }

    /// <summary>Bisection: what the payments are worth falls as the rate rises, so there is one answer.</summary>
    private static double InternalRate(double[] paid, double received, int period)
    {
        double low = 0, high = 10;
        for (var i = 0; i < 200 && high - low > 1e-14; i++)
        {
            var middle = (low + high) / 2;
            if (Worth(paid, middle, period) > received) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    private static double Worth(double[] paid, double rate, int period)
    {
        var (worth, discount, month) = (0.0, 1.0, Math.Pow(1 + rate, -1.0 / period));
        foreach (var amount in paid)
        {
            worth += amount * discount;
            discount *= month;
        }
        return worth;
    }
}
