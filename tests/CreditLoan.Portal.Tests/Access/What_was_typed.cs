using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Access;
using Microsoft.Playwright;

namespace CreditLoan.Portal.Tests;

/// <summary>A bank's administrator in a real Chromium fills in a form and is led away from it.</summary>
public sealed class What_was_typed : IAsyncLifetime
{
    private RunningPortal portal = null!;
    private OpenBrowser browser = null!;
    private DemoAccountRow account = null!;

    private IPage Page => browser.Page;

    public async Task InitializeAsync()
    {
        portal = await RunningPortal.Start();
        account = await portal.Account("li.guan", "LJ01", Role.BankAdministrator);
        await portal.Db.Execute("insert into bank (code, name) values ('LJ01', '澜江银行')");
        browser = await OpenBrowser.At(portal);
        await browser.SignIn(account, "/bank/products");
        await Page.GotoAsync("/bank/accounts/new");
        await Page.Live();
        await Page.GetByLabel("账户名").FillAsync("wang.xin");
        await Page.GetByLabel("姓名").FillAsync("王新");
        await Page.GetByLabel("角色").SelectOptionAsync(nameof(Role.BankApprover));
        await Page.GetByLabel("原因").FillAsync("接替李明");
    }

    public async Task DisposeAsync()
    {
        await browser.DisposeAsync();
        await portal.DisposeAsync();
    }

    [Fact]
    public async Task Is_there_again_after_the_check_of_the_person_and_heard_by_the_page()
    {
        portal.Clock.Move(TimeSpan.FromMinutes(6));
        await Send();
        // A wrong code on the way changes nothing.
        await Page.GetByLabel("动态验证码").FillAsync("000000");
        await Page.GetByRole(AriaRole.Button, new() { Name = "继续办理" }).ClickAsync();
        await Page.GetByText("验证码不对").WaitForAsync();
        await Page.GetByLabel("动态验证码").FillAsync((await portal.Accounts.DemonstrationCode(account.UserName))!);
        await Page.GetByRole(AriaRole.Button, new() { Name = "继续办理" }).ClickAsync();
        await Sees("wang.xin", "王新", nameof(Role.BankApprover), "接替李明");
        await Send();
        await Page.GetByText("账户 wang.xin 已建好").WaitForAsync();
        Assert.Equal("BankApprover 接替李明", await portal.Db.Value<string>("select role || ' ' || why from identity.role_request"));
        // It was for this once: nothing of it stays in the browser.
        Assert.Null(await Page.EvaluateAsync<string?>("sessionStorage.getItem('typed')"));
    }

    [Fact]
    public async Task Is_there_again_after_a_lost_connection_and_after_nothing_else()
    {
        await Page.EvaluateAsync("document.getElementById('components-reconnect-modal').className = 'components-reconnect-failed'");
        await Page.ReloadAsync();
        await Sees("wang.xin", "王新", nameof(Role.BankApprover), "接替李明");
        await Page.GotoAsync("/bank/accounts");
        await Page.GotoAsync("/bank/accounts/new");
        await Page.Live();
        await Sees("", "", nameof(Role.BankOfficer), "");
    }

    private Task Send() => Page.GetByRole(AriaRole.Button, new() { Name = "建账户并提交复核" }).ClickAsync();

    private async Task Sees(string name, string person, string role, string why)
    {
        foreach (var (label, value) in new[] { ("账户名", name), ("姓名", person), ("角色", role), ("原因", why) })
            await Assertions.Expect(Page.GetByLabel(label)).ToHaveValueAsync(value, new() { Timeout = 120_000 });
    }
}
