using System.Globalization;
using CreditLoan.Files;

namespace CreditLoan.Portal.Components;

/// <summary>A table as an Excel workbook: what the filters leave, with its heads frozen.</summary>
public static class Workbook
{
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static ExportFile Of(TableExport table)
    {
        var content = new MemoryStream();
        ExcelExport.Write(content, table.Title, table.Rows, [.. table.Heads.Select((head, i) => new ExportColumn<object?[]>(head, row => row[i]))]);
        content.Position = 0;
        return new ExportFile($"{table.Title}.xlsx", Excel, content);
    }

    /// <summary>A cell as it was read on the page: a number where it is one, as words otherwise.</summary>
    public static object Said(string text) =>
        decimal.TryParse(text.Replace('−', '-'), NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && !(text.Length > 1 && text[0] == '0' && text[1] != '.')
            ? number : text;
}
