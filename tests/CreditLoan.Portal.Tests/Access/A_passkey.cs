using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Access;
using Microsoft.Playwright;

namespace CreditLoan.Portal.Tests;

/// <summary>A real Chromium with its virtual authenticator, against the running portal.</summary>
public sealed class A_passkey : IAsyncLifetime
{
    private RunningPortal portal = null!;
    private OpenBrowser browser = null!;
    private DemoAccountRow account = null!;

    private IPage Page => browser.Page;

    public async Task InitializeAsync()
    {
        portal = await RunningPortal.Start();
        account = await portal.Account("lin.xiao", "102100", Role.BankOfficer);
        browser = await OpenBrowser.At(portal);
        await browser.PlugInAuthenticator();
    }

    public async Task DisposeAsync()
    {
        await browser.DisposeAsync();
        await portal.DisposeAsync();
    }

    [Fact]
    public async Task Is_made_once_signed_in_and_then_enough_to_sign_in_and_to_step_up()
    {
        await MakeOne();
        await Page.GetByRole(AriaRole.Button, new() { Name = "退出" }).First.ClickAsync();
        await Page.Arrives(@"/sign-in\?left=1$");

        await Page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥登录" }).ClickAsync();
        await Page.Arrives("/bank/cases$");
        Assert.Equal("hwk user", await portal.Db.Value<string>("select methods from identity.session where ended_at is null"));

        portal.Clock.Move(TimeSpan.FromMinutes(6));
        await Page.GotoAsync("/account/recovery");
        await Page.Arrives(@"/step-up\?return=");
        await Page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥确认" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "生成 10 个恢复码" }).WaitForAsync();
        Assert.Equal(1L, await portal.Db.Value<long>("select count(*) from audit where act = 'step-up' and outcome = 'done'"));
        Assert.Equal(0L, await portal.Db.Value<long>("select count(*) from identity.passkey_challenge"));
    }

    [Fact]
    public async Task Of_a_locked_account_opens_nothing_and_the_page_does_not_say_why()
    {
        await MakeOne();
        await portal.Db.Execute("update identity.account set locked_at = now()");
        await Page.GotoAsync("/sign-in");
        await Page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥登录" }).ClickAsync();
        await Page.Arrives(@"/sign-in\?wrong=passkey");
        Assert.DoesNotContain("锁定", await Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1L, await portal.Db.Value<long>("select count(*) from audit where act = 'sign-in' and outcome = 'refused'"));
    }

    [Fact]
    public async Task Answers_each_question_once()
    {
        await MakeOne();
        await Page.Context.ClearCookiesAsync();
        var sent = new TaskCompletionSource<string>();
        Page.Request += (_, request) =>
        {
            if (request.Url.EndsWith("/account/passkey/sign-in", StringComparison.Ordinal)) sent.TrySetResult(request.PostData!);
        };
        await Page.GotoAsync("/sign-in");
        await Page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥登录" }).ClickAsync();
        await Page.Arrives("/bank/cases$");
        await Page.Live();
        await Page.Context.ClearCookiesAsync(new() { Name = "xyd" });
        var again = await Page.EvaluateAsync<string>("async body => (await fetch('/account/passkey/sign-in', { method: 'POST', body: new URLSearchParams(body) })).url", await sent.Task);
        Assert.Contains("wrong=passkey", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_way_to_a_recovery_code_that_counts_once()
    {
        await SignInByCode();
        await Page.GotoAsync("/account/recovery");
        await Page.GetByRole(AriaRole.Button, new() { Name = "生成 10 个恢复码" }).ClickAsync();
        var codes = await Page.Locator("li.num").AllInnerTextsAsync();
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
        await browser.MakePasskey();
    }

    private Task SignInByCode() => browser.SignIn(account, "/bank/cases");
}
