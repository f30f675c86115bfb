using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using FsCheck;
using FsCheck.Fluent;
using static CreditLoan.Domain.Tests.Pools.PoolStory;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests.Pools;

public class Covering_a_loan_twice
{
    private static readonly SchemeCode City = new("CITY"), District = new("DISTRICT"), Third = new("THIRD");
    private static readonly LoanId Loan = new(Bank, "JJ-1");

    private static Told<LoanCover, LoanCoverEvent> Covered(params LoanCoverEvent[] facts) => Given(LoanCover.Stream(Loan), facts);

    [Fact]
    public void Is_let_where_both_rules_name_each_other() =>
        Covered(new LoanCoverEvent.Entered(City, [District], Day)).When(c => LoanCoverDecisions.Enter(c, District, [City], Day)).Then(new LoanCoverEvent.Entered(District, [City], Day));

    [Fact]
    public void Is_refused_where_only_one_of_them_does()
    {
        Covered(new LoanCoverEvent.Entered(City, [], Day)).When(c => LoanCoverDecisions.Enter(c, District, [City], Day)).Refuses(EnrolmentRefusals.CoveredElsewhere(City));
        Covered(new LoanCoverEvent.Entered(City, [District], Day)).When(c => LoanCoverDecisions.Enter(c, District, [], Day)).Refuses(EnrolmentRefusals.CoveredElsewhere(City));
    }

    [Fact]
    public void Is_refused_by_any_one_of_those_that_cover_it() =>
        Covered(new LoanCoverEvent.Entered(City, [District, Third], Day), new LoanCoverEvent.Entered(District, [City], Day))
            .When(c => LoanCoverDecisions.Enter(c, Third, [City, District], Day)).Refuses(EnrolmentRefusals.CoveredElsewhere(District));

    [Fact]
    public void Is_let_again_once_the_other_turned_it_away() =>
        Covered(new LoanCoverEvent.Entered(City, [], Day), new LoanCoverEvent.Left(City, Day)).When(c => LoanCoverDecisions.Enter(c, Third, [], Day)).Then(new LoanCoverEvent.Entered(Third, [], Day));

    /// <summary>Whichever schemes ask, in whichever order, and whatever is freed between: together they never bear more than the loss.</summary>
    [Fact]
    public void Never_bears_more_than_the_whole_loss()
    {
        var loss = Money.Wan(100);
        var acts = Gen.Choose(0, 2).SelectMany(scheme => Gen.Choose(0, 3).SelectMany(claim => Gen.Choose(-1, 80).Select(wan => (Scheme: scheme, Claim: claim, Wan: wan)))).ListOf(40);
        Prop.ForAll(acts.ToArbitrary(), list =>
        {
            var cover = LoanCover.Stream(Loan).Initial;
            foreach (var (scheme, claim, wan) in list)
            {
                // One claim at a time in each scheme, as the key of active claims holds.
                var name = $"BC-{scheme}";
                var decision = wan < 0 ? LoanCoverDecisions.Free(cover, name, Day) : LoanCoverDecisions.Bear(cover, new[] { City, District, Third }[scheme], name, Money.Wan(wan), loss, Day);
                if (decision is Decision<LoanCoverEvent>.Accepted { Events: [var happened] }) cover = LoanCover.Stream(Loan).Evolve(cover, happened);
                Assert.True(Money.Sum(cover.Shares.Values.Select(s => s.Amount)) <= loss);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }
}
