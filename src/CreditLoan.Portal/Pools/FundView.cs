using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Pools;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Pools;

/// <summary>A pool's year as its page tells it: the heading, the waterfall that ties, the budget, the banks against the line.</summary>
public sealed record FundView(PoolRow Pool, SchemeRow Scheme, RuleVersion? Version, JournalTotals Totals, IReadOnlyList<BankYearFigures> Banks)
{
    public Money Book => Pool.Cash + Pool.Earmarked;

    public string Heading => Pool.Budget is { } budget
        ? $"可用 {Words.Wan(Pool.Cash)} 万元，年度预算已用 {Part(Pool.Committed, budget)}"
        : $"可用 {Words.Wan(Pool.Cash)} 万元";

    /// <summary>The journal's own sum is the book's balance.</summary>
    public bool Ties => Totals.Debits == Totals.Credits && Totals.Balance == Book;

    public IReadOnlyList<WaterfallStep> Steps
    {
        get
        {
            var steps = new List<WaterfallStep> { Sum("财政拨入与上年结转", Pool.Granted + Pool.Carried), Step("已拨付补偿（净）", -Pool.Compensated) };
            steps.Add(Step("追偿返还", Pool.Recovered));
            steps.Add(Step("存款利息", Pool.Interest));
            steps.Add(Sum("账面余额", Book));
            steps.Add(Step("已批待拨", -Pool.Earmarked) with { Reserved = true });
            steps.Add(Sum("可用", Pool.Cash));
            return steps;
        }
    }

    /// <summary>Banks, the nearest to the stop line first.</summary>
    public IReadOnlyList<Bar> Bars(Func<string, string> nameOf)
    {
        return [.. from bank in Banks
                   where bank.Enrolled.IsPositive
                   let rate = bank.Loss.Fen * 100m / bank.Enrolled.Fen
                   let line = Version?.Rule.For(bank.Cover)?.StopLine.Value?.InPercent
                   orderby rate descending
                   select new Bar(bank.Guarantor is { } guarantor ? guarantor.Name + "（政担）" : nameOf(bank.Bank), rate, $"{rate:0.00}%", Suspended(bank) ? "暂缓" : null, line, Means: line is { } stop && rate > stop ? Meaning.Bad : Meaning.Plain)];
    }

    public bool Suspended(BankYearFigures bank) => Array.Exists(Pool.Banks, b => b.Party() == bank.Party && b.Suspended);

    public static string Part(Money part, Money whole) => whole.IsZero ? "—" : $"{part.Fen * 100m / whole.Fen:0.0}%";

    public static decimal Percent(Money part, Money whole) => whole.IsZero ? 0 : Math.Clamp(part.Fen * 100m / whole.Fen, 0, 100);

    private static WaterfallStep Sum(string name, Money amount) => new(name, amount.Fen, Words.Wan(amount), IsSum: true);

    private static WaterfallStep Step(string name, Money amount) => new(name, amount.Fen, (amount.IsPositive ? "+" : "") + Words.Wan(amount));
}
