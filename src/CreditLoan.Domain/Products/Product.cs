using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Products;

/// <summary>A bank's product (金融产品), by its stage.</summary>
public abstract record Product
{
    private Product() { }

    /// <summary>The bank has no product of this number.</summary>
    public sealed record Unknown : Product;

    /// <summary>Written down by its bank (草稿).</summary>
    public sealed record Draft(ProductTerms Terms) : Product;

    /// <summary>On the shelf (在架).</summary>
    public sealed record OnShelf(ProductTerms Terms, DateOnly Since) : Product;

    /// <summary>Off the shelf, withdrawn or expired (已下架); it may be published again.</summary>
    public sealed record OffShelf(ProductTerms Terms, DateOnly Since) : Product;

    public static EventStream<Product, ProductEvent> Stream(ProductId id) => new($"product/{id}", "product", new Unknown(), Evolve);

    private static Product Evolve(Product product, ProductEvent happened) => (product, happened) switch
    {
        (Unknown, ProductEvent.Drafted e) => new Draft(e.Terms),
        (Draft p, ProductEvent.Published e) => new OnShelf(p.Terms, e.On),
        (OffShelf p, ProductEvent.Published e) => new OnShelf(p.Terms, e.On),
        (Draft p, ProductEvent.Changed e) => p with { Terms = e.Terms },
        (OnShelf p, ProductEvent.Changed e) => p with { Terms = e.Terms },
        (OffShelf p, ProductEvent.Changed e) => p with { Terms = e.Terms },
        (OnShelf p, ProductEvent.Withdrawn e) => new OffShelf(p.Terms, e.On),
        (OnShelf p, ProductEvent.Expired e) => new OffShelf(p.Terms, e.On),
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {product.GetType().Name}."),
    };

    /// <summary>On the shelf for so many days without a single loan, a product is shown as idle (长期无放款).</summary>
    public const int IdleDays = 90;

    /// <summary>Whether 90 days have passed since the last loan, or since publication where there is none; the 90th day does not count yet.</summary>
    public static bool IsIdle(DateOnly publishedOn, DateOnly? lastLoan, DateOnly today) =>
        today.DayNumber - (lastLoan is { } day && day > publishedOn ? day : publishedOn).DayNumber > IdleDays;
}
