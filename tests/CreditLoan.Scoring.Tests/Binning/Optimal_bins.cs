using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Validation;
using CreditLoan.Tool.Scorecards;

namespace CreditLoan.Scoring.Tests.Binning;

public class Optimal_bins
{
    public static TheoryData<Trend> Trends => [Trend.Increasing, Trend.Decreasing, Trend.Peak, Trend.Valley, Trend.Free];

    /// <summary>Every way to cut ten classes is tried and the best that the constraint allows compared.</summary>
    [Theory]
    [MemberData(nameof(Trends))]
    public void Are_the_best_of_all_that_the_constraint_allows(Trend trend)
    {
        for (var seed = 0UL; seed < 40; seed++)
        {
            var chance = new Chance(seed);
            var fine = Enumerable.Range(0, 10).Select(_ => new Counts(5 + chance.Below(40), 1 + chance.Below(20))).ToArray();
            var all = fine.Aggregate((a, b) => a + b);

            var starts = OptimalBins.Merge(fine, all, trend, maxBins: 5, minShare: 0.1, minZ: 0.5);

            var best = AllCuts(fine.Length).Where(cut => cut.Length <= 5 && Allowed(Bins(fine, all, cut), trend, all)).Max(cut => Bins(fine, all, cut).Sum(b => b.Iv));
            Assert.True(Allowed(Bins(fine, all, starts), trend, all));
            Assert.Equal(best, Bins(fine, all, starts).Sum(b => b.Iv), 10);
        }
    }

    [Fact]
    public void Keep_missing_and_special_values_apart()
    {
        var chance = new Chance(7);
        var values = Enumerable.Range(0, 1_000).Select(i => i % 10 == 0 ? double.NaN : i % 10 == 1 ? -999 : chance.Part()).ToArray();
        var bad = values.Select(v => chance.Part() < (double.IsNaN(v) ? 0.5 : v < 0 ? 0.1 : 0.4 * v) ? (byte)1 : (byte)0).ToArray();
        var settings = BinSettings.Usual with { Specials = new Dictionary<string, double[]>(StringComparer.Ordinal) { ["x"] = [-999] } };

        var table = Binner.Bin(new Column.Numbers("x", values), bad, settings);

        var partition = Assert.IsType<Partition.Intervals>(table.Partition);
        Assert.All(partition.Breaks, b => Assert.InRange(b, 0, 1));
        Assert.Equal(100, table.Bins[partition.Regular].Counts.Total);
        Assert.Equal(100, table.Bins[partition.Missing].Counts.Total);
        Assert.True(table.Bins[partition.Missing].Woe > 0);
    }

    [Fact]
    public void Rise_or_fall_and_hold_enough_rows_on_real_data()
    {
        var sample = PublicSamples.CreditData(TestData.Folder);
        foreach (var table in Binner.Bin(sample, BinSettings.Usual with { Default = Trend.Monotone }).Where(t => t.Partition is Partition.Intervals))
        {
            var regular = table.Bins[..((Partition.Intervals)table.Partition).Regular];
            var steps = regular.Zip(regular.Skip(1), (a, b) => Math.Sign(((double)b.Counts.Bad / b.Counts.Total) - ((double)a.Counts.Bad / a.Counts.Total))).Distinct();
            Assert.True(steps.Count() <= 1, table.Feature);
            Assert.All(regular, b => Assert.True(regular.Length == 1 || b.Counts.Total >= 0.05 * regular.Sum(r => r.Counts.Total)));
        }
    }

    [Fact]
    public void Bend_where_a_peak_explains_a_good_deal_more_and_stay_straight_elsewhere()
    {
        Counts[] peak = [new(90, 10), new(60, 40), new(60, 40), new(88, 12)];
        Counts[] rising = [new(90, 10), new(80, 20), new(60, 40), new(58, 42)];
        int[] Merge(Counts[] fine, Trend trend) => OptimalBins.Merge(fine, fine.Aggregate((a, b) => a + b), trend, maxBins: 4, minShare: 0.1, minZ: 1);

        Assert.Equal(Merge(peak, Trend.Peak), Merge(peak, Trend.Automatic));
        Assert.NotEqual(Merge(peak, Trend.Monotone), Merge(peak, Trend.Automatic));
        Assert.Equal(Merge(rising, Trend.Monotone), Merge(rising, Trend.Automatic));
    }

    [Fact]
    public void Group_categories_in_the_order_of_their_risk()
    {
        var sample = PublicSamples.German(TestData.Folder);
        var purpose = Assert.IsType<Column.Categories>(sample.Columns.Single(c => c.Name == "purpose"));

        var table = Binner.Bin(purpose, sample.Bad, BinSettings.Usual);

        var groups = Assert.IsType<Partition.Groups>(table.Partition);
        Assert.Equal(purpose.Levels.Order(), groups.Levels.SelectMany(g => g).Order());
        Assert.Equal(table.Woe[..groups.Missing].Order(), table.Woe[..groups.Missing]);
        Assert.Equal(groups.Unseen, groups.BinOf("从未见过"));
        Assert.Equal(0, table.Woe[groups.Unseen]);
    }

    private static IEnumerable<int[]> AllCuts(int classes) => Enumerable.Range(0, 1 << (classes - 1))
        .Select(mask => (int[])[0, .. Enumerable.Range(1, classes - 1).Where(i => (mask >> (i - 1) & 1) == 1)]);

    private static Bin[] Bins(Counts[] fine, Counts all, int[] starts) =>
        [.. starts.Select((s, b) => BinTable.Weigh(fine[s..(b + 1 < starts.Length ? starts[b + 1] : fine.Length)].Aggregate((x, y) => x + y), all, prior: 0))];

    private static bool Allowed(Bin[] bins, Trend trend, Counts all)
    {
        var signs = bins.Zip(bins.Skip(1), (a, b) => Math.Sign(b.Woe - a.Woe)).ToArray();
        var turns = signs.Zip(signs.Skip(1), (a, b) => a != b).Count(t => t);
        return bins.All(b => b.Counts.Total >= 0.1 * all.Total)
            && bins.Zip(bins.Skip(1)).All(pair => Differ(pair.First.Counts, pair.Second.Counts))
            && trend switch
            {
                Trend.Increasing => signs.All(s => s > 0),
                Trend.Decreasing => signs.All(s => s < 0),
                Trend.Peak => turns == 0 || (turns == 1 && signs[0] > 0),
                Trend.Valley => turns == 0 || (turns == 1 && signs[0] < 0),
                _ => true,
            };
    }

    private static bool Differ(Counts a, Counts b)
    {
        var rate = (double)(a.Bad + b.Bad) / (a.Total + b.Total);
        return Math.Abs(((double)a.Bad / a.Total) - ((double)b.Bad / b.Total)) >= 0.5 * Math.Sqrt(rate * (1 - rate) * ((1.0 / a.Total) + (1.0 / b.Total)));
    }
}
