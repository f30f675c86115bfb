using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Portal.Tests;

internal static class LendingExamples
{
    public static readonly DateOnly Today = new(2026, 8, 19);
    public static readonly Lpr TheLpr = new(new(2026, 7, 20), Rate.Percent(3.00m), Rate.Percent(3.50m), "演示");

    public static ProductRow Product(string bank, string name, int maxWan, int maxMonths, params RepaymentMethod[] methods) => new(
        new(bank), "P1", ProductStage.OnShelf, name,
        new ProductTerms(name, "说明", new Price(LprTenor.OneYear, 45, 145), [], Money.Wan(10), Money.Wan(maxWan), 3, maxMonths, methods, [Security.Unsecured], [], [], Today.AddMonths(6)),
        Today, null, Today.AddMonths(6), 1);
}
