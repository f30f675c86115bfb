namespace CreditLoan.Files;

/// <summary>The workbook that people fill in (模板): header with help, drop-downs, and one sample row to overwrite.</summary>
public static class FileTemplate
{
    public static void Write(Stream target, FileDefinition definition)
    {
        var columns = definition.Columns.Select(c => new SheetColumn(c.Name, Math.Max(14, c.Name.Length * 2 + 4), c.KeepsText,
            (c.Required ? "必填。" : "选填。") + c.Help, c.Choices)).ToList();
        object?[] sample = [.. definition.Columns.Select(c => c.Read(c.Sample, out var problem) is { } value && problem is null
            ? value
            : throw new ArgumentException($"The sample of “{c.Name}” is not valid: {problem}", nameof(definition)))];
        XlsxWriter.Write(target, new Sheet(definition.Title, columns, [sample], []));
    }

    /// <summary>The same as CSV, marked as UTF-8 so that Excel opens it as such.</summary>
    public static void WriteCsv(Stream target, FileDefinition definition)
    {
        using var text = new StreamWriter(target, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        text.Write($"{string.Join(',', definition.Columns.Select(c => c.Name))}\r\n{string.Join(',', definition.Columns.Select(c => c.Sample))}\r\n");
    }
}
