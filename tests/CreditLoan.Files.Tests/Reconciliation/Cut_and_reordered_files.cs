using System.Text;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Files.Reconciliation;

namespace CreditLoan.Files.Tests.Reconciliation;

/// <summary>A bank's file in each of its forms, cut off at every hundredth of its length.</summary>
public class Cut_and_reordered_files
{
    private const string Borrower = "914403001922038216";
    private static readonly int[] Loans = [.. Enumerable.Range(1, 60)];

    private static string Csv(IEnumerable<int> loans) =>
        string.Join('\n', loans.Select(i => $"放款,JJ-{i:000},{Borrower},P01,{i}000.00,2026-07-09").Prepend("类别,借据号,借款人统一社会信用代码,产品编号,金额（元）,日期"));

    public static TheoryData<string> Forms => ["UTF-8", "UTF-8 as Excel saves it", "GBK", "XLSX", "camt.053"];

    private static byte[] File(string form, IEnumerable<int> loans)
    {
        var csv = Csv(loans);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return form switch
        {
            "UTF-8" => Encoding.UTF8.GetBytes(csv),
            "UTF-8 as Excel saves it" => [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(csv.Replace("\n", "\r\n", StringComparison.Ordinal))],
            "GBK" => Encoding.GetEncoding("GBK").GetBytes(csv),
            // The error workbook of a clean file is the file as a workbook.
            "XLSX" => FileExamples.Written(s => ErrorWorkbook.Write(s, Encoding.UTF8.GetBytes(csv), BankFileFormat.Definition, new FileContent([], [], 0, 0))),
            _ => Encoding.UTF8.GetBytes(Reading_a_bank_s_statement.Message(string.Concat(loans.Select(i =>
                Reading_a_bank_s_statement.LoanAccount.Replace("JJ-7", $"JJ-{i:000}", StringComparison.Ordinal) + Reading_a_bank_s_statement.Entry(amount: $"{i}000.00"))))),
        };
    }

    private static BankLine[] Read(byte[] file, out FileContent content)
    {
        (var lines, content) = BankFileFormat.Read(file);
        return lines;
    }

    [Theory, MemberData(nameof(Forms))]
    public void Give_the_lines_before_the_cut_and_none_that_is_not_in_the_file(string form)
    {
        var file = File(form, Loans);
        var whole = Read(file, out var clean);
        Assert.Equal((60, 0), (whole.Length, clean.FaultCount));
        for (var percent = 0; percent < 100; percent++)
        {
            var lines = Read(file[..(file.Length * percent / 100)], out var content);
            // The last line may have lost digits of its day or amount; every other is as it was.
            Assert.Equal(whole.Take(Math.Max(0, lines.Length - 1)).Select(Said), lines.SkipLast(1).Select(Said));
            Assert.True(form is not ("XLSX" or "camt.053") || content.FaultCount > 0, $"{percent} %");
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Give_the_same_lines_in_whatever_order_they_stand(string form)
    {
        var backwards = Read(File(form, Loans.Reverse()), out var content);
        Assert.Equal(0, content.FaultCount);
        Assert.Equal(Read(File(form, Loans), out _).Select(l => (l.Amount, l.Day)), backwards.Select(l => (l.Amount, l.Day)).Reverse());
        // A message here names one loan account for all its entries; a row names its own.
        if (form is not "camt.053") Assert.Equal("JJ-060", backwards[0].Number);
    }

    private static (string, Money, DateOnly) Said(BankLine line) => (line.Number, line.Amount, line.Day);
}
