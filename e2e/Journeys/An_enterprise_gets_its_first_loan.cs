using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CreditLoan.E2e.Stories;

[Collection(Journeys.Name)]
public class An_enterprise_gets_its_first_loan(City city)
{
    private const string Bank = "澜江银行";

    [Fact]
    public async Task From_its_consent_to_the_money()
    {
        await using var owner = await Person.SignedIn(city, "newcomer");
        await Authorises(owner);
        await IsMatched(owner);
        var number = await Applies(owner);

        await using var officer = await Person.SignedIn(city, "officer");
        await ReadsTheTags(officer, number);
        await TakesItUp(officer, number);
        await using (var approver = await Person.SignedIn(city, "approver")) await Grants(approver, number);

        await owner.Open($"/enterprise/lines/{number}");
        await owner.Sees("等您签约");
        await owner.Sure("签署合同");
        await owner.Sees("您可以在");
        await owner.Fill("用在哪里", "采购原料");
        await owner.Button("提交提款申请").ClickAsync();
        await owner.Sees("您已申请提款");

        await PaysOut(officer, number);

        await owner.Open("/enterprise/loans");
        await owner.Sees("E2E-0001");
        Assert.Equal(1, await DatabaseServer.Count(city.Database, "select count(*) from mt_events where type = 'loan_disbursed' and stream_id = 'loan/LJ01/E2E-0001'"));
    }

    private static async Task Authorises(Person owner)
    {
        await owner.Open("/enterprise/consents/new?to=platform");
        await owner.Tick("我已阅读，同意以上内容");
        await owner.Sign("签署授权", then: "授权有效");
    }

    private static async Task IsMatched(Person owner)
    {
        await owner.Open("/enterprise/needs/new");
        await owner.Fill("金额", "30");
        await owner.Fill("期限", "12");
        await owner.Button("发布需求，看适合的产品").ClickAsync();
        await owner.Sees("可以申请");
    }

    private static async Task<string> Applies(Person owner)
    {
        await owner.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = Bank }).GetByRole(AriaRole.Checkbox).First.CheckAsync();
        await owner.Button("向这 1 家申请").ClickAsync();
        await owner.Sees("这笔钱怎么用");
        await owner.Button("下一步：授权并提交").ClickAsync();
        await owner.Tick("我已阅读，同意以上内容");
        await owner.Sign("提交给 1 家银行", then: "已向 1 家银行提交申请");
        var said = await owner.Page.GetByText("申请编号").First.InnerTextAsync();
        return Regex.Match(said, @"申请编号\s*(\S+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
    }

    private static async Task ReadsTheTags(Person officer, string number)
    {
        await officer.Open($"/bank/cases/{number}");
        await officer.Link("信用画像").First.ClickAsync();
        await officer.Sees("标签");
    }

    private static async Task TakesItUp(Person officer, string number)
    {
        await officer.Open($"/bank/cases/{number}");
        await officer.Button("受理申请").ClickAsync();
        await officer.Fill("联系情况", "电话核实订单");
        await officer.Button("登记联系").ClickAsync();
        await officer.Sees("审批中");
    }

    private static async Task Grants(Person approver, string number)
    {
        await approver.Open($"/bank/cases/{number}");
        await approver.Button("批准").First.ClickAsync();
        await approver.Fill("年利率", "4.2");
        await approver.Sure("批准授信");
        await approver.Sees("等企业签约");
    }

    private static async Task PaysOut(Person officer, string number)
    {
        await officer.Open($"/bank/lines/{number}/disburse");
        await officer.Fill("借据号", "E2E-0001");
        await officer.Sure("确认放款");
        await officer.Sees("剩余还款计划");
    }
}
