using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Validation;

namespace CreditLoan.Scoring.Tests.Binning;

public class Fine_classes
{
    [Fact]
    public void Lie_where_sorting_puts_them()
    {
        var chance = new Chance(1);
        foreach (var numbers in new[]
        {
            Enumerable.Range(0, 10_007).Select(_ => chance.Normal()).ToArray(),
            Enumerable.Range(0, 5_000).Select(i => i % 3 == 0 ? 0 : Math.Exp(chance.Normal())).ToArray(),
            Enumerable.Range(0, 3_000).Select(i => (double)i).ToArray(),
            Enumerable.Range(0, 3_000).Select(i => (double)-i).ToArray(),
        })
        {
            var sorted = numbers.Order().ToArray();
            var expected = Enumerable.Range(1, 19).Select(c => At(sorted, c / 20.0)).Where(b => b > sorted[0]).Distinct();

            Assert.Equal(expected, Quantiles.Breaks(numbers, 20), (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }

    [Fact]
    public void Are_the_values_themselves_where_there_are_few() =>
        Assert.Equal([2, 5], Quantiles.Breaks([1, 5, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1], 20));

    [Fact]
    public void Are_filled_alike_with_wide_vectors_and_without()
    {
        var chance = new Chance(3);
        var values = Enumerable.Range(0, 1_003).Select(i => i % 7 == 0 ? double.NaN : i % 11 == 0 ? -1 : Math.Round(chance.Normal(), 1)).ToArray();
        var partition = new Partition.Intervals([-1, -0.5, 0, 0.3, 1.5], [-1]);
        var bins = new byte[values.Length];

        BinColumn.Fill(values, partition, bins);

        Assert.Equal(values.Select(v => (byte)partition.BinOf(v)), bins);
    }

    private static double At(double[] sorted, double part)
    {
        var rank = part * (sorted.Length - 1);
        var low = (int)Math.Floor(rank);
        return sorted[low] + ((sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low]) * (rank - low));
    }
}
