using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using FsCheck;
using FsCheck.Fluent;
using static CreditLoan.Domain.Tests.Pools.PoolStory;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests.Pools;

public class Sharing_what_is_left
{
    private static WaitingClaim Waiting(int n, decimal wan, Cover cover = Cover.Bank, string? enterprise = null) =>
        new($"BC-{n}", Bank, new(enterprise ?? $"E{n}"), cover, Money.Wan(wan), Money.Wan(wan * 2), Money.Zero);

    private static Scheme ProRata => Scheme(rule => rule with { WhenExhausted = rule.WhenExhausted with { Value = ExhaustionOrder.ProRata } });

    private static Told<Pool, PoolEvent> Budget(decimal wan, params PoolEvent[] then) =>
        Given(Pool.Stream(Id), [new PoolEvent.Opened(Id, Money.Wan(wan), Money.Zero, [], Day), new PoolEvent.Funded(Money.Wan(10_000), "PZ-1", Day), .. then]);

    [Fact]
    public void Gives_every_claim_the_same_part_of_what_it_asks() =>
        Budget(60).When(p => PoolDecisions.Allocate(p, ProRata, Approver, [Waiting(1, 100), Waiting(2, 50)], Day))
            .Then(new PoolEvent.Allocated([new("BC-1", Money.Wan(100), Money.Wan(40)), new("BC-2", Money.Wan(50), Money.Wan(20))], Day, "he"));

    [Fact]
    public void Holds_each_claims_own_limits_first_and_the_sub_cap_of_the_guarantors_before_the_budget()
    {
        var rule = Shipped.Rule with { EnterpriseCeiling = Shipped.Rule.EnterpriseCeiling with { Value = Money.Wan(30) } };
        var pool = (Pool.Running)Budget(6_000).State;
        var parts = PoolAllocation.Of(pool, rule, [Waiting(1, 20, enterprise: "E"), Waiting(2, 20, enterprise: "E"), Waiting(3, 30, Cover.Guarantor, "F")]);
        Assert.Equal([20m, 10m, 30m], parts.Select(p => p.Asked.InWan));
        var many = PoolAllocation.Of(pool, Shipped.Rule, [Waiting(1, 4_000, Cover.Guarantor), Waiting(2, 6_000, Cover.Guarantor), Waiting(3, 3_000)]);
        Assert.Equal([1_500m, 2_250m, 2_250m], many.Select(p => p.Share.InWan));
    }

    [Fact]
    public void Is_an_approvers_act_under_a_rule_that_says_so_and_only_when_money_is_short()
    {
        Budget(60).When(p => PoolDecisions.Allocate(p, ProRata, Manager, [Waiting(1, 100)], Day)).Refuses(SchemeRefusals.NotYourScheme);
        Budget(60).When(p => PoolDecisions.Allocate(p, Scheme(), Approver, [Waiting(1, 100)], Day)).Refuses(PoolRefusals.NotProRata);
        Budget(600).When(p => PoolDecisions.Allocate(p, ProRata, Approver, [Waiting(1, 100)], Day)).Refuses(PoolRefusals.NothingWaits);
    }

    [Fact]
    public void Never_gives_more_than_is_left_nor_more_than_was_asked()
    {
        Prop.ForAll(Gen.Choose(1, 900_000).ListOf(12).ToArbitrary(), Gen.Choose(1, 3_000_000).ToArbitrary(), (asked, budget) =>
        {
            var pool = (Pool.Running)Given(Pool.Stream(Id), new PoolEvent.Opened(Id, new Money(budget), Money.Zero, [], Day)).State;
            var parts = PoolAllocation.Of(pool, Shipped.Rule, [.. asked.Select((fen, i) => new WaitingClaim($"BC-{i}", Bank, new($"E{i}"), Cover.Bank, new(fen), new(fen * 3L), Money.Zero))]);
            Assert.All(parts, p => Assert.True(p.Share <= p.Asked && p.Share >= Money.Zero));
            Assert.Equal(Math.Min(budget, asked.Sum(a => (long)a)), parts.Sum(p => p.Share.Fen));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }
}
