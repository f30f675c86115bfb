using CreditLoan.Scoring.Alignment;

namespace CreditLoan.Scoring.Validation;

/// <summary>Predicts every row by a model that has not seen it (交叉验证).</summary>
public static class Folds
{
    /// <summary>The fold of every row: good and bad rows are dealt out evenly. As many folds as rows leaves one out at a time (留一法).</summary>
    public static int[] Deal(byte[] bad, int folds, ulong seed)
    {
        var order = Enumerable.Range(0, bad.Length).ToArray();
        new Chance(seed).Shuffle(order);
        var foldOf = new int[bad.Length];
        var next = 0;
        foreach (var row in order.OrderBy(r => bad[r])) foldOf[row] = next++ % folds;
        return foldOf;
    }

    /// <param name="model">Fits on the first sample and predicts the second's probabilities of bad.</param>
    public static double[] OutOfFold(Sample sample, int[] foldOf, Func<Sample, Sample, double[]> model)
    {
        var predicted = new double[sample.Rows];
        Parallel.ForEach(foldOf.Distinct(), fold =>
        {
            var (train, test) = (Rows(foldOf, f => f != fold), Rows(foldOf, f => f == fold));
            var probabilities = model(sample.At(train), sample.At(test));
            for (var i = 0; i < test.Length; i++) predicted[test[i]] = probabilities[i];
        });
        return predicted;
    }

    private static int[] Rows(int[] foldOf, Func<int, bool> inside) => [.. Enumerable.Range(0, foldOf.Length).Where(r => inside(foldOf[r]))];
}
