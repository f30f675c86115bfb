using System.Text.RegularExpressions;
using CreditLoan.Ledger.Access;
using Microsoft.Playwright;

namespace CreditLoan.Portal.Tests;

/// <summary>One page of a real Chromium, open at a running portal; patient, as the machine may be building beside it.</summary>
internal sealed class OpenBrowser : IAsyncDisposable
{
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly RunningPortal portal;

    private OpenBrowser(IPlaywright playwright, IBrowser browser, IPage page, RunningPortal portal) => (this.playwright, this.browser, Page, this.portal) = (playwright, browser, page, portal);

    public IPage Page { get; }

    public static async Task<OpenBrowser> At(RunningPortal portal)
    {
        var driver = await Playwright.CreateAsync();
        var chromium = await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium", Timeout = 120_000,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync"],
        });
        // Passkeys are bound to a name; browsers refuse them on a bare address.
        var page = await chromium.NewPageAsync(new() { BaseURL = $"http://localhost:{portal.Address.Port}" });
        page.SetDefaultTimeout(120_000);
        await page.AddInitScriptAsync(Browsing.SayWhenLive);
        return new OpenBrowser(driver, chromium, page, portal);
    }

    /// <summary>Gives the browser an authenticator that knows its holder and answers at once.</summary>
    public async Task PlugInAuthenticator()
    {
        var session = await Page.Context.NewCDPSessionAsync(Page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object> { ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true },
        });
    }

    public async Task SignIn(DemoAccountRow account, string landing)
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("账户名").FillAsync(account.UserName);
        await Page.GetByLabel("口令").FillAsync(account.Password);
        await Page.GetByLabel("动态验证码").FillAsync((await portal.Accounts.DemonstrationCode(account.UserName))!);
        await Page.GetByRole(AriaRole.Button, new() { Name = "登录", Exact = true }).ClickAsync();
        await Page.Arrives(Regex.Escape(landing) + "$");
    }

    public async Task MakePasskey()
    {
        await Page.GotoAsync("/account");
        await Page.GetByLabel("给它起个名字").FillAsync("办公室电脑");
        await Page.GetByRole(AriaRole.Button, new() { Name = "添加通行密钥" }).ClickAsync();
        await Page.Arrives(@"/account\?passkey=");
        Assert.Contains("办公室电脑", await Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
