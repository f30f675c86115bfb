using System.Text;
using CreditLoan.Domain.Values;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using ExcelDataReader;
using static CreditLoan.Files.Tests.FileExamples;

namespace CreditLoan.Files.Tests;

public class Writing_a_workbook
{
    private sealed record Line(string Name, Money Amount, DateOnly Day, int Count);

    private static readonly ExportColumn<Line>[] Columns =
    [
        new("企业", l => l.Name), new("金额（元）", l => l.Amount), new("日期", l => l.Day), new("笔数", l => l.Count),
    ];

    private static byte[] Export(params string[] names) => Written(s =>
        ExcelExport.Write(s, "放款", names.Select(n => new Line(n, new Money(123_456), new DateOnly(2026, 7, 31), 3)), Columns));

    [Fact]
    public void Keeps_numbers_and_days_as_such_for_another_reader()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance); // the other reader asks for code page 1252
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(Export("甲")));
        reader.Read();
        Assert.Equal("金额（元）", reader.GetString(1));
        reader.Read();
        Assert.Equal("甲", reader.GetString(0));
        Assert.Equal(1234.56, reader.GetDouble(1));
        Assert.Equal(new DateTime(2026, 7, 31), reader.GetDateTime(2));
        Assert.Equal(3, reader.GetDouble(3));
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    public void Marks_text_that_could_run_as_a_formula(string text)
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(Export(text)), false);
        var cell = book.WorkbookPart!.WorksheetParts.SelectMany(p => p.Worksheet.Descendants<Cell>()).First(c => c.InnerText == text);
        Assert.Null(cell.CellFormula);
        Assert.Equal(CellValues.InlineString, cell.DataType!.Value);
        var format = (CellFormat)book.WorkbookPart.WorkbookStylesPart!.Stylesheet.CellFormats!.ElementAt((int)cell.StyleIndex!.Value);
        Assert.True(format.QuotePrefix!.Value);
    }

    [Fact]
    public void Freezes_the_header()
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(Export("甲")), false);
        var pane = book.WorkbookPart!.WorksheetParts.SelectMany(p => p.Worksheet.Descendants<Pane>()).Single();
        Assert.Equal(PaneStateValues.Frozen, pane.State!.Value);
    }

    [Fact]
    public void Is_valid_for_the_standard_s_own_checker()
    {
        var bad = Encoding.UTF8.GetBytes($"{HeaderLine}\nA,B,C,\u0001\u0002,=1+1,x,y,z");
        foreach (var file in new[]
        {
            Export("甲", "=1", "\u0001\uFFFE<&>"),
            Written(s => FileTemplate.Write(s, Loans)),
            Written(s => ErrorWorkbook.Write(s, bad, Loans, FileReader.Read(bad, Loans))),
        })
        {
            using var book = SpreadsheetDocument.Open(new MemoryStream(file), false);
            Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2013).Validate(book).Select(e => e.Description));
        }
    }

    [Fact]
    public void Gives_the_template_a_drop_down_and_a_note_for_each_column()
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(Written(s => FileTemplate.Write(s, Loans))), false);
        var sheet = book.WorkbookPart!.WorksheetParts.Single(p => p.WorksheetCommentsPart is not null);
        var list = Assert.Single(sheet.Worksheet.Descendants<DataValidation>());
        Assert.Equal("F2:F1048576", list.SequenceOfReferences!.InnerText);
        Assert.Equal(Loans.Columns.Count, sheet.WorksheetCommentsPart!.Comments.CommentList!.Count());
    }

    [Fact]
    public void Gives_an_error_workbook_a_note_in_each_bad_cell()
    {
        var file = Encoding.UTF8.GetBytes($"{HeaderLine}\n{Row("A")}\n\n{Row("B").Replace("正常", "?", StringComparison.Ordinal).Replace("300000.00", "x", StringComparison.Ordinal)}");
        var back = Written(s => ErrorWorkbook.Write(s, file, Loans, FileReader.Read(file, Loans)));
        using var book = SpreadsheetDocument.Open(new MemoryStream(back), false);
        var notes = book.WorkbookPart!.WorksheetParts.Single(p => p.WorksheetCommentsPart is not null).WorksheetCommentsPart!.Comments.CommentList!.Elements<Comment>();
        Assert.Equal(["C3", "F3"], notes.Select(n => n.Reference!.Value!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_error_workbook_can_be_mended_and_sent_again()
    {
        var file = Encoding.UTF8.GetBytes($"{HeaderLine}\n{Row("A")}\n{Row("B").Replace("正常", "?", StringComparison.Ordinal)}");
        var again = FileReader.Read(Written(s => ErrorWorkbook.Write(s, file, Loans, FileReader.Read(file, Loans))), Loans);
        Assert.Equal("A", Assert.Single(again.Rows).Get(Number));
        Assert.Equal((3, "五级分类"), (Assert.Single(again.Faults).Row, again.Faults[0].Field));
    }
}
