using System.Reflection;
using CreditLoan.Domain.Access;

namespace CreditLoan.Domain.Tests;

/// <summary>Whatever a page's circuit, an endpoint or a bank's call changes ends in a decision that takes the actor: each is tried by all eighteen principals of the own, another and no tenant.</summary>
/// <remarks>
/// acts.tsv says who is let through: a role of its own tenant, or with an asterisk of any. Bureau and platform have no tenants among themselves.
/// <c>CREDITLOAN_APPROVE=1 dotnet test …</c> writes it anew, to be read line by line. A decision without a line, or without an example that somebody may act on, fails.
/// </remarks>
public sealed class Every_act
{
    private static readonly string Approved = Path.Combine(Repository.Root, "tests/CreditLoan.Domain.Tests/Access/acts.tsv");
    private static readonly Act[] Tried = [.. ((Act[])[.. LendingActs.All, .. PoolActs.All, .. OtherActs.All]).OrderBy(a => a.Name, StringComparer.Ordinal)];

    [Fact]
    public void Is_tried() => Assert.Equal(Acts(), Tried.Select(a => a.Name));

    [Fact]
    public void Is_open_to_whom_the_matrix_says_and_to_nobody_else()
    {
        var checks = 0;
        var lines = Tried.Select(act => act.Name + "\t" + string.Join(' ', Roles.Principals.Select(Let).OfType<string>())).ToList();
        if (Environment.GetEnvironmentVariable("CREDITLOAN_APPROVE") is not null) File.WriteAllLines(Approved, lines);
        Assert.Equal(File.ReadAllLines(Approved), lines);
        Assert.DoesNotContain(lines, line => line.EndsWith('\t'));
        Assert.True(checks >= 18 * 3 * Acts().Count, $"only {checks} checks");

        string? Let(Role role)
        {
            var act = Tried[checks / (18 * 3)];
            checks += 3;
            var (own, other, none) = (act.Lets(new("tried", role, act.Tenant(role.Kind()))), act.Lets(new("tried", role, "another-tenant")), act.Lets(new("tried", role, "")));
            // Of no tenant is never more than of another.
            return (own, other, none) switch { (true, true, _) => role + "*", (true, false, false) => role.ToString(), (false, false, false) => null, _ => $"{role} ONLY WITHOUT ITS TENANT" };
        }
    }

    [Fact]
    public void Of_a_job_is_one_of_these() =>
        Assert.Equal(["BankFile.Receive", "Enterprise.ChangeDetails", "Enterprise.NamePerson", "Enterprise.Register", "Enterprise.ReportFigures", "Enterprise.StrikeOff", "Loan.MarkOverdue", "Lpr.Publish"],
            Tried.Where(act => act.Lets(Actor.Job("daily-close"))).Select(act => act.Name));

    /// <summary>What a page joins to an act that takes the actor, in the same change: by itself it says nothing about rights.</summary>
    private static readonly string[] Joined = ["Enrolment.Enter", "LoanCover.Leave"];

    /// <summary>What only answers a question and decides nothing.</summary>
    private static readonly string[] Questions = ["Claim.ApprovalsNeeded", "Loan.LatestExtension"];

    [Fact]
    public void A_page_or_a_call_asks_for_takes_the_actor()
    {
        var known = Acts().ToHashSet(StringComparer.Ordinal);
        var asked = new[] { "Portal", "BankApi" }.SelectMany(p => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/CreditLoan." + p), "*.*", SearchOption.AllDirectories))
            .Where(f => (f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal)) && !f.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(f => Calls().Matches(File.ReadAllText(f)).Select(m => $"{m.Groups[1].Value}.{m.Groups[2].Value}")).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(asked.Count > 60, $"only {asked.Count} acts are asked for");
        Assert.Equal([], asked.Except(known).Except(Joined).Except(Questions));
    }

    private static IReadOnlyList<string> Acts() =>
        [.. typeof(Role).Assembly.GetTypes().Where(t => t.Name.EndsWith("Decisions", StringComparison.Ordinal) && t.IsSealed && t.IsAbstract)
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static)).Where(m => m.GetParameters().Any(p => p.ParameterType == typeof(Actor)) && m.ReturnType.Name.StartsWith("Decision", StringComparison.Ordinal))
            .Select(m => $"{m.DeclaringType!.Name[..^"Decisions".Length]}.{m.Name}").Order(StringComparer.Ordinal)];

    private static System.Text.RegularExpressions.Regex Calls() => new(@"\b(\w+)Decisions\.([A-Z]\w+)\(");
}
