using System.Net;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Access;

namespace CreditLoan.Portal.Tests;

public sealed class Signing_in : IAsyncLifetime
{
    private RunningPortal portal = null!;
    private DemoAccountRow officer = null!;

    public async Task InitializeAsync()
    {
        portal = await RunningPortal.Start();
        officer = await portal.Account("lin.xiao", "102100", Role.BankOfficer);
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task Takes_name_password_and_code_together()
    {
        using var visitor = await portal.SignIn(officer);
        Assert.True(await visitor.IsKnown());
        Assert.Equal(1L, await portal.Db.Value<long>("select count(*) from audit where act = 'sign-in' and outcome = 'done'"));
    }

    [Fact]
    public async Task Says_the_same_whatever_was_wrong()
    {
        var code = (await portal.Accounts.DemonstrationCode(officer.UserName))!;
        var answers = new List<string?>();
        foreach (var (name, password, given) in new[] { (officer.UserName, "not the password", code), ("nobody", officer.Password, code), (officer.UserName, officer.Password, "000000") })
        {
            using var visitor = portal.Visit();
            answers.Add((await visitor.SignIn(name, password, given)).Headers.Location?.ToString());
            Assert.False(await visitor.IsKnown());
        }
        Assert.Single(answers.Distinct());
        Assert.Equal(3L, await portal.Db.Value<long>("select count(*) from audit where act = 'sign-in' and outcome = 'refused'"));
    }

    [Fact]
    public async Task Takes_each_code_once()
    {
        var code = (await portal.Accounts.DemonstrationCode(officer.UserName))!;
        using var first = portal.Visit();
        await first.SignIn(officer.UserName, officer.Password, code);
        using var second = portal.Visit();
        await second.SignIn(officer.UserName, officer.Password, code);
        Assert.True(await first.IsKnown());
        Assert.False(await second.IsKnown());
    }

    [Fact]
    public async Task Is_locked_for_15_minutes_after_five_failures()
    {
        for (var i = 0; i < 5; i++)
        {
            using var guesser = portal.Visit();
            await guesser.SignIn(officer.UserName, "guess number " + i, "000000");
        }
        await Assert.ThrowsAsync<InvalidOperationException>(() => portal.SignIn(officer));
        await portal.Db.Execute("update identity.account set lockout_end = now() - interval '1 second'");
        using var visitor = await portal.SignIn(officer);
        Assert.True(await visitor.IsKnown());
    }

    [Fact]
    public async Task Leads_back_only_to_this_portal()
    {
        foreach (var back in new[] { "https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example" })
        {
            using var visitor = portal.Visit();
            var answer = await visitor.SignIn(officer.UserName, officer.Password, (await portal.Accounts.DemonstrationCode(officer.UserName))!, back);
            Assert.StartsWith("/", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("elsewhere", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
            portal.Clock.Move(TimeSpan.FromSeconds(60));
        }
    }

    [Fact]
    public async Task Needs_the_token_of_the_form()
    {
        using var client = new HttpClient { BaseAddress = portal.Address };
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("name", officer.UserName)]);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync(new Uri("/account/sign-in", UriKind.Relative), form)).StatusCode);
    }

    [Fact]
    public async Task Gives_a_new_account_no_page_before_its_password_is_changed()
    {
        var (made, _) = await portal.Accounts.Create(new Actor("admin", Role.SystemAdministrator, ""), new NewAccount("new.one", "新人", TenantKind.Bank, "102100", "银行"));
        await portal.Db.Execute($"insert into identity.account_role values ('{made!.Id}', 'BankOfficer', now(), 'a', 'b')");
        using var visitor = portal.Visit();
        var answer = await visitor.SignIn(made.UserName, made.Password, OneTimeCode.At(made.TotpSecret, OneTimeCode.Step(portal.Clock.GetUtcNow())));
        Assert.Equal("/account/password", answer.Headers.Location!.ToString());
        var refused = await visitor.Send("/account/password", "/account/change-password", ("old", made.Password), ("wanted", "Password1234!"), ("again", "Password1234!"));
        Assert.Contains("wrong", refused.Headers.Location!.ToString(), StringComparison.Ordinal);
        await visitor.Send("/account/password", "/account/change-password", ("old", made.Password), ("wanted", "Jade-harbour-71-lamp"), ("again", "Jade-harbour-71-lamp"));
        Assert.False(await visitor.IsKnown());
        portal.Clock.Move(TimeSpan.FromSeconds(60));
        answer = await visitor.SignIn(made.UserName, "Jade-harbour-71-lamp", OneTimeCode.At(made.TotpSecret, OneTimeCode.Step(portal.Clock.GetUtcNow())));
        Assert.NotEqual("/account/password", answer.Headers.Location!.ToString());
    }
}
