using CreditLoan.Scoring.Alignment;

namespace CreditLoan.Scoring.Boosting;

/// <summary>A sample as rows of single-precision numbers, a column for each category's level (独热编码矩阵): what boosting reads.</summary>
public sealed record Matrix(int Rows, string[] Names, float[] Values)
{
    public int Columns => Names.Length;

    public static Matrix Of(IReadOnlyList<Column> columns)
    {
        var parts = columns.SelectMany(Parts).ToArray();
        var rows = columns[0].Rows;
        var values = new float[rows * parts.Length];
        for (var c = 0; c < parts.Length; c++)
            for (var row = 0; row < rows; row++) values[(row * parts.Length) + c] = parts[c].Value(row);
        return new Matrix(rows, Array.ConvertAll(parts, p => p.Name), values);
    }

    private static IEnumerable<(string Name, Func<int, float> Value)> Parts(Column column) => column switch
    {
        Column.Numbers numbers => [(numbers.Name, row => (float)numbers.Values[row])],
        Column.Categories c => c.Levels.Select((level, code) => ($"{c.Name}={level}", (Func<int, float>)(row => c.Codes[row] < 0 ? float.NaN : c.Codes[row] == code ? 1 : 0))),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
