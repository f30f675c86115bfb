using CreditLoan.BankApi.Wire;
using CreditLoan.Domain;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.CreditLines;

namespace CreditLoan.BankApi.CreditLines;

/// <summary>Applications (list, take, decide), offers that wait for a signature, and contracts.</summary>
public static class ApplicationEndpoints
{
    private static readonly WorkingCalendar Calendar = PublishedCalendar.China;

    public static void MapApplications(this RouteGroupBuilder v1)
    {
        var applications = v1.MapGroup("/applications").WithTags("Applications");
        applications.MapGet("", async (BankCaller caller, CreditLineQueries lines, HttpRequest request, [AsParameters] PageAsked page, CreditLineStage? stage, DueFilter? due, string? product) =>
                page.Of(await lines.Worklist(caller.Viewer, new WorklistFilter(stage, due ?? DueFilter.All, Product: product), caller.Today, "due", false, page.Index, page.Rows), request, ApplicationOut.Of))
            .Named("listApplications", "Applications at work, the nearest deadline first (在办申请)");
        applications.MapGet("/{number}", (HttpContext context, BankCaller caller, CreditLineQueries lines, string number) => One(context, caller, lines, new(number)))
            .Named("getApplication", "One application (申请)").Answers<ApplicationOut>();
        applications.MapGet("/{number}/timeline", async (BankCaller caller, CreditLineQueries lines, string number) =>
                (await lines.Timeline(caller.Viewer, new CreditLineId(number))).Select(e => new StepOut(e.Step, e.Day, e.Words, e.Amount, e.By, e.ChangedAt)).ToArray())
            .Named("getApplicationTimeline", "How it went, oldest first (进度)");
        applications.MapPost("/{number}/take", (HttpContext context, BankCaller caller, EventStore store, CreditLineQueries lines, string number) =>
                Do(context, caller, store, lines, new(number), "credit_line.take_up", null, l => CreditLineDecisions.TakeUp(l, caller.Actor, caller.Today, Calendar)))
            .Named("takeApplication", "Take it up (受理)").Writes<ApplicationOut>();
        applications.MapPost("/{number}/contacts", (HttpContext context, BankCaller caller, EventStore store, CreditLineQueries lines, string number, WordsIn body) =>
                Do(context, caller, store, lines, new(number), "credit_line.contact", body, l => CreditLineDecisions.Contact(l, body.Words, caller.Actor, caller.Today)))
            .Named("noteContact", "Note that you spoke with the enterprise (联系企业)").Writes<ApplicationOut>();
        applications.MapPost("/{number}/questions", (HttpContext context, BankCaller caller, EventStore store, CreditLineQueries lines, string number, WordsIn body) =>
                Do(context, caller, store, lines, new(number), "credit_line.ask", body, l => CreditLineDecisions.AskForMore(l, body.Words, caller.Actor, caller.Today)))
            .Named("askForMore", "Ask for more papers; your deadline stands still meanwhile (要求补充)").Writes<ApplicationOut>();
        applications.MapPost("/{number}/offer", (HttpContext context, BankCaller caller, EventStore store, CreditLineQueries lines, string number, TermsIn body) =>
                Do(context, caller, store, lines, new(number), "credit_line.grant", body, l => CreditLineDecisions.Grant(l, body.Terms, caller.Actor, caller.Today, Calendar)))
            .Named("grant", "Agree to lend: the enterprise gets your offer (授信批准)").Writes<ApplicationOut>();
        applications.MapPost("/{number}/decline", (HttpContext context, BankCaller caller, EventStore store, CreditLineQueries lines, string number, DeclineIn body) =>
                Do(context, caller, store, lines, new(number), "credit_line.decline", body, l => CreditLineDecisions.Decline(l, body.Reason, body.Words ?? "", caller.Actor, caller.Today)))
            .Named("decline", "Decline, with a reason that the enterprise reads (拒绝)").Writes<ApplicationOut>();

        v1.MapGet("/offers", async (BankCaller caller, CreditLineQueries lines, HttpRequest request, [AsParameters] PageAsked page) =>
                page.Of(await lines.Worklist(caller.Viewer, new WorklistFilter(CreditLineStage.Offered), caller.Today, "due", false, page.Index, page.Rows), request, ApplicationOut.Of))
            .WithTags("Offers").Named("listOffers", "Offers that wait for the enterprise's signature (待签约)");

        var contracts = v1.MapGroup("/contracts").WithTags("Contracts");
        contracts.MapGet("", async (BankCaller caller, CreditLineQueries lines, HttpRequest request, [AsParameters] PageAsked page, bool? wishOnly, string? text) =>
                page.Of(await lines.Lines(caller.Viewer, text, wishOnly ?? false, page.Index, page.Rows), request, ApplicationOut.Of))
            .Named("listContracts", "Signed credit lines; those that wait for money first (授信台账)");
        contracts.MapGet("/{number}", (HttpContext context, BankCaller caller, CreditLineQueries lines, string number) => One(context, caller, lines, new(number)))
            .Named("getContract", "One signed credit line (授信)").Answers<ApplicationOut>();
        contracts.MapPost("/{number}/renewal", (HttpContext context, BankCaller caller, EventStore store, CreditLineQueries lines, string number, TermsIn body) =>
                Do(context, caller, store, lines, new(number), "credit_line.renew", body, l => CreditLineDecisions.Renew(l, body.Terms, caller.Actor, caller.Today, Calendar)))
            .Named("offerRenewal", "Offer new terms for an open line (续授信)").Writes<ApplicationOut>();
        contracts.MapPost("/{number}/refusal", (HttpContext context, BankCaller caller, EventStore store, CreditLineQueries lines, string number, WordsIn body) =>
                Do(context, caller, store, lines, new(number), "credit_line.refuse_drawing", body, l => CreditLineDecisions.RefuseDrawing(l, body.Words, caller.Actor, caller.Today)))
            .Named("refuseDrawing", "Send a wish for money back with the reason (提款退回)").Writes<ApplicationOut>();
        contracts.MapPost("/{number}/close", (HttpContext context, BankCaller caller, EventStore store, CreditLineQueries lines, string number, WordsIn body) =>
                Do(context, caller, store, lines, new(number), "credit_line.close", body, l => CreditLineDecisions.Close(l, body.Words, caller.Actor, caller.Today)))
            .Named("closeContract", "End an open line; loans under it run on (终止授信)").Writes<ApplicationOut>();
    }

    private static async Task<IResult> One(HttpContext context, BankCaller caller, CreditLineQueries lines, CreditLineId number) =>
        await lines.Case(caller.Viewer, number) is { } row ? Etags.Found(context, ApplicationOut.Of(row), row.Version) : Problems.Missing;

    private static async Task<IResult> Do(
        HttpContext context, BankCaller caller, EventStore store, CreditLineQueries lines, CreditLineId number, string act, object? body, Func<CreditLine, Decision<CreditLineEvent>> decide)
    {
        var outcome = await store.Change(caller.Command(act, new { number, body }), CreditLine.Stream(number), decide, context.RequestAborted);
        return await Etags.Written(context, caller, outcome, async () => await lines.Case(caller.Viewer, number) is { } row ? ApplicationOut.Of(row) : null);
    }
}
