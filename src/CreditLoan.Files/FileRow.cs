namespace CreditLoan.Files;

/// <summary>One row of a file whose every cell could be read (一行).</summary>
/// <param name="Number">The line as a person counts it, the header being 1.</param>
/// <param name="Values">By the place of their columns in the definition; null where the cell was empty.</param>
public sealed record FileRow(int Number, IReadOnlyList<Column> Columns, object?[] Values)
{
    /// <summary>The value of a required column.</summary>
    public T Get<T>(Column<T> column) where T : notnull => (T)Of(column)!;

    /// <summary>The value of a column that may be empty, or what stands for nothing.</summary>
    public T? Find<T>(Column<T> column) where T : class => (T?)Of(column);

    /// <summary>The value of a column that may be empty.</summary>
    public T? FindValue<T>(Column<T> column) where T : struct => (T?)Of(column);

    public bool Has(Column column) => Of(column) is not null;

    private object? Of(Column column)
    {
        for (var i = 0; i < Values.Length; i++)
            if (ReferenceEquals(Columns[i], column)) return Values[i];
        return null;
    }
}

/// <summary>What a file holds: its good rows, and what is wrong with the others (读取结果).</summary>
/// <param name="Rows">Rows whose every cell could be read.</param>
/// <param name="Faults">At most <see cref="FileLimits.MaxFaults"/>, in the order of the file.</param>
/// <param name="FaultCount">All faults, those beyond the list too.</param>
/// <param name="RowCount">Rows looked at, good and bad.</param>
public sealed record FileContent(IReadOnlyList<FileRow> Rows, IReadOnlyList<FileFault> Faults, int FaultCount, int RowCount)
{
    public bool IsClean => FaultCount == 0;
}
