using System.Runtime.InteropServices;

namespace CreditLoan.Scoring.Boosting;

/// <summary>XGBoost's C functions, as its header c_api.h declares them.</summary>
internal static class XGBoost
{
    public const string Library = "libxgboost.so.0";

    /// <summary>Every function answers 0, or leaves a message behind.</summary>
    public static void Check(int answer)
    {
        if (answer != 0) throw new InvalidOperationException(Marshal.PtrToStringUTF8(XGBGetLastError()));
    }

    [DllImport(Library)]
    private static extern nint XGBGetLastError();

    [DllImport(Library)]
    public static extern int XGDMatrixCreateFromMat(float[] data, ulong rows, ulong columns, float missing, out nint handle);

    [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false)]
    public static extern int XGDMatrixSetFloatInfo(nint handle, string field, float[] values, ulong length);

    [DllImport(Library)]
    public static extern int XGDMatrixFree(nint handle);

    [DllImport(Library)]
    public static extern int XGBoosterCreate(nint[] matrices, ulong length, out nint handle);

    [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false)]
    public static extern int XGBoosterSetParam(nint handle, string name, string value);

    [DllImport(Library)]
    public static extern int XGBoosterUpdateOneIter(nint handle, int iteration, nint matrix);

    [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false)]
    public static extern int XGBoosterPredictFromDMatrix(nint handle, nint matrix, string config, out nint shape, out ulong dimensions, out nint result);

    [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false)]
    public static extern int XGBoosterPredictFromDense(nint handle, string values, string config, nint proxy, out nint shape, out ulong dimensions, out nint result);

    [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false)]
    public static extern int XGBoosterSaveModelToBuffer(nint handle, string config, out ulong length, out nint from);

    [DllImport(Library)]
    public static extern int XGBoosterLoadModelFromBuffer(nint handle, byte[] from, ulong length);

    [DllImport(Library)]
    public static extern int XGBoosterGetNumFeature(nint handle, out ulong features);

    [DllImport(Library)]
    public static extern int XGBoosterFree(nint handle);
}
