using CreditLoan.Domain.Access;
using Microsoft.Playwright;

namespace CreditLoan.Portal.Tests;

/// <summary>A page that is open in a real browser while the person's rights change: nobody touches it.</summary>
public sealed class An_open_page : IAsyncLifetime
{
    private RunningPortal portal = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;
    private IPage page = null!;

    public async Task InitializeAsync()
    {
        portal = await RunningPortal.Start();
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync"] });
        page = await browser.NewPageAsync(new() { BaseURL = $"http://localhost:{portal.Address.Port}" });
        var account = await portal.Account("lin.xiao", "102100", Role.BankOfficer);
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("账户名").FillAsync(account.UserName);
        await page.GetByLabel("口令").FillAsync(account.Password);
        await page.GetByLabel("动态验证码").FillAsync((await portal.Accounts.DemonstrationCode(account.UserName))!);
        // The page is open once its circuit is.
        var circuit = page.WaitForWebSocketAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "登录", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/bank/cases");
        await circuit;
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    public async Task DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        await portal.DisposeAsync();
    }

    [Theory]
    [InlineData("update identity.account set locked_at = now()")]
    [InlineData("delete from identity.account_role")]
    [InlineData("update identity.session set ended_at = now(), ended_why = 'ended_by_owner'")]
    public async Task Leads_to_the_sign_in_once_the_right_is_gone(string change)
    {
        await portal.Db.Execute(change);
        await page.WaitForURLAsync("**/sign-in?ended=1**");
        Assert.Contains("登录已结束", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }
}
