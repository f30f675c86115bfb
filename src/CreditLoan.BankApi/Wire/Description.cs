using System.Text.Json;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CreditLoan.BankApi.Wire;

/// <summary>The API described (OpenAPI 3.1), with an example of every body, and a page that shows it without any script.</summary>
public static class Description
{
    public static void AddDescription(this IServiceCollection services, ApiSettings settings) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = api => api.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) is true;
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonPropertyInfo?.Name is { } member && DataCatalogue.IsPersonal(JsonNamingPolicy.SnakeCaseLower.ConvertName(member))) (schema.Extensions ??= new Dictionary<string, IOpenApiExtension>())["x-personal"] = new JsonNodeExtension(true);
            return Values(schema, context.JsonTypeInfo.Type);
        });
        options.AddOperationTransformer((operation, context, _) => Operation(operation, context));
        options.AddDocumentTransformer((document, _, _) => Document(document, settings));
    });

    public static void MapDescription(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapGet("/docs", async (HttpContext context, [Microsoft.Extensions.DependencyInjection.FromKeyedServices("v1")] IOpenApiDocumentProvider documents, CancellationToken stop) =>
            Results.Content(DescriptionPage.Of(await documents.GetOpenApiDocumentAsync(stop)), "text/html; charset=utf-8")).ExcludeFromDescription();
        app.MapGet("/docs/problems", () => Results.Content(DescriptionPage.OfProblems(), "text/html; charset=utf-8")).ExcludeFromDescription();
        app.MapGet("/docs/style.css", () => Results.Content(DescriptionPage.Style, "text/css")).ExcludeFromDescription();
    }

    /// <summary>Values that are text on the wire, with their form.</summary>
    private static Task Values(OpenApiSchema schema, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var (pattern, example) = type == typeof(Money) ? (@"^-?\d{1,13}(\.\d{1,2})?$", "50000.00") : type == typeof(Rate) ? (@"^\d{1,3}(\.\d{1,4})?$", "4.35")
            : type == typeof(Share) ? (@"^\d{1,3}(\.\d{1,2})?$", "0.3") : (null, null);
        if (pattern is null && !EventJson.IsCode(type)) return Task.CompletedTask;
        schema.Type = JsonSchemaType.String;
        schema.Pattern = pattern;
        schema.Description ??= type == typeof(Money) ? "Yuan." : type == typeof(Rate) ? "Per cent a year." : type == typeof(Share) ? "Per cent." : null;
        if (example is not null) schema.Examples = [example];
        else schema.MaxLength = 64;
        return Task.CompletedTask;
    }

    private static Task Operation(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var (parameters, writes) = (operation.Parameters ??= [], context.Description.HttpMethod is not "GET");
        if (writes) parameters.Add(Header("Idempotency-Key", true, "Yours, 8 to 64 letters, digits, hyphens, underscores: the same key never does the same thing twice.", "repay-JJ-20261120-0007-3"));
        if (writes && context.Description.RelativePath!.Contains('{')) parameters.Add(Header("If-Match", false, "The version you have read; 412 where it has moved.", "\"v3\""));
        parameters.Add(Header("DPoP", true, "A proof for this one call (RFC 9449).", "eyJ0eXAiOiJkcG9wK2p3dCIs…"));
        if (context.Description.ParameterDescriptions.FirstOrDefault(p => p.Source == BindingSource.Body) is { Type: { } body } && body != typeof(Stream))
            foreach (var content in operation.RequestBody?.Content?.Values ?? []) content.Example = Examples.Of(body);
        operation.Responses ??= [];
        foreach (var answer in context.Description.SupportedResponseTypes)
        {
            if (answer.Type is null || answer.Type == typeof(void) || !operation.Responses.TryGetValue(answer.StatusCode.ToString(System.Globalization.CultureInfo.InvariantCulture), out var response)) continue;
            foreach (var content in response.Content?.Values ?? []) content.Example = Examples.Of(answer.Type);
        }
        foreach (var (status, what) in new[] { ("401", "Token or proof missing or not valid"), ("429", "Too many calls; Retry-After says when to come again") })
            operation.Responses.TryAdd(status, new OpenApiResponse { Description = what });
        return Task.CompletedTask;
    }

    private static OpenApiParameter Header(string name, bool required, string description, string example) => new()
    {
        Name = name, In = ParameterLocation.Header, Required = required, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = example,
    };

    private static Task Document(OpenApiDocument document, ApiSettings settings)
    {
        document.Info = new OpenApiInfo
        {
            Title = "CreditLoan bank API 信易贷银行接口",
            Version = "v1",
            Description = "What banks' systems call. Money is yuan and rates are per cent, both as decimal text. Every answer is signed (X-JWS-Signature, RFC 7515 and 7797). docs/bank-api.md leads from keys to the first decision.",
        };
        document.Servers = [new OpenApiServer { Url = settings.Url }];
        (document.Components ??= new OpenApiComponents()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["dpop"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Description = "client_credentials with private_key_jwt (RFC 7523), bound to your key by DPoP (RFC 9449).",
                Flows = new OpenApiOAuthFlows { ClientCredentials = new OpenApiOAuthFlow { TokenUrl = new Uri(settings.Url + "/connect/token"), Scopes = new Dictionary<string, string> { ["bank"] = "Everything of your own bank." } } },
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("dpop", document)] = ["bank"] }];
        return Task.CompletedTask;
    }
}
