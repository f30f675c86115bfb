using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Portal.Evidence;

/// <summary>What anybody may fetch from the evidence log: checkpoints, keys, receipts, proofs that one checkpoint continues another.</summary>
public static class EvidenceEndpoints
{
    public static void MapEvidence(this WebApplication app)
    {
        var evidence = app.MapGroup("/evidence").AllowAnonymous();
        evidence.MapGet("/checkpoint", async (EvidenceLog log, CancellationToken stop) =>
            await log.Newest(stop) is { } newest ? Results.Text(newest.ToString()) : Results.NotFound());
        evidence.MapGet("/keys", async (EvidenceLog log, CancellationToken stop) => Results.Ok(await log.Keys(stop)));
        evidence.MapGet("/receipts/{number}", async (string number, EvidenceLog log, CancellationToken stop) =>
            await log.Find(number, stop) is { } leaf && await log.Receipt(leaf, stop) is { } receipt
                ? Results.Text(receipt.ToJson(), "application/json")
                : Results.NotFound());
        evidence.MapGet("/consistency", async (long first, long second, EvidenceLog log, CancellationToken stop) =>
            await log.Consistency(first, second, stop) is { } proof
                ? Results.Ok(new { first, second, proof = proof.Select(Convert.ToBase64String) })
                : Results.Problem("No such sizes in this tree.", statusCode: StatusCodes.Status400BadRequest));
        evidence.MapPost("/receipts/{number}/compare", async (string number, HttpRequest request, EvidenceLog log, CancellationToken stop) =>
        {
            using var reader = new StreamReader(request.Body);
            var document = new char[MostCharacters + 1];
            var length = await reader.ReadBlockAsync(document, stop);
            if (length > MostCharacters) return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
            return await log.Find(number, stop) is { } leaf ? Results.Ok(new { leaf.Number, matches = await log.Matches(leaf, new string(document, 0, length), stop) }) : Results.NotFound();
        }).DisableAntiforgery();
    }

    private const int MostCharacters = 100_000;
}
