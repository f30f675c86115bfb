using System.Globalization;
using CreditLoan.Domain.Values;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using static CreditLoan.Files.Tests.FileExamples;
using Cell = DocumentFormat.OpenXml.Spreadsheet.Cell;

namespace CreditLoan.Files.Tests;

public class Reading_a_workbook
{
    [Fact]
    public void Reads_back_its_own_template()
    {
        var content = FileReader.Read(Written(s => FileTemplate.Write(s, Loans)), Loans);
        Assert.Empty(content.Faults);
        var row = Assert.Single(content.Rows);
        Assert.Equal(Money.Yuan(300_000), row.Get(Amount));
        Assert.Equal(new DateOnly(2026, 7, 31), row.Get(Day));
        Assert.Equal(Code.Sample, row.Get(Code).ToString());
    }

    [Fact]
    public void Reads_what_another_library_wrote_with_shared_texts_numbers_and_days()
    {
        var definition = new FileDefinition("x", [Number, Amount, Day]);
        var row = Assert.Single(FileReader.Read(Foreign(), definition).Rows);
        Assert.Equal(("JJ 1", new Money(30), new DateOnly(2026, 7, 31)), (row.Get(Number), row.Get(Amount), row.Get(Day)));
    }

    [Fact]
    public void Refuses_formulas_and_error_values_cell_by_cell()
    {
        var faults = FileReader.Read(Workbook(HeaderCells + "<row><c><f>1+1</f><v>2</v></c><c t=\"e\"><v>#REF!</v></c></row>"), Loans).Faults;
        Assert.Contains(faults, f => f.Field == Number.Name && f.Reason.Contains("公式", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Field == Code.Name && f.Reason.Contains("#REF!", StringComparison.Ordinal));
    }

    [Fact]
    public void Refuses_a_long_number_where_a_code_should_be() =>
        Assert.Contains("改写", FileReader.Read(Workbook(Cells("借据号") + "<row><c><v>1234567890123456789</v></c></row>"), new FileDefinition("x", [Number])).Faults[0].Reason);

    [Theory]
    [InlineData("xl/vbaProject.bin", "宏")]
    [InlineData("xl/externalLinks/externalLink1.xml", "链接")]
    [InlineData("xl/embeddings/oleObject1.bin", "嵌有")]
    public void Refuses_macros_links_and_embedded_files(string part, string reason) =>
        Assert.Contains(reason, Assert.Single(FileReader.Read(Workbook(HeaderCells, part), Loans).Faults).Reason);

    [Fact]
    public void Refuses_a_document_type() =>
        Assert.Contains("损坏", FileReader.Read(Workbook(HeaderCells, prolog: "<!DOCTYPE x [<!ENTITY a \"b\">]>"), Loans).Faults[0].Reason);

    [Fact]
    public void Refuses_what_only_pretends_to_be_a_workbook()
    {
        Assert.Contains("损坏", FileReader.Read([(byte)'P', (byte)'K', 3, 4, 0, 0, 0], Loans).Faults[0].Reason);
        Assert.Contains(".xls", FileReader.Read([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], Loans).Faults[0].Reason);
    }

    [Fact]
    public void Refuses_a_zip_bomb_by_ratio_and_by_size()
    {
        var bomb = Workbook(HeaderCells + string.Concat(Enumerable.Repeat(Cells("A"), 200_000)));
        Assert.Contains("压缩比", FileReader.Read(bomb, Loans, new FileLimits(MaxRatio: 50, MaxFaults: 1_000_000)).Faults[^1].Reason);
        Assert.Contains("解开后", FileReader.Read(bomb, Loans, new FileLimits(MaxUnpackedBytes: 2 << 20, MaxRatio: 100_000, MaxFaults: 1_000_000)).Faults[^1].Reason);
    }

    [Fact]
    public void Stops_at_the_limit_of_rows_in_a_sheet_of_1048576()
    {
        var row = Cells("A");
        var content = FileReader.Read(Workbook(Cells("借据号") + string.Concat(Enumerable.Repeat(row, 1_048_575))),
            new FileDefinition("x", [Number]), new FileLimits(MaxRatio: 100_000, MaxRows: 100_000));
        Assert.Equal(100_000, content.Rows.Count);
        Assert.Contains("超过 100000 行", Assert.Single(content.Faults).Reason);
    }

    [Fact]
    public void Refuses_a_cell_and_a_row_beyond_their_limits()
    {
        Assert.Contains("4000 个字", FileReader.Read(Workbook(HeaderCells + Cells(new string('x', 5_000))), Loans).Faults[0].Reason);
        Assert.Contains("200 列", FileReader.Read(Workbook(HeaderCells + "<row><c r=\"ZZZ2\"><v>1</v></c></row>"), Loans).Faults[0].Reason);
    }

    private static byte[] Foreign() => Written(stream =>
    {
        using var book = SpreadsheetDocument.Create(stream, DocumentFormat.OpenXml.SpreadsheetDocumentType.Workbook);
        var main = book.AddWorkbookPart();
        var texts = main.AddNewPart<SharedStringTablePart>();
        texts.SharedStringTable = new SharedStringTable(new[] { Number.Name, Amount.Name, Day.Name, "JJ 1" }.Select(t => new SharedStringItem(new Text(t))));
        var styles = main.AddNewPart<WorkbookStylesPart>();
        styles.Stylesheet = new Stylesheet(new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()),
            new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14 }));
        var sheet = main.AddNewPart<WorksheetPart>();
        sheet.Worksheet = new Worksheet(new SheetData(
            new Row(Shared(0), Shared(1), Shared(2)),
            new Row(Shared(3), new Cell { CellValue = new CellValue("0.30000000000000004") }, new Cell { StyleIndex = 1, CellValue = new CellValue("46234") })));
        main.Workbook = new Workbook(new Sheets(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Name = "a", SheetId = 1, Id = main.GetIdOfPart(sheet) }));
    });

    private static Cell Shared(int index) =>
        new() { DataType = CellValues.SharedString, CellValue = new CellValue(index.ToString(CultureInfo.InvariantCulture)) };
}
