using CreditLoan.Domain.Access;
using CreditLoan.Domain.Matching;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Products;

/// <summary>A product in its bank's own list, with its last loan.</summary>
public sealed record OwnProduct(
    BankCode Bank, string Number, ProductStage Stage, string Name, ProductTerms Terms, DateOnly? PublishedOn, DateOnly? LeftOn, DateOnly Until, int Revision,
    DateOnly? LastLoan, long Loans, Money Lent)
{
    public bool IsIdle(DateOnly today) => Stage == ProductStage.OnShelf && PublishedOn is { } since && Product.IsIdle(since, LastLoan, today);
}

/// <summary>Reads the shelf of products and the rates they rest on.</summary>
public sealed class ProductQueries(Reader reader)
{
    /// <summary>Everything on the shelf on a day.</summary>
    public Task<IReadOnlyList<ProductRow>> Shelf(Viewer viewer, DateOnly today) => reader.Rows<ProductRow>(viewer, $"""
        select * from product_book where stage = {ProductStage.OnShelf} and until >= {today} order by bank, number
        """);

    public Task<ProductRow?> Find(Viewer viewer, ProductId product) =>
        reader.Row<ProductRow>(viewer, $"select * from product_book where bank = {product.Bank} and number = {product.Number}");

    /// <summary>A bank's own products, with what was lent under each.</summary>
    public Task<IReadOnlyList<OwnProduct>> Own(Viewer viewer) => reader.Rows<OwnProduct>(viewer, $"""
        select p.*, l.last_loan, coalesce(l.loans, 0) as loans, coalesce(l.lent, 0) as lent
        from product_book p
        left join lateral (
          select max(value_date) as last_loan, count(*) as loans, sum(principal)::bigint as lent from loan_book where bank = p.bank and product = p.number) l on true
        where p.bank = {viewer.Tenant}
        order by case p.stage when 'OnShelf' then 0 when 'Draft' then 1 else 2 end, p.name, p.number
        """);

    /// <summary>The newest LPR that was published by a day; null while none is on record.</summary>
    public Task<Lpr?> Lpr(Viewer viewer, DateOnly day) =>
        reader.Row<Lpr>(viewer, $"select published_on, one_year, five_years, source from lpr_book where published_on <= {day} order by published_on desc limit 1");

    /// <summary>Every LPR on record, the newest first.</summary>
    public Task<IReadOnlyList<Lpr>> LprSeries(Viewer viewer) =>
        reader.Rows<Lpr>(viewer, $"select published_on, one_year, five_years, source from lpr_book order by published_on desc");

    /// <summary>How fast banks answered in the last half year.</summary>
    public Task<IReadOnlyList<BankRecord>> Answers(Viewer viewer, DateOnly today) =>
        reader.Rows<BankRecord>(viewer, $"select bank, answered, usual, most_within from bank_answer_record({today.AddDays(-180)})");
}
