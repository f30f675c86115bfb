using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;

namespace CreditLoan.Files.Reconciliation;

/// <summary>The file in which a bank reports disbursements, balances, repayments and recoveries (银行报送文件).</summary>
public static class BankFileFormat
{
    private static readonly (string Word, BankLineKind Kind)[] Kinds =
        [("放款", BankLineKind.Disbursement), ("余额", BankLineKind.Balance), ("还款", BankLineKind.Repayment), ("追偿", BankLineKind.Recovery)];

    private static readonly string[] Words = [.. Kinds.Select(k => k.Word)];
    private static readonly Column<BankLineKind> Kind = new("类别", true, Words[0], "这一行报送什么。", ReadKind) { Choices = Words, KeepsText = true };
    private static readonly Column<string> Number = new("借据号", true, "JJ-20260709-0214", "本行借据号，最多 40 个字母、数字、连字符或下划线。", ReadNumber) { KeepsText = true };
    private static readonly Column<UnifiedCreditCode> Borrower = Column.CreditCode("借款人统一社会信用代码", true, "914403001922038216", "18 位代码。");
    private static readonly Column<string> Product = Column.Text("产品编号", false, "P01", "放款行填写本行产品编号。", 40);
    private static readonly Column<Money> Amount = new("金额（元）", true, "3000000.00", "以元为单位，最多两位小数；余额可以为零。", ReadAmount);
    private static readonly Column<DateOnly> Day = Column.Day("日期", true, "2026-07-09", "放款日、余额日、还款日或追偿到账日。");

    private static readonly Column[] Columns = [Kind, Number, Borrower, Product, Amount, Day];

    public static FileDefinition Definition { get; } = new("银行报送", Columns)
    {
        Message = (file, limits) => Camt053.Rows(file, limits, [.. Columns.Select(c => c.Name)]),
    };

    /// <summary>The word that stands in the file for a kind.</summary>
    public static string WordOf(BankLineKind kind) => Kinds.First(k => k.Kind == kind).Word;

    /// <summary>Reads a file: its good lines, and what is wrong with the others.</summary>
    public static (BankLine[] Lines, FileContent Content) Read(byte[] file)
    {
        var content = FileReader.Read(file, Definition);
        // What was repaid in full has a balance of nothing; nothing else is reported with nothing.
        var empty = content.Rows.Where(row => row.Get(Amount).IsZero && row.Get(Kind) != BankLineKind.Balance).Select(row => row.Number).ToHashSet();
        var faults = content.Faults.Concat(empty.Select(row => new FileFault(row, Amount.Name, "金额应大于零；只有余额可以为零。")));
        // A message ends with what is wrong with it as a whole.
        content = content with { Rows = empty.Count == 0 ? content.Rows : [.. content.Rows.Where(row => !empty.Contains(row.Number))], Faults = [.. faults.OrderBy(f => f.Row).Take(FileLimits.Standard.MaxFaults)], FaultCount = content.FaultCount + empty.Count };
        return ([.. content.Rows.Select(row => new BankLine(row.Number, row.Get(Kind), row.Get(Number), row.Get(Borrower).ToString(), row.Find(Product), row.Get(Amount), row.Get(Day)))], content);
    }

    private static string? ReadKind(string text, out BankLineKind kind)
    {
        kind = Array.Find(Kinds, k => k.Word == text).Kind;
        return Fields.Choice(text, Words, out _);
    }

    private static string? ReadNumber(string text, out string number)
    {
        var isNumber = LoanId.TryParse(new BankCode(""), text, out var loan);
        number = loan.Number;
        return isNumber ? null : "借据号只含字母、数字、连字符和下划线，最多 40 个字符。";
    }

    private static string? ReadAmount(string text, out Money amount) => Fields.Money(text, out amount) ?? (amount < Money.Zero ? "金额不能为负。" : null);
}
