using CreditLoan.Domain.Access;
using Microsoft.Playwright;

namespace CreditLoan.Portal.Tests;

/// <summary>A page that is open in a real browser while the person's rights change: nobody touches it.</summary>
public sealed class An_open_page : IAsyncLifetime
{
    private RunningPortal portal = null!;
    private OpenBrowser browser = null!;

    public async Task InitializeAsync()
    {
        portal = await RunningPortal.Start();
        browser = await OpenBrowser.At(portal);
        await browser.SignIn(await portal.Account("lin.xiao", "102100", Role.BankOfficer), "/bank/cases");
        await browser.Page.Live();
    }

    public async Task DisposeAsync()
    {
        await browser.DisposeAsync();
        await portal.DisposeAsync();
    }

    [Theory]
    [InlineData("update identity.account set locked_at = now()")]
    [InlineData("delete from identity.account_role")]
    [InlineData("update identity.session set ended_at = now(), ended_why = 'ended_by_owner'")]
    public async Task Leads_to_the_sign_in_once_the_right_is_gone(string change)
    {
        await portal.Db.Execute(change);
        await browser.Page.Arrives(@"/sign-in\?ended=1");
        Assert.Contains("登录已结束", await browser.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }
}
