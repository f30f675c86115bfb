using System.Net;
using System.Text.Json.Nodes;
using CreditLoan.Domain.Enterprises;

namespace CreditLoan.BankApi.Tests.Wire;

public sealed class The_description(RunningApi api) : IClassFixture<RunningApi>
{
    private static IEnumerable<(string Where, JsonNode Operation)> Operations(JsonNode document) =>
        document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => ($"{o.Key.ToUpperInvariant()} {p.Key}", o.Value!)));

    [Fact]
    public async Task Is_OpenAPI_3_1_and_is_what_was_agreed()
    {
        var text = await api.Http.GetStringAsync("/openapi/v1.json");
        var document = JsonNode.Parse(text)!;
        Assert.StartsWith("3.1", (string)document["openapi"]!, StringComparison.Ordinal);
        var listed = string.Join('\n', Operations(document).Select(o => $"{o.Where} {o.Operation["operationId"]}").Order(StringComparer.Ordinal)) + "\n";
        var approved = Path.Combine(Repository.Root, "tests/CreditLoan.BankApi.Tests/Wire/Operations.approved.txt");
        if (Environment.GetEnvironmentVariable("CREDITLOAN_APPROVE") == "1") await File.WriteAllTextAsync(approved, listed);
        Assert.Equal(await File.ReadAllTextAsync(approved), listed);
    }

    [Fact]
    public async Task Shows_an_example_of_every_body()
    {
        var document = JsonNode.Parse(await api.Http.GetStringAsync("/openapi/v1.json"))!;
        foreach (var (where, operation) in Operations(document))
        {
            if (operation["requestBody"]?["content"]?["application/json"] is { } asked) Assert.True(asked["example"] is not null, $"{where}: no example of the request");
            foreach (var (status, response) in operation["responses"]!.AsObject())
                foreach (var (_, content) in response!["content"]?.AsObject() ?? [])
                    Assert.True(content!["example"] is not null, $"{where}: no example of {status}");
            Assert.NotEmpty((string)operation["summary"]!);
            Assert.NotEmpty(operation["tags"]!.AsArray());
        }
    }

    [Fact]
    public async Task Says_with_its_examples_what_it_says_with_its_schemas()
    {
        var document = JsonNode.Parse(await api.Http.GetStringAsync("/openapi/v1.json"))!;
        var (faults, checkedBodies) = (new List<string>(), 0);
        foreach (var (where, operation) in Operations(document))
        {
            var bodies = operation["responses"]!.AsObject().SelectMany(r => (r.Value!["content"]?.AsObject() ?? []).Select(c => (What: $"{where} {r.Key}", Content: c.Value!)));
            if (operation["requestBody"]?["content"]?["application/json"] is { } asked) bodies = bodies.Append((where, asked));
            foreach (var (what, content) in bodies)
            {
                if (content["schema"] is not { } schema) continue;
                checkedBodies++;
                faults.AddRange(Schema.Faults(document, schema, content["example"], what));
            }
            foreach (var parameter in (operation["parameters"]?.AsArray() ?? []).Where(p => p!["example"] is not null))
                faults.AddRange(Schema.Faults(document, parameter!["schema"]!, parameter["example"], $"{where} {parameter["name"]}"));
        }
        Assert.Empty(faults);
        Assert.True(checkedBodies > 100, $"only {checkedBodies} bodies");
        // The check itself sees what is wrong.
        var money = document["components"]!["schemas"]!["RepaymentIn"]!;
        Assert.NotEmpty(Schema.Faults(document, money, new JsonObject { ["principal"] = 1 }, "a number for money"));
        Assert.NotEmpty(Schema.Faults(document, money, new JsonObject(), "nothing"));
    }

    [Fact]
    public async Task Marks_every_member_that_the_catalogue_calls_personal_and_has_no_field_of_a_person_itself()
    {
        var document = JsonNode.Parse(await api.Http.GetStringAsync("/openapi/v1.json"))!;
        var members = document["components"]!["schemas"]!.AsObject().SelectMany(s => s.Value!["properties"]?.AsObject().Select(p => (Where: s.Key, Name: System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Key), Schema: p.Value!)) ?? []).ToList();
        Assert.Contains(members, m => m.Schema["x-personal"] is not null);
        Assert.All(members, m => Assert.True(DataCatalogue.IsPersonal(m.Name) == (m.Schema["x-personal"] is not null), $"{m.Where}.{m.Name}"));
        Assert.DoesNotContain(members, m => m.Name is "id_number" or "phone" or "person_name");
    }

    [Fact]
    public async Task Is_shown_on_a_page_that_fetches_nothing_from_elsewhere_and_runs_no_script()
    {
        foreach (var path in new[] { "/docs", "/docs/problems" })
        {
            var page = await api.Http.GetStringAsync(path);
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch("(?:src|href)=\"(?:https?:)?//", page);
        }
        Assert.Contains("disburse", await api.Http.GetStringAsync("/docs"), StringComparison.Ordinal);
        Assert.Contains("id=\"loan.above_outstanding\"", await api.Http.GetStringAsync("/docs/problems"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await api.Http.GetAsync("/docs/style.css")).StatusCode);
    }
}
