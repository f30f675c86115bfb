using System.Collections.Concurrent;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using System.Text.Json;
using CreditLoan.Domain.Values;
using NpgsqlTypes;

namespace CreditLoan.Ledger;

/// <summary>One column of a view: a property of its row, in snake case, as a plain SQL value.</summary>
public sealed record Column(string Name, NpgsqlDbType DbType, Func<object, object> Read)
{
    private static readonly ConcurrentDictionary<Type, Column[]> Known = new();

    /// <summary>What turns an element of <see cref="Of(object[])"/> into the column's type: composite values and the rarer types travel as text.</summary>
    public string Cast => DbType switch
    {
        NpgsqlDbType.Text or NpgsqlDbType.Bigint or NpgsqlDbType.Integer or NpgsqlDbType.Boolean or NpgsqlDbType.Date => "",
        NpgsqlDbType.Jsonb => "::jsonb",
        NpgsqlDbType.TimestampTz => "::timestamptz",
        NpgsqlDbType.Numeric => "::numeric",
        NpgsqlDbType.Double => "::double precision",
        NpgsqlDbType.Uuid => "::uuid",
        NpgsqlDbType.Bytea => "::bytea",
        NpgsqlDbType.Array | NpgsqlDbType.Text => "::text[]",
        NpgsqlDbType.Array | NpgsqlDbType.Bigint => "::bigint[]",
        NpgsqlDbType.Array | NpgsqlDbType.Integer => "::integer[]",
        _ => throw new NotSupportedException($"Column {Name} of type {DbType} cannot be written set by set."),
    };

    /// <summary>This column of many rows, as one array.</summary>
    public (object Values, NpgsqlDbType Type) Of(object[] rows) => DbType switch
    {
        NpgsqlDbType.Bigint => (Values<long>(rows), NpgsqlDbType.Array | NpgsqlDbType.Bigint),
        NpgsqlDbType.Integer => (Values<int>(rows), NpgsqlDbType.Array | NpgsqlDbType.Integer),
        NpgsqlDbType.Boolean => (Values<bool>(rows), NpgsqlDbType.Array | NpgsqlDbType.Boolean),
        NpgsqlDbType.Date => (Values<DateOnly>(rows), NpgsqlDbType.Array | NpgsqlDbType.Date),
        _ => (Array.ConvertAll(rows, r => AsText(Read(r))), NpgsqlDbType.Array | NpgsqlDbType.Text),
    };

    private T?[] Values<T>(object[] rows) where T : struct => Array.ConvertAll(rows, r => Read(r) is T value ? value : (T?)null);

    private static string? AsText(object value) => value switch
    {
        DBNull => null,
        string text => text,
        DateTimeOffset at => at.ToString("O", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => "\\x" + Convert.ToHexStringLower(bytes),
        string[] texts => ArrayLiteral(texts),
        long[] numbers => "{" + string.Join(',', numbers) + "}",
        int[] numbers => "{" + string.Join(',', numbers) + "}",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>Texts as PostgreSQL writes an array of them.</summary>
    public static string ArrayLiteral(IEnumerable<string> texts) =>
        "{" + string.Join(',', texts.Select(t => "\"" + t.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"")) + "}";

    /// <summary>The columns of a row type, in the order of its constructor.</summary>
    public static Column[] Of(Type row) => Known.GetOrAdd(row, static type =>
        [.. Constructor(type).GetParameters().Select(p => Make(type.GetProperty(p.Name!)!))]);

    /// <summary>The constructor that makes a whole row: the one with the most parameters.</summary>
    public static ConstructorInfo Constructor(Type type) =>
        type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();

    private static Column Make(PropertyInfo property)
    {
        var row = Expression.Parameter(typeof(object));
        var read = Expression.Lambda<Func<object, object?>>(Expression.Convert(Expression.Property(Expression.Convert(row, property.DeclaringType!), property), typeof(object)), row).Compile();
        return new(SnakeCase(property.Name), DbTypeOf(property.PropertyType), row => ToDb(read(row)));
    }

    public static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }

    public static NpgsqlDbType DbTypeOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(Money) || type == typeof(long)) return NpgsqlDbType.Bigint;
        if (type == typeof(Rate) || type == typeof(Share) || type == typeof(int)) return NpgsqlDbType.Integer;
        if (type == typeof(string) || type.IsEnum || type == typeof(UnifiedCreditCode) || EventJson.IsCode(type)) return NpgsqlDbType.Text;
        if (type == typeof(bool)) return NpgsqlDbType.Boolean;
        if (type == typeof(DateOnly)) return NpgsqlDbType.Date;
        if (type == typeof(DateTimeOffset)) return NpgsqlDbType.TimestampTz;
        if (type == typeof(decimal)) return NpgsqlDbType.Numeric;
        if (type == typeof(double)) return NpgsqlDbType.Double;
        if (type == typeof(Guid)) return NpgsqlDbType.Uuid;
        if (type == typeof(byte[])) return NpgsqlDbType.Bytea;
        if (type == typeof(string[])) return NpgsqlDbType.Array | NpgsqlDbType.Text;
        if (type == typeof(long[])) return NpgsqlDbType.Array | NpgsqlDbType.Bigint;
        if (type == typeof(int[])) return NpgsqlDbType.Array | NpgsqlDbType.Integer;
        return NpgsqlDbType.Jsonb;
    }

    /// <summary>The plain SQL value of a domain value; composites become JSON.</summary>
    public static object ToDb(object? value) => value switch
    {
        null => DBNull.Value,
        Money m => m.Fen,
        Rate r => r.Millionths,
        Share s => s.BasisPoints,
        Enum e => e.ToString(),
        UnifiedCreditCode c => c.ToString(),
        // An array of enums passes for an int[] at run time.
        Array a when a.GetType().GetElementType()!.IsEnum => JsonSerializer.Serialize(value, value.GetType(), EventJson.Options),
        string or bool or int or long or double or decimal or DateOnly or Guid or byte[] or string[] or long[] or int[] => value,
        DateTimeOffset t => t.ToUniversalTime(),
        _ when EventJson.IsCode(value.GetType()) => value.ToString()!,
        _ => JsonSerializer.Serialize(value, value.GetType(), EventJson.Options),
    };

    /// <summary>The domain value of a plain SQL value.</summary>
    public static object? FromDb(object? value, Type type)
    {
        if (value is null or DBNull)
            return type.IsValueType && Nullable.GetUnderlyingType(type) is null
                ? throw new InvalidCastException($"A null cannot be a {type.Name}.")
                : null;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(Money)) return new Money(Convert.ToInt64(value));
        if (type == typeof(Rate)) return new Rate(Convert.ToInt32(value));
        if (type == typeof(Share)) return new Share(Convert.ToInt32(value));
        if (type.IsEnum) return Enum.Parse(type, (string)value);
        if (type == typeof(UnifiedCreditCode))
            return UnifiedCreditCode.TryParseForm((string)value, out var code, out var problem) ? code : throw new InvalidCastException(problem);
        if (type == typeof(DateTimeOffset) && value is DateTime at) return new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc));
        if (type == typeof(DateOnly) && value is DateTime day) return DateOnly.FromDateTime(day);
        if (type.IsInstanceOfType(value)) return value;
        if (type == typeof(long)) return Convert.ToInt64(value);
        if (type == typeof(int)) return Convert.ToInt32(value);
        if (type == typeof(decimal)) return Convert.ToDecimal(value);
        if (type == typeof(double)) return Convert.ToDouble(value);
        if (value is string text)
            return EventJson.IsCode(type) ? Activator.CreateInstance(type, text) : JsonSerializer.Deserialize(text, type, EventJson.Options);
        throw new InvalidCastException($"A {value.GetType().Name} cannot be a {type.Name}.");
    }
}
