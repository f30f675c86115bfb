using System.Text.RegularExpressions;

namespace CreditLoan.E2e;

/// <summary>Addresses of pages with parameters, with something that the seeded city has.</summary>
public static class Examples
{
    private const string Owner = "(select tenant from identity.account where user_name = 'owner')";

    private const string Closed = "select to_char(max(day), 'YYYY-MM-DD') from close_run";

    private const string Model = "select project from model_project_book order by project limit 1";

    private static readonly Dictionary<string, string> Queries = new(StringComparer.Ordinal)
    {
        ["/bank/cases/{Number}"] = "select line from credit_line_book where bank = 'LJ01' and stage = 'UnderReview' order by line limit 1",
        ["/bank/lines/{Number}"] = "select line from credit_line_book where bank = 'LJ01' and stage = 'Open' order by line limit 1",
        ["/bank/lines/{Number}/disburse"] = "select line from credit_line_book where bank = 'LJ01' and stage = 'Open' and available > 0 and until > current_date order by line limit 1",
        ["/bank/loans/{Number}"] = "select number from loan_book where bank = 'LJ01' and stage = 'Overdue' order by number limit 1",
        ["/bank/products/{Number}"] = "select 'XY01'",
        ["/bank/profiles/{Code}"] = """
            select c.enterprise from consent_book c where c.recipient = 'LJ01' and c.purpose = 'CreditApproval' and c.status = 'Active'
              and exists (select from consent_book p where p.enterprise = c.enterprise and p.recipient = 'platform' and p.status = 'Active') order by c.enterprise limit 1
            """,
        ["/bank/consents/new/{Number}"] = "select line from credit_line_book where bank = 'LJ01' and stage = 'UnderReview' order by line desc limit 1",
        ["/admin/models/{Project}"] = Model,
        ["/admin/models/{Project}/stability"] = Model,
        ["/admin/models/{Project}/validation"] = Model,
        ["/enterprise/models/{Project}"] = Model,
        ["/enterprise/consents/{Number}"] = $"select consent from consent_book where enterprise = {Owner} order by status, consent limit 1",
        ["/pool/rules/{SchemeCode}/what-if"] = "select 'GZXD-2025'",
        ["/pool/statements/{SchemeCode}/{Year:int}"] = "select 'GZXD-2025/' || to_char(current_date, 'YYYY')",
        ["/verify/{Number}"] = "select number from evidence_leaf order by number limit 1",
        ["/bank/claims/{SchemeCode}/{Number}"] = "select scheme || '/' || number from enrolment_book where bank = 'LJ01' and stage = 'Flagged' order by number limit 1",
        ["/enterprise/lines/{Number}"] = $"select line from credit_line_book where enterprise = {Owner} order by stage = 'Open' desc, line desc limit 1",
        ["/enterprise/loans/{Bank}/{Number}"] = $"select bank || '/' || number from loan_book where enterprise = {Owner} order by value_date desc limit 1",
        ["/enterprise/applications/new/{Id}"] = $"select demand from demand_book where enterprise = {Owner} order by demand limit 1",
        ["/enterprise/products/needs/{Id}"] = $"select demand from demand_book where enterprise = {Owner} order by stage <> 'Open', demand limit 1",
        ["/pool/enrolments/{SchemeCode}/{Bank}/{Number}"] = "select scheme || '/' || bank || '/' || number from enrolment_book where stage = 'UnderReview' order by 1 limit 1",
        ["/pool/claims/{Number}"] = "select id from claim_book order by stage <> 'Pending', id desc limit 1",
        ["/pool/rules/{SchemeCode}"] = "select 'GZXD-2025'",
        ["/pool/closes/{Day}"] = Closed,
        ["/bank/closes/{Day}"] = Closed,
        ["/pool/funds/{SchemeCode}/{Year:int}"] = "select 'GZXD-2025/' || to_char(current_date, 'YYYY')",
        ["/products/{Bank}/{Number}"] = "select 'LJ01/XY01'",
        ["/bureau/loans/{Fingerprint}"] = "select fingerprint from loan_book order by restated desc, fingerprint limit 1",
        ["/bureau/months/{Month}"] = "select to_char(current_date - interval '1 month', 'YYYY-MM')",
    };

    /// <summary>An address with what the city has; null where this list knows nothing for the route.</summary>
    public static async Task<string?> Of(City city, string route)
    {
        if (!Queries.TryGetValue(route, out var query)) return null;
        var values = new Queue<string>((await DatabaseServer.Text(city.Database, query)).Split('/'));
        return Fill(route, _ => values.Dequeue());
    }

    /// <summary>An address of the route with what no city has.</summary>
    public static string Missing(string route) => Fill(route, parameter => parameter.EndsWith(":int}", StringComparison.Ordinal) ? "1999" : "NONE");

    private static string Fill(string route, Func<string, string> value) =>
        Regex.Replace(route, @"\{[^}]+\}", match => Uri.EscapeDataString(value(match.Value)), RegexOptions.None, TimeSpan.FromSeconds(1));
}
