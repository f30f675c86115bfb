using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;

namespace CreditLoan.Portal.Loans;

/// <summary>What a bank fills in when it pays out: a first loan under a line, or one that takes another's place.</summary>
public sealed class PayoutForm
{
    public string Loan { get; set; } = "";
    public decimal Amount { get; set; }
    public decimal Rate { get; set; }
    public DateOnly ValueDate { get; set; }
    public DateOnly Maturity { get; set; }
    public Security Security { get; set; }
    public bool FirstTime { get; set; }
    public bool OnKeyList { get; set; }

    public Payout Payout => new(Money.Wan(Amount), Domain.Values.Rate.Percent(Rate), ValueDate, Maturity, Security, FirstTime);

    public void Fill(Money amount, Rate rate, DateOnly today, int months) =>
        (Amount, Rate, ValueDate, Maturity) = (amount.InWan, rate.InPercent, today, today.AddMonths(months));

    /// <summary>A trial of the plan; null while the figures cannot make one.</summary>
    public RepaymentPlan? Plan(RepaymentMethod method) =>
        Payout is { Principal.IsPositive: true } p && p.Maturity > p.ValueDate && p.Rate.Millionths >= 0 && p.Maturity <= p.ValueDate.AddYears(30)
            ? RepaymentPlan.For(p.Principal, p.Rate, method, p.ValueDate, p.Maturity)
            : null;
}
