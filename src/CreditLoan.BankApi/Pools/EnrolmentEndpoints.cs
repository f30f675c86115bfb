using CreditLoan.BankApi.Wire;
using CreditLoan.Domain;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Pools;

namespace CreditLoan.BankApi.Pools;

/// <summary>A loan that you want covered (入库申请); amount, borrower and days come from what you reported.</summary>
/// <param name="Kind">Only for owners and the self-employed, whom the size standard does not class.</param>
/// <param name="MonetaryTool">Refinanced with a tool of monetary policy (货币政策工具).</param>
/// <param name="Guarantor">The guarantor that is to be compensated (政担); nothing where you are (政银).</param>
public sealed record EnrolmentIn(SchemeCode Scheme, string Loan, bool MonetaryTool = false, BorrowerKind? Kind = null, Guarantor? Guarantor = null);

/// <summary>What is wrong with an enrolled project (项目异常).</summary>
public sealed record AnomalyIn(Anomaly Kind, DateOnly Since, string Words);

/// <summary>A loan's place in a scheme (入库).</summary>
public sealed record EnrolmentOut(
    string Scheme, string Loan, EnrolmentStage Stage, Money Amount, DateOnly DisbursedOn, DateOnly DueOn, BorrowerKind Kind, int RuleVersion, DateOnly AppliedOn,
    DateOnly? ConfirmedOn, DateOnly? FlaggedSince, DateOnly? Due, string? Note)
{
    public static EnrolmentOut Of(EnrolmentRow r) =>
        new(r.Scheme, r.Number, r.Stage, r.Amount, r.DisbursedOn, r.DueOn, r.Kind, r.RuleVersion, r.AppliedOn, r.ConfirmedOn, r.FlaggedSince, r.Due, r.Note);
}

/// <summary>Enrolling loans in risk-compensation schemes.</summary>
public static class EnrolmentEndpoints
{
    private static readonly Refusal Unknown = new("enrolment.loan_unknown", Problems.Chinese("enrolment.loan_unknown"));

    public static void MapEnrolments(this RouteGroupBuilder v1)
    {
        var enrolments = v1.MapGroup("/enrolments").WithTags("Enrolments");
        enrolments.MapGet("", async (BankCaller caller, EnrolmentQueries queries, HttpRequest request, [AsParameters] PageAsked page, string? scheme, EnrolmentStage? stage, string? text) =>
                page.Of(await queries.List(caller.Viewer, new EnrolmentFilter(scheme is null ? null : new SchemeCode(scheme), stage, text), page.Index, page.Rows), request, EnrolmentOut.Of))
            .Named("listEnrolments", "Your loans in schemes; what is due first (入库清单)");
        enrolments.MapPost("", async (HttpContext context, BankCaller caller, EventStore store, EnrolmentQueries queries, EnrolmentIn body) =>
            {
                if (!LoanId.TryParse(caller.Bank, body.Loan, out var loan)) return Problems.Of(new Refusal("loan.number_malformed", Problems.Chinese("loan.number_malformed")));
                var id = new EnrolmentId(body.Scheme, loan);
                var outcome = await store.Change(caller.Command("enrolment.apply", body), Enrolment.Stream(id), Scheme.Stream(body.Scheme), Loan.Stream(loan), LoanCover.Stream(loan), (e, s, l, c) =>
                    CoveredLoan.Of(l, body.Kind, body.MonetaryTool) is { } loaned && (loaned with { Guarantor = body.Guarantor }) is var covered
                        ? Decisions.Of(EnrolmentDecisions.Apply(e, s, caller.Actor, body.Guarantor is null ? Cover.Bank : Cover.Guarantor, covered, caller.Today, PublishedCalendar.China),
                            Decision<SchemeEvent>.None, Decision<LoanEvent>.None, EnrolmentDecisions.Enter(c, s, covered, caller.Today))
                        : Unknown, context.RequestAborted);
                return await Etags.Written(context, caller, outcome, async () => await queries.Find(caller.Viewer, id) is { } row ? EnrolmentOut.Of(row) : null, $"/v1/enrolments/{id.Scheme}/{loan.Number}");
            })
            .Named("enrol", "Ask for a loan to be covered (入库申请)").Writes<EnrolmentOut>(StatusCodes.Status201Created);
        enrolments.MapGet("/{scheme}/{loan}", async (BankCaller caller, EnrolmentQueries queries, string scheme, string loan) =>
                LoanId.TryParse(caller.Bank, loan, out var id) && await queries.Find(caller.Viewer, new EnrolmentId(new(scheme), id)) is { } row ? Results.Json(EnrolmentOut.Of(row), WireJson.Options) : Problems.Missing)
            .Named("getEnrolment", "One loan's place in a scheme (入库)").Answers<EnrolmentOut>();
        enrolments.MapPost("/{scheme}/{loan}/anomalies", async (HttpContext context, BankCaller caller, EventStore store, EnrolmentQueries queries, string scheme, string loan, AnomalyIn body) =>
            {
                if (!LoanId.TryParse(caller.Bank, loan, out var number)) return Problems.Missing;
                var id = new EnrolmentId(new(scheme), number);
                var outcome = await store.Change(caller.Command("enrolment.flag", new { id, body }), Enrolment.Stream(id), e => EnrolmentDecisions.Flag(e, caller.Actor, body.Kind, body.Words, body.Since, caller.Today), context.RequestAborted);
                return await Etags.Written(context, caller, outcome, async () => await queries.Find(caller.Viewer, id) is { } row ? EnrolmentOut.Of(row) : null);
            })
            .Named("reportAnomaly", "Report that something is wrong with an enrolled project (项目异常)").Writes<EnrolmentOut>();
    }
}
