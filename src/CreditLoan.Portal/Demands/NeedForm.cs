using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Demands;

/// <summary>What an enterprise writes into the form of a need; kept as a draft at each change.</summary>
public sealed class NeedForm
{
    public decimal? AmountWan { get; set; }
    public int? Months { get; set; } = 12;
    public LoanPurpose Purpose { get; set; } = LoanPurpose.Materials;
    public HashSet<Security> Securities { get; set; } = [Security.Unsecured];
    /// <summary>Whether banks that fit may see it without a name (对银行公开).</summary>
    public bool Open { get; set; } = true;
    public DateOnly? Until { get; set; }

    public static NeedForm Of(DemandRow row) => new()
    {
        AmountWan = row.Amount.InWan,
        Months = row.Months,
        Purpose = row.Purpose,
        Securities = [.. row.Securities],
        Open = row.Banks.Length > 0,
        Until = row.Until,
    };

    public Need Need => new(Money.Wan(AmountWan ?? 0), Months ?? 0, Purpose, [.. Securities.Order()]);

    /// <summary>What the form still lacks; the decision looks again.</summary>
    public void Check(FormErrors errors, DateOnly today)
    {
        errors.Clear();
        errors.Add("amount", "金额", AmountWan is >= 1 and <= 10_000 ? null : "填 1 至 10,000 万元")
            .Add("months", "期限", Months is >= 1 and <= 120 ? null : "填 1 至 120 个月")
            .Add("securities", "担保方式", Securities.Count > 0 ? null : "至少选一种，信用也是一种")
            .Add("until", "有效期", Until > today && Until <= today.AddMonths(3) ? null : $"选 {today.AddDays(1):yyyy-MM-dd} 至 {today.AddMonths(3):yyyy-MM-dd} 之间的一天");
    }
}
