using System.Net;
using System.Text.RegularExpressions;
using CreditLoan.Domain.Access;

namespace CreditLoan.Portal.Tests;

/// <summary>Pages about one thing, asked for by its real address: whoever it does not belong to meets what meets him for a thing that does not exist.</summary>
[Collection(CityVisitors.Name)]
public sealed partial class Rows_by_their_address(City city)
{
    // How each address is filled with a real thing of the own tenant; a page that anybody may read has none.
    private static readonly Dictionary<string, string> Things = new(StringComparer.Ordinal)
    {
        ["/bank/cases/{Number}"] = "select line from credit_line_book where bank = $bank and enterprise = $enterprise limit 1",
        ["/bank/consents/new/{Number}"] = "select line from credit_line_book where bank = $bank and enterprise = $enterprise limit 1",
        ["/bank/lines/{Number}"] = "select line from credit_line_book where bank = $bank and enterprise = $enterprise and signed_on is not null limit 1",
        ["/bank/lines/{Number}/disburse"] = "select line from credit_line_book where bank = $bank and enterprise = $enterprise and signed_on is not null limit 1",
        ["/bank/loans/{Number}"] = "select number from loan_book where bank = $bank limit 1",
        ["/bank/claims/{SchemeCode}/{Number}"] = "select e.scheme || '/' || e.number from enrolment_book e join claim_book c on c.bank = e.bank and c.loan like '%' || e.number where e.bank = $bank order by c.stream_id limit 1",
        ["/bank/profiles/{Code}"] = "select enterprise from consent_book where recipient = $bank and status = 'Active' limit 1",
        ["/enterprise/consents/{Number}"] = "select consent from consent_book where enterprise = $enterprise limit 1",
        ["/enterprise/lines/{Number}"] = "select line from credit_line_book where enterprise = $enterprise limit 1",
        ["/enterprise/loans/{Bank}/{Number}"] = "select bank || '/' || number from loan_book where enterprise = $enterprise limit 1",
        ["/enterprise/applications/new/{Id}"] = "select demand from demand_book where enterprise = $enterprise limit 1",
        ["/enterprise/products/needs/{Id}"] = "select demand from demand_book where enterprise = $enterprise order by stage = 'Open' desc limit 1",
        ["/pool/claims/{Number}"] = "select id from claim_book order by stream_id limit 1",
        ["/pool/enrolments/{SchemeCode}/{Bank}/{Number}"] = "select scheme || '/' || bank || '/' || number from enrolment_book limit 1",
        ["/pool/rules/{SchemeCode}"] = "select scheme from scheme_book limit 1",
        ["/pool/funds/{SchemeCode}/{Year:int}"] = "select scheme || '/' || year from pool_book limit 1",
        ["/pool/statements/{SchemeCode}/{Year:int}"] = "select scheme || '/' || year from pool_book limit 1",
    };

    // Open to anybody, or open to every pool: the rules of a scheme are published. A product's number is its own bank's: the same number is another product elsewhere. A day's close has a run for all; row level security of its lines is tried in Rows_of_others.
    private static readonly string[] Open = ["/bank/products/{Number}", "/verify/{Number}", "/status/{Code:int}", "/products/{Bank}/{Number}", "/pool/rules/{SchemeCode}", "/pool/rules/{SchemeCode}/what-if", "/bureau/months/{Month}", "/bureau/loans/{Fingerprint}", "/pool/closes/{Day}", "/bank/closes/{Day}"];

    // The small city has no modelling project; row level security of their tables is tried in Rows_of_others.
    private static readonly string[] Models =
    [
        "/admin/models/{Project}", "/admin/models/{Project}/stability", "/admin/models/{Project}/validation", "/bank/models/{Project}", "/bank/models/{Project}/stability",
        "/bank/models/{Project}/validation", "/bureau/models/{Project}", "/bureau/models/{Project}/stability", "/bureau/models/{Project}/validation", "/enterprise/models/{Project}",
    ];

    // Their own tenant may meet "no longer possible" as well: what is drawn or applied for is over in most of the city.
    private static readonly string[] Passing = ["/bank/lines/{Number}/disburse", "/enterprise/applications/new/{Id}", "/enterprise/products/needs/{Id}"];

    // Drawn in the circuit alone; its one door is tried without a page in Opening_a_profile.
    private static readonly string[] InCircuit = ["/bank/profiles/{Code}"];

    [Fact]
    public void Are_tried_for_every_page_about_one_thing() =>
        Assert.Equal(
            city.Portal.Pages().Where(p => !p.Plain).Select(p => p.Route).Order(StringComparer.Ordinal),
            Things.Keys.Union(Open, StringComparer.Ordinal).Union(Models, StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Are_shown_to_their_own_tenant_alone()
    {
        var matrix = The_matrix_of_rights.Matrix.ToDictionary(m => m.Route, m => m.Roles, StringComparer.Ordinal);
        var (wrong, shown) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (route, thing) in Things.Where(t => !Open.Contains(t.Key) && !InCircuit.Contains(t.Key)))
        {
            var parts = (await city.Value(Fill(thing))).Split('/');
            // A pool's claim is named by its whole id, which has slashes in it.
            if (Regex.Count(route, @"\{") == 1) parts = [Uri.EscapeDataString(string.Join('/', parts))];
            var (real, none) = (Address(route, parts), Address(route, [.. parts.Select((p, i) => i == parts.Length - 1 ? (p.All(char.IsAsciiDigit) ? "1999" : "NONE") : p)]));
            foreach (var (role, whose) in City.Principals.Where(p => matrix[route].Contains(p.Role.ToString(), StringComparer.Ordinal)))
            {
                using var client = await city.Enter(role, whose);
                var (met, missing) = (await Said(client, real, parts[^1]), await Said(client, none, "NONE"));
                if (whose is Whose.Own && met != missing) shown.Add(route);
                else if (whose is Whose.Own && !Passing.Contains(route)) wrong.Add($"{role} does not see its own {real}: {met}");
                else if (whose is not Whose.Own && met != missing) wrong.Add($"{role} of {whose} sees {real}: {met}\n  instead of {missing}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(shown.Count >= 9, string.Join(' ', shown));
    }

    private string Fill(string sql) => sql.Replace("$bank", $"'{city.Tenant(TenantKind.Bank, Whose.Own)}'", StringComparison.Ordinal)
        .Replace("$enterprise", $"'{city.Tenant(TenantKind.Enterprise, Whose.Own)}'", StringComparison.Ordinal);

    private static string Address(string route, string[] parts)
    {
        var next = 0;
        return Placeholder().Replace(route, _ => parts[next++]);
    }

    /// <summary>What the page says, without what differs from one visit to the next.</summary>
    private static async Task<string> Said(HttpClient client, string address, string id)
    {
        var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        if (answer.StatusCode is HttpStatusCode.Found) return "leads on to another page";
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{address}: {answer.StatusCode}");
        var html = await answer.Content.ReadAsStringAsync();
        html = html[html.IndexOf("<main", StringComparison.Ordinal)..html.IndexOf("</main>", StringComparison.Ordinal)];
        return Noise().Replace(html, "").Replace(Uri.UnescapeDataString(id), "", StringComparison.Ordinal).Replace("NONE", "", StringComparison.Ordinal).Replace("1999", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("<!--.*?-->|[a-z]+-[0-9a-f]{8}|value=\"CfDJ[^\"]*\"|\\s+", RegexOptions.Singleline)]
    private static partial Regex Noise();
}
