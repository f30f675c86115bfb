using CreditLoan.Scoring.Alignment;

namespace CreditLoan.Scoring.Validation;

/// <summary>Earlier rows to fit on and later rows to be judged by (跨时间划分).</summary>
/// <param name="From">The first month of the later rows, as year × 12 + month.</param>
public sealed record OutOfTime(int From, int[] Earlier, int[] Later)
{
    /// <summary>The latest months that hold a part of the rows; null where either side would have too few good or bad rows, or there is one month only.</summary>
    /// <param name="months">Year × 12 + month, row by row.</param>
    /// <param name="least">Good and bad rows that each side needs.</param>
    public static OutOfTime? Split(int[] months, byte[] bad, double part, int least)
    {
        foreach (var from in months.Distinct().OrderDescending())
        {
            var (earlier, later) = (Rows(months, m => m < from), Rows(months, m => m >= from));
            if (later.Length < part * months.Length || !Enough(later, bad, least)) continue;
            return Enough(earlier, bad, least) ? new OutOfTime(from, earlier, later) : null;
        }
        return null;
    }

    /// <summary>The later rows' probabilities of bad by a model that knows the earlier ones only.</summary>
    public double[] Predict(Sample sample, Func<Sample, Sample, double[]> model) => model(sample.At(Earlier), sample.At(Later));

    private static bool Enough(int[] rows, byte[] bad, int least) => rows.Count(r => bad[r] == 1) is var bads && bads >= least && rows.Length - bads >= least;

    private static int[] Rows(int[] months, Func<int, bool> inside) => [.. Enumerable.Range(0, months.Length).Where(r => inside(months[r]))];
}
