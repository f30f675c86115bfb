using System.Globalization;
using System.Xml.Linq;
using CreditLoan.Scoring.Binning;

namespace CreditLoan.Scoring.Scorecards;

/// <summary>A scorecard as PMML 4.4 (预测模型标记语言), for a bank's own engine.</summary>
/// <remarks>
/// In PMML the first attribute whose predicate holds counts: special values come first, then missing ones, then the
/// intervals; a level nobody had seen ends at the last attribute, which always holds. The baseline of every reason is 0, the
/// points of an average bin. Numbers are written so that they read back as the same double.
/// </remarks>
public static class Pmml
{
    private static readonly XNamespace Space = "http://www.dmg.org/PMML-4_4";

    public static XDocument Of(Scorecard card, string name) => new(new XDeclaration("1.0", "utf-8", standalone: null),
        new XElement(Space + "PMML", new XAttribute("version", "4.4"),
            new XElement(Space + "Header", new XAttribute("description", name)),
            new XElement(Space + "DataDictionary", new XAttribute("numberOfFields", card.Characteristics.Length), card.Characteristics.Select(Field)),
            new XElement(Space + "Scorecard",
                new XAttribute("modelName", name), new XAttribute("functionName", "regression"), new XAttribute("initialScore", card.BasePoints),
                new XAttribute("useReasonCodes", "true"), new XAttribute("reasonCodeAlgorithm", "pointsBelow"), new XAttribute("baselineMethod", "neutral"),
                new XElement(Space + "MiningSchema", card.Characteristics.Select(c => new XElement(Space + "MiningField",
                    new XAttribute("name", c.Feature), new XAttribute("usageType", "active"), new XAttribute("invalidValueTreatment", "asIs")))),
                new XElement(Space + "Output", new XElement(Space + "OutputField",
                    new XAttribute("name", "score"), new XAttribute("feature", "predictedValue"), new XAttribute("optype", "continuous"), new XAttribute("dataType", "double"))),
                new XElement(Space + "Characteristics", card.Characteristics.Select(OfCharacteristic)))));

    private static XElement Field(Characteristic characteristic) => new(Space + "DataField", new XAttribute("name", characteristic.Feature),
        characteristic.Partition is Partition.Groups groups
            ? [new XAttribute("optype", "categorical"), new XAttribute("dataType", "string"), .. groups.Levels.SelectMany(g => g).Select(l => new XElement(Space + "Value", new XAttribute("value", l)))]
            : new object[] { new XAttribute("optype", "continuous"), new XAttribute("dataType", "double") });

    private static XElement OfCharacteristic(Characteristic characteristic) => new(Space + "Characteristic",
        new XAttribute("name", characteristic.Feature), new XAttribute("reasonCode", characteristic.Feature), new XAttribute("baselineScore", 0),
        Predicates(characteristic).Select(p => new XElement(Space + "Attribute", new XAttribute("partialScore", characteristic.Points[p.Bin]), p.Predicate)));

    private static IEnumerable<(int Bin, XElement Predicate)> Predicates(Characteristic characteristic)
    {
        var field = characteristic.Feature;
        switch (characteristic.Partition)
        {
            case Partition.Intervals intervals:
                for (var s = 0; s < intervals.Specials.Length; s++) yield return (intervals.Regular + s, Simple(field, "equal", intervals.Specials[s]));
                yield return (intervals.Missing, Simple(field, "isMissing"));
                for (var b = 0; b < intervals.Breaks.Length; b++) yield return (b, Simple(field, "lessThan", intervals.Breaks[b]));
                yield return (intervals.Breaks.Length, new XElement(Space + "True"));
                break;
            case Partition.Groups groups:
                yield return (groups.Missing, Simple(field, "isMissing"));
                for (var g = 0; g < groups.Levels.Length; g++)
                    yield return (g, new XElement(Space + "SimpleSetPredicate", new XAttribute("field", field), new XAttribute("booleanOperator", "isIn"),
                        new XElement(Space + "Array", new XAttribute("type", "string"), new XAttribute("n", groups.Levels[g].Length), string.Join(' ', groups.Levels[g].Select(Quoted)))));
                yield return (groups.Unseen, new XElement(Space + "True"));
                break;
        }
    }

    private static XElement Simple(string field, string comparison, double? value = null) => new(Space + "SimplePredicate",
        new XAttribute("field", field), new XAttribute("operator", comparison),
        value is { } number ? new XAttribute("value", number.ToString("R", CultureInfo.InvariantCulture)) : null);

    private static string Quoted(string level) => $"\"{level.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
