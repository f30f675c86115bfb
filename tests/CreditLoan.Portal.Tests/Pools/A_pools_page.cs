using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Pools;
using CreditLoan.Portal.ClaimPages;
using CreditLoan.Portal.Components;
using CreditLoan.Portal.Pools;

namespace CreditLoan.Portal.Tests.Pools;

public class A_pools_page
{
    private static readonly DateOnly Day = new(2026, 8, 19);
    private static readonly ShippedScheme Open = ShippedSchemes.All[0];
    private static readonly RuleVersion Version = new(1, Open.From, Open.Until, Open.Rule, "zheng", Confirmed: true);
    private static readonly SchemeRow Scheme = new(Open.Code.Value, Open.Name, "jinrong", Open.Document, Day, [Version]);

    private static PoolRow Pool => new(Open.Code.Value, 2026, Money.Wan(150_000), Cash: Money.Wan(900), Earmarked: Money.Wan(50), Granted: Money.Wan(1_000), Carried: Money.Wan(20),
        Compensated: Money.Wan(80), Recovered: Money.Wan(8), Interest: Money.Wan(2), Committed: Money.Wan(130), GuarantorCommitted: Money.Zero, Ended: false, null, []);

    [Fact]
    public void Draws_a_waterfall_that_ties()
    {
        var view = new FundView(Pool, Scheme, Version, new JournalTotals(9, Money.Wan(1_200), Money.Wan(1_200), Money.Wan(950)), []);
        Assert.Equal(7, WaterfallStep.Lay(view.Steps).Count);
        Assert.True(view.Ties);
        Assert.False((view with { Totals = view.Totals with { Balance = Money.Wan(949) } }).Ties);
        Assert.Equal("可用 900.00 万元，年度预算已用 0.1%", view.Heading);
    }

    [Fact]
    public void Shows_a_bank_above_the_stop_line_in_red_and_first()
    {
        var view = new FundView(Pool, Scheme, Version, new JournalTotals(0, default, default, default),
            [new("A", Cover.Bank, Money.Wan(100), Money.Wan(1), null), new("B", Cover.Bank, Money.Wan(100), Money.Wan(4), null)]);
        var bars = view.Bars(code => code);
        Assert.Equal(["B", "A"], bars.Select(b => b.Name));
        Assert.Equal([Meaning.Bad, Meaning.Plain], bars.Select(b => b.Means));
    }

    [Fact]
    public void Marks_every_value_whose_text_was_not_read()
    {
        var lines = PoolWords.Lines(Open.Rule);
        Assert.Contains(lines, l => l is { What: "政银：500 万元及以下", Value: "40%", Verified: false });
        Assert.Contains(lines, l => l is { What: "政银：损失口径", Verified: true });
        Assert.Contains(PoolWords.Lines(ShippedSchemes.All[1].Rule), l => l is { What: "补偿比例", Value: "未录入，暂不补偿" });
    }

    [Fact]
    public void Reads_tiers_as_people_write_them()
    {
        var draft = RuleDraft.After(Version.Rule, Version.From, Version.Until);
        Assert.Equal("500 40\n1500 30\n3000 20", draft.Tiers);
        draft.Tiers = "500 35%\n* 10";
        Assert.Equal([new Tier(Money.Wan(500), Share.Percent(35)), new Tier(null, Share.Percent(10))], draft.Parse(out var wrong)!);
        Assert.Null(wrong);
        foreach (var bad in new[] { "", "500", "abc 40", "500 140", "500 -1", "0 40" })
        {
            draft.Tiers = bad;
            Assert.Null(draft.Parse(out wrong));
            Assert.NotNull(wrong);
        }
    }

    [Fact]
    public void Says_who_acts_next_for_a_bank()
    {
        var row = new EnrolmentRow("S", "B", "N", "E", default, Day, Day, "440103", BorrowerKind.Small, Security.Unsecured, [], Cover.Bank, 1, EnrolmentStage.Flagged, Day, Day, Day, null, null, null);
        Assert.Equal("file", BankStep.Of(row, null).Step);
        Assert.Equal("flag", BankStep.Of(row with { Stage = EnrolmentStage.InForce }, null).Step);
        var claim = new ClaimRow("BC", "S", 1, Cover.Bank, "B", "N", "E", default, new(default, default, Day), new(default, default, [], default, false, default), default, [],
            ClaimStage.Paid, Day, null, [], [], null, null, default, default, default, default, default, null);
        Assert.Equal("recover", BankStep.Of(row, claim).Step);
        Assert.Equal("file", BankStep.Of(row, claim with { Stage = ClaimStage.Revoked }).Step);
    }
}
