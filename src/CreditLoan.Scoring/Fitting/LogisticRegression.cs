using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CreditLoan.Scoring.Fitting;

/// <summary>What a coefficient may be (系数符号约束).</summary>
public enum Sign
{
    Any,
    /// <summary>Zero or more.</summary>
    Positive,
    /// <summary>Zero or less.</summary>
    Negative,
}

/// <summary>A fitted logistic regression (逻辑回归结果): the log odds of bad are Intercept + Σ Slopes × columns.</summary>
/// <param name="Errors">Standard errors of the slopes; zero where the sign constraint holds a slope at zero.</param>
/// <param name="Covariance">Of the intercept (first) and the slopes, from the penalised curvature.</param>
public sealed record Fitted(double Intercept, double[] Slopes, double[] Errors, double[,] Covariance, double LogLikelihood, int Iterations);

/// <summary>Fits a logistic regression with an L2 penalty and sign constraints (逻辑回归), the third phase.</summary>
/// <remarks>
/// Minimises Σ ln(1 + exp(∓ log odds)) + L2 / 2 × Σ slope², the intercept free of penalty; scikit-learn's C is 1 / L2.
/// Newton's steps on the slopes that may move; a slope at zero that the data push over its bound stays there, a step
/// beyond a bound ends on it (Bertsekas' projected Newton). A step that does not lower the loss is halved.
/// </remarks>
public static class LogisticRegression
{
    private const int MostIterations = 100;

    public static Fitted Fit(Design design, byte[] bad, double l2, Sign sign) => Fit(design, bad, l2, [.. Enumerable.Repeat(sign, design.Columns)]);

    public static Fitted Fit(Design design, byte[] bad, double l2, Sign[] signs)
    {
        var moments = new Moments(design);
        var size = moments.Size;
        var rate = bad.Average(b => (double)b);
        var beta = new double[size];
        beta[0] = Math.Log(rate / (1 - rate));

        var sums = Evaluate(moments, beta, bad);
        var loss = Penalised(sums, beta, l2);
        for (var iteration = 1; ; iteration++)
        {
            var gradient = new double[size];
            for (var i = 0; i < size; i++) gradient[i] = sums.Linear[i] + (i > 0 ? l2 * beta[i] : 0);
            var free = Enumerable.Range(0, size).Where(i => i == 0 || !Held(beta[i], gradient[i], signs[i - 1])).ToArray();
            var curvature = Curvature(sums, free, l2);
            var step = SymmetricMatrix.Solve(curvature, Array.ConvertAll(free, i => -gradient[i]));
            var promise = -free.Select((i, f) => gradient[i] * step[f]).Sum();

            // Half the promise is what a quadratic loss would fall by; at this size only rounding is left.
            if (promise <= 1e-14 * Math.Max(1, loss) || iteration == MostIterations) return Answer(beta, free, curvature, loss - Penalty(beta, l2), iteration);
            for (var part = 1.0; ; part /= 2)
            {
                var next = (double[])beta.Clone();
                for (var f = 0; f < free.Length; f++) next[free[f]] = Within(beta[free[f]] + (part * step[f]), free[f], signs);
                var there = Evaluate(moments, next, bad);
                var lossThere = Penalised(there, next, l2);
                if (lossThere > loss + (1e-13 * loss) && part > 1e-8) continue;
                (beta, sums, loss) = (next, there, lossThere);
                break;
            }
        }
    }

    private static bool Held(double slope, double gradient, Sign sign) =>
        slope == 0 && (sign == Sign.Positive ? gradient >= 0 : sign == Sign.Negative && gradient <= 0);

    private static double Within(double slope, int index, Sign[] signs) => index == 0 ? slope : signs[index - 1] switch
    {
        Sign.Positive => Math.Max(0, slope),
        Sign.Negative => Math.Min(0, slope),
        _ => slope,
    };

    private static Fitted Answer(double[] beta, int[] free, double[,] curvature, double loss, int iterations)
    {
        var inverse = SymmetricMatrix.Inverse(curvature);
        var covariance = new double[beta.Length, beta.Length];
        for (var i = 0; i < free.Length; i++)
            for (var j = 0; j < free.Length; j++) covariance[free[i], free[j]] = inverse[i, j];
        var errors = Enumerable.Range(1, beta.Length - 1).Select(i => Math.Sqrt(covariance[i, i]));
        return new Fitted(beta[0], beta[1..], [.. errors], covariance, -loss, iterations);
    }

    private static double[,] Curvature(Moments.Sums sums, int[] free, double l2)
    {
        var matrix = new double[free.Length, free.Length];
        for (var i = 0; i < free.Length; i++)
            for (var j = 0; j < free.Length; j++)
                matrix[i, j] = sums.Product(free[i], free[j]) + (i == j && free[i] > 0 ? l2 : 0);
        return matrix;
    }

    private static double Penalty(double[] beta, double l2) => l2 / 2 * beta.Skip(1).Sum(b => b * b);
    private static double Penalised(Moments.Sums sums, double[] beta, double l2) => sums.Loss + Penalty(beta, l2);

    private static Moments.Sums Evaluate(Moments moments, double[] beta, byte[] bad) => moments.Over(beta, (start, linear, weight, residual) =>
    {
        var (loss, row) = (0.0, 0);
        Span<double> outcome = stackalloc double[linear.Length];
        for (var i = 0; i < linear.Length; i++) outcome[i] = bad[start + i];
        ref var eta = ref MemoryMarshal.GetReference(linear);
        ref var y = ref MemoryMarshal.GetReference(outcome);
        var sum = Vector512<double>.Zero;
        for (; row <= linear.Length - 8; row += 8)
        {
            var z = Vector512.LoadUnsafe(ref eta, (nuint)row);
            var actual = Vector512.LoadUnsafe(ref y, (nuint)row);
            // exp(-|z|) never overflows: p, 1 - p and ln(1 + exp(z)) all follow from it.
            var small = Vector512.Exp(-Vector512.Abs(z));
            var share = Vector512<double>.One / (Vector512<double>.One + small);
            var p = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(z, Vector512<double>.Zero), share, small * share);
            sum += Vector512.Max(z, Vector512<double>.Zero) + Vector512.Log(Vector512<double>.One + small) - (actual * z);
            (small * share * share).CopyTo(weight[row..]);
            (p - actual).CopyTo(residual[row..]);
        }
        for (; row < linear.Length; row++)
        {
            var z = linear[row];
            var small = Math.Exp(-Math.Abs(z));
            var share = 1 / (1 + small);
            loss += Math.Max(z, 0) + Math.Log(1 + small) - (outcome[row] * z);
            weight[row] = small * share * share;
            residual[row] = (z >= 0 ? share : small * share) - outcome[row];
        }
        return loss + Vector512.Sum(sum);
    });
}
