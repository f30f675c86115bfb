using CreditLoan.BankApi.Wire;
using CreditLoan.Domain;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Demands;

namespace CreditLoan.BankApi.Demands;

/// <summary>The product that you would serve a need with, and a word to the enterprise (承接意向).</summary>
/// <param name="Product">Your product's number.</param>
public sealed record NeedOfferIn(string Product, string? Words = null);

/// <summary>Needs on the market that your bank may see: nothing here names anyone.</summary>
public static class NeedEndpoints
{
    public static void MapNeeds(this RouteGroupBuilder v1)
    {
        var needs = v1.MapGroup("/needs").WithTags("Needs");
        needs.MapGet("", async (BankCaller caller, DemandQueries queries, HttpRequest request, [AsParameters] PageAsked page, string? district, string? section, LoanPurpose? purpose) =>
                page.Of(await queries.Hall(caller.Viewer, caller.Today, district, section, purpose, "until", false, page.Index, page.Rows), request, n => n))
            .Named("listNeeds", "Needs that your bank may see (需求大厅)");
        needs.MapGet("/{need}", async (BankCaller caller, DemandQueries queries, string need) =>
                await queries.Seen(caller.Viewer, new DemandId(need)) is { } row ? Results.Json(row, WireJson.Options) : Problems.Missing)
            .Named("getNeed", "One need (需求)").Answers<HallNeed>();
        needs.MapPost("/{need}/offer", (HttpContext context, BankCaller caller, EventStore store, DemandQueries queries, string need, NeedOfferIn body) =>
                Do(context, caller, store, queries, new DemandId(need), "demand.take", body, d => DemandDecisions.Take(d, caller.Actor, new ProductId(caller.Bank, body.Product), body.Words ?? "", caller.Today)))
            .WithTags("Offers").Named("offerForNeed", "Say that you want it, and with which product (承接)").Writes<HallNeed>();
        needs.MapPost("/{need}/pass", async (HttpContext context, BankCaller caller, EventStore store, string need) =>
                await store.Change(caller.Command("demand.pass", need), Demand.Stream(new DemandId(need)), d => DemandDecisions.Pass(d, caller.Actor, caller.Today), context.RequestAborted) is var outcome && outcome is Outcome.Done
                    ? Results.NoContent() : Problems.Of(outcome, caller.Seen is not null))
            .Named("passNeed", "Let it go to the next bank (不承接)").Produces(204).Produces<Problem>(409, Problems.ContentType);
    }

    private static async Task<IResult> Do(HttpContext context, BankCaller caller, EventStore store, DemandQueries queries, DemandId need, string act, object body, Func<Demand, Decision<DemandEvent>> decide) =>
        await Etags.Written(context, caller, await store.Change(caller.Command(act, new { need, body }), Demand.Stream(need), decide, context.RequestAborted), () => queries.Seen(caller.Viewer, need));
}
