using Microsoft.Playwright;

namespace CreditLoan.E2e.Stories;

[Collection(Journeys.Name)]
public class A_revoked_consent_closes_the_page(City city)
{
    [Fact]
    public async Task That_a_bank_has_open()
    {
        var enterprise = await DatabaseServer.Text(city.Database, "select tenant from identity.account where user_name = 'owner'");
        await using var owner = await Person.SignedIn(city, "owner");
        await owner.Open("/enterprise/consents/new?to=LJ01");
        await owner.Page.GetByLabel("用途").SelectOptionAsync(new SelectOptionValue { Label = "贷后管理" });
        await owner.Tick("我已阅读，同意以上内容");
        await owner.Sign("签署授权", then: "授权有效");

        await using var officer = await Person.SignedIn(city, "officer");
        await officer.Open($"/bank/profiles/{enterprise}");
        await officer.Sees("标签");

        await owner.Open("/enterprise/consents");
        foreach (var revoke in await owner.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("撤回给澜江银行的") }).AllAsync())
        {
            await owner.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("撤回给澜江银行的") }).First.ClickAsync();
            await owner.Button("撤回授权").ClickAsync();
            await owner.Sees("已撤回给澜江银行");
        }

        // Nobody touches the officer's page.
        await officer.Sees("授权已终止，画像已关闭");
        await officer.Open($"/bank/profiles/{enterprise}");
        await officer.Sees("画像没有打开");
    }
}
