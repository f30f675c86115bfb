namespace CreditLoan.Files;

/// <summary>One column of an export: its header, with the unit, and its value. Money, rates, shares, days and whole numbers stay numbers.</summary>
public sealed record ExportColumn<T>(string Header, Func<T, object?> Value, double Width = 18);

/// <summary>Writes what a page's table shows as a workbook (导出 Excel): frozen header with filter, text that can never run as a formula.</summary>
public static class ExcelExport
{
    public static void Write<T>(Stream target, string title, IEnumerable<T> rows, params IReadOnlyList<ExportColumn<T>> columns) =>
        XlsxWriter.Write(target, new Sheet(title, [.. columns.Select(c => new SheetColumn(c.Header, c.Width))],
            rows.Select(row => columns.Select(c => c.Value(row)).ToArray()), []));
}
