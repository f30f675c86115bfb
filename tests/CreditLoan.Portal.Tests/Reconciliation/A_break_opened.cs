using CreditLoan.Domain.Reconciliation;
using CreditLoan.Portal.Reconciliation;

namespace CreditLoan.Portal.Tests.Reconciliation;

public class A_break_opened
{
    [Theory]
    [InlineData("3,000,000.00", "2,950,000.00", "", "3,00", "0,000.00")]
    [InlineData("1,200,000.00", "1,200,000.50", "1,200,000.", "0", "0")]
    [InlineData("P01", "P01", "P01", "", "")]
    [InlineData("无记录", "800,000.00", "", "无记录", "")]
    [InlineData("11", "111", "11", "", "")]
    public void Marks_the_digits_that_differ(string value, string other, string same, string differs, string after) =>
        Assert.Equal((same, differs, after), BreakWords.Mark(value, other));

    [Fact]
    public void Has_a_word_and_a_code_for_every_kind()
    {
        Assert.Equal(Enum.GetValues<BreakKind>().Length, Enum.GetValues<BreakKind>().Select(BreakWords.Of).Distinct().Count());
        Assert.Equal("R03", BreakWords.Code(BreakKind.Amount));
    }
}
