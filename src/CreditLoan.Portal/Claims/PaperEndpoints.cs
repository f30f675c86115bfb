using CreditLoan.Domain.Claims;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Claims;
using CreditLoan.Portal.Shell;

namespace CreditLoan.Portal.ClaimPages;

/// <summary>A claim's papers, for the bank that handed them in and the scheme that judges them.</summary>
public static class PaperEndpoints
{
    public static void MapPapers(this WebApplication app) => app.MapGet("/papers/{claim}/{digest}", async (string claim, string digest, HttpContext http, ClaimQueries claims, PaperStore papers) =>
    {
        var viewer = http.User.AsViewer();
        // Both are asked under the viewer's rights: the claim for the name, the content by a policy of its own.
        if ((await claims.Find(viewer, new ClaimId(claim)))?.Papers.FirstOrDefault(p => p.Digest == digest) is not { } paper || await papers.Find(viewer, digest) is not { } found)
            return Results.NotFound();
        return Results.File(found.Content, found.MediaType, paper.Name);
    }).RequireAuthorization(policy => policy.RequireRole([.. Menu.Pool.Concat(Menu.Bank).Select(r => r.ToString())]));
}
