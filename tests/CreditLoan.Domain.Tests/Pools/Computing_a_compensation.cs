using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using FsCheck;
using FsCheck.Fluent;

namespace CreditLoan.Domain.Tests.Pools;

public class Computing_a_compensation
{
    private static readonly UpliftGround[] KeyList = [UpliftGround.KeyList];

    private static CoverTerms Marginal => PoolStory.Terms with { Reading = PoolStory.Terms.Reading with { Value = TierReading.ByMargin } };

    private static Money Of(CoverTerms terms, Money loan, Money loss, params UpliftGround[] grounds)
    {
        Assert.Null(Compensation.Find(terms, loan, loss, grounds, out var found));
        return found!.Amount;
    }

    [Fact]
    public void Of_8_million_lent_and_3_million_lost_on_the_key_list_gives_1_35_million_by_whole_loan() =>
        Assert.Equal(Money.Wan(135), Of(PoolStory.Terms, Money.Wan(800), Money.Wan(300), KeyList));

    [Fact]
    public void Of_the_same_loan_by_margin_gives_1_5_million_because_the_total_cap_cuts_51_25_per_cent()
    {
        Assert.Null(Compensation.Find(Marginal, Money.Wan(800), Money.Wan(300), KeyList, out var found));
        Assert.Equal(Money.Wan(150), found!.Amount);
        Assert.True(found.Capped);
        Assert.Equal([new TierPart(Money.Wan(500), Share.Percent(40)), new TierPart(Money.Wan(300), Share.Percent(30))], found.Parts);
    }

    [Theory]
    [InlineData(500_000_000, 40)]
    [InlineData(500_000_001, 30)]
    [InlineData(1_500_000_000, 30)]
    [InlineData(1_500_000_001, 20)]
    [InlineData(3_000_000_000, 20)]
    public void Counts_the_upper_end_of_a_tier_in(long fen, int percent) =>
        Assert.Equal(Money.Wan(100) * Share.Percent(percent), Of(PoolStory.Terms, new Money(fen), Money.Wan(100)));

    [Fact]
    public void Adds_15_points_only_once_for_the_key_list_and_intellectual_property_and_5_for_a_monetary_tool()
    {
        Assert.Equal(Money.Wan(20), Of(PoolStory.Terms, Money.Wan(2000), Money.Wan(100)));
        Assert.Equal(Money.Wan(35), Of(PoolStory.Terms, Money.Wan(2000), Money.Wan(100), UpliftGround.KeyList, UpliftGround.IntellectualProperty));
        Assert.Equal(Money.Wan(40), Of(PoolStory.Terms, Money.Wan(2000), Money.Wan(100), UpliftGround.KeyList, UpliftGround.MonetaryTool));
    }

    [Fact]
    public void Pays_a_guarantor_20_per_cent() =>
        Assert.Equal(Money.Wan(200), Of(PoolStory.Shipped.Rule.For(Cover.Guarantor)!, Money.Wan(4000), Money.Wan(1000), KeyList));

    [Fact]
    public void Is_refused_above_the_last_tier() =>
        Assert.Equal(SchemeRefusals.LoanAboveTiers(Money.Wan(3000)), Compensation.Find(PoolStory.Terms, Money.Wan(3000.01m), Money.Wan(1), [], out _));

    [Fact]
    public void Is_refused_for_a_loss_above_the_loan() =>
        Assert.Equal(SchemeRefusals.LossOutOfRange(Money.Wan(100)), Compensation.Find(PoolStory.Terms, Money.Wan(100), Money.Wan(101), [], out _));

    [Fact]
    public void Pays_nothing_while_an_earlier_pools_ratio_is_unknown() =>
        Assert.All(ShippedSchemes.All.Skip(1), scheme =>
            Assert.Equal(SchemeRefusals.RatioUnknown, Compensation.Find(scheme.Rule.For(Cover.Bank)!, Money.Wan(100), Money.Wan(10), [], out _)));

    [Fact]
    public void Never_exceeds_the_cap_and_rounds_once_to_the_nearest_fen()
    {
        var loans = from loan in Gen.Choose(1, 2_000_000_000) from loss in Gen.Choose(1, loan) from grounds in Gen.SubListOf(Enum.GetValues<UpliftGround>())
                    from margin in Gen.Elements(true, false) select (loan, loss, grounds, margin);
        Prop.ForAll(loans.ToArbitrary(), x =>
        {
            var terms = x.margin ? Marginal : PoolStory.Terms;
            Assert.Null(Compensation.Find(terms, new Money(x.loan), new Money(x.loss), [.. x.grounds], out var found));
            var weight = found!.Parts.Aggregate((Int128)x.loan * found.Uplift.BasisPoints, (sum, p) => sum + (Int128)p.Portion.Fen * p.Share.BasisPoints);
            var bounded = Int128.Min(weight, (Int128)x.loan * 5_000);
            var error = (Int128)found.Amount.Fen * x.loan * 10_000 - x.loss * bounded;
            Assert.Equal(new Money(x.loan), Money.Sum(found.Parts.Select(p => p.Portion)));
            Assert.True(2 * Int128.Abs(error) <= (Int128)x.loan * 10_000, "off by more than half a fen");
            Assert.True(found.Amount.Fen * 2 <= x.loss + 1, "above half of the loss");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Theory]
    [InlineData(RecoverySharing.InRatio)]
    [InlineData(RecoverySharing.BankFirst)]
    public void Gives_back_in_steps_exactly_what_one_sum_would_give_back(RecoverySharing sharing)
    {
        var cases = from loss in Gen.Choose(1, 1_000_000_000) from paid in Gen.Choose(0, loss)
                    from cuts in Gen.Choose(1, loss).ListOf(5) select (loss, paid, cuts);
        Prop.ForAll(cases.ToArbitrary(), x =>
        {
            long recovered = 0, asked = 0;
            foreach (var upTo in x.cuts.Order().Append(x.loss))
            {
                recovered = upTo;
                asked += Compensation.ShareOfRecoveries(sharing, new(x.loss), new(x.paid), new(recovered), new(asked)).Fen;
                Assert.InRange(asked, 0, Math.Min(x.paid, recovered));
            }
            Assert.Equal(x.paid, asked);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Shares_too_little_money_so_that_nobody_gets_more_than_asked_and_nothing_is_left_over()
    {
        var cases = from asked in Gen.Choose(1, 1_000_000).NonEmptyListOf() from left in Gen.Choose(0, 20_000_000) select (asked, left);
        Prop.ForAll(cases.ToArbitrary(), x =>
        {
            Money[] asked = [.. x.asked.Select(a => new Money(a))];
            var parts = Compensation.ProRata(new Money(x.left), asked);
            Assert.All(parts.Zip(asked), pair => Assert.InRange(pair.First.Fen, 0, pair.Second.Fen));
            Assert.Equal(Money.Min(new Money(x.left), Money.Sum(asked)), Money.Sum(parts));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }
}
