using CreditLoan.Domain.Reconciliation;
using CreditLoan.Ledger.Access;
using CreditLoan.Portal.Reconciliation;
using CreditLoan.Portal.Shell;

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

    [Fact]
    public void Holds_two_values_against_each_other_only_where_both_are_said()
    {
        Assert.True(BreakWords.AreApart(new("放款日", "2026-07-09", "2026-07-10")));
        Assert.False(BreakWords.AreApart(new("机制", "GZXD-2025", "")));
        Assert.False(BreakWords.AreApart(new("此前文件", "bank-file/LJ03/62299bc30502944c", "本次文件")));
        Assert.True(BreakWords.AreAlike(BreakKind.Amount));
        Assert.False(BreakWords.AreAlike(BreakKind.PaidWhileSuspended));
    }

    [Fact]
    public void Calls_people_by_name_and_those_of_other_offices_by_what_they_are()
    {
        Colleagues.Office office = new([new("u-1", "吴晓东", true, ["PoolClerk"])]);
        Assert.Equal(("吴晓东", "其他机构人员"), (RoleWords.Person("u-1", office), RoleWords.Person("u-2", office)));
    }
}
