using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Pools.PoolStory;

namespace CreditLoan.Domain.Tests.Claims;

public class Trying_a_draft_rule
{
    private static readonly DateOnly March = new(2025, 3, 3);

    private static TriedClaim Claim(int n, decimal loan = 800, decimal loss = 300, decimal paid = 135) =>
        new($"BC-{n}", Bank, new($"E{n}"), Cover.Bank, Money.Wan(loan), Money.Wan(loss), [UpliftGround.KeyList], March.AddDays(n), Money.Wan(paid));

    private static SchemeRule Rule(Func<CoverTerms, CoverTerms>? change = null, Money? budget = null) => Shipped.Rule with
    {
        Terms = [change is null ? Terms : change(Terms)], YearlyBudget = Shipped.Rule.YearlyBudget with { Value = budget },
    };

    private static readonly TriedEnrolment[] Plenty = [new(Bank, Cover.Bank, Money.Wan(1_000_000), new(2025, 1, 2))];

    [Fact]
    public void Gives_135_by_whole_loan_and_150_by_margin_for_the_same_claim()
    {
        Assert.Equal(Money.Wan(135), WhatIf.Run(Rule(), new(Shipped.Code, 2025), [Claim(1)], Plenty).Would);
        var margin = WhatIf.Run(Rule(t => t with { Reading = t.Reading with { Value = TierReading.ByMargin } }), new(Shipped.Code, 2025), [Claim(1)], Plenty);
        Assert.Equal((Money.Wan(150), Money.Wan(135)), (margin.Would, margin.Paid));
    }

    [Fact]
    public void Spends_the_budget_in_the_order_of_filing()
    {
        var tried = WhatIf.Run(Rule(budget: Money.Wan(200)), new(Shipped.Code, 2025), [Claim(2), Claim(1), Claim(3)], Plenty);
        Assert.Equal([("BC-1", 135m, ""), ("BC-2", 65m, "Budget"), ("BC-3", 0m, "Budget")], tried.Results.Select(r => (r.Claim.Claim, r.Would.InWan, string.Join(' ', r.Limits))));
        Assert.Equal(PoolRefusals.NothingLeft.Sentence, tried.Results[^1].Why);
    }

    [Fact]
    public void Names_the_sub_cap_that_bites_a_guarantor_and_leaves_the_banks_alone()
    {
        var guarantor = new Guarantor(new("91440100MA0TEXT048"), "城投担保");
        var rule = Shipped.Rule with { Terms = [.. Shipped.Rule.Terms.Select(t => t.Cover == Cover.Guarantor ? t with { YearlySubCap = t.YearlySubCap with { Value = Money.Wan(50) } } : t)] };
        TriedClaim Guaranteed(int n, decimal loss) => Claim(n, loss: loss) with { Cover = Cover.Guarantor, Guarantor = guarantor, Grounds = [] };
        TriedEnrolment[] enrolled = [.. Plenty, new(Bank, Cover.Guarantor, Money.Wan(1_000_000), new(2025, 1, 2), guarantor)];
        var tried = WhatIf.Run(rule, new(Shipped.Code, 2025), [Guaranteed(1, 200), Guaranteed(2, 100), Guaranteed(3, 100), Claim(4)], enrolled);
        Assert.Equal([(40m, ""), (10m, "SubCap"), (0m, "SubCap"), (135m, "")], tried.Results.Select(r => (r.Would.InWan, string.Join(' ', r.Limits))));
        Assert.Empty(tried.Stops);
    }

    [Fact]
    public void Names_the_day_on_which_the_stop_rule_would_have_bitten()
    {
        TriedEnrolment[] enrolled = [new(Bank, Cover.Bank, Money.Wan(20_000), new(2025, 1, 2))];
        var tried = WhatIf.Run(Rule(), new(Shipped.Code, 2025), [Claim(1), Claim(2), Claim(3), Claim(4)], enrolled);
        var stop = Assert.Single(tried.Stops);
        Assert.Equal((March.AddDays(3), Money.Wan(900), Money.Wan(20_000)), (stop.On, stop.Loss, stop.Enrolled));
        Assert.Equal(Money.Wan(270), tried.Would);
    }

    [Fact]
    public void Pays_nothing_while_the_ratio_is_not_entered() =>
        Assert.Equal(SchemeRefusals.RatioUnknown.Sentence, Assert.Single(WhatIf.Run(ShippedSchemes.All[1].Rule, new(ShippedSchemes.Inclusive, 2025), [Claim(1)], Plenty).Results).Why);
}
