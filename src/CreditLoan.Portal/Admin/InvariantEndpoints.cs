using CreditLoan.Domain.Access;
using CreditLoan.Ledger;

namespace CreditLoan.Portal.Admin;

/// <summary><c>/health/invariants</c>: what the last check found, by name and number, no example; 503 where something is broken.</summary>
public static class InvariantEndpoints
{
    public static void MapInvariants(this WebApplication app) => app.MapGet("/health/invariants", async (LedgerState state, CancellationToken stop) =>
    {
        var checks = await state.Invariants(Actor.Job("health").AsViewer, stop);
        var status = checks.Count == 0 ? "unchecked" : checks.All(c => c.Broken == 0) ? "holds" : "broken";
        return Results.Json(new { status, checks = checks.Select(c => new { c.Name, c.At, c.Broken }) },
            statusCode: status == "broken" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }).AllowAnonymous();
}
