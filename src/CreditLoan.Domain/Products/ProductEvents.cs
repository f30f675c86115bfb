using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Products;

/// <summary>Everything that can happen to a product (金融产品), in the order of its life.</summary>
public abstract record ProductEvent
{
    private ProductEvent() { }

    /// <summary>A bank wrote its terms down; nobody else sees them (起草).</summary>
    public sealed record Drafted(ProductId Product, ProductTerms Terms, string By) : ProductEvent;

    /// <summary>The product is on the shelf (发布).</summary>
    public sealed record Published(DateOnly On, string By) : ProductEvent;

    /// <summary>Terms became others; applications made before keep theirs (调整要素).</summary>
    public sealed record Changed(ProductTerms Terms, DateOnly On, string By) : ProductEvent;

    /// <summary>The bank took it off the shelf (下架).</summary>
    public sealed record Withdrawn(string Reason, DateOnly On, string By) : ProductEvent;

    /// <summary>Its time on the shelf is over (到期下架).</summary>
    public sealed record Expired(DateOnly On) : ProductEvent;
}
