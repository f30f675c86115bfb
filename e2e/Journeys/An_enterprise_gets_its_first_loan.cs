using System.Globalization;
using CreditLoan.Domain.Access;
using Microsoft.Playwright;

namespace CreditLoan.E2e.Stories;

/// <summary>From the first authorisation to the money: an enterprise that has never borrowed, an officer and an approver of the bank, and the bureau that counts.</summary>
[Collection(Journeys.Name)]
public class An_enterprise_gets_its_first_loan(City city)
{
    private const string LoanNumber = "JJ-E2E-0001";

    [Fact]
    public async Task And_the_bureaus_curve_moves()
    {
        await using var enterprise = await Person.SignedIn(city, "newcomer");
        await using var officer = await city.SignIn(Role.BankOfficer);
        await using var approver = await city.SignIn(Role.BankApprover);
        await using var analyst = await city.SignIn(Role.BureauAnalyst);
        await analyst.Open("/bureau");
        var (loans, volume) = (await analyst.Figure("放款笔数"), await Curve(analyst));

        await enterprise.Open("/enterprise/tags");
        await enterprise.Sees("您还没有标签");
        await enterprise.AuthorisesThePlatform();
        await enterprise.IsMatched(wan: 120, "信易流水贷");
        var line = await enterprise.Applies();
        await IsLookedAt(officer, line);
        await IsGranted(approver, line);
        await Signs(enterprise, line);
        await IsPaidOut(officer, line);

        await enterprise.Open($"/enterprise/loans/LJ01/{LoanNumber}");
        await enterprise.Sees("还款计划");
        await analyst.OpenUntil("/bureau", $"{loans + 1:#,##0}");
        Assert.Equal(loans + 1, await analyst.Figure("放款笔数"));
        Assert.InRange(await Curve(analyst) - volume, 0.01m, 0.02m); // 120 万元 in 亿元, rounded to two digits
    }

    /// <summary>Where the curve of what was paid out this year ends.</summary>
    private static async Task<decimal> Curve(Person analyst)
    {
        var chart = analyst.Page.GetByRole(AriaRole.Figure).First;
        await chart.GetByText("看表格").ClickAsync();
        var rows = await chart.GetByRole(AriaRole.Row).Filter(new() { HasNotText = "—" }).AllInnerTextsAsync();
        return decimal.Parse(rows[^1].Split('\t')[1], CultureInfo.InvariantCulture);
    }

    private static async Task IsLookedAt(Person officer, string line)
    {
        await officer.Open($"/bank/cases/{line}");
        await officer.Button("受理申请").ClickAsync();
        await officer.Sees("已授权查看画像");
        await officer.Link("看企业信用画像").ClickAsync();
        await officer.Sees("每次打开本页，企业都会看到");
        await officer.Link("作出授信决定").ClickAsync();
        await officer.Fill("联系情况", "电话核实订单和用途");
        await officer.Button("登记联系").ClickAsync();
        await officer.Sees("电话核实订单和用途");
        Assert.Equal(0, await officer.Button("批准授信").CountAsync());
    }

    private static async Task IsGranted(Person approver, string line)
    {
        await approver.Open($"/bank/cases/{line}");
        await approver.Fill("年利率", "3.45");
        await approver.Sure("批准授信");
        await approver.Sees("已批准，等企业签约。");
    }

    private static async Task Signs(Person enterprise, string line)
    {
        await enterprise.Open($"/enterprise/lines/{line}");
        await enterprise.Sees("同意授信 120 万元，等您签约");
        await enterprise.Sure("签署合同");
        await enterprise.Fill("用在哪里", "向供应商采购原料");
        await enterprise.Button("提交提款申请").ClickAsync();
        await enterprise.Sees("您已申请提款");
    }

    private static async Task IsPaidOut(Person officer, string line)
    {
        await officer.Open($"/bank/lines/{line}");
        await officer.Link("登记放款").First.ClickAsync();
        await officer.Fill("借据号", LoanNumber);
        await officer.Sure("确认放款");
        await officer.Sees("余额 120 万元");
    }
}
