using CreditLoan.Domain.Access;
using CreditLoan.Domain.Bureau;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Bureau;

public class Setting_a_target
{
    private static readonly Actor Analyst = new("he", Role.BureauAnalyst, "");
    private static readonly DateOnly Base = new(2020, 12, 31);
    private static readonly DateOnly End = new(2025, 12, 31);
    private static Money Yi(decimal yi) => Money.Wan(yi * 10_000m);

    private static Decision<TargetEvent> Set(Actor by, Money value, string source = "东莞市“十四五”社会信用体系建设规划，表二第 7 项") =>
        TargetDecisions.Set(new Target.Unset(), by, Metric.Disbursed, "东莞", Base, Yi(333.76m), End, value, source);

    private static Target.Standing Dongguan()
    {
        var set = ((Decision<TargetEvent>.Accepted)Set(Analyst, Yi(1200m))).Events[0];
        var stream = Target.Stream(Metric.Disbursed, "东莞");
        return (Target.Standing)stream.Evolve(stream.Initial, set);
    }

    [Fact]
    public void Draws_a_straight_plan_between_the_two_days()
    {
        var target = Dongguan();
        Assert.Equal(Yi(333.76m), target.PlanOn(Base));
        Assert.Equal(Yi(1200m), target.PlanOn(End));
        Assert.Equal(Yi(1200m), target.PlanOn(End.AddYears(1)));
        // Half of 1,826 days, by hand: 333.76 + (1200 − 333.76) / 2.
        Assert.Equal(Yi(766.88m), target.PlanOn(Base.AddDays(913)));
    }

    [Fact]
    public void Is_refused_to_a_bank() =>
        Assert.Equal(TargetRefusals.NotTheBureau, ((Decision<TargetEvent>.Refused)Set(new Actor("x", Role.BankOfficer, "B1"), Yi(1200m))).Why);

    [Fact]
    public void Is_refused_without_a_source() =>
        Assert.Equal(TargetRefusals.NoSource, ((Decision<TargetEvent>.Refused)Set(Analyst, Yi(1200m), " ")).Why);

    [Fact]
    public void Is_refused_below_its_base() =>
        Assert.Equal("target.below_its_base", ((Decision<TargetEvent>.Refused)Set(Analyst, Yi(300m))).Why.Code);
}
