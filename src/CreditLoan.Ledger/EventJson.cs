using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger;

/// <summary>How events, command bodies and composite columns are written as JSON: PascalCase names, values as plain numbers and strings.</summary>
public static class EventJson
{
    public static readonly JsonSerializerOptions Options = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatCameLater } },
        };
        options.Converters.Add(new MoneyConverter());
        options.Converters.Add(new RateConverter());
        options.Converters.Add(new ShareConverter());
        options.Converters.Add(new CreditCodeConverter());
        options.Converters.Add(new CodeConverterFactory());
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Guarantors, and the schemes of a break, came after the first events were stored: where there are none, nothing is written, as before.</summary>
    private static void LeaveOutWhatCameLater(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (property.PropertyType == typeof(Guarantor) || (type.Type == typeof(BreakEvent.Found) && property.PropertyType == typeof(string[]))) property.ShouldSerialize = (_, value) => value is not null;
    }

    /// <summary>An id or code: a record struct whose only constructor takes one string called Value.</summary>
    public static bool IsCode(Type type) =>
        type.IsValueType && type.GetConstructor([typeof(string)])?.GetParameters()[0].Name == "Value";

    private sealed class MoneyConverter : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetInt64());
        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Fen);
    }

    private sealed class RateConverter : JsonConverter<Rate>
    {
        public override Rate Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetInt32());
        public override void Write(Utf8JsonWriter writer, Rate value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Millionths);
    }

    private sealed class ShareConverter : JsonConverter<Share>
    {
        public override Share Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetInt32());
        public override void Write(Utf8JsonWriter writer, Share value, JsonSerializerOptions options) => writer.WriteNumberValue(value.BasisPoints);
    }

    private sealed class CreditCodeConverter : JsonConverter<UnifiedCreditCode>
    {
        public override UnifiedCreditCode Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            UnifiedCreditCode.TryParseForm(reader.GetString(), out var code, out var problem) ? code : throw new JsonException(problem);
        public override void Write(Utf8JsonWriter writer, UnifiedCreditCode value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    private sealed class CodeConverterFactory : JsonConverterFactory
    {
        public override bool CanConvert(Type type) => IsCode(type);
        public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(CodeConverter<>).MakeGenericType(type))!;
    }

    private sealed class CodeConverter<T> : JsonConverter<T> where T : struct
    {
        private static readonly Func<string, T> Make =
            value => (T)Activator.CreateInstance(typeof(T), value)!;

        /// <remarks>A judgement of guarantors once named no bank and was written with null; it reads as the empty code.</remarks>
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => Make(reader.GetString() ?? "");
        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => Make(reader.GetString()!);
        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToString()!);
    }
}
