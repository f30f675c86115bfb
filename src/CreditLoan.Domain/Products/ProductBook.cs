using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Products;

/// <summary>Where a product stands (产品状态).</summary>
public enum ProductStage { Draft, OnShelf, OffShelf }

/// <summary>One product as shelves and lists show it (产品货架).</summary>
/// <param name="Revision">How often the terms were written, from 1.</param>
public sealed record ProductRow(
    BankCode Bank, string Number, ProductStage Stage, string Name, ProductTerms Terms, DateOnly? PublishedOn, DateOnly? LeftOn, DateOnly Until, int Revision)
{
    public ProductId Id => new(Bank, Number);
}

/// <summary>The shelf of products (产品货架).</summary>
public static class ProductBook
{
    public static readonly View<ProductRow, ProductEvent> View = new("product_book", Fold);

    private static ProductRow? Fold(ProductRow? row, ProductEvent happened) => happened switch
    {
        ProductEvent.Drafted e =>
            new(e.Product.Bank, e.Product.Number, ProductStage.Draft, e.Terms.Name, e.Terms, null, null, e.Terms.Until, 1),
        ProductEvent.Published e when row is not null => row with { Stage = ProductStage.OnShelf, PublishedOn = e.On, LeftOn = null },
        ProductEvent.Changed e when row is not null => row with { Name = e.Terms.Name, Terms = e.Terms, Until = e.Terms.Until, Revision = row.Revision + 1 },
        ProductEvent.Withdrawn e when row is not null => row with { Stage = ProductStage.OffShelf, LeftOn = e.On },
        ProductEvent.Expired e when row is not null => row with { Stage = ProductStage.OffShelf, LeftOn = e.On },
        _ => row,
    };
}
