namespace CreditLoan.Scoring.Fitting;

/// <summary>The columns that a regression sees (设计矩阵), read in blocks so that binned features never lie in memory as numbers.</summary>
public abstract record Design(int Rows, int Columns)
{
    public abstract void Read(int column, int start, Span<double> into);

    /// <summary>Numbers, one array a column.</summary>
    public sealed record Dense(double[][] Values) : Design(Values[0].Length, Values.Length)
    {
        public override void Read(int column, int start, Span<double> into) => Values[column].AsSpan(start, into.Length).CopyTo(into);
    }

    /// <summary>Bin numbers, and for each feature the number that stands for each bin: its weight of evidence.</summary>
    public sealed record Binned(byte[][] Bins, double[][] Values) : Design(Bins[0].Length, Bins.Length)
    {
        public override void Read(int column, int start, Span<double> into)
        {
            var bins = Bins[column].AsSpan(start, into.Length);
            var values = Values[column];
            for (var i = 0; i < into.Length; i++) into[i] = values[bins[i]];
        }
    }
}
