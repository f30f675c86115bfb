using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Bureau;
using CreditLoan.Ledger.Products;

namespace CreditLoan.Portal.Public;

/// <summary>One product on the public shelf, with what it really costs.</summary>
/// <param name="Yearly">The lowest yearly cost, interest and fees, of the most and the longest that it lends (年化，含费用).</param>
/// <param name="Loans">Loans paid out under it in the last 90 days.</param>
public sealed record ShelfItem(ProductRow Product, string BankName, Rate? Yearly, long Loans)
{
    public ProductTerms Terms => Product.Terms;

    /// <summary>True where the questions leave the product open; null leaves a question out.</summary>
    /// <param name="words">A part of the product's or the bank's name.</param>
    public bool Fits(Money? amount, int? months, string? district, string? words) =>
        (amount is not { } a || (a >= Terms.MinAmount && a <= Terms.MaxAmount))
        && (months is not { } m || (m >= Terms.MinMonths && m <= Terms.MaxMonths))
        && (string.IsNullOrEmpty(district) || Terms.Rules.Where(r => r.Field == Fields.District.Key)
            .All(r => r.Values.Contains(district, StringComparer.Ordinal) == r.Comparison is Comparison.OneOf))
        && (string.IsNullOrWhiteSpace(words) || $"{Product.Name} {BankName}".Contains(words.Trim(), StringComparison.OrdinalIgnoreCase));
}

/// <summary>The products that anybody can look at, the cheapest first (产品货架).</summary>
public sealed class Shelf(ProductQueries products, PublicFigures figures, Banks banks)
{
    public async Task<(IReadOnlyList<ShelfItem> Items, Lpr? Lpr)> Read(DateOnly today)
    {
        var anyone = Domain.Access.Viewer.Anyone;
        var lpr = await products.Lpr(anyone, today);
        await banks.All();
        var loans = (await figures.Loans(today.AddDays(-90))).ToDictionary(l => (l.Bank, l.Product), l => l.Loans);
        var items = (await products.Shelf(anyone, today))
            .Select(p => new ShelfItem(p, banks.NameOf(p.Bank), lpr is null ? null : Cost(p.Terms, lpr), loans.GetValueOrDefault((p.Bank, p.Number))));
        return ([.. items.OrderBy(i => i.Yearly?.Millionths ?? int.MaxValue).ThenBy(i => i.Product.Name, StringComparer.Ordinal)], lpr);
    }

    private static Rate Cost(ProductTerms terms, Lpr lpr) =>
        terms.Methods.Select(method => CostOfCredit.Yearly(terms.MaxAmount, terms.MaxMonths, terms.LowestRate(lpr), method, terms.Fees)).Min();
}
