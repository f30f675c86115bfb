namespace CreditLoan.Files;

/// <summary>Reads a CSV file or a workbook by its definition (读入文件). Nothing in a file makes it throw: what is wrong is a fault.</summary>
public static class FileReader
{
    /// <summary>Reads all rows; a file over a limit is read up to there and the limit is a fault.</summary>
    public static FileContent Read(Stream file, FileDefinition definition, FileLimits? limits = null)
    {
        limits ??= FileLimits.Standard;
        return FileBytes(file, limits, out var problem) is { } bytes
            ? Read(bytes, definition, limits)
            : new FileContent([], [new FileFault(0, "", problem!)], 1, 0);
    }

    /// <summary>Reads a file that is already in memory.</summary>
    public static FileContent Read(byte[] file, FileDefinition definition, FileLimits? limits = null)
    {
        var sheet = new SheetReading(definition, limits ?? FileLimits.Standard);
        foreach (var row in SourceRows.Of(file, definition, limits ?? FileLimits.Standard))
        {
            if (!sheet.Take(row)) break;
        }
        return sheet.Done();
    }

    private static byte[]? FileBytes(Stream file, FileLimits limits, out string? problem)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int count; (count = file.Read(buffer)) > 0;)
        {
            if (memory.Length + count > limits.MaxBytes)
            {
                problem = $"文件超过 {limits.MaxBytes >> 20} MB，请拆分后分别上传。";
                return null;
            }
            memory.Write(buffer, 0, count);
        }
        problem = null;
        return memory.ToArray();
    }

    /// <summary>The header first, then row after row.</summary>
    private sealed class SheetReading(FileDefinition definition, FileLimits limits)
    {
        private readonly List<FileRow> _rows = [];
        private readonly List<FileFault> _faults = [];
        private int _faultCount, _rowCount;
        private Column?[]? _header;
        private int[] _places = [];

        public bool Take(SourceRow row)
        {
            if (row.Problem is not null)
            {
                Fault(row.Number, "", row.Problem);
                return false;
            }
            if (_header is null) return Header(row);
            if (row.Cells.All(c => c.Text.Length == 0 && c.Kind == CellKind.Text)) return true;
            if (_rowCount == limits.MaxRows)
            {
                Fault(row.Number, "", $"超过 {limits.MaxRows} 行，请拆分后分别上传。");
                return false;
            }
            _rowCount++;
            Row(row);
            return true;
        }

        public FileContent Done()
        {
            if (_header is null && _faultCount == 0) Fault(0, "", "文件是空的。");
            return new FileContent(_rows, _faults, _faultCount, _rowCount);
        }

        private bool Header(SourceRow row)
        {
            _header = new Column?[row.Cells.Length];
            for (var i = 0; i < _header.Length; i++)
            {
                var name = row.Cells[i].Text;
                if (name.Length == 0) continue;
                _header[i] = definition.Columns.FirstOrDefault(c => c.Name == name);
                if (_header[i] is null) Fault(row.Number, name, "模板中没有这一列，请对照模板核对表头。");
                else if (Array.IndexOf(_header, _header[i]) < i) Fault(row.Number, name, "表头中这一列出现了两次。");
            }
            _places = Array.ConvertAll(_header, column => column is null ? -1 : definition.Columns.ToList().IndexOf(column));
            foreach (var missing in definition.Columns.Where(c => c.Required && !_header.Contains(c)))
                Fault(row.Number, missing.Name, "缺少这一列，请使用模板。");
            return _faultCount == 0;
        }

        private void Row(SourceRow row)
        {
            var values = new object?[definition.Columns.Count];
            var before = _faultCount;
            for (var i = 0; i < _header!.Length; i++)
            {
                if (_header[i] is not { } column) continue;
                var cell = i < row.Cells.Length ? row.Cells[i] : SourceCell.Empty;
                if (cell is { Text.Length: 0, Kind: CellKind.Text })
                {
                    if (column.Required) Fault(row.Number, column.Name, "必填，不能为空。");
                    continue;
                }
                var value = Value(column, cell, out var reason);
                if (reason is null) values[_places[i]] = value;
                else Fault(row.Number, column.Name, reason);
            }
            for (var i = _header.Length; i < row.Cells.Length; i++)
            {
                if (row.Cells[i].Text.Length > 0) Fault(row.Number, "", "这一行比表头多出数据，请检查逗号和引号。");
            }
            if (_faultCount == before) _rows.Add(new FileRow(row.Number, definition.Columns, values));
        }

        private static object? Value(Column column, SourceCell cell, out string? reason)
        {
            reason = cell.Kind switch
            {
                CellKind.Formula => "不接受公式，请复制后“粘贴为数值”。",
                CellKind.Error => $"单元格是错误值 {cell.Text}。",
                // Excel keeps 15 digits of a number: the rest of a code is already lost.
                CellKind.Number when column.KeepsText && cell.Text.Count(char.IsAsciiDigit) > 15 => "长数字已被 Excel 改写，请把这一列设为文本后重新填写。",
                _ => null,
            };
            return reason is null ? column.Read(cell.Text, out reason) : null;
        }

        private void Fault(int row, string field, string reason)
        {
            if (_faultCount++ < limits.MaxFaults) _faults.Add(new FileFault(row, field, reason));
        }
    }
}
