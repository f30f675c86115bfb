using System.Net;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Access;
using Microsoft.Extensions.DependencyInjection;

namespace CreditLoan.Portal.Tests;

public sealed class A_session : IAsyncLifetime
{
    private RunningPortal portal = null!;

    public async Task InitializeAsync() => portal = await RunningPortal.Start();

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Theory]
    [InlineData(Role.BankOfficer, 30)]
    [InlineData(Role.PoolApprover, 15)]
    [InlineData(Role.SystemAdministrator, 15)]
    public async Task Ends_after_its_rest(Role role, int minutes)
    {
        using var visitor = await portal.SignIn(await portal.Account("someone", "x", role));
        portal.Clock.Move(TimeSpan.FromMinutes(minutes - 1));
        Assert.True(await visitor.IsKnown());
        portal.Clock.Move(TimeSpan.FromMinutes(minutes + 1));
        Assert.False(await visitor.IsKnown());
    }

    [Theory]
    [InlineData(Role.EnterpriseAgent, 12)]
    [InlineData(Role.AuditAdministrator, 8)]
    public async Task Ends_after_its_longest_time_however_busy(Role role, int hours)
    {
        using var visitor = await portal.SignIn(await portal.Account("someone", "x", role));
        for (var minutes = 0; minutes < hours * 60 - 10; minutes += 10)
        {
            portal.Clock.Move(TimeSpan.FromMinutes(10));
            Assert.True(await visitor.IsKnown());
        }
        portal.Clock.Move(TimeSpan.FromMinutes(12));
        Assert.False(await visitor.IsKnown());
    }

    [Fact]
    public async Task Ends_when_the_account_is_locked()
    {
        using var visitor = await portal.SignIn(await portal.Account("someone", "x", Role.BankOfficer));
        await portal.Db.Execute("update identity.account set locked_at = now()");
        Assert.False(await visitor.IsKnown());
    }

    [Fact]
    public async Task Ends_when_its_role_is_taken_away()
    {
        using var visitor = await portal.SignIn(await portal.Account("someone", "x", Role.BankOfficer, Role.BankApprover));
        await portal.Db.Execute("delete from identity.account_role where role = 'BankApprover'");
        Assert.True(await visitor.IsKnown());
        await portal.Db.Execute("delete from identity.account_role where role = 'BankOfficer'");
        Assert.False(await visitor.IsKnown());
    }

    [Fact]
    public async Task Of_an_administrator_is_the_only_one()
    {
        var account = await portal.Account("someone", "", Role.SecurityAdministrator);
        using var first = await portal.SignIn(account);
        using var second = await portal.SignIn(account);
        Assert.False(await first.IsKnown());
        Assert.True(await second.IsKnown());
    }

    [Fact]
    public async Task Counts_as_checked_again_for_five_minutes()
    {
        var account = await portal.Account("someone", "x", Role.PoolApprover);
        using var visitor = await portal.SignIn(account);
        var sessions = portal.Services.GetRequiredService<Sessions>();
        var session = await portal.Db.Value<Guid>("select id from identity.session");
        Assert.True(sessions.IsSteppedUp(session));
        portal.Clock.Move(TimeSpan.FromMinutes(6));
        Assert.False(sessions.IsSteppedUp(session));
        var code = (await portal.Accounts.DemonstrationCode("someone"))!;
        var answer = await visitor.Send("/step-up?return=/pool", "/account/step-up", ("code", code), ("return", "/pool"));
        Assert.Equal("/pool", answer.Headers.Location!.ToString());
        Assert.True(sessions.IsSteppedUp(session));
        answer = await visitor.Send("/step-up", "/account/step-up", ("code", code), ("return", "/pool"));
        Assert.Contains("wrong", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_known_to_a_second_process_and_after_a_restart()
    {
        using var visitor = await portal.SignIn(await portal.Account("someone", "x", Role.BankOfficer));
        await using (var second = await RunningPortal.Start(beside: portal))
        {
            using var there = visitor.At(second);
            Assert.True(await there.IsKnown());
        }
        // Nothing of the first two is left in memory here: the keys come from the database, unwrapped.
        await using var restarted = await RunningPortal.Start(beside: portal);
        using var later = visitor.At(restarted);
        Assert.True(await later.IsKnown());
        Assert.Equal(0L, await portal.Db.Value<long>("select count(*) from identity.data_protection_key where xml like '%masterKey%' or xml not like '%wrapped%'"));
    }

    [Fact]
    public async Task Is_ended_by_leaving_and_the_old_cookie_with_it()
    {
        using var visitor = await portal.SignIn(await portal.Account("someone", "x", Role.BankOfficer));
        Assert.Equal(HttpStatusCode.Found, (await visitor.Send("/account", "/account/sign-out")).StatusCode);
        Assert.False(await visitor.IsKnown());
        Assert.Equal(1L, await portal.Db.Value<long>("select count(*) from identity.session where ended_at is not null"));
    }
}
