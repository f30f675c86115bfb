using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Public;

namespace CreditLoan.Portal.Tests;

public class Looking_for_a_product
{
    private static readonly ShelfItem Item = new(LendingExamples.Product("LJ01", "科创 e 贷", 300, 24, RepaymentMethod.Bullet), "澜江银行", Rate.Percent(4), 0);

    [Theory]
    [InlineData("e 贷", true)]
    [InlineData(" E 贷 ", true)]
    [InlineData("澜江", true)]
    [InlineData("", true)]
    [InlineData(null, true)]
    [InlineData("南屏", false)]
    public void Finds_it_by_a_part_of_its_or_its_bank_s_name(string? words, bool found) => Assert.Equal(found, Item.Fits(null, null, null, words));

    [Fact]
    public void Asks_for_amount_and_term_besides() =>
        Assert.Equal((true, false, false), (Item.Fits(Money.Wan(300), 24, null, "科创"), Item.Fits(Money.Wan(301), 24, null, "科创"), Item.Fits(Money.Wan(300), 25, null, "科创")));
}
