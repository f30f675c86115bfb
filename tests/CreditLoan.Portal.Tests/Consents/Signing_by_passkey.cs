using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Consents;
using Microsoft.Playwright;

namespace CreditLoan.Portal.Tests;

/// <summary>A legal representative in a real Chromium with its virtual authenticator, against the running portal.</summary>
public sealed class Signing_by_passkey : IAsyncLifetime
{
    private const string Enterprise = "914403001922038216";
    private RunningPortal portal = null!;
    private OpenBrowser browser = null!;
    private DemoAccountRow account = null!;

    private IPage Page => browser.Page;

    public async Task InitializeAsync()
    {
        portal = await RunningPortal.Start();
        account = await portal.Account("chen.zong", Enterprise, Role.LegalRepresentative);
        await portal.Db.Execute("insert into bank (code, name) values ('LJ01', '澜江银行')");
        browser = await OpenBrowser.At(portal);
        await browser.PlugInAuthenticator();
        await browser.SignIn(account, "/enterprise");
    }

    public async Task DisposeAsync()
    {
        await browser.DisposeAsync();
        await portal.DisposeAsync();
    }

    [Fact]
    public async Task Puts_a_signature_into_the_artefact_that_anybody_can_check_offline()
    {
        await browser.MakePasskey();
        await Draft();
        // Six minutes later nobody has checked the person again: the passkey does it by itself.
        portal.Clock.Move(TimeSpan.FromMinutes(6));
        await Page.GotoAsync("/enterprise/consents/sign?to=LJ01");
        await Page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥签署" }).ClickAsync();
        await Page.WaitForURLAsync("**/enterprise/consents?signed=*");

        Assert.Equal(PasskeySignature.Es256, await portal.Db.Value<string>("select signature_algorithm from consent_book where status = 'Active'"));
        var number = await portal.Db.Value<string>("select consent from consent_book");
        Assert.Equal(1L, await portal.Db.Value<long>("select count(*) from audit where act = 'passkey.sign' and outcome = 'done'"));
        var text = await Page.EvaluateAsync<string>("async n => await (await fetch(`/consents/${n}.json`)).text()", number);
        var file = ConsentFile.TryRead(text)!;
        Assert.Null(file.Problem());
        Assert.Equal($"http://localhost:{portal.Address.Port}", PasskeySignature.Origin(file.Signature));
        // The server's own PDF; a machine without Chromium says so instead (ADR 0011).
        Assert.StartsWith("%PDF", await Page.EvaluateAsync<string>("async n => (await (await fetch(`/consents/${n}.pdf`)).text()).slice(0, 8)", number), StringComparison.Ordinal);
        // Whatever is changed, the signature no longer holds.
        Assert.NotNull((file with { Enterprise = new("914403001922038217") }).Problem());
        Assert.NotNull((file with { Terms = file.Terms with { KeepDays = 30 } }).Problem());
        Assert.NotNull((file with { Terms = file.Terms with { Expiry = file.Terms.Expiry.AddDays(1) } }).Problem());
        Assert.NotNull((file with { Notice = [.. file.Notice, "另有约定"] }).Problem());
        Assert.NotNull((file with { Signature = file.Signature with { Algorithm = PasskeySignature.Rs256 } }).Problem());
    }

    [Fact]
    public async Task Counts_once_and_leaves_no_way_round_it()
    {
        await browser.MakePasskey();
        await Draft();
        await Page.GotoAsync("/enterprise/consents/sign?to=LJ01");
        // The person has a passkey: the same form without its answer signs nothing, and what was shown is used up.
        var (form, token) = (await Page.Locator("form[data-passkey=sign] input[name=question]").GetAttributeAsync("value"), await Page.Locator("form[data-passkey=sign] input[name=__RequestVerificationToken]").GetAttributeAsync("value"));
        Assert.Contains("wrong=passkey", await Send(form!, token!, ""), StringComparison.Ordinal);
        Assert.Contains("wrong=late", await Send(form!, token!, "{}"), StringComparison.Ordinal);
        await Page.GotoAsync("/enterprise/consents/sign?to=LJ01");
        form = await Page.Locator("form[data-passkey=sign] input[name=question]").GetAttributeAsync("value");
        Assert.Contains("wrong=passkey", await Send(form!, token!, "{}"), StringComparison.Ordinal);
        Assert.Equal(0L, await portal.Db.Value<long>("select count(*) from consent_book"));
        Assert.Equal(1L, await portal.Db.Value<long>("select count(*) from audit where act = 'passkey.sign' and outcome = 'refused'"));
    }

    [Fact]
    public async Task Is_not_asked_of_an_account_without_one_but_the_person_is_checked_again()
    {
        await Draft();
        portal.Clock.Move(TimeSpan.FromMinutes(6));
        await Page.GotoAsync("/enterprise/consents/sign?to=LJ01");
        await Page.GetByRole(AriaRole.Button, new() { Name = "签署授权" }).ClickAsync();
        await Page.WaitForURLAsync("**/step-up?return=**");
        await Page.GetByLabel("动态验证码").FillAsync((await portal.Accounts.DemonstrationCode(account.UserName))!);
        await Page.GetByRole(AriaRole.Button, new() { Name = "继续办理" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "签署授权" }).ClickAsync();
        await Page.WaitForURLAsync("**/enterprise/consents?signed=*");
        Assert.Equal(ConsentText.InSession, await portal.Db.Value<string>("select signature_algorithm from consent_book"));
    }

    private Task<string> Send(string question, string token, string credential) => Page.EvaluateAsync<string>(
        "async ([question, token, credential]) => (await fetch('/enterprise/consents/sign', { method: 'POST', body: new URLSearchParams({ question, credential, return: '/enterprise/consents/sign', __RequestVerificationToken: token }) })).url",
        new[] { question, token, credential });

    /// <summary>What the form keeps at each change.</summary>
    private async Task Draft() => await portal.Db.Execute($$"""
        insert into draft (account, form, body, saved_at) select id, 'consent/LJ01', '{"To":"LJ01","Purpose":"CreditApproval","Scopes":["Invoices","Tax"],"Personal":[],"Months":6,"Mode":"View","Times":10,"Read":true}', now()
        from identity.account where user_name = '{{account.UserName}}'
        """);
}
