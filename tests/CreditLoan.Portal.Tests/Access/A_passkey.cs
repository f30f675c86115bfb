using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Access;
using Microsoft.Playwright;

namespace CreditLoan.Portal.Tests;

/// <summary>A real Chromium with its virtual authenticator, against the running portal.</summary>
public sealed class A_passkey : IAsyncLifetime
{
    private RunningPortal portal = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;
    private IPage page = null!;
    private DemoAccountRow account = null!;

    public async Task InitializeAsync()
    {
        portal = await RunningPortal.Start();
        account = await portal.Account("lin.xiao", "102100", Role.BankOfficer);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync"] });
        // Passkeys are bound to a name; browsers refuse them on a bare address.
        page = await browser.NewPageAsync(new() { BaseURL = $"http://localhost:{portal.Address.Port}" });
        var authenticator = await page.Context.NewCDPSessionAsync(page);
        await authenticator.SendAsync("WebAuthn.enable");
        await authenticator.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object> { ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true },
        });
    }

    public async Task DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        await portal.DisposeAsync();
    }

    [Fact]
    public async Task Is_made_once_signed_in_and_then_enough_to_sign_in_and_to_step_up()
    {
        await MakeOne();
        await page.GetByRole(AriaRole.Button, new() { Name = "退出" }).First.ClickAsync();
        await page.WaitForURLAsync("**/sign-in?left=1");

        await page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥登录" }).ClickAsync();
        await page.WaitForURLAsync("**/bank/cases");
        Assert.Equal("hwk user", await portal.Db.Value<string>("select methods from identity.session where ended_at is null"));

        portal.Clock.Move(TimeSpan.FromMinutes(6));
        await page.GotoAsync("/account/recovery");
        await page.WaitForURLAsync("**/step-up?return=**");
        await page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥确认" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "生成 10 个恢复码" }).WaitForAsync();
        Assert.Equal(1L, await portal.Db.Value<long>("select count(*) from audit where act = 'step-up' and outcome = 'done'"));
        Assert.Equal(0L, await portal.Db.Value<long>("select count(*) from identity.passkey_challenge"));
    }

    [Fact]
    public async Task Of_a_locked_account_opens_nothing_and_the_page_does_not_say_why()
    {
        await MakeOne();
        await portal.Db.Execute("update identity.account set locked_at = now()");
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥登录" }).ClickAsync();
        await page.WaitForURLAsync("**/sign-in?wrong=passkey**");
        Assert.DoesNotContain("锁定", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1L, await portal.Db.Value<long>("select count(*) from audit where act = 'sign-in' and outcome = 'refused'"));
    }

    [Fact]
    public async Task Answers_each_question_once()
    {
        await MakeOne();
        await page.Context.ClearCookiesAsync();
        var sent = new TaskCompletionSource<string>();
        page.Request += (_, request) =>
        {
            if (request.Url.EndsWith("/account/passkey/sign-in", StringComparison.Ordinal)) sent.TrySetResult(request.PostData!);
        };
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥登录" }).ClickAsync();
        await page.WaitForURLAsync("**/bank/cases");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.Context.ClearCookiesAsync(new() { Name = "xyd" });
        var again = await page.EvaluateAsync<string>("async body => (await fetch('/account/passkey/sign-in', { method: 'POST', body: new URLSearchParams(body) })).url", await sent.Task);
        Assert.Contains("wrong=passkey", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_way_to_a_recovery_code_that_counts_once()
    {
        await SignInByCode();
        await page.GotoAsync("/account/recovery");
        await page.GetByRole(AriaRole.Button, new() { Name = "生成 10 个恢复码" }).ClickAsync();
        var codes = await page.Locator("li.num").AllInnerTextsAsync();
        Assert.Equal(10, codes.Distinct().Count());
        using var lost = portal.Visit();
        await lost.SignIn(account.UserName, account.Password, codes[0].ToLowerInvariant());
        Assert.True(await lost.IsKnown());
        using var again = portal.Visit();
        await again.SignIn(account.UserName, account.Password, codes[0]);
        Assert.False(await again.IsKnown());
        Assert.Equal(9L, await portal.Db.Value<long>("select count(*) from identity.recovery_code where used_at is null"));
        Assert.Equal(0L, await portal.Db.Value<long>($"select count(*) from identity.recovery_code where encode(digest, 'escape') like '%{codes[1]}%'"));
    }

    private async Task MakeOne()
    {
        await SignInByCode();
        await page.GotoAsync("/account");
        await page.GetByLabel("给它起个名字").FillAsync("办公室电脑");
        await page.GetByRole(AriaRole.Button, new() { Name = "添加通行密钥" }).ClickAsync();
        await page.WaitForURLAsync("**/account?passkey=*");
        Assert.Contains("办公室电脑", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    private async Task SignInByCode()
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("账户名").FillAsync(account.UserName);
        await page.GetByLabel("口令").FillAsync(account.Password);
        await page.GetByLabel("动态验证码").FillAsync((await portal.Accounts.DemonstrationCode(account.UserName))!);
        await page.GetByRole(AriaRole.Button, new() { Name = "登录", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/bank/cases");
    }
}
