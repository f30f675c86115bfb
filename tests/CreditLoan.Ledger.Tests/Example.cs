using System.Text.Json;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Tests;

/// <summary>An example of any event, made from its constructor: the proposal for a stored sample.</summary>
internal static class Example
{
    public static string Json(Type type) => JsonSerializer.Serialize(Of(type, "Value"), type, EventJson.Options);

    private static object? Of(Type type, string name)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return name;
        if (type == typeof(bool)) return true;
        if (type == typeof(int)) return 7;
        if (type == typeof(long)) return 7L;
        if (type == typeof(decimal)) return 1.25m;
        if (type == typeof(double)) return 1.25;
        if (type == typeof(DateOnly)) return new DateOnly(2026, 3, 1);
        if (type == typeof(Guid)) return new Guid("11111111-2222-3333-4444-555555555555");
        if (type == typeof(Money)) return new Money(123_456);
        if (type == typeof(Rate)) return new Rate(43_500);
        if (type == typeof(Share)) return new Share(4_000);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1);
        if (type == typeof(EnterpriseCode)) return new EnterpriseCode("91350100M000100Y43");
        if (type.IsArray) return Items(type.GetElementType()!, name);
        if (type.IsGenericType && type.GetGenericArguments() is [var item] && type.IsAssignableFrom(item.MakeArrayType())) return Items(item, name);
        if (type.IsGenericType && type.GetGenericArguments() is [var key, var value])
        {
            var dictionary = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value))!;
            dictionary.Add(Of(key, name)!, Of(value, name));
            return dictionary;
        }
        if (type.IsAbstract) // A closed record: its first case stands for all.
            return Of(type.GetNestedTypes().First(t => t.IsSubclassOf(type)), name);
        return Column.Constructor(type) is var constructor && constructor.GetParameters() is { Length: > 0 } parameters
            ? constructor.Invoke([.. parameters.Select(p => Of(p.ParameterType, p.Name!))])
            : Activator.CreateInstance(type);
    }

    private static Array Items(Type type, string name)
    {
        var items = Array.CreateInstance(type, 1);
        items.SetValue(Of(type, name), 0);
        return items;
    }
}
