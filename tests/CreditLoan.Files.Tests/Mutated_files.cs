using System.Text;
using CreditLoan.Domain.Values;
using CreditLoan.Files.Reconciliation;
using CreditLoan.Files.Tests.Reconciliation;
using static CreditLoan.Files.Tests.FileExamples;

namespace CreditLoan.Files.Tests;

/// <summary>Files with random damage (模糊测试): 100,000 of each kind, always answered with rows and faults, never with an exception, and within 32 MiB.</summary>
public class Mutated_files
{
    private const int Rounds = 100_000;
    private static readonly FileLimits Small = new(MaxBytes: 64 << 10, MaxUnpackedBytes: 1 << 20, MaxRows: 50, MaxColumns: 20, MaxFieldLength: 200, MaxFaults: 20);

    [Fact]
    public void Of_UTF8_text_are_answered() =>
        Mutate(seed: 1, Encoding.UTF8.GetBytes($"{HeaderLine}\r\n{Row("\"A\"\"1\"")}\r\n{Row("B")}\n"));

    [Fact]
    public void Of_GBK_text_are_answered()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Mutate(seed: 2, Encoding.GetEncoding("GBK").GetBytes($"{HeaderLine}\r\n{Row("甲")}\r\n{Row("B")}\n"));
    }

    [Fact]
    public void Of_workbooks_are_answered() => Mutate(seed: 3, Written(s => FileTemplate.Write(s, new FileDefinition("x", [Number, Amount, Class]))));

    [Fact]
    public void Of_a_workbook_s_xml_are_answered()
    {
        var random = new Random(4);
        var xml = Encoding.UTF8.GetBytes(HeaderCells + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" s=\"1\"><v>1.5E3</v></c><c t=\"d\"><v>2026-07-31T00:00</v></c></row>");
        for (var i = 0; i < Rounds; i++) Answered(Workbook(Encoding.UTF8.GetString(Damaged(xml, random))), i);
    }

    [Fact]
    public void Of_a_bank_s_statement_are_answered()
    {
        var details = "<NtryDtls><TxDtls><Refs><Prtry><Tp>LOAN</Tp><Ref>JJ-1</Ref></Prtry></Refs><Amt Ccy=\"CNY\">1.50</Amt></TxDtls></NtryDtls>";
        Mutate(seed: 5, Encoding.UTF8.GetBytes(Reading_a_bank_s_statement.Message(Reading_a_bank_s_statement.LoanAccount + Reading_a_bank_s_statement.Entry(details: details))), BankFileFormat.Definition);
    }

    [Fact]
    public void Of_credit_codes_are_answered()
    {
        var random = new Random(6);
        var code = Encoding.UTF8.GetBytes(Code.Sample);
        var read = 0;
        for (var i = 0; i < Rounds; i++)
            if (UnifiedCreditCode.TryParse(Encoding.UTF8.GetString(Damaged(code, random)), out var _, out var problem)) read++;
            else Assert.NotEmpty(problem!);
        Assert.InRange(read, 1, Rounds / 10);
    }

    private static void Mutate(int seed, byte[] file, FileDefinition? definition = null)
    {
        var random = new Random(seed);
        for (var i = 0; i < Rounds; i++) Answered(Damaged(file, random), i, definition);
    }

    private static void Answered(byte[] damaged, int round, FileDefinition? definition = null)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var content = FileReader.Read(damaged, definition ?? Loans, Small);
            Assert.True(content.FaultCount >= content.Faults.Count && content.Rows.Count <= content.RowCount);
            if (round % 100 == 0) ErrorWorkbook.Write(Stream.Null, damaged, definition ?? Loans, content, Small);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Round {round}: {Convert.ToBase64String(damaged)}", e);
        }
    }

    /// <summary>One to four of: a flipped byte, a byte of meaning, a cut, a repeated piece, a removed piece.</summary>
    private static byte[] Damaged(byte[] file, Random random)
    {
        var bytes = new List<byte>(file);
        for (var times = random.Next(1, 5); times > 0 && bytes.Count > 1; times--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] = ",\"\r\n<>&/=\0"u8[random.Next(10)]; break;
                case 2: bytes.RemoveRange(at, bytes.Count - at); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                default: bytes.RemoveRange(at, length); break;
            }
        }
        return [.. bytes];
    }
}
