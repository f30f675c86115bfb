using System.Text.RegularExpressions;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Access;
using CreditLoan.Portal.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using System.Security.Claims;
using Contract = CreditLoan.Portal.Shell.Claims;

namespace CreditLoan.Portal.Tests;

/// <summary>step-up.tsv says of every act of every page whether the person must have been checked within five minutes; an act that is not listed fails.</summary>
public sealed partial class Checking_the_person_again
{
    private static readonly string Pages = Path.Combine(Repository.Root, "src/CreditLoan.Portal");
    private static readonly string Approved = Path.Combine(Repository.Root, "tests/CreditLoan.Portal.Tests/Access/step-up.tsv");

    [Fact]
    public void Is_listed_for_every_act_of_every_page()
    {
        var refusals = typeof(Role).Assembly.GetTypes().SelectMany(t => t.GetFields()).Where(f => f.FieldType == typeof(Domain.Refusal)).Select(f => ((Domain.Refusal)f.GetValue(null)!).Code).ToHashSet(StringComparer.Ordinal);
        var acts = Directory.EnumerateFiles(Pages, "*.*", SearchOption.AllDirectories)
            .Where(f => (f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal)) && !f.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(f => Act().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).Distinct(StringComparer.Ordinal).Where(a => !refusals.Contains(a)).Order(StringComparer.Ordinal).ToList();
        var lines = acts.Select(a => $"{a}\t{(StepUpActs.All.Contains(a) ? "yes" : "no")}").ToList();
        if (Environment.GetEnvironmentVariable("CREDITLOAN_APPROVE") is not null) File.WriteAllLines(Approved, lines);
        Assert.Equal(File.ReadAllLines(Approved), lines);
        Assert.Equal([], StepUpActs.All.Except(acts));
    }

    [Fact]
    public void Is_asked_by_every_page_that_hands_out_accounts_and_roles() =>
        Assert.All(Directory.EnumerateFiles(Path.Combine(Pages, "Admin"), "*.razor").Where(f => File.ReadAllText(f) is var text && (text.Contains("AccountDesk", StringComparison.Ordinal) || text.Contains("@inject Accounts", StringComparison.Ordinal))),
            f => Assert.DoesNotContain("CheckedActor", File.ReadAllText(f), StringComparison.Ordinal));

    [Fact]
    public async Task Stands_before_each_of_them_whatever_the_page_does()
    {
        await using var portal = await RunningPortal.Start();
        var account = await portal.Account("lin.xiao", "102100", Role.BankApprover);
        using var _ = await portal.SignIn(account);
        var id = await portal.Db.Value<Guid>("select id from identity.session where ended_at is null");
        var user = new ClaimsPrincipal(new ClaimsIdentity([new(Contract.Subject, account.UserName), new(Contract.Role, nameof(Role.BankApprover)), new(Contract.Tenant, "102100"), new(Contract.SessionId, id.ToString())], "test", Contract.Name, Contract.Role));
        var at = new At();
        var session = new Session(new Known(user), portal.Clock, portal.Services.GetRequiredService<Sessions>(), at);

        Assert.All(StepUpActs.All, act => Assert.Equal(act, session.Command(act, "body").Act));
        portal.Clock.Move(TimeSpan.FromMinutes(6));
        Assert.All(StepUpActs.All, act => Assert.Throws<StepUpException>(() => session.Command(act, "body")));
        Assert.Throws<StepUpException>(() => session.SteppedUpActor);
        Assert.Equal("/step-up?return=%2Fbank%2Fcases", at.Asked);
        Assert.Equal("credit_line.take_up", session.Command("credit_line.take_up", "body").Act);
        // Nothing at all without the session itself.
        await portal.Db.Execute("update identity.session set ended_at = now(), ended_why = 'ended_by_owner'");
        Assert.All(StepUpActs.All.Append("credit_line.take_up"), act => Assert.Throws<SignedOutException>(() => session.Command(act, "body")));
    }

    private sealed class Known(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));
    }

    private sealed class At : NavigationManager
    {
        public At() => Initialize("http://localhost/", "http://localhost/bank/cases");

        public string? Asked { get; private set; }

        protected override void NavigateToCore(string uri, NavigationOptions options) => Asked = uri;
    }

    [GeneratedRegex("\"((?:appeal|bank_client|break|claim|consent|credit_line|demand|enrolment|enterprise|loan|lpr|model|pool|product|scheme|target|threshold)\\.[a-z_-]+)\"")]
    private static partial Regex Act();
}
