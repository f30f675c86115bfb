using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;

namespace CreditLoan.BankApi.Wire;

/// <summary>How values are written on the wire: money in yuan and rates in per cent as decimal text, days as yyyy-MM-dd, codes as text; what is not known is refused.</summary>
public static class WireJson
{
    public static readonly JsonSerializerOptions Options = Set(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Set(JsonSerializerOptions options)
    {
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Converters.Add(new JsonStringEnumConverter(allowIntegerValues: false));
        options.Converters.Add(new Decimals<Money>(v => v.InYuan, 2, 9_999_999_999_999m, v => Money.Yuan(v)));
        options.Converters.Add(new Decimals<Rate>(v => v.InPercent, 4, 1_000m, Rate.Percent));
        options.Converters.Add(new Decimals<Share>(v => v.InPercent, 2, 1_000m, Share.Percent));
        options.Converters.Add(new Codes());
        return options;
    }

    /// <summary>A decimal as text, with no more places than the value has.</summary>
    private sealed class Decimals<T>(Func<T, decimal> number, int places, decimal most, Func<decimal, T> make) : JsonConverter<T> where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: <= 20 } text
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && Math.Abs(value) <= most && decimal.Round(value, places) == value
                ? make(value)
                : throw new JsonException($"A decimal number as text with at most {places} places is needed, for example \"{(places == 2 ? "300000.00" : "4.35")}\".");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(number(value).ToString(places == 2 ? "0.00" : "0.####", CultureInfo.InvariantCulture));
    }

    private sealed class Codes : JsonConverterFactory
    {
        public override bool CanConvert(Type type) => EventJson.IsCode(type);

        public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) => (JsonConverter)Activator.CreateInstance(typeof(Code<>).MakeGenericType(type))!;
    }

    private sealed class Code<T> : JsonConverter<T> where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 and <= 64 } text && !text.Any(char.IsControl)
                ? (T)Activator.CreateInstance(typeof(T), text)!
                : throw new JsonException("A code of 1 to 64 characters is needed.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
