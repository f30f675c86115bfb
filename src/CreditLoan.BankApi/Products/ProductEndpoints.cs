using CreditLoan.BankApi.Wire;
using CreditLoan.Domain;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Products;

namespace CreditLoan.BankApi.Products;

/// <summary>A product's terms as you write them (产品要素); the price is a distance from the LPR in basis points.</summary>
/// <param name="Number">Yours, up to 20 letters, digits and hyphens; it never changes.</param>
public sealed record ProductIn(string Number, ProductTerms Terms);

/// <summary>Your product (信贷产品).</summary>
/// <param name="Loans">How many loans were paid out under it, and how much.</param>
public sealed record ProductOut(string Number, ProductStage Stage, ProductTerms Terms, DateOnly? PublishedOn, DateOnly? LeftOn, int Revision, DateOnly? LastLoan, long Loans, Money Lent)
{
    public static ProductOut Of(OwnProduct p) => new(p.Number, p.Stage, p.Terms, p.PublishedOn, p.LeftOn, p.Revision, p.LastLoan, p.Loans, p.Lent);
}

/// <summary>What your bank offers on the shelf.</summary>
public static class ProductEndpoints
{
    public static void MapProducts(this RouteGroupBuilder v1)
    {
        var products = v1.MapGroup("/products").WithTags("Products");
        products.MapGet("", async (BankCaller caller, ProductQueries queries) => (await queries.Own(caller.Viewer)).Select(ProductOut.Of).ToArray())
            .Named("listProducts", "Your products; those on the shelf first (信贷产品)");
        products.MapGet("/{number}", async (BankCaller caller, ProductQueries queries, string number) =>
                await Find(caller, queries, number) is { } row ? Results.Json(row, WireJson.Options) : Problems.Missing)
            .Named("getProduct", "One product (信贷产品)").Answers<ProductOut>();
        products.MapPost("", (HttpContext context, BankCaller caller, EventStore store, ProductQueries queries, ProductIn body) =>
                Do(context, caller, store, queries, body.Number, "product.draft", body, (p, id) => ProductDecisions.Draft(p, caller.Actor, id, body.Terms, caller.Today), $"/v1/products/{body.Number}"))
            .Named("draftProduct", "Write a product down; it is on the shelf once published (起草)").Writes<ProductOut>(StatusCodes.Status201Created);
        products.MapPut("/{number}", (HttpContext context, BankCaller caller, EventStore store, ProductQueries queries, string number, ProductTerms body) =>
                Do(context, caller, store, queries, number, "product.change", body, (p, id) => ProductDecisions.Change(p, caller.Actor, id, body, caller.Today)))
            .Named("changeProduct", "Give it other terms (调整要素)").Writes<ProductOut>();
        products.MapPost("/{number}/publish", (HttpContext context, BankCaller caller, EventStore store, ProductQueries queries, string number) =>
                Do(context, caller, store, queries, number, "product.publish", null, (p, id) => ProductDecisions.Publish(p, caller.Actor, id, caller.Today)))
            .Named("publishProduct", "Put it on the shelf (发布)").Writes<ProductOut>();
        products.MapPost("/{number}/withdraw", (HttpContext context, BankCaller caller, EventStore store, ProductQueries queries, string number, Loans.ReasonIn body) =>
                Do(context, caller, store, queries, number, "product.withdraw", body, (p, id) => ProductDecisions.Withdraw(p, caller.Actor, id, body.Reason, caller.Today)))
            .Named("withdrawProduct", "Take it off the shelf (下架)").Writes<ProductOut>();
    }

    private static async Task<ProductOut?> Find(BankCaller caller, ProductQueries queries, string number) =>
        (await queries.Own(caller.Viewer)).FirstOrDefault(p => p.Number == number) is { } row ? ProductOut.Of(row) : null;

    private static async Task<IResult> Do(
        HttpContext context, BankCaller caller, EventStore store, ProductQueries queries, string number, string act, object? body, Func<Product, ProductId, Decision<ProductEvent>> decide, string? created = null)
    {
        var id = new ProductId(caller.Bank, number);
        var outcome = await store.Change(caller.Command(act, new { number, body }), Product.Stream(id), p => decide(p, id), context.RequestAborted);
        return await Etags.Written(context, caller, outcome, () => Find(caller, queries, number), created);
    }
}
