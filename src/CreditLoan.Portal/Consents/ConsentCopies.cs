using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Values;
using CreditLoan.Files;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Consents;
using CreditLoan.Portal.Components;
using CreditLoan.Portal.Shell;

namespace CreditLoan.Portal.Consents;

/// <summary>The enterprise's own copy of a consent (授权副本): a PDF made by the server, and a file that <c>xyd verify-consent</c> checks without any server.</summary>
public static class ConsentCopies
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/consents/{number}.{format:regex(^(pdf|json)$)}", Answer)
            .RequireAuthorization(policy => policy.RequireRole(nameof(Role.EnterpriseViewer), nameof(Role.EnterpriseAgent), nameof(Role.LegalRepresentative)));

    private static async Task<IResult> Answer(string number, string format, HttpContext http, ConsentQueries consents, EventStore store, Banks banks, Platform platform, TimeProvider time)
    {
        if (await consents.Find(http.User.AsViewer(), new ConsentId(number)) is not { } row) return Results.NotFound();
        await banks.All();
        var name = new Recipient(row.Recipient).IsPlatform ? "平台" : banks.NameOf(new BankCode(row.Recipient));
        if (format == "json")
        {
            return await ConsentFile.Of(store, consents, http.User.AsViewer(), row.Consent) is { } file
                ? Results.File(System.Text.Encoding.UTF8.GetBytes(file.Write()), "application/json", $"{number}.json")
                : Results.NotFound();
        }
        var title = $"给{name}的授权（{ConsentWords.Of(row.Status)}）";
        var words = row.NoticeHash is { } hash ? await consents.Words(http.User.AsViewer(), hash) : ConsentNotice.Paragraphs(name, row.Purpose);
        var parameters = new Dictionary<string, object?> { ["Row"] = row, ["Notice"] = words, ["Address"] = $"{http.Request.Scheme}://{http.Request.Host}/verify/{Uri.EscapeDataString(number)}" };
        try
        {
            var page = await PrintedPage.Of<ConsentPaper>(http.RequestServices, title, parameters, $"{platform.FullName}　生成于 {Words.LongMoment(time.GetUtcNow())}");
            return Results.File(await ChromiumPrinter.Print(page, http.RequestAborted), "application/pdf", $"{number}.pdf");
        }
        catch (PrinterException why)
        {
            return Results.Text(why.Message, "text/plain; charset=utf-8", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
