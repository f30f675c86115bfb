using System.Net;
using System.Text.RegularExpressions;
using CreditLoan.Domain.Access;
using Microsoft.AspNetCore.Routing;

namespace CreditLoan.Portal.Tests;

/// <summary>pages.tsv says who opens which page, endpoints.tsv who may call what is no page: a route and its roles, "signed-in" for any role, "*" for anybody.</summary>
/// <remarks>Every principal of every tenant asks for every one of them; what is not listed fails.</remarks>
[Collection(CityVisitors.Name)]
public sealed partial class The_matrix_of_rights(City city)
{
    internal static IReadOnlyList<(string Route, string[] Roles)> Matrix => Read("pages.tsv");

    private static IReadOnlyList<(string Route, string[] Roles)> Read(string file) =>
        [.. File.ReadAllLines(Path.Combine(Repository.Root, "tests/CreditLoan.Portal.Tests/Access", file)).Select(line => line.Split('\t')).Select(parts => (parts[0], parts[1].Split(',')))];

    [Fact]
    public void Lists_every_page_and_no_other() =>
        Assert.Equal(Matrix.Select(m => m.Route).Order(StringComparer.Ordinal), city.Portal.Pages().Select(p => p.Route).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public void Lists_every_other_endpoint() =>
        Assert.Equal(Read("endpoints.tsv").Select(m => m.Route).Order(StringComparer.Ordinal), Endpoints().Select(e => e.Listed).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Is_what_every_principal_of_every_tenant_meets()
    {
        var (matrix, endpoints) = (Matrix, Read("endpoints.tsv").ToDictionary(m => m.Route, m => m.Roles, StringComparer.Ordinal));
        var wrong = new List<string>();
        var checks = 0;
        foreach (var (role, whose) in City.Principals)
        {
            using var client = await city.Enter(role, whose);
            foreach (var (route, roles) in matrix.Where(m => m.Route != "/status/{Code:int}"))
            {
                var answer = await client.GetAsync(new Uri(Filled(route), UriKind.Relative));
                Compare($"{role} of {whose} {route}", answer, roles, role);
            }
            foreach (var (listed, endpoint) in Endpoints())
            {
                using var request = new HttpRequestMessage(HttpMethod.Parse(listed.Split(' ')[0]), new Uri(Filled(listed.Split(' ')[1]), UriKind.Relative));
                if (request.Method == HttpMethod.Post) request.Content = new FormUrlEncodedContent([]);
                var answer = await client.SendAsync(request);
                Compare($"{role} of {whose} {listed}", answer, endpoints[listed], role);
                // A form without its token is turned away, whoever sends it.
                if (request.Method == HttpMethod.Post && listed.StartsWith("POST /account", StringComparison.Ordinal) && answer.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests) && !ToSignIn(answer)) wrong.Add($"{role} {listed} took a form without a token");
            }
        }
        Assert.Empty(wrong);
        Assert.True(checks >= 3_000, $"only {checks} checks");

        void Compare(string what, HttpResponseMessage answer, string[] roles, Role role)
        {
            wrong.AddRange(Every_answer.Missing(answer).Select(missing => $"{what}: {missing}"));
            checks++;
            var opens = roles is ["*"] || (role is not Role.Anonymous && (roles is ["signed-in"] || roles.Contains(role.ToString(), StringComparer.Ordinal)));
            var outcome = answer.StatusCode switch
            {
                HttpStatusCode.Forbidden => "refused",
                HttpStatusCode.Found when ToSignIn(answer) => "to sign in",
                < HttpStatusCode.InternalServerError => "opens",
                HttpStatusCode.ServiceUnavailable => "opens",
                _ => "breaks",
            };
            var meant = opens ? "opens" : role is Role.Anonymous ? "to sign in" : "refused";
            if (outcome != meant) wrong.Add($"{what}: meant {meant}, met {outcome}");
        }
    }

    private static bool ToSignIn(HttpResponseMessage answer) => answer.StatusCode is HttpStatusCode.Found && answer.Headers.Location!.ToString().Contains("/sign-in?return=", StringComparison.OrdinalIgnoreCase);

    private IReadOnlyList<(string Listed, RouteEndpoint Endpoint)> Endpoints() =>
        [.. city.Portal.OtherEndpoints().Where(e => !Framework().IsMatch(e.RoutePattern.RawText ?? ""))
            .Select(e => ((e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is [var method, ..] ? method : "GET") + " /" + e.RoutePattern.RawText!.TrimStart('/'), e))];

    private static string Filled(string route) => Placeholder().Replace(route, m => m.Value.Contains(":int", StringComparison.Ordinal) ? "2026" : m.Value.Contains("xlsx", StringComparison.Ordinal) ? "xlsx" : m.Value.Contains("json", StringComparison.Ordinal) ? "json" : "x");

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("^/?_(blazor|framework)")]
    private static partial Regex Framework();
}
