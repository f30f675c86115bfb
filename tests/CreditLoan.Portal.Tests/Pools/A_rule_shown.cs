using Bunit;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Pools;

namespace CreditLoan.Portal.Tests.Pools;

public sealed class A_rule_shown : BunitContext
{
    private static readonly ShippedScheme Open = ShippedSchemes.All[0];

    [Fact]
    public void Says_beside_what_changed_what_it_was_before()
    {
        var before = new RuleVersion(1, Open.From, Open.Until, Open.Rule, "zheng", Confirmed: true);
        var draft = RuleDraft.After(before.Rule, before.From, before.Until);
        (draft.StopLine, draft.LoanCeiling) = (1.5m, 120);
        var after = before with { Number = 2, Rule = draft.On(before.Rule, draft.Parse(out _)!) };
        var scheme = new SchemeRow(Open.Code.Value, Open.Name, "jinrong", Open.Document, Open.From, [before, after]);
        var sheet = Render<RuleSheet>(p => p.Add(s => s.Scheme, scheme).Add(s => s.Version, after).Add(s => s.Before, before));
        Assert.Equal([("政银：停补线（年度）", "上一版 3%"), ("单笔上限", "上一版没有")], sheet.FindAll("tbody tr").Where(r => r.QuerySelector("td .under") is not null)
            .Select(r => (r.QuerySelector("th")!.FirstChild!.TextContent.Trim(), r.QuerySelector("td .under")!.TextContent)));
        Assert.Empty(Render<RuleSheet>(p => p.Add(s => s.Scheme, scheme).Add(s => s.Version, after)).FindAll("td .under"));
    }
}
