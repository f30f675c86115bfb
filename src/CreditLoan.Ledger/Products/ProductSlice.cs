using CreditLoan.Domain.Products;

namespace CreditLoan.Ledger.Products;

public static class ProductSlice
{
    public static readonly Slice Slice = new Slice<ProductEvent>("product")
        .Event<ProductEvent.Drafted>("product_drafted")
        .Event<ProductEvent.Published>("product_published")
        .Event<ProductEvent.Changed>("product_changed")
        .Event<ProductEvent.Withdrawn>("product_withdrawn")
        .Event<ProductEvent.Expired>("product_expired")
        .Keep(ProductBook.View);

    public static readonly Slice Lpr = new Slice<LprEvent>("lpr")
        .Event<LprEvent.Published>("lpr_published")
        .Keep(LprBook.View);
}
