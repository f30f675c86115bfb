using System.Diagnostics;
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
        await Page.Arrives(@"/enterprise/consents\?signed=");

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
        await Page.Arrives(@"/step-up\?return=");
        await Page.GetByLabel("动态验证码").FillAsync((await portal.Accounts.DemonstrationCode(account.UserName))!);
        await Page.GetByRole(AriaRole.Button, new() { Name = "继续办理" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "签署授权" }).ClickAsync();
        await Page.Arrives(@"/enterprise/consents\?signed=");
        Assert.Equal(ConsentText.InSession, await portal.Db.Value<string>("select signature_algorithm from consent_book"));
    }

    [Fact]
    public async Task Or_by_an_SM2_key_of_the_enterprise_wherever_that_is_kept()
    {
        var folder = Directory.CreateTempSubdirectory("creditloan-sm2-").FullName;
        try
        {
            await OpenSsl(folder, "genpkey -algorithm SM2 -out own.key");
            await OpenSsl(folder, "genpkey -algorithm SM2 -out other.key");
            await OpenSsl(folder, "pkey -in own.key -pubout -out own.pub");
            var keys = new ConsentKeys(portal.Db.Database, portal.Clock);
            var signer = new Actor("somebody", Role.LegalRepresentative, Enterprise);
            Assert.Equal(ConsentKeys.Private, await keys.Register(signer, "UKey", await File.ReadAllTextAsync(Path.Combine(folder, "own.key"))));
            Assert.Null(await keys.Register(signer, "UKey", await File.ReadAllTextAsync(Path.Combine(folder, "own.pub"))));
            await Draft();

            // Another key's signature counts for nothing, and what was shown is used up.
            Assert.Contains("wrong=sm2", await SignAndSend(folder, "other.key"), StringComparison.Ordinal);
            Assert.Equal(0L, await portal.Db.Value<long>("select count(*) from consent_book"));
            // Signing elsewhere took six minutes: the person is checked, and the very text that was signed stands there again, the signature with it.
            Assert.Contains("/step-up", await SignAndSend(folder, "own.key", away: TimeSpan.FromMinutes(6)), StringComparison.Ordinal);
            await Page.GetByLabel("动态验证码").FillAsync((await portal.Accounts.DemonstrationCode(account.UserName))!);
            await Page.GetByRole(AriaRole.Button, new() { Name = "继续办理" }).ClickAsync();
            await Assertions.Expect(Page.GetByLabel("签名", new() { Exact = true })).Not.ToHaveValueAsync("", new() { Timeout = 120_000 });
            await Page.GetByRole(AriaRole.Button, new() { Name = "提交国密签名" }).ClickAsync();
            await Page.Arrives("signed=");

            Assert.Equal(ConsentSignatures.Sm2, await portal.Db.Value<string>("select signature_algorithm from consent_book where status = 'Active'"));
            var number = await portal.Db.Value<string>("select consent from consent_book");
            var file = ConsentFile.TryRead(await Page.EvaluateAsync<string>("async n => await (await fetch(`/consents/${n}.json`)).text()", number))!;
            Assert.Null(file.Problem());
            Assert.NotNull((file with { Terms = file.Terms with { KeepDays = 30 } }).Problem());
            Assert.NotNull((file with { Signature = file.Signature with { KeyId = new string('0', 64) } }).Problem());
            // Once a key is out of use, it signs nothing more; what it signed holds.
            Assert.Null(await keys.End(signer, file.Signature.KeyId!));
            Assert.Null(await keys.Signed(signer, "anything", Convert.ToBase64String(new byte[70])));
            Assert.Null(file.Problem());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task For_one_bank_leaves_the_other_bank_s_waiting()
    {
        await portal.Db.Execute("insert into bank (code, name) values ('LJ02', '南屏银行')");
        await Draft();
        await Draft("LJ02");
        await Page.GotoAsync("/enterprise/consents/sign?to=LJ01");
        await Page.GetByRole(AriaRole.Button, new() { Name = "签署授权" }).ClickAsync();
        await Page.Arrives(@"/enterprise/consents\?signed=");
        await Page.GotoAsync("/enterprise/consents/sign?to=LJ02");
        await Page.GetByText("谁使用：南屏银行").WaitForAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "签署授权" }).ClickAsync();
        await Page.Arrives(@"/enterprise/consents\?signed=");
        Assert.Equal(2L, await portal.Db.Value<long>("select count(*) from consent_book where status = 'Active'"));
    }

    /// <summary>Downloads the text to sign, signs it with OpenSSL as a token's own software would, and pastes the signature.</summary>
    private async Task<string> SignAndSend(string folder, string key, TimeSpan away = default)
    {
        await Page.GotoAsync("/enterprise/consents/sign?to=LJ01");
        var text = (await Page.GetByRole(AriaRole.Link, new() { Name = "下载待签文本" }).GetAttributeAsync("href"))!;
        await File.WriteAllBytesAsync(Path.Combine(folder, "text"), Convert.FromBase64String(text[(text.IndexOf(',', StringComparison.Ordinal) + 1)..]));
        await OpenSsl(folder, $"pkeyutl -sign -rawin -digest sm3 -in text -inkey {key} -out signature -pkeyopt distid:1234567812345678");
        portal.Clock.Move(away);
        await Page.GetByLabel("签名", new() { Exact = true }).FillAsync(Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(folder, "signature"))));
        await Page.GetByRole(AriaRole.Button, new() { Name = "提交国密签名" }).ClickAsync();
        await Page.Arrives("(signed|wrong)=|/step-up");
        return Page.Url;
    }

    private static async Task OpenSsl(string folder, string arguments)
    {
        using var openssl = Process.Start(new ProcessStartInfo("openssl", arguments) { WorkingDirectory = folder, RedirectStandardError = true, UseShellExecute = false })!;
        var said = await openssl.StandardError.ReadToEndAsync();
        await openssl.WaitForExitAsync();
        Assert.True(openssl.ExitCode == 0, said);
    }

    private Task<string> Send(string question, string token, string credential) => Page.EvaluateAsync<string>(
        "async ([question, token, credential]) => (await fetch('/enterprise/consents/sign', { method: 'POST', body: new URLSearchParams({ question, credential, return: '/enterprise/consents/sign', __RequestVerificationToken: token }) })).url",
        new[] { question, token, credential });

    /// <summary>What the form keeps at each change.</summary>
    private async Task Draft(string bank = "LJ01") => await portal.Db.Execute($$"""
        insert into draft (account, form, body, saved_at) select id, 'consent/{{bank}}', '{"To":"{{bank}}","Purpose":"CreditApproval","Scopes":["Invoices","Tax"],"Personal":[],"Months":6,"Mode":"View","Times":10,"Read":true}', now()
        from identity.account where user_name = '{{account.UserName}}'
        """);
}
