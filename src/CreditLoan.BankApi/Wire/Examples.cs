using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;

namespace CreditLoan.BankApi.Wire;

/// <summary>An example of everything that goes over the wire, made by the same constructors and written by the same JSON as the real thing, so that it cannot fall out of date.</summary>
public static class Examples
{
    private static readonly DateOnly Day = new(2026, 11, 20);
    private static readonly ConcurrentDictionary<Type, JsonNode?> Made = new();

    /// <summary>What a text stands for, by the name of its member.</summary>
    private static readonly Dictionary<string, string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["client"] = "LJ01-core", ["bank"] = "LJ01", ["role"] = "BankSystem", ["loan"] = "JJ-20261120-0007", ["number"] = "JJ-20261120-0007", ["contract"] = "SQ-2026-000123",
        ["line"] = "SQ-2026-000123", ["application"] = "SQ-2026-000123", ["enterprise"] = "91990000DM0000019C", ["enterpriseName"] = "澜江恒锐精密机械有限公司", ["product"] = "XY01",
        ["district"] = "990101", ["section"] = "C", ["officer"] = "LJ01-officer-1", ["words"] = "已电话核实经营情况和用途", ["reason"] = "连续两期未还", ["name"] = "报送-202611.csv",
        ["scheme"] = "national-2026", ["url"] = "https://bank.example/creditloan", ["secret"] = "whsec_…", ["digest"] = new string('a', 64), ["fingerprint"] = new string('b', 64),
        ["consent"] = "A-2026-000123", ["demand"] = "XQ-2026-000123", ["kind"] = "loan", ["subject"] = "LJ01/JJ-20261120-0007", ["event"] = "loan_repaid", ["receipt"] = "ZC-0001",
        ["href"] = "http://localhost:5081/v1/loans/JJ-20261120-0007", ["next"] = "http://localhost:5081/v1/loans?page=2&size=50", ["purpose"] = "CreditApproval", ["timesPer"] = "Day",
        ["key"] = "sales", ["label"] = "近 12 月开票 500–1,000 万元", ["title"] = "销项开票", ["note"] = "同比 +11%", ["summary"] = "凭授权的公共信用信息核定额度。", ["field"] = "sales_12m",
    };

    public static JsonNode? Of(Type type) => Made.GetOrAdd(type, static t => JsonSerializer.SerializeToNode(Value(t, "", 0), t, WireJson.Options))?.DeepClone();

    private static object? Value(Type type, string name, int depth)
    {
        if (type.GetField("Example", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is { } own) return own;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return Texts.GetValueOrDefault(name, name);
        if (type == typeof(Money)) return Money.Yuan(name is "Interest" ? 170.83m : 50_000m);
        if (type == typeof(Rate)) return Rate.Percent(4.35m);
        if (type == typeof(Share)) return Share.Percent(0.3m);
        if (type == typeof(DateOnly)) return name is "Until" or "ExpiresOn" or "Maturity" or "DataTo" ? Day.AddMonths(6) : Day;
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(2026, 11, 20, 2, 30, 0, TimeSpan.Zero);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length / 2);
        if (type == typeof(bool)) return false;
        if (type == typeof(int)) return name is "TermMonths" or "Months" or "MaxMonths" ? 12 : name is "Page" or "Version" or "Used" ? 1 : 3;
        if (type == typeof(long)) return 1L;
        if (EventJson.IsCode(type)) return Activator.CreateInstance(type, Texts.GetValueOrDefault(name, name is "Need" ? "XQ-2026-000123" : name is "Number" ? "SQ-2026-000123" : "X1"));
        if (type.IsArray) return Array(type.GetElementType()!, name, depth);
        if (type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(IReadOnlyList<>) || open == typeof(IEnumerable<>))) return Array(type.GetGenericArguments()[0], name, depth);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            var made = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(type.GetGenericArguments()))!;
            made.Add(Value(type.GetGenericArguments()[0], name, depth)!, Value(type.GetGenericArguments()[1], name, depth));
            return made;
        }
        if (depth > 4) return null;
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length) ?? throw new InvalidOperationException($"No example of {type.Name} can be made.");
        return constructor.Invoke([.. constructor.GetParameters().Select(p => Value(p.ParameterType, p.Name!, depth + 1))]);
    }

    private static Array Array(Type element, string name, int depth)
    {
        var made = System.Array.CreateInstance(element, 1);
        made.SetValue(Value(element, name.TrimEnd('s'), depth + 1), 0);
        return made;
    }
}
