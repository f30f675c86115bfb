using CreditLoan.Domain.Access;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Files;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Evidence;
using CreditLoan.Ledger.Pools;
using CreditLoan.Portal.Components;
using CreditLoan.Portal.Shell;

namespace CreditLoan.Portal.Pools;

/// <summary>A statement as a file: Excel and PDF, for the people of its scheme and, its own part, for a bank.</summary>
public static class StatementFile
{
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapStatements(this WebApplication app) =>
        app.MapGet("/statements/{scheme}/{year:int}.{format:regex(^(xlsx|pdf)$)}", Answer).RequireAuthorization(policy => policy.RequireRole([.. Menu.Pool.Concat(Menu.Bank).Select(r => r.ToString())]));

    /// <summary>2026 年 7 月, 2026 年度.</summary>
    public static string Period(int year, int? month) => month is { } m ? $"{year} 年 {m} 月" : $"{year} 年度";

    private static async Task<IResult> Answer(string scheme, int year, string format, int? month, HttpContext http, PoolQueries pools, Banks banks, Platform platform, ReportRegister reports, TimeProvider time)
    {
        var viewer = http.User.AsViewer();
        var ofBank = viewer.Kind == TenantKind.Bank;
        if (year is < 2000 or > 9998 || month is < 1 or > 12 || await pools.Scheme(viewer, new(scheme)) is not { } row) return Results.NotFound();
        if (!ofBank && await pools.Pool(viewer, new(new(scheme), year)) is null) return Results.NotFound();
        await banks.All();
        var statement = await pools.Statement(viewer, new(new(scheme), year), month);
        var (title, name) = ($"{row.Name} {Period(year, month)}报表", $"{scheme}-{year}{(month is { } m ? $"-{m:00}" : "")}");
        string NameOf(string code) => banks.NameOf(new BankCode(code));
        var number = reports.Number();
        var verify = $"{http.Request.Scheme}://{http.Request.Host}/verify/{number}";
        if (format == "xlsx") return await Issued(Book(title, statement, ofBank, NameOf, number, verify), Excel);
        try
        {
            var foot = $"{platform.FullName}　生成于 {Words.LongMoment(time.GetUtcNow())}　报告编号 {number}　核验 {verify}";
            return await Issued(await ChromiumPrinter.Print(await Page(http.RequestServices, title, statement, ofBank, NameOf, foot), http.RequestAborted), "application/pdf");
        }
        catch (PrinterException why)
        {
            return Results.Text(why.Message, "text/plain; charset=utf-8", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        // On record before it leaves: a report that cannot be sealed is not handed out.
        async Task<IResult> Issued(byte[] file, string type)
        {
            await reports.Issue(viewer, number, title, file, http.RequestAborted);
            return Results.File(file, type, $"{name}.{format}");
        }
    }

    private sealed record Line(string What, string Bank, long? Count, Money? In, Money? Out, Money? Balance);

    private static byte[] Book(string title, PoolStatement statement, bool ofBank, Func<string, string> nameOf, string number, string verify)
    {
        List<Line> lines = [];
        if (!ofBank)
        {
            lines.Add(new("期初余额", "", null, null, null, statement.Opening));
            lines.AddRange(statement.Movements.Select(m => new Line(PoolWords.Act(m.Act), "", m.Lines, m.In, m.Out, null)));
            lines.Add(new("期末余额", "", null, null, null, statement.Closing));
            lines.Add(new("其中已批待拨", "", null, null, null, statement.Earmarked));
        }
        foreach (var bank in statement.Banks)
        {
            lines.Add(new("批准", nameOf(bank.Bank), null, null, null, bank.Reserved));
            lines.Add(new("拨付", nameOf(bank.Bank), bank.Payments, null, bank.Paid, null));
            lines.Add(new("追偿返还", nameOf(bank.Bank), null, bank.Returned, null, null));
            lines.Add(new("净补偿", nameOf(bank.Bank), null, null, null, bank.Net));
        }
        lines.Add(new("报告编号", number, null, null, null, null));
        lines.Add(new("核验", verify, null, null, null, null));
        var content = new MemoryStream();
        ExcelExport.Write(content, title.Length > 31 ? title[..31] : title, lines, new ExportColumn<Line>("项目", l => l.What, 24), new("银行", l => l.Bank, 28), new("笔数", l => l.Count, 10),
            new("收入（元）", l => l.In), new("支出（元）", l => l.Out), new("余额或合计（元）", l => l.Balance));
        return content.ToArray();
    }

    private static Task<string> Page(IServiceProvider services, string title, PoolStatement statement, bool ofBank, Func<string, string> nameOf, string foot)
    {
        var parameters = new Dictionary<string, object?> { ["Statement"] = statement };
        if (ofBank) return PrintedPage.Of<BankStatementSheet>(services, title, parameters, foot);
        (parameters["Title"], parameters["NameOf"]) = (title, nameOf);
        return PrintedPage.Of<StatementSheet>(services, title, parameters, foot);
    }
}
