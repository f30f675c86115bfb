using System.Text;
using CreditLoan.Domain.Values;
using static CreditLoan.Files.Tests.FileExamples;

namespace CreditLoan.Files.Tests;

public class Reading_a_csv_file
{
    [Fact]
    public void Reads_back_its_own_template()
    {
        var content = FileReader.Read(Written(s => FileTemplate.WriteCsv(s, Loans)), Loans);
        Assert.Empty(content.Faults);
        Assert.Equal(Money.Yuan(300_000), Assert.Single(content.Rows).Get(Amount));
    }

    [Fact]
    public void Gives_typed_values()
    {
        var content = ReadRows(Row("JJ1"));
        Assert.Empty(content.Faults);
        var row = Assert.Single(content.Rows);
        Assert.Equal(2, row.Number);
        Assert.Equal("JJ1", row.Get(Number));
        Assert.Equal(Money.Yuan(300_000), row.Get(Amount));
        Assert.Equal(Domain.Values.Rate.Percent(3.45m), row.FindValue(FileExamples.Rate));
        Assert.Equal(new DateOnly(2026, 7, 31), row.Get(Day));
        Assert.Equal("正常", row.Find(Class));
        Assert.Equal(12, row.FindValue(Months));
    }

    [Fact]
    public void Takes_GBK_as_Chinese_Excel_saves_it()
    {
        // 借据号 in GBK is BD E8 BE DD BA C5 (GB/T 2312 table).
        byte[] bytes = [0xBD, 0xE8, 0xBE, 0xDD, 0xBA, 0xC5, (byte)'\n', (byte)'A', (byte)'1', (byte)'\n'];
        var content = FileReader.Read(bytes, new FileDefinition("x", [Number]));
        Assert.True(content.IsClean);
        Assert.Equal("A1", content.Rows[0].Get(Number));
    }

    [Fact]
    public void Says_which_encoding_it_wants_when_neither_fits()
    {
        Assert.Contains("GBK", FileReader.Read([0xFF, 0x41, 0xFF, 0xFF], Loans).Faults[0].Reason);
        Assert.Contains("UTF-16", FileReader.Read(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(HeaderLine)).ToArray(), Loans).Faults[0].Reason);
    }

    [Fact]
    public void Skips_the_byte_order_mark_and_empty_lines() =>
        Assert.Equal([3, 6], Read("\uFEFF" + HeaderLine + "\r\n\r\n" + Row("A") + "\r\n,,,,,,\r\n\r\n" + Row("B") + "\r\n").Rows.Select(r => r.Number));

    [Theory]
    [InlineData("\"a,b\"", "a,b")]
    [InlineData("\"a\"\"b\"", "a\"b")]
    [InlineData("a\"b", "a\"b")]
    [InlineData("\"\"\"\"", "\"")]
    [InlineData("  a  ", "a")]
    public void Understands_quotes(string field, string value) =>
        Assert.Equal(value, FileReader.Read(Encoding.UTF8.GetBytes("借据号\n" + field), new FileDefinition("x", [Number])).Rows[0].Get(Number));

    [Theory]
    [InlineData("放款金额（元）", "3O0000", "不是金额")]
    [InlineData("放款金额（元）", "1.005", "两位小数")]
    [InlineData("放款金额（元）", "9999999999999", "万亿")]
    [InlineData("放款金额（元）", "", "必填")]
    [InlineData("放款日", "2026-02-30", "不是日期")]
    [InlineData("放款日", "0026-02-28", "1900")]
    [InlineData("五级分类", "良好", "不在选项中")]
    [InlineData("年利率（%）", "345", "0 到 100")]
    [InlineData("期限（月）", "-1", "0 或更大")]
    [InlineData("期限（月）", "1.5", "不是整数")]
    [InlineData("统一社会信用代码", "91440101MA59000010", "校验位")]
    public void Names_row_field_and_reason(string field, string value, string reason)
    {
        var cells = Row("A").Split(',');
        cells[Array.IndexOf(HeaderLine.Split(','), field)] = value;
        var fault = Assert.Single(ReadRows(Row("OK"), string.Join(',', cells)).Faults);
        Assert.Equal((3, field), (fault.Row, fault.Field));
        Assert.Contains(reason, fault.Reason);
    }

    [Theory]
    [InlineData("2026-7-1")]
    [InlineData("2026/07/01")]
    [InlineData("20260701")]
    [InlineData("2026年7月1日")]
    [InlineData("２０２６－７－１")]
    public void Reads_days_as_people_write_them(string day) =>
        Assert.Equal(new DateOnly(2026, 7, 1), ReadRows(Row("A").Replace("2026-07-31", day, StringComparison.Ordinal)).Rows[0].Get(Day));

    [Theory]
    [InlineData("\"1,234.50\"", 123_450)]
    [InlineData("１２３．４", 12_340)]
    [InlineData("−5", -500)]
    public void Reads_amounts_as_people_write_them(string amount, long fen) =>
        Assert.Equal(new Money(fen), ReadRows(Row("A").Replace("300000.00", amount, StringComparison.Ordinal)).Rows[0].Get(Amount));

    [Fact]
    public void Keeps_the_good_rows_beside_the_bad()
    {
        var content = ReadRows(Row("A"), Row("B").Replace("正常", "?", StringComparison.Ordinal), Row("C"));
        Assert.Equal(["A", "C"], content.Rows.Select(r => r.Get(Number)));
        Assert.Equal(3, content.RowCount);
    }

    [Theory]
    [InlineData("借据号,统一社会信用代码,放款金额（元）\nA", "放款日", "缺少这一列")]
    [InlineData("借据号,借据号\nA", "借据号", "两次")]
    [InlineData("借据号,利息\nA", "利息", "模板中没有")]
    [InlineData("", "", "空的")]
    public void Refuses_another_header(string csv, string field, string reason) =>
        Assert.Contains(Read(csv).Faults, f => f.Field == field && f.Reason.Contains(reason, StringComparison.Ordinal));

    [Theory]
    [InlineData("\"open")]
    [InlineData("\"a\"b,c")]
    public void Ends_at_a_broken_quote_and_says_where(string row) =>
        Assert.Equal(3, Assert.Single(ReadRows(Row("A"), row).Faults).Row);

    [Fact]
    public void Ends_at_each_limit()
    {
        var small = new FileLimits(MaxBytes: 2_000, MaxRows: 2, MaxColumns: 8, MaxFieldLength: 50);
        FileFault Only(string csv) => Assert.Single(FileReader.Read(Encoding.UTF8.GetBytes(csv), Loans, small).Faults);
        Assert.Contains("超过 2 行", Only($"{HeaderLine}\n{Row("A")}\n{Row("B")}\n{Row("C")}").Reason);
        Assert.Contains("超过 8 列", Only($"{HeaderLine}\n{Row("A")},,,").Reason);
        Assert.Contains("超过 50 个字", Only($"{HeaderLine}\n{new string('x', 51)}").Reason);
        Assert.Contains("超过 50 个字", Only($"{HeaderLine}\n\"{new string('x', 51)}\"").Reason);
        Assert.Contains("MB", FileReader.Read(new MemoryStream(new byte[3_000]), Loans, small).Faults[0].Reason);
    }

    [Fact]
    public void Counts_faults_beyond_the_list()
    {
        var content = FileReader.Read(Encoding.UTF8.GetBytes(HeaderLine + string.Concat(Enumerable.Repeat("\nA", 50))), Loans, new FileLimits(MaxFaults: 10));
        Assert.Equal((10, 150), (content.Faults.Count, content.FaultCount));
    }

    [Fact]
    public void Gives_the_same_fields_whatever_the_size_of_the_pieces()
    {
        var text = string.Concat(Enumerable.Range(0, 400).Select(i => $"a{i},\"b\"\"{i}\r\nc\",{new string('x', i)}\r\n"));
        var whole = Fields(new StringReader(text));
        Assert.Equal(400, whole.Count);
        for (var size = 1; size < 40; size += 3) Assert.Equal(whole, Fields(new Pieces(text, size)));
    }

    private static List<string> Fields(TextReader text)
    {
        var csv = new CsvReader(text, FileLimits.Standard);
        var rows = new List<string>();
        while (csv.Read()) rows.Add(string.Join('|', Enumerable.Range(0, csv.FieldCount).Select(i => csv[i].ToString())) + csv.Line);
        return rows;
    }

    private sealed class Pieces(string text, int size) : TextReader
    {
        private int _at;

        public override int Read(char[] buffer, int index, int count)
        {
            var length = Math.Min(Math.Min(size, count), text.Length - _at);
            text.CopyTo(_at, buffer, index, length);
            _at += length;
            return length;
        }
    }
}
