using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Demands;

/// <summary>What an enterprise writes into an application to one or several banks; kept as a draft at each change.</summary>
public sealed class ApplyForm
{
    public int Step { get; set; } = 2;
    public decimal? AmountWan { get; set; }
    public int? Months { get; set; }
    public LoanPurpose Purpose { get; set; }
    /// <summary>The repayment method of each product, by its number.</summary>
    public Dictionary<string, RepaymentMethod> Methods { get; set; } = [];
    /// <summary>Whether the banks may read tags along with the application (随申请授权).</summary>
    public bool Share { get; set; } = true;
    public HashSet<DataClass> Scopes { get; set; } = [DataClass.Registration, DataClass.Invoices, DataClass.Tax, DataClass.SocialInsurance];
    public int ConsentMonths { get; set; } = 6;
    /// <summary>The banks whose notice was read and agreed to, each by a tick of its own (逐家同意).</summary>
    public HashSet<string> AgreedTo { get; set; } = [];
    /// <summary>The banks that may see the legal representative's information, each by another tick (单独同意).</summary>
    public HashSet<string> PersonTo { get; set; } = [];

    public static ApplyForm Of(DemandRow need) => new() { AmountWan = need.Amount.InWan, Months = need.Months, Purpose = need.Purpose };

    public Money Amount => Money.Wan(AmountWan ?? 0);

    public RepaymentMethod MethodOf(ProductRow product) =>
        Methods.TryGetValue(product.Id.ToString(), out var chosen) && product.Terms.Methods.Contains(chosen) ? chosen : product.Terms.Methods[0];

    /// <summary>What the second step still lacks: the narrowest product decides.</summary>
    public void CheckUse(FormErrors errors, IReadOnlyList<ProductRow> products)
    {
        errors.Clear();
        var most = products.MinBy(p => p.Terms.MaxAmount)!;
        var least = products.MaxBy(p => p.Terms.MinAmount)!;
        var longest = products.MinBy(p => p.Terms.MaxMonths)!;
        var shortest = products.MaxBy(p => p.Terms.MinMonths)!;
        errors.Add("amount", "申请金额", AmountWan is null ? "填写金额"
                : Amount > most.Terms.MaxAmount ? $"超过{most.Name}的上限 {Words.WanPlain(most.Terms.MaxAmount)} 万元，改小或回上一步不选它"
                : Amount < least.Terms.MinAmount ? $"低于{least.Name}的下限 {Words.WanPlain(least.Terms.MinAmount)} 万元" : null)
            .Add("months", "期限", Months is null ? "填写期限"
                : Months > longest.Terms.MaxMonths ? $"超过{longest.Name}的最长期限 {longest.Terms.MaxMonths} 个月"
                : Months < shortest.Terms.MinMonths ? $"短于{shortest.Name}的最短期限 {shortest.Terms.MinMonths} 个月" : null);
    }

    /// <summary>Whether this bank is given a consent along with the application.</summary>
    public bool Gives(BankCode bank) => Share && AgreedTo.Contains(bank.Value);

    public void CheckConsent(FormErrors errors, IReadOnlyList<ProductRow> products)
    {
        errors.Clear();
        if (!Share) return;
        errors.Add("scopes", "数据类别", Scopes.Count > 0 ? null : "至少选一类，或改为暂不授权")
            .Add("consent-months", "授权期限", ConsentMonths is >= 1 and <= 12 ? null : "填 1 至 12 个月")
            .Add("agreed", "逐家同意", products.Any(p => Gives(p.Bank)) ? null : "一家银行也没有同意；逐家阅读告知书再勾选，或改为暂不授权");
    }

    /// <summary>What each bank is given: to decide on this application, to look and not to keep.</summary>
    public ConsentTerms Terms(BankCode bank, DateOnly today) => new(
        Recipient.Bank(bank), Domain.Consents.Purpose.CreditApproval, [.. Scopes.Order()], PersonTo.Contains(bank.Value) ? [PersonalScope.LegalRepresentative] : [],
        new DataRange(today.AddYears(-3), today.AddMonths(ConsentMonths)), ConsentMode.View, new Frequency(20, FrequencyUnit.Month), 0, today, today.AddMonths(ConsentMonths));

    /// <summary>The same, waiting for the signer's passkey.</summary>
    public Consents.ConsentForm Consent(BankCode bank, string application) => new()
    {
        To = bank.Value, Purpose = Domain.Consents.Purpose.CreditApproval, Scopes = [.. Scopes], Personal = PersonTo.Contains(bank.Value) ? [PersonalScope.LegalRepresentative] : [],
        Months = ConsentMonths, Times = 20, Read = true, Application = application,
    };

    /// <summary>The plan at a product's lowest price, were it paid out today; null while amount or term are missing.</summary>
    public RepaymentPlan? Trial(ProductRow product, Lpr lpr, DateOnly today) => Amount.IsPositive && Months is >= 1 and <= 120
        ? RepaymentPlan.For(Amount, product.Terms.LowestRate(lpr), MethodOf(product), today, today.AddMonths(Months.Value)) : null;
}
