using System.Globalization;

namespace CreditLoan.Files;

/// <summary>One thing wrong in a file (文件错误): where, and how to mend it.</summary>
/// <param name="Row">The line as a person counts it, the header being 1; 0 means the file as a whole.</param>
/// <param name="Field">The column's name; empty where the whole row or file is meant.</param>
/// <param name="Reason">One sentence in Chinese.</param>
public sealed record FileFault(int Row, string Field, string Reason)
{
    /// <summary>第 12 行“放款金额（元）”：……</summary>
    public override string ToString() => (Row, Field) switch
    {
        (0, _) => Reason,
        (_, "") => string.Create(CultureInfo.InvariantCulture, $"第 {Row} 行：{Reason}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"第 {Row} 行“{Field}”：{Reason}"),
    };
}
