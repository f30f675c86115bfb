namespace CreditLoan.Files;

/// <summary>The sender's file given back with a note in every bad cell (错误回执), to be mended and sent again.</summary>
public static class ErrorWorkbook
{
    /// <summary>Writes the file's rows as they came; faults of a whole row stand on its first cell, faults of the file on the first header.</summary>
    public static void Write(Stream target, byte[] file, FileDefinition definition, FileContent content, FileLimits? limits = null)
    {
        var rows = SourceRows.Of(file, definition, limits ?? FileLimits.Standard).TakeWhile(r => r.Problem is null).ToList();
        var header = rows.Count > 0 ? rows[0].Cells.Select(c => c.Text).ToList() : [.. definition.Columns.Select(c => c.Name)];
        var places = rows.Skip(1).Select((row, i) => (row.Number, i)).ToDictionary(r => r.Number, r => r.i);
        var headerLine = rows.Count > 0 ? rows[0].Number : 1;
        var notes = content.Faults.Select(fault => new SheetNote(
            fault.Row == headerLine ? -1 : places.GetValueOrDefault(fault.Row, -1),
            Math.Max(0, header.IndexOf(fault.Field)),
            fault.Row == 0 || fault.Field.Length > 0 && header.Contains(fault.Field) ? fault.Reason : fault.ToString())).ToList();
        var columns = header.Select(name => new SheetColumn(name, Math.Max(14, Math.Min(name.Length, 40) * 2 + 4), KeepsText: true)).ToList();
        if (columns.Count == 0) columns.Add(new SheetColumn("", 14));
        XlsxWriter.Write(target, new Sheet(Short(definition.Title + "错误回执"), columns,
            rows.Skip(1).Select(row => row.Cells.Select(object? (c) => c.Text).ToArray()), notes));
    }

    /// <summary>A sheet's name has at most 31 characters.</summary>
    private static string Short(string name) => name.Length <= 31 ? name : name[..31];
}
