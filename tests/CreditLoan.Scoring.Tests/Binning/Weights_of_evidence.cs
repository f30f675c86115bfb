using System.Text.Json;
using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Binning;
using CreditLoan.Tool.Scorecards;

namespace CreditLoan.Scoring.Tests.Binning;

public class Weights_of_evidence
{
    /// <summary>Source: documentation of the R package scorecard (MIT), reference page <c>woebin</c>, bins of credit.amount.</summary>
    [Fact]
    public void Are_the_published_ones_to_the_last_printed_digit()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(TestData.File("published", "woe_credit_amount.json")));
        var published = file.RootElement.GetProperty("scorecard_r_docs").GetProperty("woebin").GetProperty("credit.amount");
        var breaks = published.GetProperty("breaks").EnumerateArray().Select(b => b.GetDouble()).ToArray();
        var sample = PublicSamples.German(TestData.Folder);

        var table = Binner.Count(sample.Columns.Single(c => c.Name == "credit_amount"), sample.Bad, new Partition.Intervals(breaks, []), prior: 0);

        foreach (var (bin, number) in published.GetProperty("bins").EnumerateArray().Select((b, i) => (b, i)))
        {
            var ours = table.Bins[number];
            Assert.Equal(bin.GetProperty("neg").GetInt64(), ours.Counts.Good);
            Assert.Equal(bin.GetProperty("pos").GetInt64(), ours.Counts.Bad);
            AssertPrinted(bin.GetProperty("woe"), ours.Woe);
            AssertPrinted(bin.GetProperty("bin_iv"), ours.Iv);
        }
        AssertPrinted(published.GetProperty("total_iv"), table.Iv);
    }

    /// <summary>The same table typed in, so that the formula is proved without the data folder. Same source, counts of the last bin.</summary>
    [Fact]
    public void Follow_the_formula_on_typed_counts()
    {
        var bin = BinTable.Weigh(new Counts(21, 29), new Counts(700, 300), prior: 0);

        Assert.Equal(1.17007125, bin.Woe, 8);
        Assert.Equal(0.0780047502, bin.Iv, 10);
    }

    [Fact]
    public void Are_zero_for_an_empty_bin_and_drawn_to_zero_by_a_prior()
    {
        var all = new Counts(700, 300);

        Assert.Equal(0, BinTable.Weigh(new Counts(0, 0), all, prior: 1).Woe);
        Assert.InRange(BinTable.Weigh(new Counts(21, 29), all, prior: 10).Woe, 0.5, 1.17);
        Assert.True(double.IsFinite(BinTable.Weigh(new Counts(5, 0), all, prior: 0).Woe));
    }

    private static void AssertPrinted(JsonElement printed, double ours)
    {
        var text = printed.GetRawText();
        Assert.Equal(printed.GetDouble(), ours, text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1);
    }
}
