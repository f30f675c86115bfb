using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using CreditLoan.Domain.Values;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using ExcelDataReader;
using Xunit.Abstractions;
using static CreditLoan.Files.Tests.FileExamples;
using Cell = DocumentFormat.OpenXml.Spreadsheet.Cell;

namespace CreditLoan.Files.Tests;

/// <summary>Ours and the two libraries that restore, on the same rows; the figures of docs/adr/0012 are what this prints.</summary>
public class A_workbook_beside_other_libraries(ITestOutputHelper output)
{
    private const int Rows = 20_000;
    static A_workbook_beside_other_libraries() => System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);

    private static readonly string[] Heads = HeaderLine.Split(',');
    private static readonly ExportColumn<int>[] Columns =
    [
        new(Heads[0], i => $"JJ2026-{i:000000}"), new(Heads[1], _ => Code.Sample), new(Heads[2], i => Money.Yuan(100_000 + i)), new(Heads[3], _ => 3.45m),
        new(Heads[4], i => new DateOnly(2026, 1, 1).AddDays(i % 300)), new(Heads[5], _ => "正常"), new(Heads[6], _ => 12),
    ];

    [Fact]
    public void Holds_the_same_rows_whoever_wrote_it_and_whoever_reads_it()
    {
        byte[] ours = [], theirs = [];
        for (var turn = 0; turn < 2; turn++)
        {
            ours = Timed("write, ours", () => Written(s => ExcelExport.Write(s, "x", Enumerable.Range(0, Rows), Columns)));
            theirs = Timed("write, Open XML SDK streaming", () => Written(ByOpenXml));
        }
        foreach (var (name, file) in new[] { ("ours", ours), ("Open XML SDK", theirs) })
        {
            var content = Timed($"read what {name} wrote, ours with every check", () => FileReader.Read(file, Loans));
            Assert.Equal((Rows, 0), (content.Rows.Count, content.FaultCount));
            Assert.Equal(content.Rows.Select(r => r.Get(Number)), Timed($"read what {name} wrote, ExcelDataReader, cells only", () => ByDataReader(file)));
            Assert.Equal(content.Rows.Select(r => r.Get(Number)), Timed($"read what {name} wrote, Open XML SDK streaming, cells only", () => ByOpenXmlReader(file)));
        }
    }

    [Fact]
    public void Is_refused_as_a_bomb_before_it_costs_what_it_costs_a_library()
    {
        var bomb = Bomb(megabytes: 96);
        Assert.True(bomb.Length < 1 << 20);
        var (us, them) = (Allocated(() => FileReader.Read(bomb, Loans), out var content), Allocated(() => ByDataReader(bomb), out _));
        Assert.Equal(1, content.FaultCount);
        output.WriteLine($"a file of {bomb.Length >> 10} KB that unpacks to 96 MB: ours refuses it after {us >> 20} MB, ExcelDataReader takes it for {them >> 20} MB");
        Assert.True(us < them / 4, $"{us} beside {them}");
    }

    private T Timed<T>(string what, Func<T> act)
    {
        var (clock, before) = (Stopwatch.StartNew(), GC.GetTotalAllocatedBytes(precise: true));
        var result = act();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {clock.Elapsed.TotalSeconds:0.00} s, {(GC.GetTotalAllocatedBytes(precise: true) - before) >> 20} MB allocated"));
        return result;
    }

    private static long Allocated<T>(Func<T> act, out T result)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        result = act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void ByOpenXml(Stream target)
    {
        using var book = SpreadsheetDocument.Create(target, SpreadsheetDocumentType.Workbook);
        var part = book.AddWorkbookPart();
        var sheet = part.AddNewPart<WorksheetPart>();
        using (var x = OpenXmlWriter.Create(sheet))
        {
            x.WriteStartElement(new Worksheet());
            x.WriteStartElement(new SheetData());
            Row(x, Heads.Select(Text));
            for (var i = 0; i < Rows; i++)
            {
                var row = i;
                Row(x, Columns.Select(c => c.Value(row) switch
                {
                    Money m => new Cell { CellValue = new CellValue(m.InYuan) },
                    decimal d => new Cell { CellValue = new CellValue(d) },
                    int n => new Cell { CellValue = new CellValue(n) },
                    DateOnly d => Text(d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                    var other => Text((string)other!),
                }));
            }
            x.WriteEndElement();
            x.WriteEndElement();
        }
        part.Workbook = new Workbook(new Sheets(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Id = part.GetIdOfPart(sheet), SheetId = 1, Name = "x" }));

        static Cell Text(string text) => new() { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text)) };
        static void Row(OpenXmlWriter x, IEnumerable<Cell> cells)
        {
            x.WriteStartElement(new Row());
            foreach (var cell in cells) x.WriteElement(cell);
            x.WriteEndElement();
        }
    }

    private static List<string> ByDataReader(byte[] file)
    {
        var numbers = new List<string>();
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(file));
        while (reader.Read())
        {
            for (var i = 1; i < reader.FieldCount; i++) _ = reader.GetValue(i);
            numbers.Add($"{reader.GetValue(0)}");
        }
        return [.. numbers.Skip(1)];
    }

    private static List<string> ByOpenXmlReader(byte[] file)
    {
        var numbers = new List<string>();
        using var book = SpreadsheetDocument.Open(new MemoryStream(file), false);
        var shared = book.WorkbookPart!.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(i => i.InnerText).ToArray();
        var first = book.WorkbookPart.Workbook.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().First();
        using var x = OpenXmlReader.Create(book.WorkbookPart.GetPartById(first.Id!));
        while (x.Read())
        {
            if (x.ElementType != typeof(Row) || !x.IsStartElement) continue;
            var cells = ((Row)x.LoadCurrentElement()!).Elements<Cell>().Select(c => c.DataType?.Value == CellValues.SharedString ? shared![int.Parse(c.InnerText, CultureInfo.InvariantCulture)] : c.InnerText).ToArray();
            numbers.Add(cells[0]);
        }
        return [.. numbers.Skip(1)];
    }

    /// <summary>One shared text, endless.</summary>
    private static byte[] Bomb(int megabytes)
    {
        using var memory = new MemoryStream();
        memory.Write(Workbook(HeaderCells));
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        using (var text = new StreamWriter(zip.CreateEntry("xl/sharedStrings.xml", CompressionLevel.Optimal).Open()))
        {
            text.Write("""<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>""");
            var piece = new string('a', 1 << 20);
            for (var i = 0; i < megabytes; i++) text.Write(piece);
            text.Write("</t></si></sst>");
        }
        return memory.ToArray();
    }
}
