using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;
using FsCheck;
using FsCheck.Fluent;

namespace CreditLoan.Domain.Tests.Loans;

public class A_repayment_plan
{
    private static readonly Money Million = Money.Yuan(1_000_000);
    private static readonly Rate Rate435 = Rate.Percent(4.35m);
    private static readonly DateOnly Start = new(2026, 1, 15);
    private static readonly DateOnly YearLater = new(2027, 1, 15);

    [Fact]
    public void Pays_the_same_every_month_and_the_remainder_last()
    {
        var plan = RepaymentPlan.For(Million, Rate435, RepaymentMethod.EqualInstalments, Start, YearLater);
        Assert.Equal(12, plan.Instalments.Count);
        Assert.All(plan.Instalments.SkipLast(1), i => Assert.Equal(Money.Yuan(85_309.90m), i.Payment));
        Assert.Equal(Money.Yuan(85_309.89m), plan.Instalments[^1].Payment);
        Assert.Equal(Money.Yuan(23_718.79m), plan.Interest);
        Assert.Equal(Million, plan.Principal);
    }

    [Fact]
    public void Pays_the_same_principal_every_month()
    {
        var plan = RepaymentPlan.For(Million, Rate435, RepaymentMethod.EqualPrincipal, Start, YearLater);
        Assert.Equal(Money.Yuan(86_958.33m), plan.Instalments[0].Payment);
        Assert.Equal(Money.Yuan(83_635.45m), plan.Instalments[^1].Payment);
        Assert.Equal(Money.Yuan(23_562.50m), plan.Interest);
        Assert.Equal(Million, plan.Principal);
    }

    [Fact]
    public void Pays_interest_first_and_the_principal_at_the_end()
    {
        var plan = RepaymentPlan.For(Million, Rate435, RepaymentMethod.InterestFirst, Start, YearLater);
        Assert.Equal(Money.Yuan(43_500), plan.Interest);
        Assert.All(plan.Instalments.SkipLast(1), i => Assert.Equal(Money.Zero, i.Principal));
        Assert.Equal(Million, plan.Instalments[^1].Principal);
    }

    [Fact]
    public void Counts_actual_days_where_money_is_drawn_and_repaid_at_will() =>
        Assert.Equal(Money.Yuan(44_104.14m), RepaymentPlan.For(Million, Rate435, RepaymentMethod.Revolving, new(2025, 1, 1), new(2026, 1, 1)).Interest);

    [Fact]
    public void Pays_everything_at_once_with_whole_months_and_odd_days()
    {
        var plan = RepaymentPlan.For(Million, Rate435, RepaymentMethod.Bullet, Start, new(2026, 7, 25));
        var only = Assert.Single(plan.Instalments);
        // six months at 4.35 % ÷ 12 and ten days at 4.35 % ÷ 360
        Assert.Equal(Money.Yuan(21_750m) + Money.Yuan(1_208.33m), only.Interest);
        Assert.Equal(Million, only.Principal);
    }

    [Fact]
    public void Falls_due_on_the_last_day_of_a_short_month()
    {
        var plan = RepaymentPlan.For(Million, Rate435, RepaymentMethod.InterestFirst, new(2026, 1, 31), new(2026, 4, 30));
        Assert.Equal([new(2026, 2, 28), new(2026, 3, 31), new DateOnly(2026, 4, 30)], plan.Instalments.Select(i => i.Due));
        Assert.All(plan.Instalments, i => Assert.Equal(Money.Yuan(3_625), i.Interest));
    }

    [Fact]
    public void Takes_the_odd_days_of_a_last_short_period_over_360()
    {
        var plan = RepaymentPlan.For(Million, Rate435, RepaymentMethod.InterestFirst, Start, new(2026, 3, 25));
        Assert.Equal(Money.Yuan(1_208.33m), plan.Instalments[^1].Interest);
    }

    [Fact]
    public void Begins_anew_in_the_middle_of_a_month_and_keeps_its_due_days()
    {
        var plan = RepaymentPlan.For(Money.Yuan(300_000), Rate435, RepaymentMethod.EqualPrincipal, Start, new(2026, 6, 15), from: new(2026, 3, 20));
        Assert.Equal([new(2026, 4, 15), new(2026, 5, 15), new DateOnly(2026, 6, 15)], plan.Instalments.Select(i => i.Due));
        Assert.Equal(Interest.ForDays(Money.Yuan(300_000), Rate435, new(2026, 3, 20), new(2026, 4, 15)), plan.Instalments[0].Interest);
    }

    [Fact]
    public void Always_adds_up_and_never_pays_less_than_nothing() => Prop.ForAll(Plans(), plan =>
        plan.Plan.Principal == plan.Principal
        && plan.Plan.Instalments.All(i => i.Principal >= Money.Zero && i.Interest >= Money.Zero && i.Left >= Money.Zero)
        && plan.Plan.Instalments[^1].Left == Money.Zero).QuickCheckThrowOnFailure();

    [Fact]
    public void Always_joins_its_periods_without_a_gap() => Prop.ForAll(Plans(), plan =>
        plan.Plan.Instalments[0].From == plan.From
        && plan.Plan.Instalments[^1].Due == plan.Maturity
        && plan.Plan.Instalments.Zip(plan.Plan.Instalments.Skip(1)).All(pair => pair.First.Due == pair.Second.From)
        && plan.Plan.Instalments.All(i => i.Due > i.From)).QuickCheckThrowOnFailure();

    [Fact]
    public void Always_costs_more_at_a_higher_rate() => Prop.ForAll(Plans(), plan =>
        plan.Principal < Money.Yuan(1_000) // below that, rounding each period to the fen outweighs the rate
        || RepaymentPlan.For(plan.Principal, plan.Rate.PlusBasisPoints(500), plan.Method, plan.From, plan.Maturity).Interest >= plan.Plan.Interest)
        .QuickCheckThrowOnFailure();

    private sealed record Case(Money Principal, Rate Rate, RepaymentMethod Method, DateOnly From, DateOnly Maturity)
    {
        public RepaymentPlan Plan { get; } = RepaymentPlan.For(Principal, Rate, Method, From, Maturity);
    }

    private static Arbitrary<Case> Plans() => Arb.From(
        from fen in Gen.OneOf(Gen.Choose(1, 1_000), Gen.Choose(1_000, 2_000_000_000))
        from rate in Gen.Choose(0, 360_000)
        from method in Gen.Elements(Enum.GetValues<RepaymentMethod>())
        from day in Gen.Choose(0, 3_650)
        from length in Gen.Choose(1, 3_700)
        let start = new DateOnly(2020, 1, 1).AddDays(day)
        select new Case(new Money(fen), new Rate(rate), method, start, start.AddDays(length)));
}
