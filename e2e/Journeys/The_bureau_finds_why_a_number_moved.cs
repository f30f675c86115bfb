using System.IO.Compression;
using CreditLoan.Domain.Access;
using Microsoft.Playwright;

namespace CreditLoan.E2e.Stories;

/// <summary>A bank corrects last month's report; the analyst follows the change from the month to the bank, to the loan by its fingerprint, and to its name.</summary>
[Collection(Journeys.Name)]
public class The_bureau_finds_why_a_number_moved(City city)
{
    private const string Why = "放款金额多报 10 万元，E2E";

    [Fact]
    public async Task Down_to_the_loan_and_its_name_which_is_on_record()
    {
        await using var approver = await city.SignIn(Role.BankApprover);
        await using var analyst = await city.SignIn(Role.BureauAnalyst);
        await using var auditor = await city.SignIn(Role.AuditAdministrator);
        var loan = await LastMonthsLoan();
        await IsCorrected(approver, loan);

        var month = await DatabaseServer.Text(city.Database, $"select to_char(value_date, 'YYYY-MM') from loan_book where bank = 'LJ01' and number = '{loan}'");
        await analyst.OpenUntil($"/bureau/months/{month}", Why);
        await analyst.Follow($"{int.Parse(month.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture)}月", from: "/bureau");
        await analyst.Sees("比上月");
        await analyst.Sees(Why);
        await analyst.Link("澜江银行").First.ClickAsync();
        await analyst.Sees("笔借据构成这一数字");
        var print = await DatabaseServer.Text(city.Database, $"select fingerprint from loan_book where bank = 'LJ01' and number = '{loan}'");

        await analyst.Open($"/bureau/loans/{print}");
        await analyst.Sees("报送后更正过 1 次");
        await analyst.Sees(Why);
        await analyst.SeesNo(loan);
        await analyst.Button("记录理由并查看名称").ClickAsync();
        await analyst.Sees("请选择查看名称的理由。");
        await analyst.Choose("理由", "核对报送数据");
        await analyst.Fill("所为何事", "核对 E2E 更正");
        await analyst.Button("记录理由并查看名称").ClickAsync();
        await analyst.Sees(loan);

        await auditor.Open($"/admin/audit?act=loan.name");
        await auditor.Sees(auditor.Row("核对 E2E 更正").Filter(new() { HasText = loan }));
    }

    [Fact]
    public async Task And_takes_any_table_along_as_a_workbook()
    {
        await using var analyst = await city.SignIn(Role.BureauAnalyst);
        await analyst.Open("/bureau");
        var worst = await analyst.Page.GetByRole(AriaRole.Rowheader).Locator("a").First.InnerTextAsync();
        var saved = await analyst.Page.RunAndWaitForDownloadAsync(() => analyst.Button("导出 各区县放款与目标").ClickAsync());
        Assert.Equal("各区县放款与目标.xlsx", saved.SuggestedFilename);
        using var book = ZipFile.OpenRead(await saved.PathAsync());
        var words = string.Concat(book.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.Ordinal)).Select(Text));
        Assert.Contains("完成率", words, StringComparison.Ordinal);
        Assert.Contains(worst, words, StringComparison.Ordinal);
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }

    private static async Task IsCorrected(Person approver, string loan)
    {
        await approver.Open($"/bank/loans/{loan}");
        await approver.Choose("事项", "更正放款");
        await approver.Sees(approver.Button("更正放款"));
        var principal = decimal.Parse(await approver.Page.GetByLabel("本金", new() { Exact = true }).InputValueAsync(), System.Globalization.CultureInfo.InvariantCulture);
        await approver.Fill("本金", (principal - 100_000).ToString(System.Globalization.CultureInfo.InvariantCulture));
        await approver.Fill("理由", Why);
        await approver.Sure("更正放款");
        await approver.Sees("更正过 1 次");
    }

    /// <summary>A loan of the month before this one on which nothing was repaid yet.</summary>
    private Task<string> LastMonthsLoan() => DatabaseServer.Text(city.Database, """
        select number from loan_book
        where bank = 'LJ01' and stage = 'Running' and restated = 0 and principal = outstanding and principal >= 50000000
          and date_trunc('month', value_date) = date_trunc('month', current_date) - interval '1 month'
          and not exists (select from enrolment_book e where e.bank = loan_book.bank and e.number = loan_book.number)
        order by principal, number limit 1
        """);
}
