using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CreditLoan.BankApi.Tests.Wire;

/// <summary>Whether a value is what a schema of the description allows: the part of JSON Schema that the description uses; any other word in it is a fault.</summary>
internal static class Schema
{
    private static readonly string[] Known = ["$ref", "type", "properties", "required", "items", "enum", "pattern", "maxLength", "format", "additionalProperties", "oneOf", "anyOf", "description", "default", "examples", "minimum", "maximum", "title", "x-personal"];

    public static List<string> Faults(JsonNode document, JsonNode schema, JsonNode? value, string where)
    {
        var faults = new List<string>();
        Check(document, schema, value, where, faults);
        return faults;
    }

    private static void Check(JsonNode document, JsonNode schema, JsonNode? value, string where, List<string> faults)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            var target = reference[2..].Split('/').Aggregate(document, (node, part) => node[part]!);
            Check(document, target, value, where, faults);
            return;
        }
        foreach (var (word, _) in schema.AsObject()) if (!Known.Contains(word, StringComparer.Ordinal)) faults.Add($"{where}: the schema says {word}, which is not checked");
        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices)
        {
            if (!choices.Any(choice => Faults(document, choice!, value, where).Count == 0)) faults.Add($"{where}: none of the choices allows {value?.ToJsonString() ?? "null"}");
            return;
        }
        if (schema["type"] is { } type && !(type is JsonArray several ? several.Select(t => (string)t!) : [(string)type!]).Any(t => Is(t, value)))
        {
            faults.Add($"{where}: {value?.ToJsonString() ?? "null"} is no {type.ToJsonString()}");
            return;
        }
        if (schema["enum"] is JsonArray allowed && !allowed.Any(a => JsonNode.DeepEquals(a, value))) faults.Add($"{where}: {value?.ToJsonString()} is none of {allowed.ToJsonString()}");
        switch (value)
        {
            case JsonObject members:
                foreach (var required in schema["required"]?.AsArray() ?? []) if (!members.ContainsKey((string)required!)) faults.Add($"{where}: {required} is missing");
                foreach (var (name, member) in members)
                {
                    if (schema["properties"]?[name] is { } known) Check(document, known, member, $"{where}.{name}", faults);
                    else if (schema["additionalProperties"] is JsonObject any) Check(document, any, member, $"{where}.{name}", faults);
                    else if (schema["properties"] is not null || schema["additionalProperties"] is not null) faults.Add($"{where}: {name} is not in the schema");
                }
                break;
            case JsonArray items:
                if (schema["items"] is { } item) foreach (var one in items) Check(document, item, one, where + "[]", faults);
                break;
            case JsonValue text when text.GetValueKind() == JsonValueKind.String:
                if ((string?)schema["pattern"] is { } pattern && !Regex.IsMatch((string)text!, pattern)) faults.Add($"{where}: {text.ToJsonString()} does not fit {pattern}");
                if ((int?)schema["maxLength"] is { } most && ((string)text!).Length > most) faults.Add($"{where}: longer than {most}");
                if ((string?)schema["format"] == "date" && !DateOnly.TryParseExact((string)text!, "yyyy-MM-dd", out _)) faults.Add($"{where}: {text.ToJsonString()} is no day");
                if ((string?)schema["format"] == "date-time" && !DateTimeOffset.TryParse((string)text!, System.Globalization.CultureInfo.InvariantCulture, out _)) faults.Add($"{where}: {text.ToJsonString()} is no moment");
                break;
        }
    }

    private static bool Is(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() is JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "integer" => value?.GetValueKind() is JsonValueKind.Number && long.TryParse(value.ToJsonString(), out _),
        "number" => value?.GetValueKind() is JsonValueKind.Number,
        _ => false,
    };
}
