namespace CreditLoan.Files;

/// <summary>The rows of a file as it stands, whether CSV, workbook or message.</summary>
internal static class SourceRows
{
    public static IEnumerable<SourceRow> Of(byte[] file, FileDefinition definition, FileLimits limits)
    {
        if (file.Length > limits.MaxBytes) return [Refused(0, $"文件超过 {limits.MaxBytes >> 20} MB，请拆分后分别上传。")];
        return file switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] => XlsxReader.Rows(file, limits),
            [0xD0, 0xCF, 0x11, 0xE0, ..] => [Refused(0, "这是旧版 .xls 或加密的工作簿，请另存为不加密的 .xlsx 或 CSV。")],
            _ when definition.Message is { } message && IsXml(file) => message(file, limits),
            _ => Csv(file, limits),
        };
    }

    /// <summary>After a byte order mark and white space comes an angle bracket; a zero byte beside it is UTF-16.</summary>
    private static bool IsXml(byte[] file) => file.AsSpan().TrimStart("\uFEFF \r\n\t\0"u8) is [(byte)'<', ..] || file is [0xFF, 0xFE, (byte)'<', ..] or [0xFE, 0xFF, 0, (byte)'<', ..];

    public static SourceRow Refused(int row, string problem) => new(row, [], problem);

    private static IEnumerable<SourceRow> Csv(byte[] file, FileLimits limits)
    {
        using var text = FileText.Open(file, out var problem);
        if (text is null)
        {
            yield return Refused(0, problem!);
            yield break;
        }
        var csv = new CsvReader(text, limits);
        while (csv.Read()) yield return Row(csv);
        if (csv.Problem is not null) yield return Refused(csv.Line, csv.Problem);
    }

    private static SourceRow Row(CsvReader csv)
    {
        var cells = new SourceCell[csv.FieldCount];
        for (var i = 0; i < cells.Length; i++)
        {
            var field = csv[i].Trim();
            cells[i] = field.IsEmpty ? SourceCell.Empty : new SourceCell(field.ToString(), CellKind.Text);
        }
        return new SourceRow(csv.Line, cells);
    }
}
