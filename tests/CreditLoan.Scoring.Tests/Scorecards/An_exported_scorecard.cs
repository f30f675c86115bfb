using System.Globalization;
using System.Xml.Linq;
using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Scorecards;
using CreditLoan.Tool.Scorecards;

namespace CreditLoan.Scoring.Tests.Scorecards;

/// <summary>Both readers here know the export's text only; the PMML one follows the Scorecard chapter of the PMML 4.4 standard.</summary>
public class An_exported_scorecard
{
    private static readonly Sample Sample = PublicSamples.CreditData(TestData.Folder);

    private static readonly Scorecard Card = Cards.Of(Sample, BinSettings.Usual with
    {
        Specials = new Dictionary<string, double[]>(StringComparer.Ordinal) { ["Assets"] = [0], ["Debt"] = [0] },
    });

    [Fact]
    public void Gives_every_row_the_same_points_from_its_pmml_alone()
    {
        var model = XDocument.Parse(Pmml.Of(Card, "test").ToString());

        Assert.Equal(Card.Score(Sample), Enumerable.Range(0, Sample.Rows).Select(r => FromPmml(model, Row(r))));
    }

    [Fact]
    public void Gives_every_row_the_same_points_from_its_table_alone()
    {
        var table = ScorecardTable.Of(Card);

        Assert.All(table, line => Assert.Equal(ScorecardTable.Head.Length, line.Length));
        Assert.Equal(Card.Score(Sample), Enumerable.Range(0, Sample.Rows).Select(r => FromTable(table, Row(r))));
    }

    [Fact]
    public void Gives_a_level_nobody_had_seen_the_points_of_an_average_bin()
    {
        var row = Row(0);
        row["Job"] = "astronaut";
        var model = Pmml.Of(Card, "test");

        Assert.Equal(FromTable(ScorecardTable.Of(Card), row), FromPmml(model, row));
    }

    [Fact]
    public void Names_every_field_that_it_uses()
    {
        var model = Pmml.Of(Card, "test").Root!;
        var space = model.Name.Namespace;
        var dictionary = model.Element(space + "DataDictionary")!.Elements().Select(f => f.Attribute("name")!.Value).ToArray();

        Assert.Equal("4.4", model.Attribute("version")!.Value);
        Assert.Equal(Card.Characteristics.Select(c => c.Feature), dictionary);
        Assert.Subset(dictionary.ToHashSet(StringComparer.Ordinal), model.Descendants().Select(e => e.Attribute("field")?.Value).OfType<string>().ToHashSet(StringComparer.Ordinal));
    }

    private static Dictionary<string, string?> Row(int row) => Sample.Columns.ToDictionary(c => c.Name, c => c switch
    {
        Column.Numbers n => double.IsNaN(n.Values[row]) ? null : n.Values[row].ToString("R", CultureInfo.InvariantCulture),
        Column.Categories g => g.Codes[row] < 0 ? null : g.Levels[g.Codes[row]],
        _ => throw new System.Diagnostics.UnreachableException(),
    }, StringComparer.Ordinal);

    private static int FromTable(string[][] table, Dictionary<string, string?> row)
    {
        var score = 0;
        foreach (var feature in table.GroupBy(line => line[0], StringComparer.Ordinal))
        {
            var value = feature.Key == ScorecardTable.BaseLine ? null : row[feature.Key];
            var first = feature.First(line => line[1] switch
            {
                "" => true,
                "缺失" => value is null,
                "特殊值" => value is not null && Number(value) == Number(line[4]),
                "区间" => value is not null && (line[2].Length == 0 || Number(value) >= Number(line[2])) && (line[3].Length == 0 || Number(value) < Number(line[3])),
                "取值" => value == line[4],
                _ => true,
            });
            score += int.Parse(first[5], CultureInfo.InvariantCulture);
        }
        return score;
    }

    private static int FromPmml(XDocument model, Dictionary<string, string?> row)
    {
        var space = model.Root!.Name.Namespace;
        var scorecard = model.Root.Element(space + "Scorecard")!;
        return int.Parse(scorecard.Attribute("initialScore")!.Value, CultureInfo.InvariantCulture) + scorecard.Descendants(space + "Characteristic")
            .Sum(c => int.Parse(c.Elements().First(a => Holds(a.Elements().Single(), row)).Attribute("partialScore")!.Value, CultureInfo.InvariantCulture));
    }

    private static bool Holds(XElement predicate, Dictionary<string, string?> row)
    {
        var value = predicate.Attribute("field") is { } field ? row[field.Value] : null;
        return predicate.Name.LocalName switch
        {
            "True" => true,
            "SimpleSetPredicate" => value is not null && Regex().Matches(predicate.Value).Any(m => m.Groups[1].Value == value),
            _ => predicate.Attribute("operator")!.Value switch
            {
                "isMissing" => value is null,
                "equal" => value is not null && Number(value) == Number(predicate.Attribute("value")!.Value),
                "lessThan" => value is not null && Number(value) < Number(predicate.Attribute("value")!.Value),
                var other => throw new NotSupportedException(other),
            },
        };
    }

    private static System.Text.RegularExpressions.Regex Regex() => new("\"((?:[^\"\\\\]|\\\\.)*)\"", default, TimeSpan.FromSeconds(1));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
