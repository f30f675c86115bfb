using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreditLoan.Tool.Benches;

/// <summary>Which way a figure is good.</summary>
public enum Better { Higher, Lower }

/// <summary>What a bench measured; printed as the last line, one JSON object.</summary>
/// <param name="Unit">The unit of <paramref name="Ours"/> and of every peer.</param>
/// <param name="Peers">Name and figure of everything that did the same work in the same run.</param>
/// <param name="Verified">Whether every answer was compared, row by row, and agreed.</param>
/// <param name="More">Whatever else was measured, by name.</param>
public sealed record BenchReport(
    string Unit, double Ours, Better Better, IReadOnlyDictionary<string, double> Peers, bool Verified, IReadOnlyDictionary<string, object>? More = null)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="cpuOfOthers">The cores that other programs used meanwhile, on average.</param>
    public string ToJson(string bench, double cpuOfOthers)
    {
        var line = new JsonObject
        {
            ["bench"] = bench,
            ["unit"] = Unit,
            ["ours"] = Figure(Ours),
            ["better"] = Better is Better.Higher ? "higher" : "lower",
            ["peers"] = new JsonObject(Peers.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)Figure(p.Value)))),
            ["verified"] = Verified,
            ["cpu_of_others"] = Figure(cpuOfOthers),
        };
        foreach (var (name, value) in More ?? new Dictionary<string, object>(StringComparer.Ordinal))
            line[name] = value is double figure ? Figure(figure) : JsonSerializer.SerializeToNode(value);
        return line.ToJsonString(Plain);
    }

    /// <summary>Four digits that mean something, never an exponent.</summary>
    private static double Figure(double value)
    {
        if (value == 0 || !double.IsFinite(value)) return value;
        var digits = 4 - (int)Math.Ceiling(Math.Log10(Math.Abs(value)));
        return digits <= 0 ? Math.Round(value) : Math.Round(value, Math.Min(digits, 15));
    }
}
