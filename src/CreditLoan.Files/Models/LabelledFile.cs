using System.Security.Cryptography;
using CreditLoan.Domain.Values;

namespace CreditLoan.Files.Models;

/// <summary>One line of a bank's labelled file (标签): an enterprise, and whether it turned out bad.</summary>
/// <param name="Observed">The day from which it was observed, its features being of that day (观察日); null where the project's day holds for all.</param>
public sealed record LabelledLine(EnterpriseCode Enterprise, bool Bad, DateOnly? Observed);

/// <summary>A bank's labelled file (标签文件), CSV or workbook: its hash, its good lines, and what is wrong with the others.</summary>
public sealed record LabelledFile(string Hash, IReadOnlyList<LabelledLine> Lines, FileContent Content)
{
    private static readonly Column<UnifiedCreditCode> Code = Column.CreditCode("统一社会信用代码", required: true, "91440100MA9XXXXX0A", "18 位统一社会信用代码。");
    private static readonly Column<string> Label = Column.Choice("是否违约", required: true, "按立项时的坏样本定义填写。", "否", "是");

    private static readonly Column<DateOnly> Observed = Column.Day("观察日", required: false, "2025-06-30", "从哪一天起观察，特征取这一天的；不填为立项的特征截止日。有几个不同的月才能做跨时间验证。");

    public static readonly FileDefinition Definition = new("联合建模标签", [Code, Label, Observed]);

    public static LabelledFile Read(byte[] file)
    {
        var content = FileReader.Read(file, Definition);
        return new LabelledFile(Convert.ToHexStringLower(SHA256.HashData(file)),
            [.. content.Rows.Select(r => new LabelledLine(new EnterpriseCode(r.Get(Code).ToString()), r.Get(Label) == "是", r.FindValue(Observed)))], content);
    }
}
