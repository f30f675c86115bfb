using System.Collections.Concurrent;

namespace CreditLoan.Files;

/// <summary>Reads a CSV file or a workbook by its definition (读入文件). Nothing in a file makes it throw: what is wrong is a fault.</summary>
public static class FileReader
{
    private const int RowsInPart = 8_192;

    /// <summary>Reads all rows; a file over a limit is read up to there and the limit is a fault.</summary>
    public static FileContent Read(Stream file, FileDefinition definition, FileLimits? limits = null)
    {
        limits ??= FileLimits.Standard;
        return FileBytes(file, limits, out var problem) is { } bytes
            ? Read(bytes, definition, limits)
            : new FileContent([], [new FileFault(0, "", problem!)], 1, 0);
    }

    /// <summary>Reads a file that is already in memory: divided into rows from the front, and the rows of a large one read on all cores.</summary>
    public static FileContent Read(byte[] file, FileDefinition definition, FileLimits? limits = null)
    {
        limits ??= FileLimits.Standard;
        using var rows = SourceRows.Of(file, definition, limits).GetEnumerator();
        var sheet = new SheetReading(definition, limits);
        if (!rows.MoveNext() || !sheet.Header(rows.Current)) return sheet.Done();
        using var parts = Parts(rows, limits).GetEnumerator();
        if (parts.MoveNext()) sheet.Add(sheet.Read(parts.Current));
        foreach (var part in Partitioner.Create(Rest(parts), EnumerablePartitionerOptions.NoBuffering).AsParallel().AsOrdered().Select(sheet.Read)) sheet.Add(part);
        return sheet.Done();
    }

    /// <summary>The rows below the header that are not empty, up to the first that the file cannot be read beyond.</summary>
    private static IEnumerable<List<SourceRow>> Parts(IEnumerator<SourceRow> rows, FileLimits limits)
    {
        var (part, count) = (new List<SourceRow>(), 0);
        while (rows.MoveNext())
        {
            var row = rows.Current;
            if (row.Problem is null && row.Cells.All(c => c.Text.Length == 0 && c.Kind == CellKind.Text)) continue;
            if (row.Problem is null && count++ == limits.MaxRows) row = SourceRows.Refused(row.Number, $"超过 {limits.MaxRows} 行，请拆分后分别上传。");
            part.Add(row);
            if (row.Problem is not null) break;
            if (part.Count < RowsInPart) continue;
            yield return part;
            part = new List<SourceRow>(RowsInPart);
        }
        if (part.Count > 0) yield return part;
    }

    private static IEnumerable<List<SourceRow>> Rest(IEnumerator<List<SourceRow>> parts)
    {
        while (parts.MoveNext()) yield return parts.Current;
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

    /// <summary>The rows of one part, and what is wrong in it.</summary>
    private sealed class PartOfSheet
    {
        public List<FileRow> Rows { get; } = [];
        public List<FileFault> Faults { get; } = [];
        public int FaultCount { get; private set; }
        public int RowCount { get; set; }

        public void Fault(int row, string field, string reason, int most)
        {
            if (FaultCount++ < most) Faults.Add(new FileFault(row, field, reason));
        }

        public void Add(PartOfSheet next, int most)
        {
            Rows.AddRange(next.Rows);
            Faults.AddRange(next.Faults.Take(most - Faults.Count));
            FaultCount += next.FaultCount;
            RowCount += next.RowCount;
        }
    }

    /// <summary>The header first, then part after part.</summary>
    private sealed class SheetReading(FileDefinition definition, FileLimits limits)
    {
        private readonly PartOfSheet _all = new();
        private Column?[]? _header;
        private int[] _places = [];

        public void Add(PartOfSheet part) => _all.Add(part, limits.MaxFaults);

        public FileContent Done()
        {
            if (_header is null && _all.FaultCount == 0) Fault(_all, 0, "", "文件是空的。");
            return new FileContent(_all.Rows, _all.Faults, _all.FaultCount, _all.RowCount);
        }

        /// <summary>Whether the rows below can be read.</summary>
        public bool Header(SourceRow row)
        {
            if (row.Problem is not null)
            {
                Fault(_all, row.Number, "", row.Problem);
                return false;
            }
            _header = new Column?[row.Cells.Length];
            for (var i = 0; i < _header.Length; i++)
            {
                var name = row.Cells[i].Text;
                if (name.Length == 0) continue;
                _header[i] = definition.Columns.FirstOrDefault(c => c.Name == name);
                if (_header[i] is null) Fault(_all, row.Number, name, "模板中没有这一列，请对照模板核对表头。");
                else if (Array.IndexOf(_header, _header[i]) < i) Fault(_all, row.Number, name, "表头中这一列出现了两次。");
            }
            _places = Array.ConvertAll(_header, column => column is null ? -1 : definition.Columns.ToList().IndexOf(column));
            foreach (var missing in definition.Columns.Where(c => c.Required && !_header.Contains(c)))
                Fault(_all, row.Number, missing.Name, "缺少这一列，请使用模板。");
            return _all.FaultCount == 0;
        }

        public PartOfSheet Read(List<SourceRow> rows)
        {
            var part = new PartOfSheet();
            foreach (var row in rows)
            {
                if (row.Problem is null) Row(part, row);
                else Fault(part, row.Number, "", row.Problem);
            }
            return part;
        }

        private void Row(PartOfSheet part, SourceRow row)
        {
            part.RowCount++;
            var values = new object?[definition.Columns.Count];
            var before = part.FaultCount;
            for (var i = 0; i < _header!.Length; i++)
            {
                if (_header[i] is not { } column) continue;
                var cell = i < row.Cells.Length ? row.Cells[i] : SourceCell.Empty;
                if (cell is { Text.Length: 0, Kind: CellKind.Text })
                {
                    if (column.Required) Fault(part, row.Number, column.Name, "必填，不能为空。");
                    continue;
                }
                var value = Value(column, cell, out var reason);
                if (reason is null) values[_places[i]] = value;
                else Fault(part, row.Number, column.Name, reason);
            }
            for (var i = _header.Length; i < row.Cells.Length; i++)
            {
                if (row.Cells[i].Text.Length > 0) Fault(part, row.Number, "", "这一行比表头多出数据，请检查逗号和引号。");
            }
            if (part.FaultCount == before) part.Rows.Add(new FileRow(row.Number, definition.Columns, values));
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

        private void Fault(PartOfSheet part, int row, string field, string reason) => part.Fault(row, field, reason, limits.MaxFaults);
    }
}
