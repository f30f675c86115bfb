using System.Security.Cryptography;
using CreditLoan.BankApi.Wire;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Files;
using CreditLoan.Jobs.Reconciliation;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.BankApi.Reconciliation;

/// <summary>A batch file and how it agreed with the platform (报送文件).</summary>
/// <param name="Digest">The SHA-256 of its content: the same content is the same file.</param>
/// <param name="Faults">How many rows could not be read and were left out; <paramref name="FirstFaults"/> are the first of them.</param>
/// <param name="OnlyHere">Loans of its days that the platform has and the file leaves out.</param>
public sealed record FileOut(
    string Digest, string Name, DateOnly From, DateOnly Until, int Rows, int Faults, IReadOnlyList<string>? FirstFaults, Money Total, DateOnly ReceivedOn, int? Agreed, int? Broken, int? OnlyHere, DateOnly? ReconciledOn)
{
    public static FileOut Of(BankFileRow r, IReadOnlyList<string>? faults) =>
        new(r.Digest, r.Name, r.FromDay, r.UntilDay, r.Rows, r.Faults, faults, r.Total, r.ReceivedOn, r.Agreed, r.Broken, r.OnlyHere, r.ReconciledOn);
}

/// <summary>A difference between your file and the platform (差异).</summary>
public sealed record BreakOut(string Id, BreakKind Kind, string Loan, Money Difference, string Sentence, BreakStage Stage, DateOnly FoundOn, DateOnly? Due, string? Words)
{
    public static BreakOut Of(BreakRow r) => new(r.Id, r.Kind, r.Number, r.Difference, r.Sentence, r.Stage, r.FoundOn, r.Due, r.Words);
}

/// <summary>Batch files: disbursements, balances, repayments, recoveries, held against what was reported one by one.</summary>
public static class FileEndpoints
{
    /// <summary>The largest file, packed; unpacked it may be as <see cref="FileLimits"/> says.</summary>
    public const long MostBytes = 20 << 20;

    public static void MapFiles(this RouteGroupBuilder v1)
    {
        var files = v1.MapGroup("/files").WithTags("Batch files");
        files.MapPost("", Receive).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBytes))
            .Accepts<Stream>("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/octet-stream")
            .Named("sendFile", "Send a batch file: CSV (UTF-8 or GBK) or XLSX, up to 20 MB (报送文件)").Writes<FileOut>(StatusCodes.Status201Created).Produces<Problem>(413, Problems.ContentType);
        files.MapGet("", async (BankCaller caller, ReconciliationQueries queries) => (await queries.Files(caller.Viewer)).Select(f => FileOut.Of(f, null)).ToArray())
            .Named("listFiles", "Your files, the newest first (报送文件清单)");
        files.MapGet("/{digest}", async (BankCaller caller, ReconciliationQueries queries, string digest) =>
                IsDigest(digest) && await queries.File(caller.Viewer, new BankFileId(caller.Bank, digest)) is { } row ? Results.Json(FileOut.Of(row, null), WireJson.Options) : Problems.Missing)
            .Named("getFile", "One file (报送文件)").Answers<FileOut>();
        var breaks = v1.MapGroup("/breaks").WithTags("Batch files");
        breaks.MapGet("", async (BankCaller caller, ReconciliationQueries queries, HttpRequest request, [AsParameters] PageAsked page, BreakKind? kind, BreakStage? stage) =>
                page.Of(await queries.Breaks(caller.Viewer, new BreakFilter(kind, stage), page.Index, page.Rows), request, BreakOut.Of))
            .Named("listBreaks", "Differences that were sent back to you or are open, the oldest first (差异)");
        breaks.MapPost("/{id}/answer", async (HttpContext context, BankCaller caller, EventStore store, ReconciliationQueries queries, string id, CreditLines.WordsIn body) =>
                await queries.Break(caller.Viewer, new BreakId(id)) is null ? Problems.Missing
                : await Etags.Written(context, caller, await store.Change(caller.Command("break.answer", new { id, body }), Break.Stream(new(id)), b => BreakDecisions.Answer(b, caller.Actor, body.Words, caller.Today), context.RequestAborted),
                    async () => await queries.Break(caller.Viewer, new BreakId(id)) is { } row ? BreakOut.Of(row) : null))
            .Named("answerBreak", "Answer a difference that was sent back to you (回复差异)").Writes<BreakOut>();
    }

    private static async Task<IResult> Receive(HttpContext context, BankCaller caller, BankFileImport import, LedgerReconciliation reconciliation, ReconciliationQueries queries, VirusScan scan, string name, DateOnly? from, DateOnly? until, bool? changesOnly)
    {
        if (name.Length is 0 or > 100) throw new BadHttpRequestException("\"name\" is 1 to 100 characters.");
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        if (await scan.Refuses(content.GetBuffer().AsMemory(0, (int)content.Length), context.RequestAborted) is { } refused) return Problems.Malformed(refused);
        var file = await import.Preview(caller.Bank, content.ToArray(), context.RequestAborted);
        if (file.Rows == 0) return Problems.Malformed(file.Content.Faults is [var fault, ..] ? fault.ToString() : Problems.Chinese("file.empty"));
        var outcome = await import.Import(caller.Actor, file, name, from ?? file.From!.Value, until ?? file.Until!.Value, changesOnly ?? false, caller.Today, context.RequestAborted);
        if (outcome is Outcome.Done) await reconciliation.Run(file.Id, caller.Today, PublishedCalendar.China, context.RequestAborted);
        return await Etags.Written(context, caller, outcome, async () => await queries.File(caller.Viewer, file.Id) is { } row
            ? FileOut.Of(row, [.. file.Content.Faults.Take(20).Select(f => f.ToString())]) : null, $"/v1/files/{file.Id.Digest}");
    }

    private static bool IsDigest(string text) => text.Length == SHA256.HashSizeInBytes * 2 && text.All(char.IsAsciiHexDigitLower);
}
