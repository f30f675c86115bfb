using System.IO.Compression;
using System.Text;
using CreditLoan.Domain.Values;

namespace CreditLoan.Files.Tests;

internal static class FileExamples
{
    public static readonly Column<string> Number = Column.Text("借据号", true, "JJ2026-000017", "银行内唯一。", 40);
    public static readonly Column<UnifiedCreditCode> Code = Column.CreditCode("统一社会信用代码", true, UnifiedCreditCode.Complete("91440101MA5900001").ToString(), "18 位。");
    public static readonly Column<Money> Amount = Column.Money("放款金额（元）", true, "300000.00", "以元为单位。");
    public static readonly Column<Rate> Rate = Column.Rate("年利率（%）", false, "3.45", "百分数。");
    public static readonly Column<DateOnly> Day = Column.Day("放款日", true, "2026-07-31", "起息日。");
    public static readonly Column<string> Class = Column.Choice("五级分类", false, "按贷款风险分类。", "正常", "关注", "次级", "可疑", "损失");
    public static readonly Column<int> Months = Column.Whole("期限（月）", false, "12", "整月。");
    public static readonly FileDefinition Loans = new("放款明细", [Number, Code, Amount, Rate, Day, Class, Months]);

    public const string HeaderLine = "借据号,统一社会信用代码,放款金额（元）,年利率（%）,放款日,五级分类,期限（月）";
    public static string Row(string number) => $"{number},{Code.Sample},300000.00,3.45,2026-07-31,正常,12";

    public static FileContent Read(string csv) => FileReader.Read(Encoding.UTF8.GetBytes(csv), Loans);
    public static FileContent ReadRows(params string[] rows) => Read(HeaderLine + "\n" + string.Join('\n', rows));

    public static byte[] Written(Action<Stream> write)
    {
        using var memory = new MemoryStream();
        write(memory);
        return memory.ToArray();
    }

    /// <summary>A workbook of the parts that a reader needs, with the given rows of its sheet.</summary>
    public static byte[] Workbook(string sheetData, string? otherPart = null, string prolog = "")
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Put(zip, "xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>""");
            Put(zip, "xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="t" Target="worksheets/sheet1.xml"/></Relationships>""");
            Put(zip, "xl/worksheets/sheet1.xml", $"""{prolog}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheetData}</sheetData></worksheet>""");
            if (otherPart is not null) Put(zip, otherPart, "x");
        }
        return memory.ToArray();
    }

    public static string Cells(params string[] texts) =>
        "<row>" + string.Concat(texts.Select(t => $"<c t=\"inlineStr\"><is><t>{t}</t></is></c>")) + "</row>";

    public static string HeaderCells => Cells(HeaderLine.Split(','));

    private static void Put(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }
}
