using System.Net;
using System.Text.RegularExpressions;
using CreditLoan.Domain.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace CreditLoan.Portal.Tests;

/// <summary>pages.tsv says who opens which page: a route and its roles, "signed-in" for any role, "*" for anybody.</summary>
public sealed partial class The_matrix_of_rights : IAsyncLifetime
{
    // What is no page: health, where the static pages send their forms, and the evidence that anybody may check.
    private static readonly Dictionary<string, bool> NeedsSignIn = new(StringComparer.Ordinal)
    {
        ["/health/live"] = false,
        ["/health/ready"] = false,
        ["/account/sign-in"] = false,
        ["/account/sign-out"] = false,
        ["/account/step-up"] = true,
        ["/account/change-password"] = true,
        ["/account/role"] = true,
        ["/account/end-session"] = true,
        ["/evidence/checkpoint"] = false,
        ["/evidence/keys"] = false,
        ["/evidence/receipts/{number}"] = false,
        ["/evidence/receipts/{number}/compare"] = false,
        ["/evidence/consistency"] = false,
    };

    private RunningPortal portal = null!;

    private static IReadOnlyList<(string Route, string[] Roles)> Matrix =>
        [.. File.ReadAllLines(Path.Combine(Repository.Root, "tests/CreditLoan.Portal.Tests/Access/pages.tsv")).Select(line => line.Split('\t')).Select(parts => (parts[0], parts[1].Split(',')))];

    public async Task InitializeAsync() => portal = await RunningPortal.Start();

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public void Lists_every_page_and_no_other() =>
        Assert.Equal(Matrix.Select(m => m.Route).Order(StringComparer.Ordinal), portal.Pages().Select(p => p.Route).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public void Lists_every_other_endpoint()
    {
        var others = portal.OtherEndpoints().Where(e => !Framework().IsMatch(e.RoutePattern.RawText ?? ""))
            .ToDictionary(e => "/" + e.RoutePattern.RawText!.TrimStart('/'), e => e.Metadata.GetMetadata<IAuthorizeData>() is not null, StringComparer.Ordinal);
        Assert.Equal(NeedsSignIn.OrderBy(e => e.Key, StringComparer.Ordinal), others.OrderBy(e => e.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Is_what_every_principal_meets()
    {
        var matrix = Matrix;
        var wrong = new List<string>();
        foreach (var role in Enum.GetValues<Role>())
        {
            using var visitor = role is Role.Anonymous ? portal.Visit() : await portal.SignIn(await portal.Account("p" + (int)role + ".person", "some-tenant", role));
            foreach (var (route, roles) in matrix.Where(m => m.Route != "/status/{Code:int}"))
            {
                var answer = await visitor.Get(Placeholder().Replace(route, m => m.Value.Contains(":int", StringComparison.Ordinal) ? "2026" : "x"));
                var opens = roles is ["*"] || (role is not Role.Anonymous && (roles is ["signed-in"] || roles.Contains(role.ToString(), StringComparer.Ordinal)));
                var outcome = answer.StatusCode switch
                {
                    HttpStatusCode.Forbidden => "refused",
                    HttpStatusCode.Found when answer.Headers.Location!.ToString().Contains("/sign-in", StringComparison.Ordinal) => "to sign in",
                    < HttpStatusCode.InternalServerError => "opens",
                    _ => "breaks",
                };
                var meant = opens ? "opens" : role is Role.Anonymous ? "to sign in" : "refused";
                if (outcome != meant) wrong.Add($"{role} {route}: meant {meant}, met {outcome}");
            }
        }
        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("^/?_(blazor|framework)")]
    private static partial Regex Framework();
}
