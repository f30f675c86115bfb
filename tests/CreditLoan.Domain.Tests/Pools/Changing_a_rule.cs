using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Pools.PoolStory;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests.Pools;

public class Changing_a_rule
{
    private static readonly SchemeEvent Founded = new SchemeEvent.Founded(Shipped.Code, Shipped.Name, Owner, Shipped.Document, Day);

    private static SchemeEvent Drafted(int number, DateOnly from) =>
        new SchemeEvent.RuleDrafted(Shipped.Code, number, from, Shipped.Until, Shipped.Rule, "更新", Clerk.Account, Day);

    [Fact]
    public void Takes_a_second_person() =>
        Given(Domain.Pools.Scheme.Stream(Shipped.Code), Founded).When(s => SchemeDecisions.Draft(s, Manager, Shipped.From, Shipped.Until, Shipped.Rule, "录入", Day))
            .And().When(s => SchemeDecisions.Confirm(s, Manager, 1, Day)).Refuses(SchemeRefusals.SamePerson);

    [Fact]
    public void Is_in_force_once_the_second_person_confirmed_it()
    {
        var drafted = Given(Domain.Pools.Scheme.Stream(Shipped.Code), Founded, Drafted(1, Shipped.From));
        Assert.Null(((Scheme.Standing)drafted.State).InForceOn(Day));
        var confirmed = drafted.When(s => SchemeDecisions.Confirm(s, Manager, 1, Day)).And();
        Assert.Equal(1, ((Scheme.Standing)confirmed.State).InForceOn(Day)!.Number);
        Assert.Null(((Scheme.Standing)confirmed.State).InForceOn(Shipped.Until.AddDays(1)));
    }

    [Fact]
    public void Leaves_earlier_days_to_the_earlier_version()
    {
        var later = new DateOnly(2026, 9, 1);
        var scheme = (Scheme.Standing)Given(Domain.Pools.Scheme.Stream(Shipped.Code), Founded, Drafted(1, Shipped.From),
            new SchemeEvent.RuleConfirmed(Shipped.Code, 1, Manager.Account, Day), Drafted(2, later), new SchemeEvent.RuleConfirmed(Shipped.Code, 2, Manager.Account, Day)).State;
        Assert.Equal(1, scheme.InForceOn(later.AddDays(-1))!.Number);
        Assert.Equal(2, scheme.InForceOn(later)!.Number);
    }

    [Fact]
    public void Is_not_for_the_people_of_another_scheme() =>
        Given(Domain.Pools.Scheme.Stream(Shipped.Code), Founded, Drafted(1, Shipped.From))
            .When(s => SchemeDecisions.Confirm(s, Stranger, 1, Day)).Refuses(SchemeRefusals.NotYourScheme);

    [Fact]
    public void Waits_for_the_open_draft() =>
        Given(Domain.Pools.Scheme.Stream(Shipped.Code), Founded, Drafted(1, Shipped.From))
            .When(s => SchemeDecisions.Draft(s, Clerk, Day, Shipped.Until, Shipped.Rule, "再改", Day)).Refuses(SchemeRefusals.DraftOpen(1));

    [Fact]
    public void Refuses_tiers_out_of_order()
    {
        var terms = Terms with { Tiers = Terms.Tiers with { Value = [new(Money.Wan(500), Share.Percent(40)), new(Money.Wan(300), Share.Percent(30))] } };
        Given(Domain.Pools.Scheme.Stream(Shipped.Code), Founded)
            .When(s => SchemeDecisions.Draft(s, Clerk, Day, Shipped.Until, Shipped.Rule with { Terms = [terms] }, "录入", Day))
            .Refuses(SchemeRefusals.TiersUnordered);
    }

    [Fact]
    public void Ships_four_schemes_whose_every_value_names_its_source()
    {
        Assert.Equal(4, ShippedSchemes.All.Count);
        Assert.All(ShippedSchemes.All, s => Assert.NotEmpty(s.Rule.YearlyBudget.Source));
        Assert.All(ShippedSchemes.All.SelectMany(s => s.Rule.Terms), t => Assert.All(
            [t.Tiers.Source, t.Reading.Source, t.Uplifts.Source, t.TotalCap.Source, t.LossBasis.Source, t.Securities.Source, t.Borrowers.Source, t.StopLine.Source],
            source => Assert.NotEmpty(source)));
        Assert.False(Terms.Reading.Verified);
        Assert.True(Terms.LossBasis.Verified);
    }
}
