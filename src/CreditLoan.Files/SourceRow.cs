namespace CreditLoan.Files;

/// <summary>What kind of cell the file held; a CSV file holds text only.</summary>
internal enum CellKind { Text, Number, Formula, Error }

/// <summary>One cell as the file holds it; text is trimmed, days of a workbook are written as yyyy-MM-dd.</summary>
internal readonly record struct SourceCell(string Text, CellKind Kind)
{
    public static readonly SourceCell Empty = new("", CellKind.Text);
}

/// <summary>One row as the file holds it; <paramref name="Problem"/> says why the file cannot be read beyond this point.</summary>
internal readonly record struct SourceRow(int Number, SourceCell[] Cells, string? Problem = null);
