using CreditLoan.BankApi.Wire;
using CreditLoan.Domain;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Loans;

namespace CreditLoan.BankApi.Loans;

/// <summary>Disbursements, repayments, five-grade class, recoveries: what a bank reports once, for pools and bureau too.</summary>
public static class LoanEndpoints
{
    private static readonly Refusal Malformed = new("loan.number_malformed", Problems.Chinese("loan.number_malformed"));

    public static void MapLoans(this RouteGroupBuilder v1)
    {
        v1.MapPost("/disbursements", Disburse).WithTags("Disbursements").Named("disburse", "Report a payout under a contract (放款)").Writes<LoanOut>(StatusCodes.Status201Created);
        var loans = v1.MapGroup("/loans").WithTags("Loans");
        loans.MapGet("", async (BankCaller caller, LoanQueries queries, HttpRequest request, [AsParameters] PageAsked page, LoanStage? stage, FiveGrade? grade, bool? alarm, string? text) =>
                page.Of(await queries.List(caller.Viewer, new LoanFilter(stage, grade, alarm ?? false, text), caller.Today, "value_date", true, page.Index, page.Rows), request, r => LoanOut.Of(r, caller.Today)))
            .Named("listLoans", "Your loans, the newest first (借据台账)");
        loans.MapGet("/{number}", async (HttpContext context, BankCaller caller, LoanQueries queries, string number) =>
                LoanId.TryParse(caller.Bank, number, out var id) && await queries.Loan(caller.Viewer, id) is { } row ? Etags.Found(context, LoanOut.Of(row, caller.Today), row.Version) : Problems.Missing)
            .Named("getLoan", "One loan (借据)").Answers<LoanOut>();
        loans.MapGet("/{number}/timeline", async (BankCaller caller, LoanQueries queries, string number) => LoanId.TryParse(caller.Bank, number, out var id)
                ? (await queries.Timeline(caller.Viewer, id)).Select(e => new LoanStepOut(e.Step, e.Day, e.Principal, e.Interest, e.Words, e.ChangedAt)).ToArray() : [])
            .Named("getLoanTimeline", "What happened to it, oldest first (借据流水)");
        loans.MapPost("/{number}/repayments", (HttpContext context, BankCaller caller, Desk desk, string number, RepaymentIn body) =>
                desk.Do(context, caller, number, body.Ahead ? "loan.prepay" : "loan.repay", body, (line, loan) => body.Ahead
                    ? LoanDecisions.Prepay(line, loan, body.Repayment, caller.Actor, caller.Today)
                    : LoanDecisions.Repay(line, loan, body.Repayment, caller.Actor, caller.Today)))
            .WithTags("Repayments").Named("repay", "Report what came in (还款)").Writes<LoanOut>();
        loans.MapPost("/{number}/repayment-corrections", (HttpContext context, BankCaller caller, Desk desk, string number, RepaymentCorrectionIn body) =>
                desk.Do(context, caller, number, "loan.correct_repayment", body, (line, loan) =>
                    LoanDecisions.CorrectRepayment(line, loan, body.Number, body.Now?.Repayment, body.Reason, caller.Actor, caller.Today)))
            .WithTags("Repayments").Named("correctRepayment", "Put an earlier report right (更正还款)").Writes<LoanOut>();
        loans.MapPost("/{number}/overdue", (HttpContext context, BankCaller caller, Desk desk, string number, OverdueIn body) =>
                desk.Do(context, caller, number, "loan.overdue", body, l => LoanDecisions.MarkOverdue(l, new Arrears(body.Since, body.Principal, body.Interest), caller.Actor, caller.Today)))
            .Named("markOverdue", "Report what is overdue by now (逾期)").Writes<LoanOut>();
        loans.MapPost("/{number}/class", (HttpContext context, BankCaller caller, Desk desk, string number, ClassIn body) =>
                desk.Do(context, caller, number, "loan.reclassify", body, l => LoanDecisions.Reclassify(l, body.Grade, body.Reason, caller.Actor, caller.Today)))
            .WithTags("Five-grade class").Named("reclassify", "Put it into another grade (五级分类调整)").Writes<LoanOut>();
        loans.MapPost("/{number}/extension", (HttpContext context, BankCaller caller, Desk desk, string number, ExtensionIn body) =>
                desk.Do(context, caller, number, "loan.extend", body, l => LoanDecisions.Extend(l, body.Maturity, body.Reason, caller.Actor, caller.Today)))
            .Named("extend", "Move the last day (展期)").Writes<LoanOut>();
        loans.MapPost("/{number}/write-off", (HttpContext context, BankCaller caller, Desk desk, string number, ReasonIn body) =>
                desk.Do(context, caller, number, "loan.write_off", body, l => LoanDecisions.WriteOff(l, body.Reason, caller.Actor, caller.Today)))
            .Named("writeOff", "Take the rest off your books (核销)").Writes<LoanOut>();
        loans.MapPost("/{number}/recoveries", (HttpContext context, BankCaller caller, Desk desk, string number, RecoveryIn body) =>
                desk.Do(context, caller, number, "loan.recover", body, l => LoanDecisions.Recover(l, body.Amount, body.Words ?? "", body.On, caller.Actor, caller.Today)))
            .WithTags("Recoveries").Named("recover", "Report what came in after the write-off (追偿回收)").Writes<LoanOut>();
    }

    private static async Task<IResult> Disburse(HttpContext context, BankCaller caller, EventStore store, LoanQueries queries, DisbursementIn body)
    {
        LoanId old = default;
        if (!LoanId.TryParse(caller.Bank, body.Loan, out var id) || (body.Renews is not null && !LoanId.TryParse(caller.Bank, body.Renews, out old))) return Problems.Of(Malformed);
        var line = CreditLine.Stream(body.Contract);
        var (standing, _) = await store.Load(line, context.RequestAborted);
        if (standing is not CreditLine.Applied applied || applied.Application.Bank != caller.Bank) return Problems.Of(CreditLineRefusals.NotYours);
        var (enterprise, _) = await store.Load(Enterprise.Stream(applied.Application.Enterprise), context.RequestAborted);
        var command = caller.Command("loan.disburse", body);
        var outcome = body.Renews is null
            ? await store.Change(command, line, Loan.Stream(id), (l, loan) =>
                LoanDecisions.Disburse(l, loan, id, body.Payout, Borrower.Of(l, enterprise, body.OnKeyList), caller.Actor, caller.Today), context.RequestAborted)
            : await store.Change(command, line, Loan.Stream(old), Loan.Stream(id), (l, before, loan) =>
                LoanDecisions.Renew(l, before, loan, id, body.Payout, Borrower.Of(l, enterprise, body.OnKeyList), caller.Actor, caller.Today), context.RequestAborted);
        return await Written(context, caller, queries, outcome, id, $"/v1/loans/{id.Number}");
    }

    private static async Task<IResult> Written(HttpContext context, BankCaller caller, LoanQueries queries, Outcome outcome, LoanId id, string? created = null)
    {
        var row = outcome is Outcome.Done ? await queries.Loan(caller.Viewer, id) : null;
        var result = await Etags.Written(context, caller, outcome, () => Task.FromResult(row is null ? null : LoanOut.Of(row, caller.Today)), created);
        if (row is not null) context.Response.Headers.ETag = Etags.Of(row.Version);
        return result;
    }

    /// <summary>Decides on a loan, alone or with its line, and answers with the loan as it then stands.</summary>
    public sealed class Desk(EventStore store, LoanQueries queries)
    {
        public async Task<IResult> Do(HttpContext context, BankCaller caller, string number, string act, object body, Func<Loan, Decision<LoanEvent>> decide)
        {
            if (!LoanId.TryParse(caller.Bank, number, out var id)) return Problems.Missing;
            var outcome = await store.Change(caller.Command(act, new { id, body }), Loan.Stream(id), decide, context.RequestAborted);
            return await Written(context, caller, queries, outcome, id);
        }

        public async Task<IResult> Do(HttpContext context, BankCaller caller, string number, string act, object body, Func<CreditLine, Loan, Decisions> decide)
        {
            if (!LoanId.TryParse(caller.Bank, number, out var id) || await queries.Loan(caller.Viewer, id) is not { } row) return Problems.Missing;
            // The version that the caller has seen is the loan's, so the loan comes first.
            var outcome = await store.Change(caller.Command(act, new { id, body }), Loan.Stream(id), CreditLine.Stream(row.Line), (loan, line) => decide(line, loan) switch
            {
                Decisions.Accepted accepted => new Decisions.Accepted(accepted.Events[1], accepted.Events[0]),
                var refused => refused,
            }, context.RequestAborted);
            return await Written(context, caller, queries, outcome, id);
        }
    }
}
