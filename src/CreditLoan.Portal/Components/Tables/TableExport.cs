namespace CreditLoan.Portal.Components;

/// <summary>What a table hands to the writer of a workbook: its heads and all rows that the filters leave.</summary>
public sealed record TableExport(string Title, IReadOnlyList<string> Heads, IReadOnlyList<object?[]> Rows)
{
    /// <summary>The most rows that one export carries.</summary>
    public const int MostRows = 100_000;
}
