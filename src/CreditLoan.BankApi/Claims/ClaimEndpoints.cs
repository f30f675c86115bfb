using CreditLoan.BankApi.Wire;
using CreditLoan.Domain;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Files;
using CreditLoan.Files.Claims;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Claims;

namespace CreditLoan.BankApi.Claims;

/// <summary>A claim for compensation (补偿申请); the loss comes from what you reported.</summary>
/// <param name="Papers">What you hand in, each by the SHA-256 of its content, sent before.</param>
public sealed record ClaimIn(SchemeCode Scheme, string Loan, Paper[] Papers);

/// <summary>The papers again, put right (补正).</summary>
public sealed record PapersIn(Paper[] Papers);

/// <summary>A paper that is kept (材料).</summary>
/// <param name="Digest">The SHA-256 of its content, by which a claim names it.</param>
public sealed record PaperOut(string Digest, string MediaType, int Bytes);

/// <summary>What you recovered after the payout (追偿所得).</summary>
/// <param name="Receipt">Your voucher's number; it counts once.</param>
public sealed record ClaimRecoveryIn(string Receipt, Money Amount);

/// <summary>A claim (补偿申请).</summary>
/// <param name="RecoveryDue">The pool's part of everything recovered; <paramref name="Shared"/> came back.</param>
public sealed record ClaimOut(
    string Number, string Scheme, string Loan, string Enterprise, ClaimStage Stage, Loss Loss, Money Amount, int RuleVersion, DateOnly FiledOn, DateOnly? Due,
    DateOnly? ApprovedOn, DateOnly? PaidOn, Money Paid, Money Recovered, Money RecoveryDue, Money Shared, string? Note)
{
    public static ClaimOut Of(ClaimRow r) => new(
        r.Id, r.Scheme, r.Loan, r.Enterprise, r.Stage, r.Loss, r.Amount, r.RuleVersion, r.FiledOn, r.Due, r.ApprovedOn, r.PaidOn, r.Paid, r.Recovered, r.RecoveryDue, r.Shared, r.Note);
}

/// <summary>Claims on risk-compensation pools.</summary>
public static class ClaimEndpoints
{
    public static void MapClaims(this RouteGroupBuilder v1)
    {
        v1.MapPost("/papers", Keep).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(PaperFile.LargestBytes))
            .Accepts<Stream>("application/pdf", "image/jpeg", "image/png", "application/octet-stream").WithTags("Claims")
            .Named("sendPaper", "Send a paper that a claim will name: PDF, JPG or PNG, up to 10 MB (上传材料)").Writes<PaperOut>(StatusCodes.Status201Created).Produces<Problem>(413, Problems.ContentType);
        var claims = v1.MapGroup("/claims").WithTags("Claims");
        claims.MapGet("", async (BankCaller caller, ClaimQueries queries, HttpRequest request, [AsParameters] PageAsked page, string? scheme, ClaimStage? stage, string? text) =>
                page.Of(await queries.List(caller.Viewer, new ClaimFilter(scheme is null ? null : new SchemeCode(scheme), stage, text), page.Index, page.Rows), request, ClaimOut.Of))
            .Named("listClaims", "Your claims; what is due first (补偿申请清单)");
        claims.MapGet("/{number}", async (BankCaller caller, ClaimQueries queries, string number) => await Find(caller, queries, new(number)) is { } claim ? Results.Json(claim, WireJson.Options) : Problems.Missing)
            .Named("getClaim", "One claim (补偿申请)").Answers<ClaimOut>();
        claims.MapPost("", async (HttpContext context, BankCaller caller, EventStore store, ClaimQueries queries, PaperStore papers, ClaimIn body) =>
            {
                if (!await papers.HasAll(body.Papers.Select(p => p.Digest), context.RequestAborted)) return Problems.Of(ClaimRefusals.PapersUnknown);
                if (!LoanId.TryParse(caller.Bank, body.Loan, out var loan)) return Problems.Of(new Refusal("loan.number_malformed", Problems.Chinese("loan.number_malformed")));
                var id = await queries.NextNumber(caller.Viewer, caller.Today.Year);
                var elsewhere = await queries.PaidElsewhere(caller.Viewer, body.Scheme, loan);
                var outcome = await File(store, caller, context, "claim.file", body, id, new EnrolmentId(body.Scheme, loan), (c, e, s, l) =>
                    ClaimDecisions.File(c, e, s, caller.Actor, id, Loss.Of(l), elsewhere, body.Papers, caller.Today, PublishedCalendar.China));
                // Sent again, it is the claim that was filed the first time.
                var filed = outcome is Outcome.Done
                    ? (await queries.List(caller.Viewer, new ClaimFilter(body.Scheme, Text: loan.Number), 0, 50)).Rows.Where(r => r.Loan == loan.Number).MaxBy(r => r.Id, StringComparer.Ordinal)
                    : null;
                return await Etags.Written(context, caller, outcome, () => Task.FromResult(filed is null ? null : ClaimOut.Of(filed)), $"/v1/claims/{filed?.Id}");
            })
            .Named("fileClaim", "Ask to be compensated (申请补偿)").Writes<ClaimOut>(StatusCodes.Status201Created);
        claims.MapPost("/{number}/papers", async (HttpContext context, BankCaller caller, EventStore store, ClaimQueries queries, PaperStore papers, string number, PapersIn body) =>
                await queries.Find(caller.Viewer, new ClaimId(number)) is not { } row ? Problems.Missing
                : !await papers.HasAll(body.Papers.Select(p => p.Digest), context.RequestAborted) ? Problems.Of(ClaimRefusals.PapersUnknown)
                : await Written(context, caller, queries, new(number), await File(store, caller, context, "claim.correct", new { number, body }, new(number), new EnrolmentId(new(row.Scheme), new LoanId(caller.Bank, row.Loan)), (c, e, s, l) =>
                    ClaimDecisions.Correct(c, e, s, caller.Actor, Loss.Of(l), body.Papers, caller.Today, PublishedCalendar.China))))
            .Named("correctClaim", "Put a claim right that was sent back (补正)").Writes<ClaimOut>();
        claims.MapPost("/{number}/withdrawal", async (HttpContext context, BankCaller caller, EventStore store, ClaimQueries queries, string number, Loans.ReasonIn body) =>
                await Written(context, caller, queries, new(number), await store.Change(caller.Command("claim.withdraw", new { number, body }), Claim.Stream(new(number)), c => ClaimDecisions.Withdraw(c, caller.Actor, body.Reason, caller.Today), context.RequestAborted)))
            .Named("withdrawClaim", "Take it back (撤回)").Writes<ClaimOut>();
        claims.MapPost("/{number}/recoveries", async (HttpContext context, BankCaller caller, EventStore store, ClaimQueries queries, string number, ClaimRecoveryIn body) =>
                await queries.Find(caller.Viewer, new ClaimId(number)) is not { } row ? Problems.Missing
                : await Written(context, caller, queries, new(number), await store.Change(caller.Command("claim.recover", new { number, body }), Claim.Stream(new(number)), Scheme.Stream(new(row.Scheme)), (c, s) =>
                    Decisions.Of(ClaimDecisions.Recover(c, s, caller.Actor, body.Receipt, body.Amount, caller.Today, PublishedCalendar.China), Decision<SchemeEvent>.None), context.RequestAborted)))
            .WithTags("Recoveries").Named("reportClaimRecovery", "Report what you recovered after the payout (追偿所得)").Writes<ClaimOut>();
    }

    private static async Task<IResult> Keep(HttpContext context, PaperStore papers, VirusScan scan, string name)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        if (PaperFile.Check(name, content.GetBuffer().AsSpan(0, (int)content.Length), out var wrong) is not { } mediaType) return Problems.Malformed(wrong!);
        if (await scan.Refuses(content.GetBuffer().AsMemory(0, (int)content.Length), context.RequestAborted) is { } refused) return Problems.Malformed(refused);
        return Results.Json(new PaperOut(await papers.Keep(content.ToArray(), mediaType, context.RequestAborted), mediaType, (int)content.Length), WireJson.Options, statusCode: StatusCodes.Status201Created);
    }

    private static Task<Outcome> File(
        EventStore store, BankCaller caller, HttpContext context, string act, object body, ClaimId id, EnrolmentId enrolment, Func<Claim, Enrolment, Scheme, Loan, Decision<ClaimEvent>> decide) =>
        store.Change(caller.Command(act, body), Claim.Stream(id), Enrolment.Stream(enrolment), Scheme.Stream(enrolment.Scheme), Loan.Stream(enrolment.Loan), (c, e, s, l) =>
            Decisions.Of(decide(c, e, s, l), Decision<EnrolmentEvent>.None, Decision<SchemeEvent>.None, Decision<LoanEvent>.None), context.RequestAborted);

    private static async Task<ClaimOut?> Find(BankCaller caller, ClaimQueries queries, ClaimId number) => await queries.Find(caller.Viewer, number) is { } row ? ClaimOut.Of(row) : null;

    private static Task<IResult> Written(HttpContext context, BankCaller caller, ClaimQueries queries, ClaimId number, Outcome outcome) =>
        Etags.Written(context, caller, outcome, () => Find(caller, queries, number));
}
