using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using CreditLoan.Domain.Values;

namespace CreditLoan.Files;

/// <summary>One column of a sheet that is written: its header, width in characters, note on the header and drop-down.</summary>
internal sealed record SheetColumn(string Header, double Width, bool KeepsText = false, string? Note = null, IReadOnlyList<string>? Choices = null);

/// <summary>A note on one cell below the header; rows and columns count from 0.</summary>
internal sealed record SheetNote(int Row, int Column, string Text);

/// <summary>A sheet that is written: a frozen header, its rows, and notes on cells.</summary>
internal sealed record Sheet(string Name, IReadOnlyList<SheetColumn> Columns, IEnumerable<object?[]> Rows, IReadOnlyList<SheetNote> Notes);

/// <summary>Writes a workbook of one visible sheet (写 Excel, ECMA-376), row by row; drop-down lists stand on a hidden second sheet.</summary>
/// <remarks>
/// Text that a spreadsheet could take for a formula (it begins with = + - @ or a tab) keeps its value and is marked with Excel's quote prefix,
/// so that opening, editing and saving as CSV never runs it.
/// </remarks>
internal static class XlsxWriter
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageLinks = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const int LastRow = 1_048_576;

    /// <summary>Places in the list of cell formats of <see cref="Styles"/>.</summary>
    private enum Style { Plain, Header, Text, Quoted, Amount, Rate, Day, Whole, Bad }

    public static void Write(Stream target, Sheet sheet)
    {
        using var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        var notes = sheet.Columns.Select((c, i) => (c.Note, i)).Where(c => c.Note is not null)
            .Select(c => new SheetNote(-1, c.i, c.Note!)).Concat(sheet.Notes)
            .GroupBy(n => (n.Row, n.Column)).Select(g => new SheetNote(g.Key.Row, g.Key.Column, string.Join('\n', g.Select(n => n.Text))))
            .OrderBy(n => n.Row).ThenBy(n => n.Column).ToList();
        Part(zip, "xl/worksheets/sheet1.xml", x => SheetPart(x, sheet, notes));
        Part(zip, "xl/worksheets/sheet2.xml", x => ChoicesPart(x, sheet.Columns));
        if (notes.Count > 0)
        {
            Part(zip, "xl/comments1.xml", x => NotesPart(x, notes));
            Text(zip, "xl/drawings/vmlDrawing1.vml", Boxes(notes));
            Text(zip, "xl/worksheets/_rels/sheet1.xml.rels", $"""
                <Relationships xmlns="{PackageLinks}"><Relationship Id="rId1" Type="{Links}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/><Relationship Id="rId2" Type="{Links}/comments" Target="../comments1.xml"/></Relationships>
                """);
        }
        Part(zip, "xl/workbook.xml", x => BookPart(x, sheet.Name));
        Text(zip, "xl/styles.xml", Styles);
        Text(zip, "xl/_rels/workbook.xml.rels", $"""
            <Relationships xmlns="{PackageLinks}"><Relationship Id="rId1" Type="{Links}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{Links}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="{Links}/styles" Target="styles.xml"/></Relationships>
            """);
        Text(zip, "_rels/.rels", $"""
            <Relationships xmlns="{PackageLinks}"><Relationship Id="rId1" Type="{Links}/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """);
        const string spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        Text(zip, "[Content_Types].xml", $"""
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/><Override PartName="/xl/workbook.xml" ContentType="{spreadsheet}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{spreadsheet}.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="{spreadsheet}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{spreadsheet}.styles+xml"/>{(notes.Count > 0 ? $"<Override PartName=\"/xl/comments1.xml\" ContentType=\"{spreadsheet}.comments+xml\"/>" : "")}</Types>
            """);
    }

    private static void SheetPart(XmlWriter x, Sheet sheet, List<SheetNote> notes)
    {
        x.WriteStartElement("worksheet", Main);
        x.WriteRaw("""<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>""");
        x.WriteStartElement("cols", Main);
        for (var i = 0; i < sheet.Columns.Count; i++)
        {
            var style = sheet.Columns[i].KeepsText ? Style.Text : Style.Plain;
            x.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"""<col min="{i + 1}" max="{i + 1}" width="{sheet.Columns[i].Width}" style="{(int)style}" customWidth="1"/>"""));
        }
        x.WriteEndElement();
        x.WriteStartElement("sheetData", Main);
        x.WriteStartElement("row", Main);
        foreach (var column in sheet.Columns) TextCell(x, column.Header, Style.Header);
        x.WriteEndElement();
        var bad = notes.Where(n => n.Row >= 0).Select(n => (n.Row, n.Column)).ToHashSet();
        var row = 0;
        foreach (var values in sheet.Rows)
        {
            if (row + 2 > LastRow) throw new ArgumentException("A sheet holds 1,048,576 rows.", nameof(sheet));
            x.WriteStartElement("row", Main);
            for (var i = 0; i < values.Length; i++) Cell(x, values[i], bad.Contains((row, i)));
            x.WriteEndElement();
            row++;
        }
        x.WriteEndElement();
        var reference = $"A1:{Place(sheet.Columns.Count - 1, row)}";
        x.WriteRaw($"""<autoFilter ref="{reference}"/>""");
        var lists = sheet.Columns.Select((c, i) => (c.Choices, i)).Where(c => c.Choices is not null).ToList();
        if (lists.Count > 0)
        {
            x.WriteRaw($"""<dataValidations count="{lists.Count}">""");
            foreach (var (choices, i) in lists)
            {
                x.WriteRaw($"""<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="不在选项中" error="请从下拉列表中选择。" sqref="{Place(i, 1)}:{Place(i, LastRow - 1)}"><formula1>'选项'!${Letters(i)}$1:${Letters(i)}${choices!.Count}</formula1></dataValidation>""");
            }
            x.WriteRaw("</dataValidations>");
        }
        if (notes.Count > 0)
        {
            x.WriteStartElement("legacyDrawing", Main);
            x.WriteAttributeString("r", "id", Links, "rId1");
            x.WriteEndElement();
        }
        x.WriteEndElement();
    }

    private static void Cell(XmlWriter x, object? value, bool bad)
    {
        switch (value)
        {
            case string text when bad: TextCell(x, text, Style.Bad); break;
            case null or "" when bad: TextCell(x, "", Style.Bad); break;
            case null or "": x.WriteRaw("<c/>"); break;
            case Money money: NumberCell(x, money.InYuan, Style.Amount); break;
            case decimal number: NumberCell(x, number, Style.Amount); break;
            case Rate rate: NumberCell(x, rate.InPercent, Style.Rate); break;
            case Share share: NumberCell(x, share.InPercent, Style.Rate); break;
            case int or long or short: NumberCell(x, Convert.ToDecimal(value, CultureInfo.InvariantCulture), Style.Whole); break;
            case DateOnly day: NumberCell(x, day.DayNumber - new DateOnly(1899, 12, 30).DayNumber, Style.Day); break;
            default:
                var shown = value.ToString() ?? "";
                TextCell(x, shown, CouldRun(shown) ? Style.Quoted : Style.Text);
                break;
        }
    }

    private static bool CouldRun(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠';

    private static void NumberCell(XmlWriter x, decimal number, Style style) =>
        x.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"""<c s="{(int)style}"><v>{number}</v></c>"""));

    private static void TextCell(XmlWriter x, string text, Style style)
    {
        x.WriteStartElement("c", Main);
        x.WriteAttributeString("s", ((int)style).ToString(CultureInfo.InvariantCulture));
        x.WriteAttributeString("t", "inlineStr");
        x.WriteStartElement("is", Main);
        RunText(x, text);
        x.WriteEndElement();
        x.WriteEndElement();
    }

    private static void RunText(XmlWriter x, string text)
    {
        x.WriteStartElement("t", Main);
        x.WriteAttributeString("xml", "space", null, "preserve");
        x.WriteString(Writable(text));
        x.WriteEndElement();
    }

    /// <summary>Characters that XML cannot carry become the replacement character.</summary>
    private static string Writable(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.Value < 0x20 && rune.Value is not (9 or 10 or 13) || rune.Value is 0xFFFE or 0xFFFF ? '\uFFFD'.ToString() : rune.ToString());
        return clean.ToString();
    }

    private static void ChoicesPart(XmlWriter x, IReadOnlyList<SheetColumn> columns)
    {
        x.WriteStartElement("worksheet", Main);
        x.WriteStartElement("sheetData", Main);
        var longest = columns.Max(c => c.Choices?.Count ?? 0);
        for (var row = 0; row < longest; row++)
        {
            x.WriteStartElement("row", Main);
            foreach (var column in columns)
            {
                if (column.Choices is { } choices && row < choices.Count) TextCell(x, choices[row], Style.Text);
                else x.WriteRaw("<c/>");
            }
            x.WriteEndElement();
        }
        x.WriteEndElement();
        x.WriteEndElement();
    }

    private static void NotesPart(XmlWriter x, List<SheetNote> notes)
    {
        x.WriteStartElement("comments", Main);
        x.WriteRaw("<authors><author/></authors>");
        x.WriteStartElement("commentList", Main);
        foreach (var note in notes)
        {
            x.WriteStartElement("comment", Main);
            x.WriteAttributeString("ref", Place(note.Column, note.Row + 1));
            x.WriteAttributeString("authorId", "0");
            x.WriteStartElement("text", Main);
            RunText(x, note.Text);
            x.WriteEndElement();
            x.WriteEndElement();
        }
        x.WriteEndElement();
        x.WriteEndElement();
    }

    /// <summary>Excel draws a note's box from this older format; without it the note is not shown.</summary>
    private static string Boxes(List<SheetNote> notes)
    {
        var vml = new StringBuilder("""<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/>""");
        for (var i = 0; i < notes.Count; i++)
        {
            vml.Append(CultureInfo.InvariantCulture, $"""<v:shape id="n{i}" type="#_x0000_t202" style="position:absolute;width:220pt;height:60pt;visibility:hidden" fillcolor="#ffffe1"><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:Row>{notes[i].Row + 1}</x:Row><x:Column>{notes[i].Column}</x:Column></x:ClientData></v:shape>""");
        }
        return vml.Append("</xml>").ToString();
    }

    private static void BookPart(XmlWriter x, string name)
    {
        x.WriteStartElement("workbook", Main);
        x.WriteStartElement("sheets", Main);
        foreach (var (sheet, id, state) in ((string, string, string)[])[(name, "1", "visible"), ("选项", "2", "hidden")])
        {
            x.WriteStartElement("sheet", Main);
            x.WriteAttributeString("name", sheet);
            x.WriteAttributeString("sheetId", id);
            x.WriteAttributeString("state", state);
            x.WriteAttributeString("r", "id", Links, "rId" + id);
            x.WriteEndElement();
        }
        x.WriteEndElement();
        x.WriteEndElement();
    }

    private const string Styles = $"""
        <styleSheet xmlns="{Main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="0.00##"/></numFmts><fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts><fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEAEEF3"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF9DEDC"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="9"><xf/><xf fontId="1" fillId="2" applyFont="1" applyFill="1"/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" quotePrefix="1" applyNumberFormat="1"/><xf numFmtId="4" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="3" applyNumberFormat="1"/><xf numFmtId="49" fillId="3" quotePrefix="1" applyNumberFormat="1" applyFill="1"/></cellXfs></styleSheet>
        """;

    private static string Place(int column, int row) => Letters(column) + (row + 1).ToString(CultureInfo.InvariantCulture);

    private static string Letters(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letters(column / 26 - 1) + (char)('A' + column % 26);

    private static void Part(ZipArchive zip, string name, Action<XmlWriter> write)
    {
        using var stream = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false) });
        write(xml);
    }

    private static void Text(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
        writer.Write(text);
    }
}
