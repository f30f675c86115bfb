using CreditLoan.Domain.Access;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Products;

internal static class ProductExamples
{
    public static readonly DateOnly Today = new(2026, 8, 19);
    public static readonly Lpr August = new(new(2026, 7, 20), Rate.Percent(3.00m), Rate.Percent(3.50m), "演示");
    public static readonly ProductId Flow = new(new("LJ01"), "XYLS");
    public static readonly Actor Keeper = new("gu", Role.BankAdministrator, "LJ01");

    public static readonly ProductTerms Terms = new(
        "信易流水贷", "给开票稳定的小微企业，线上审批。", new Price(LprTenor.OneYear, 65, 200), [],
        Money.Wan(10), Money.Wan(300), 3, 12, [RepaymentMethod.InterestFirst], [Security.Unsecured], [],
        [new Rule("sales_12m", Comparison.AtLeast, "500"), new Rule("tax_months", Comparison.AtLeast, "24")], new(2027, 6, 30));
}
