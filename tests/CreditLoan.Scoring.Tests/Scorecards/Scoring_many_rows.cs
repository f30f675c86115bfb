using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Scorecards;
using CreditLoan.Scoring.Validation;
using CreditLoan.Tool.Scorecards;

namespace CreditLoan.Scoring.Tests.Scorecards;

public class Scoring_many_rows
{
    private static readonly Sample Sample = PublicSamples.CreditData(TestData.Folder);

    private static readonly Scorecard Card = Cards.Of(Sample, BinSettings.Usual with
    {
        Specials = new Dictionary<string, double[]>(StringComparer.Ordinal) { ["Assets"] = [0], ["Debt"] = [0] },
    });

    public static TheoryData<Width> Widths => [Width.Plain, Width.Bits256, Width.Bits512];

    /// <summary>Missing and special values and categories included, and a number of rows that no vector divides.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void Gives_each_row_the_score_it_is_explained_with(Width width)
    {
        var columns = Cards.ByName(Sample);
        var scores = new int[Sample.Rows];

        new RawKernel(Card, Sample.Columns).Score(scores, width);

        Assert.Equal(Enumerable.Range(0, Sample.Rows).Select(r => Card.Explain(columns, r).Score), scores);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Gives_the_same_from_bins(Width width)
    {
        if (width > BinnedKernel.Widest) width = BinnedKernel.Widest;
        var bins = Card.Characteristics.Select(c => BinColumn.Of(Sample.Columns.Single(x => x.Name == c.Feature), c.Partition)).ToArray();
        var scores = new int[Sample.Rows];

        var kernel = new BinnedKernel(Card);
        kernel.Score(bins, scores, width);

        Assert.True(kernel.Fits);
        Assert.Equal(Card.Score(Sample), scores);
    }

    /// <summary>Up to 60 bins a feature and points that need several groups of byte tables.</summary>
    [Fact]
    public void Agrees_at_every_width_on_made_up_scorecards()
    {
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var (card, bins) = Made(new Chance(seed), rows: 9_000, spread: 120);
            var results = Enum.GetValues<Width>().Where(w => w <= BinnedKernel.Widest).Select(w =>
            {
                var scores = new int[9_000];
                new BinnedKernel(card).Score(bins, scores, w);
                return scores;
            }).ToArray();

            Assert.All(results, r => Assert.Equal(results[0], r));
            Assert.Equal(card.BasePoints + card.Characteristics.Select((c, f) => c.Points[bins[f][77]]).Sum(), results[0][77]);
        }
    }

    [Fact]
    public void Is_done_plainly_where_points_do_not_fit_a_byte()
    {
        var (card, bins) = Made(new Chance(5), rows: 100, spread: 2_000);
        var scores = new int[100];

        var kernel = new BinnedKernel(card);
        kernel.Score(bins, scores);

        Assert.False(kernel.Fits);
        Assert.Equal(card.BasePoints + card.Characteristics.Select((c, f) => c.Points[bins[f][7]]).Sum(), scores[7]);
    }

    private static (Scorecard Card, byte[][] Bins) Made(Chance chance, int rows, int spread)
    {
        var characteristics = Enumerable.Range(0, 1 + chance.Below(40)).Select(f =>
        {
            var partition = new Partition.Intervals([.. Enumerable.Range(0, chance.Below(58)).Select(b => (double)b)], []);
            return new Characteristic($"x{f}", partition, [.. Enumerable.Range(0, partition.Bins).Select(_ => chance.Below(spread + 1) - (spread / 2))]);
        }).ToArray();
        return (new Scorecard(Scale.Usual, 600, characteristics),
            Array.ConvertAll(characteristics, c => Enumerable.Range(0, rows).Select(_ => (byte)chance.Below(c.Partition.Bins)).ToArray()));
    }
}
