namespace CreditLoan.Scoring.Fitting;

/// <summary>Cholesky's way with small positive definite matrices (正定矩阵求解).</summary>
internal static class SymmetricMatrix
{
    public static double[] Solve(double[,] matrix, double[] right)
    {
        var root = Root(matrix);
        return Substitute(root, right);
    }

    public static double[,] Inverse(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var (root, inverse) = (Root(matrix), new double[n, n]);
        for (var c = 0; c < n; c++)
        {
            var unit = new double[n];
            unit[c] = 1;
            var column = Substitute(root, unit);
            for (var r = 0; r < n; r++) inverse[r, c] = column[r];
        }
        return inverse;
    }

    /// <summary>The lower triangular root. A column that adds nothing to the others gets a tiny own part, so that it is left near zero instead of stopping the fit.</summary>
    private static double[,] Root(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var root = new double[n, n];
        for (var j = 0; j < n; j++)
        {
            var own = matrix[j, j];
            for (var k = 0; k < j; k++) own -= root[j, k] * root[j, k];
            root[j, j] = Math.Sqrt(Math.Max(own, Math.Max(1e-12 * matrix[j, j], 1e-300)));
            for (var i = j + 1; i < n; i++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++) sum -= root[i, k] * root[j, k];
                root[i, j] = sum / root[j, j];
            }
        }
        return root;
    }

    private static double[] Substitute(double[,] root, double[] right)
    {
        var n = right.Length;
        var x = (double[])right.Clone();
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++) x[i] -= root[i, k] * x[k];
            x[i] /= root[i, i];
        }
        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++) x[i] -= root[k, i] * x[k];
            x[i] /= root[i, i];
        }
        return x;
    }
}
