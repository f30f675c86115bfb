using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace CreditLoan.Files;

/// <summary>Reads the first sheet of a workbook (读 Excel): values only; formulas, macros and outside links are refused.</summary>
/// <remarks>
/// The parts are read by a forward XML reader with DTDs forbidden, behind a counter of unpacked bytes: the sizes a zip file states about itself are not believed.
/// </remarks>
internal static class XlsxReader
{
    private const int MaxSharedTexts = 2_000_000;
    private const long MaxSharedLength = 128L << 20;

    /// <summary>Numbers of built-in formats that show a day (ECMA-376 part 1, §18.8.30), the Chinese ones included.</summary>
    private static readonly HashSet<int> DayFormats = [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58];

    public static IEnumerable<SourceRow> Rows(byte[] file, FileLimits limits)
    {
        using var rows = Sheet(file, limits).GetEnumerator();
        while (true)
        {
            SourceRow row;
            try
            {
                if (!rows.MoveNext()) yield break;
                row = rows.Current;
            }
            catch (Exception e) when (e is InvalidDataException or XmlException or FormatException or OverflowException or NotSupportedException or IOException)
            {
                row = SourceRows.Refused(0, e is FileTooLargeException ? e.Message : "工作簿已损坏，无法读取。请用 Excel 打开后另存一份。");
            }
            yield return row;
            if (row.Problem is not null) yield break;
        }
    }

    private static IEnumerable<SourceRow> Sheet(byte[] file, FileLimits limits)
    {
        using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        var parts = new XlsxParts(zip, limits);
        if (parts.Problem is not null)
        {
            yield return SourceRows.Refused(0, parts.Problem);
            yield break;
        }
        var texts = SharedTexts(parts, limits);
        var days = DayStyles(parts, out var epoch);
        if (FirstSheet(parts) is not { } name || parts.Open(name) is not { } sheet)
        {
            yield return SourceRows.Refused(0, "工作簿里没有工作表。");
            yield break;
        }
        using var xml = sheet;
        var number = 0;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "row") continue;
            number = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var stated) && stated > number ? stated : number + 1;
            var cells = new List<SourceCell>();
            if (!xml.IsEmptyElement)
            {
                using var inner = xml.ReadSubtree();
                if (!Cells(inner, cells, texts, days, epoch, limits))
                {
                    yield return SourceRows.Refused(number, $"一行超过 {limits.MaxColumns} 列。");
                    yield break;
                }
            }
            if (cells.Count > 0) yield return new SourceRow(number, [.. cells]);
        }
    }

    private static bool Cells(XmlReader row, List<SourceCell> cells, List<string> texts, HashSet<int> days, DateOnly epoch, FileLimits limits)
    {
        while (row.Read())
        {
            if (row.NodeType != XmlNodeType.Element || row.LocalName != "c") continue;
            var column = ColumnOf(row.GetAttribute("r")) ?? cells.Count;
            if (column >= limits.MaxColumns) return false;
            while (cells.Count < column) cells.Add(SourceCell.Empty);
            var type = row.GetAttribute("t") ?? "n";
            var isDay = int.TryParse(row.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out var style) && days.Contains(style);
            var cell = row.IsEmptyElement ? SourceCell.Empty : Cell(row, type, isDay ? epoch : null, texts, limits);
            if (cells.Count > column) cells[column] = cell;
            else cells.Add(cell);
        }
        return true;
    }

    private static SourceCell Cell(XmlReader row, string type, DateOnly? epoch, List<string> texts, FileLimits limits)
    {
        using var xml = row.ReadSubtree();
        var (inline, value) = Texts(xml, limits, out var formula);
        if (formula) return new SourceCell(value, CellKind.Formula);
        return type switch
        {
            "s" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < texts.Count
                ? new SourceCell(texts[i], CellKind.Text)
                : throw new InvalidDataException("A shared text is missing."),
            "inlineStr" => new SourceCell(inline.Trim(), CellKind.Text),
            "str" => new SourceCell(value.Trim(), CellKind.Text),
            "e" => new SourceCell(value, CellKind.Error),
            "b" => new SourceCell(value == "1" ? "是" : "否", CellKind.Text),
            "d" => new SourceCell(value.Split('T')[0], CellKind.Text),
            _ => Number(value.Trim(), epoch),
        };
    }

    /// <summary>A number as the file's user sees it: 15 significant digits, or a day where the cell's format says so.</summary>
    private static SourceCell Number(string value, DateOnly? epoch)
    {
        if (value.Length == 0) return SourceCell.Empty;
        var number = double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (epoch is { } first && number is >= 1 and < 110_000)
            return new SourceCell(first.AddDays((int)number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), CellKind.Text);
        if (!(Math.Abs(number) < 1e27)) return new SourceCell(value, CellKind.Error);
        var shown = ((decimal)number).ToString("0.############################", CultureInfo.InvariantCulture);
        return new SourceCell(shown, CellKind.Number);
    }

    /// <summary>The runs of text below an element, without phonetic hints, and its value; a part of a cell that is far too long ends the reading.</summary>
    private static (string Text, string Value) Texts(XmlReader xml, FileLimits limits, out bool formula)
    {
        var text = new StringBuilder();
        var value = "";
        formula = false;
        xml.Read();
        while (!xml.EOF)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "f") formula = true;
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName is not ("rPh" or "v" or "t")) xml.Read();
            else if (xml.LocalName == "rPh") xml.Skip();
            else if (xml.LocalName == "v") value = xml.ReadElementContentAsString();
            else text.Append(xml.ReadElementContentAsString());
            if (text.Length > limits.MaxFieldLength || value.Length > limits.MaxFieldLength)
                throw new FileTooLargeException($"一个单元格超过 {limits.MaxFieldLength} 个字。");
        }
        return (text.ToString(), value);
    }

    private static List<string> SharedTexts(XlsxParts parts, FileLimits limits)
    {
        var texts = new List<string>();
        using var xml = parts.Open("xl/sharedStrings.xml");
        if (xml is null) return texts;
        var length = 0L;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "si") continue;
            using var si = xml.ReadSubtree();
            var text = Texts(si, limits, out _).Text;
            length += text.Length + 16;
            if (texts.Count == MaxSharedTexts || length > MaxSharedLength) throw new FileTooLargeException("工作簿中的文字过多，请拆分后分别上传。");
            texts.Add(text.Trim());
        }
        return texts;
    }

    /// <summary>Which cell styles show a day, and on which day the workbook's count begins (1900 or 1904 system).</summary>
    private static HashSet<int> DayStyles(XlsxParts parts, out DateOnly epoch)
    {
        epoch = new DateOnly(1899, 12, 30);
        using (var book = parts.Open("xl/workbook.xml"))
        {
            while (book is not null && book.Read())
            {
                if (book.LocalName == "workbookPr" && book.GetAttribute("date1904") is "1" or "true") epoch = new DateOnly(1904, 1, 1);
            }
        }
        var days = new HashSet<int>();
        var own = new HashSet<string>(StringComparer.Ordinal);
        using var xml = parts.Open("xl/styles.xml");
        var inCellFormats = false;
        var style = 0;
        while (xml is not null && xml.Read())
        {
            if (xml.LocalName == "cellXfs") inCellFormats = xml.NodeType == XmlNodeType.Element;
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "numFmt" && xml.GetAttribute("formatCode") is { } code && ShowsDay(code)) own.Add(xml.GetAttribute("numFmtId") ?? "");
            if (xml.LocalName != "xf" || !inCellFormats) continue;
            var format = xml.GetAttribute("numFmtId") ?? "0";
            if (own.Contains(format) || int.TryParse(format, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && DayFormats.Contains(id)) days.Add(style);
            style++;
        }
        return days;
    }

    private static bool ShowsDay(string format)
    {
        var quoted = false;
        foreach (var c in format)
        {
            if (c == '"') quoted = !quoted;
            else if (!quoted && c is 'y' or 'Y') return true;
        }
        return false;
    }

    private static string? FirstSheet(XlsxParts parts)
    {
        string? id = null;
        using (var book = parts.Open("xl/workbook.xml"))
        {
            while (id is null && book is not null && book.Read())
            {
                if (book is { NodeType: XmlNodeType.Element, LocalName: "sheet" } && book.GetAttribute("state") is null or "visible")
                    id = book.GetAttribute("id", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");
            }
        }
        using var links = parts.Open("xl/_rels/workbook.xml.rels");
        while (id is not null && links is not null && links.Read())
        {
            if (links is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && links.GetAttribute("Id") == id && links.GetAttribute("Target") is { } target)
                return target.StartsWith('/') ? target[1..] : "xl/" + target;
        }
        return null;
    }

    /// <summary>The column of a cell reference, A being 0.</summary>
    private static int? ColumnOf(string? reference)
    {
        if (reference is null) return null;
        var column = 0;
        foreach (var c in reference)
        {
            if (c is < 'A' or > 'Z') break;
            column = column * 26 + (c - 'A' + 1);
            if (column > 20_000) return column;
        }
        return column == 0 ? null : column - 1;
    }
}
