using System.Globalization;
using System.Text;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Files.Reconciliation;
using FsCheck;
using FsCheck.Fluent;

namespace CreditLoan.Files.Tests.Reconciliation;

public class Any_lines_of_a_bank
{
    private static readonly string[] Borrowers = [.. Enumerable.Range(1, 9).Select(i => UnifiedCreditCode.Complete($"91440101MA{i:0000000}").ToString())];

    private static readonly Gen<BankLine> Line =
        from kind in Gen.Elements(Enum.GetValues<BankLineKind>())
        from number in Gen.Elements("JJ-1", "A", "0007", "jj_20260709-0214", "9999999999999999999999")
        from borrower in Gen.Elements(Borrowers)
        from product in Gen.Elements("P01", "XY-7", null)
        from fen in Gen.Choose(1, int.MaxValue)
        from day in Gen.Choose(0, 4_000)
        select new BankLine(0, kind, LoanNumber(number), borrower, product, new Money(fen), new DateOnly(2020, 1, 1).AddDays(day));

    [Fact]
    public void Come_back_as_they_were_from_text_in_either_encoding_and_from_a_workbook()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Prop.ForAll(Line.ListOf(4).ToArbitrary(), lines =>
        {
            var text = string.Join('\n', lines.Select(l => string.Create(CultureInfo.InvariantCulture, $"{BankFileFormat.WordOf(l.Kind)},{l.Number},{l.Borrower},{l.Product},{l.Amount.InYuan:0.00},{l.Day:yyyy-MM-dd}"))
                .Prepend("类别,借据号,借款人统一社会信用代码,产品编号,金额（元）,日期"));
            var csv = Encoding.UTF8.GetBytes(text);
            foreach (var file in new[] { csv, Encoding.GetEncoding("GBK").GetBytes(text), FileExamples.Written(s => ErrorWorkbook.Write(s, csv, BankFileFormat.Definition, new FileContent([], [], 0, 0))) })
            {
                var (read, content) = BankFileFormat.Read(file);
                Assert.Empty(content.Faults);
                Assert.Equal(lines, read.Select(l => l with { Row = 0 }));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void May_report_a_balance_of_nothing_and_nothing_else_of_nothing()
    {
        var text = "类别,借据号,借款人统一社会信用代码,产品编号,金额（元）,日期\n" + string.Join('\n', new[] { "余额", "放款", "还款", "追偿" }.Select((word, i) => $"{word},JJ-{i},{Borrowers[0]},,0.00,2026-07-31"));
        var (lines, content) = BankFileFormat.Read(Encoding.UTF8.GetBytes(text));
        Assert.Equal(("JJ-0", Money.Zero), (Assert.Single(lines).Number, lines[0].Amount));
        Assert.Equal([3, 4, 5], content.Faults.Select(f => f.Row));
        Assert.Equal((3, true), (content.FaultCount, content.Faults.All(f => f.Field == "金额（元）")));
    }

    private static string LoanNumber(string text) => LoanId.TryParse(new BankCode(""), text, out var id) ? id.Number : text;
}
