using System.Globalization;
using System.Runtime.InteropServices;

namespace CreditLoan.Scoring.Boosting;

/// <summary>How trees are grown (提升树参数).</summary>
/// <param name="Depth">1 gives additive stumps (可加树桩): each feature has a curve of its own, as in a scorecard.</param>
/// <param name="Monotone">By column: 1 where risk may only rise, -1 where it may only fall, 0 elsewhere; empty asks nothing.</param>
public sealed record BoosterSettings(int Trees, int Depth, double LearningRate, double L2, double MinChildWeight, double RowShare, double ColumnShare, int[] Monotone, ulong Seed)
{
    public static readonly BoosterSettings Challenger = new(300, 4, 0.05, 1, 5, 0.8, 0.8, [], 1);
    public static readonly BoosterSettings Stumps = new(600, 1, 0.1, 1, 5, 0.8, 1, [], 1);
}

/// <summary>A boosted tree model, XGBoost by its C interface (提升树挑战者模型).</summary>
/// <remarks>Debian's libxgboost0. Contributions are Shapley values on the log odds: they add up to the prediction, like a scorecard's reasons.</remarks>
public sealed class Booster : IDisposable
{
    private readonly nint _handle;

    private Booster(nint handle, int columns) => (_handle, Columns) = (handle, columns);

    public int Columns { get; }

    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(XGBoost.Library, typeof(Booster).Assembly, searchPath: null, out _);

    public static Booster Train(Matrix matrix, byte[] bad, BoosterSettings settings)
    {
        using var data = new NativeMatrix(matrix);
        XGBoost.Check(XGBoost.XGDMatrixSetFloatInfo(data.Handle, "label", Array.ConvertAll(bad, b => (float)b), (ulong)bad.Length));
        XGBoost.Check(XGBoost.XGBoosterCreate([data.Handle], 1, out var handle));
        var booster = new Booster(handle, matrix.Columns);
        // On few rows its threads wait for each other longer than they work.
        if (matrix.Values.Length < 2_000_000) booster.UseThreads(1);
        foreach (var (name, value) in Parameters(settings)) XGBoost.Check(XGBoost.XGBoosterSetParam(handle, name, value));
        for (var tree = 0; tree < settings.Trees; tree++) XGBoost.Check(XGBoost.XGBoosterUpdateOneIter(handle, tree, data.Handle));
        return booster;
    }

    private static IEnumerable<(string Name, string Value)> Parameters(BoosterSettings settings)
    {
        string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
        yield return ("objective", "binary:logistic");
        yield return ("tree_method", "hist");
        yield return ("verbosity", "0");
        yield return ("max_depth", Text(settings.Depth));
        yield return ("eta", Text(settings.LearningRate));
        yield return ("lambda", Text(settings.L2));
        yield return ("min_child_weight", Text(settings.MinChildWeight));
        yield return ("subsample", Text(settings.RowShare));
        yield return ("colsample_bytree", Text(settings.ColumnShare));
        yield return ("seed", Text(settings.Seed));
        if (settings.Monotone.Length > 0) yield return ("monotone_constraints", $"({string.Join(',', settings.Monotone)})");
    }

    public void UseThreads(int threads) =>
        XGBoost.Check(XGBoost.XGBoosterSetParam(_handle, "nthread", threads.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The probability of bad, row by row.</summary>
    public float[] Predict(Matrix matrix)
    {
        using var data = new NativeMatrix(matrix);
        return Predict(data.Handle, type: 0);
    }

    /// <summary>The same without building XGBoost's own matrix first.</summary>
    public float[] PredictInPlace(Matrix matrix)
    {
        var pin = GCHandle.Alloc(matrix.Values, GCHandleType.Pinned);
        try
        {
            var array = $$"""{"data":[{{pin.AddrOfPinnedObject().ToString(CultureInfo.InvariantCulture)}},true],"shape":[{{matrix.Rows}},{{matrix.Columns}}],"typestr":"<f4","version":3}""";
            const string config = """{"type":0,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false,"missing":NaN,"cache_id":0}""";
            XGBoost.Check(XGBoost.XGBoosterPredictFromDense(_handle, array, config, 0, out var shape, out var dimensions, out var result));
            return Copy(shape, dimensions, result);
        }
        finally
        {
            pin.Free();
        }
    }

    /// <summary>What each column adds to the log odds of bad; the last entry of a row is the average enterprise's log odds.</summary>
    public float[][] Contributions(Matrix matrix)
    {
        using var data = new NativeMatrix(matrix);
        return [.. Predict(data.Handle, type: 2).Chunk(Columns + 1)];
    }

    /// <summary>The model in XGBoost's own JSON, to be kept as evidence and loaded again.</summary>
    public byte[] Save()
    {
        XGBoost.Check(XGBoost.XGBoosterSaveModelToBuffer(_handle, """{"format":"json"}""", out var length, out var from));
        var bytes = new byte[(int)length];
        Marshal.Copy(from, bytes, 0, bytes.Length);
        return bytes;
    }

    public static Booster Load(byte[] saved)
    {
        XGBoost.Check(XGBoost.XGBoosterCreate([], 0, out var handle));
        XGBoost.Check(XGBoost.XGBoosterLoadModelFromBuffer(handle, saved, (ulong)saved.Length));
        XGBoost.Check(XGBoost.XGBoosterGetNumFeature(handle, out var columns));
        return new Booster(handle, (int)columns);
    }

    public void Dispose() => XGBoost.Check(XGBoost.XGBoosterFree(_handle));

    private float[] Predict(nint data, int type)
    {
        var config = $$"""{"type":{{type}},"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false}""";
        XGBoost.Check(XGBoost.XGBoosterPredictFromDMatrix(_handle, data, config, out var shape, out var dimensions, out var result));
        return Copy(shape, dimensions, result);
    }

    private static float[] Copy(nint shape, ulong dimensions, nint result)
    {
        var sizes = new long[(int)dimensions];
        Marshal.Copy(shape, sizes, 0, sizes.Length);
        var values = new float[(int)sizes.Aggregate(1L, (a, b) => a * b)];
        Marshal.Copy(result, values, 0, values.Length);
        return values;
    }

    private sealed class NativeMatrix : IDisposable
    {
        public NativeMatrix(Matrix matrix)
        {
            XGBoost.Check(XGBoost.XGDMatrixCreateFromMat(matrix.Values, (ulong)matrix.Rows, (ulong)matrix.Columns, float.NaN, out var handle));
            Handle = handle;
        }

        public nint Handle { get; }

        public void Dispose() => XGBoost.Check(XGBoost.XGDMatrixFree(Handle));
    }
}
