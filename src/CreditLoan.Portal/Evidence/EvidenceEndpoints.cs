using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Portal.Evidence;

/// <summary>What anybody may fetch from the evidence log: checkpoints, keys, receipts, proofs; and where witnesses hand in what they signed.</summary>
public static class EvidenceEndpoints
{
    private const int MostCharacters = 100_000;

    public static void MapEvidence(this WebApplication app)
    {
        var evidence = app.MapGroup("/evidence").AllowAnonymous();
        evidence.MapGet("/checkpoint", async (string? suite, EvidenceLog log, CancellationToken stop) =>
            CryptoSuite.Named(suite ?? "intl") is { } known && await log.Newest(known, stop) is { } newest ? Results.Text(newest.ToString()) : Results.NotFound());
        evidence.MapGet("/keys", async (EvidenceLog log, CancellationToken stop) => Results.Ok(await log.Keys(stop)));
        evidence.MapGet("/epochs", async (EvidenceLog log, CancellationToken stop) => Results.Ok(await log.Epochs(stop)));
        evidence.MapGet("/witnesses", async (EvidenceLog log, CancellationToken stop) => Results.Ok(await log.Witnesses(stop)));
        evidence.MapGet("/cosignatures", async (EvidenceLog log, CancellationToken stop) => Results.Ok(await log.Cosigned(stop)));
        evidence.MapGet("/receipts/{number}", async (string number, string? suite, EvidenceLog log, CancellationToken stop) =>
            CryptoSuite.Named(suite ?? "intl") is { } known && await log.Find(number, stop) is { } leaf && await log.Receipt(leaf, known, stop) is { } receipt
                ? Results.Text(receipt.ToJson(), "application/json")
                : Results.NotFound());
        evidence.MapGet("/consistency", async (long first, long second, string? suite, EvidenceLog log, CancellationToken stop) =>
            CryptoSuite.Named(suite ?? "intl") is { } known && await log.Consistency(known, first, second, stop) is { } proof
                ? Results.Ok(new { first, second, proof })
                : Results.Problem("No such sizes in this tree.", statusCode: StatusCodes.Status400BadRequest));
        evidence.MapGet("/inclusion", async (long index, long size, string? suite, EvidenceLog log, CancellationToken stop) =>
            CryptoSuite.Named(suite ?? "intl") is { } known && await log.Inclusion(known, index, size, stop) is var (leaf, proof)
                ? Results.Ok(new { index, size, leaf, proof })
                : Results.Problem("No such leaf or size in this tree.", statusCode: StatusCodes.Status400BadRequest));
        evidence.MapPost("/receipts/{number}/compare", async (string number, HttpRequest request, EvidenceLog log, CancellationToken stop) =>
        {
            if (request.ContentLength > 4L * MostCharacters) return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
            using var reader = new StreamReader(request.Body);
            var document = new char[MostCharacters + 1];
            var length = await reader.ReadBlockAsync(document, stop);
            if (length > MostCharacters) return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
            return await log.Find(number, stop) is { } leaf ? Results.Ok(new { leaf.Number, matches = await log.Matches(leaf, new string(document, 0, length), stop) }) : Results.NotFound();
        }).DisableAntiforgery();
        evidence.MapPost("/cosignatures", async (Cosignature cosignature, WitnessDesk desk, CancellationToken stop) =>
            await desk.Accept(cosignature, stop) ? Results.NoContent() : Results.Problem("No known witness signed a checkpoint of this log so.", statusCode: StatusCodes.Status403Forbidden)).DisableAntiforgery();
    }
}
