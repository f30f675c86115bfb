using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Fitting;

namespace CreditLoan.Scoring.Scorecards;

/// <summary>One feature of a scorecard: its bins and the whole points of each (评分卡变量).</summary>
public sealed record Characteristic(string Feature, Partition Partition, int[] Points);

/// <summary>What one feature adds to or takes from the score of the average enterprise (评分原因).</summary>
public readonly record struct Reason(string Feature, string Bin, int Points);

/// <summary>A score with what it is made of: the base points and the reasons add up to it exactly (得分及原因).</summary>
public sealed record Scored(int Score, int BasePoints, Reason[] Reasons)
{
    /// <summary>The features that cost most, the dearest first (主要扣分原因).</summary>
    public IEnumerable<Reason> Adverse => Reasons.Where(r => r.Points < 0).OrderBy(r => r.Points);
}

/// <summary>A scorecard (评分卡): whole points for every bin of every feature, on top of base points. The higher, the safer.</summary>
/// <remarks>
/// A bin's points are -Factor × coefficient × WoE, so a bin like the whole sample has none, and each feature's points are its
/// reason: nothing has to be shared out. Points are rounded bin by bin and added as whole numbers.
/// </remarks>
public sealed record Scorecard(Scale Scale, int BasePoints, Characteristic[] Characteristics)
{
    public static Scorecard Of(FittedScorecard fitted, Scale scale) => new(
        scale, Rounded(scale.Offset - (scale.Factor * fitted.Fit.Intercept)),
        [.. fitted.Features.Select((table, f) => new Characteristic(table.Feature, table.Partition,
            Array.ConvertAll(table.Woe, woe => Rounded(-scale.Factor * fitted.Fit.Slopes[f] * woe))))]);

    public int Lowest => BasePoints + Characteristics.Sum(c => c.Points.Min());
    public int Highest => BasePoints + Characteristics.Sum(c => c.Points.Max());

    /// <summary>The score of one row and its reasons; columns are found by name.</summary>
    public Scored Explain(IReadOnlyDictionary<string, Column> columns, int row)
    {
        var reasons = Array.ConvertAll(Characteristics, c =>
        {
            var bin = BinOf(columns[c.Feature], c.Partition, row);
            return new Reason(c.Feature, c.Partition.Label(bin), c.Points[bin]);
        });
        return new Scored(BasePoints + reasons.Sum(r => r.Points), BasePoints, reasons);
    }

    /// <summary>The scores of all rows of a sample.</summary>
    public int[] Score(Sample sample)
    {
        var scores = new int[sample.Rows];
        new RawKernel(this, sample.Columns).Score(scores);
        return scores;
    }

    private static int BinOf(Column column, Partition partition, int row) => (column, partition) switch
    {
        (Column.Numbers numbers, Partition.Intervals intervals) => intervals.BinOf(numbers.Values[row]),
        (Column.Categories categories, Partition.Groups groups) => groups.BinOf(categories.Codes[row] < 0 ? null : categories.Levels[categories.Codes[row]]),
        _ => throw new ArgumentException($"{column.Name} is cut as another kind of feature.", nameof(partition)),
    };

    private static int Rounded(double points) => (int)Math.Round(points, MidpointRounding.AwayFromZero);
}
