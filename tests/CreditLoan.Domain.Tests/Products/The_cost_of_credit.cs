using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Products;

public class The_cost_of_credit
{
    private static readonly Money Million = Money.Wan(100);

    [Theory]
    [InlineData(RepaymentMethod.EqualInstalments)]
    [InlineData(RepaymentMethod.EqualPrincipal)]
    [InlineData(RepaymentMethod.InterestFirst)]
    [InlineData(RepaymentMethod.Bullet)]
    [InlineData(RepaymentMethod.Revolving)]
    public void Is_the_contract_rate_where_there_are_no_fees(RepaymentMethod method) =>
        Assert.Equal(Rate.Percent(4.35m), CostOfCredit.Yearly(Million, 12, Rate.Percent(4.35m), method, []));

    /// <summary>One per cent at the start of a loan repaid at the end of its year: 1.0435 / 0.99 − 1.</summary>
    [Fact]
    public void Counts_a_fee_on_the_principal_really_in_hand() =>
        Assert.Equal(Rate.Percent(5.4040m), CostOfCredit.Yearly(Million, 12, Rate.Percent(4.35m), RepaymentMethod.Bullet,
            [new("担保费", FeeKind.OnceShare, Share.Percent(1), Money.Zero)]));

    [Fact]
    public void Weighs_the_same_fee_heavier_where_the_principal_is_paid_back_early()
    {
        Fee[] fee = [new("评估费", FeeKind.OnceAmount, Share.None, Money.Yuan(5_000))];
        Assert.True(CostOfCredit.Yearly(Million, 12, Rate.Percent(4), RepaymentMethod.EqualInstalments, fee)
            > CostOfCredit.Yearly(Million, 12, Rate.Percent(4), RepaymentMethod.InterestFirst, fee));
    }

    [Fact]
    public void Counts_a_yearly_fee_every_year()
    {
        Fee[] yearly = [new("担保费", FeeKind.YearlyShare, Share.Percent(1), Money.Zero)];
        var three = CostOfCredit.Yearly(Million, 36, Rate.Percent(4), RepaymentMethod.InterestFirst, yearly);
        var one = CostOfCredit.Yearly(Million, 12, Rate.Percent(4), RepaymentMethod.InterestFirst, yearly);
        Assert.InRange(three.Millionths, 50_000, 52_000);
        Assert.InRange(one.Millionths - three.Millionths, -500, 500);
    }
}
