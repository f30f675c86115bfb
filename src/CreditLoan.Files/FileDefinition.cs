namespace CreditLoan.Files;

/// <summary>What a file must look like (文件格式): reader, template, sample row and error workbook all follow it.</summary>
/// <param name="Title">The name people know it by; also the sheet's name, at most 31 characters.</param>
/// <param name="Columns">In the order of the template; a file that comes in may have them in any order.</param>
public sealed record FileDefinition(string Title, IReadOnlyList<Column> Columns)
{
    /// <summary>How an XML message is taken as rows of this file, the header first; null where XML is not taken.</summary>
    internal Func<byte[], FileLimits, IEnumerable<SourceRow>>? Message { get; init; }
}

/// <summary>One column of a file (列): its name in the header, whether it must be filled, and how a cell is read.</summary>
/// <param name="Name">As it stands in the header row.</param>
/// <param name="Required">An empty cell is a fault.</param>
/// <param name="Sample">A valid value for the template's sample row.</param>
/// <param name="Help">How to fill it, in one sentence; shown on the header cell of the template.</param>
public abstract record Column(string Name, bool Required, string Sample, string Help)
{
    /// <summary>The closed list of the template's drop-down; null where any value of the type will do.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>Whether a workbook must keep the cell as text, so that codes keep their leading zeros.</summary>
    public bool KeepsText { get; init; }

    internal abstract object? Read(string text, out string? reason);

    /// <summary>Free text up to a length (文本).</summary>
    public static Column<string> Text(string name, bool required, string sample, string help, int maxLength = 200) =>
        new(name, required, sample, help, (string text, out string value) => Fields.Text(text, maxLength, out value)) { KeepsText = true };

    /// <summary>One of a closed list (选项).</summary>
    public static Column<string> Choice(string name, bool required, string help, params string[] choices) =>
        new(name, required, choices[0], help, (string text, out string value) => Fields.Choice(text, choices, out value)) { Choices = choices, KeepsText = true };

    /// <summary>An amount in yuan with at most two decimals (金额，元).</summary>
    public static Column<Domain.Values.Money> Money(string name, bool required, string sample, string help) =>
        new(name, required, sample, help, Fields.Money);

    /// <summary>A yearly rate in per cent with at most four decimals (年利率，%).</summary>
    public static Column<Domain.Values.Rate> Rate(string name, bool required, string sample, string help) =>
        new(name, required, sample, help, Fields.Rate);

    /// <summary>A whole number from zero up (整数).</summary>
    public static Column<int> Whole(string name, bool required, string sample, string help) =>
        new(name, required, sample, help, Fields.Whole);

    /// <summary>A day (日期).</summary>
    public static Column<DateOnly> Day(string name, bool required, string sample, string help) =>
        new(name, required, sample, help, Fields.Day);

    /// <summary>A credit code whose check character agrees (统一社会信用代码).</summary>
    public static Column<Domain.Values.UnifiedCreditCode> CreditCode(string name, bool required, string sample, string help) =>
        new(name, required, sample, help, Fields.CreditCode) { KeepsText = true };
}

/// <summary>A column that gives values of one type, so that a row answers with them and not with text.</summary>
public sealed record Column<T>(string Name, bool Required, string Sample, string Help, FieldReader<T> Reader)
    : Column(Name, Required, Sample, Help) where T : notnull
{
    internal override object? Read(string text, out string? reason)
    {
        reason = Reader(text, out var value);
        return reason is null ? value : null;
    }
}

/// <summary>Reads one cell's text; answers null, or the reason why it cannot be read.</summary>
public delegate string? FieldReader<T>(string text, out T value);
