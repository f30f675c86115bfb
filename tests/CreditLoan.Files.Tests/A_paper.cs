using System.Text;
using CreditLoan.Files.Claims;

namespace CreditLoan.Files.Tests;

public class A_paper
{
    [Theory]
    [InlineData("%PDF-1.7 x", "application/pdf")]
    [InlineData("\u00ff\u00d8\u00ff\u00e0", "image/jpeg")]
    [InlineData("\u0089PNG\r\n\u001a\n", "image/png")]
    public void Is_known_by_its_first_bytes(string content, string mediaType)
    {
        Assert.Equal(mediaType, PaperFile.Check("任意.名称", Encoding.Latin1.GetBytes(content), out var wrong));
        Assert.Null(wrong);
    }

    [Theory]
    [InlineData("合同.pdf", "MZ\u0090")]
    [InlineData("合同.pdf", "<html>")]
    [InlineData("合同.pdf", "PK\u0003\u0004")]
    [InlineData("空.pdf", "")]
    public void Is_refused_whatever_its_name_says(string name, string content)
    {
        Assert.Null(PaperFile.Check(name, Encoding.Latin1.GetBytes(content), out var wrong));
        Assert.StartsWith($"“{name}”", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_refused_above_ten_megabytes() => Assert.Null(PaperFile.Check("大.pdf", new byte[PaperFile.LargestBytes + 1], out _));
}
