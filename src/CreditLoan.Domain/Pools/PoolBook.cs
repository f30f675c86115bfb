using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>One pool in the list (资金池一览): sums of its journal, kept beside it; a test holds the two against each other.</summary>
/// <param name="Carried">Brought in from the year before, less what went to the next.</param>
/// <param name="Committed">Set aside or paid in this year.</param>
/// <param name="Banks">Where the banks stood at the last judgement of the stop rule.</param>
public sealed record PoolRow(
    string Scheme, int Year, Money? Budget, Money Cash, Money Earmarked, Money Granted, Money Carried, Money Compensated, Money Recovered,
    Money Interest, Money Committed, Money GuarantorCommitted, bool Ended, DateOnly? JudgedAsOf, BankStanding[] Banks);

public static class PoolBook
{
    public static readonly View<PoolRow, PoolEvent> View = new("pool_book", Fold);

    private static PoolRow? Fold(PoolRow? row, PoolEvent happened)
    {
        var before = (row, happened) switch
        {
            (null, PoolEvent.Opened e) => new PoolRow(e.Pool.Scheme.Value, e.Pool.Year, e.Budget, default, default, default, default, default, default, default,
                default, default, Ended: false, null, []),
            ({ } r, _) => r,
            _ => throw new UnreachableException($"{happened.GetType().Name} cannot begin a pool."),
        };
        var after = happened switch
        {
            PoolEvent.Reserved e => Commit(before, e.Cover, e.Amount),
            PoolEvent.Released e => Commit(before, e.Cover, -e.Amount),
            PoolEvent.Corrected { Cover: { } cover } e => Commit(before, cover, -e.Amount),
            PoolEvent.StopRuleJudged e => before with { JudgedAsOf = e.AsOf, Banks = e.Banks },
            PoolEvent.Closed => before with { Ended = true },
            _ => before,
        };
        return PoolJournal.Post(happened) is { } posting ? Add(Add(after, posting.Debit, posting.Amount), posting.Credit, -posting.Amount) : after;
    }

    private static PoolRow Commit(PoolRow row, Cover cover, Money amount) => row with
    {
        Committed = row.Committed + amount,
        GuarantorCommitted = cover == Cover.Guarantor ? row.GuarantorCommitted + amount : row.GuarantorCommitted,
    };

    /// <summary>Cash, earmarked and compensation are kept as debit balances; what came in as credit balances.</summary>
    private static PoolRow Add(PoolRow row, Account account, Money debit) => account switch
    {
        Account.Cash => row with { Cash = row.Cash + debit },
        Account.Earmarked => row with { Earmarked = row.Earmarked + debit },
        Account.Compensation => row with { Compensated = row.Compensated + debit },
        Account.Grant => row with { Granted = row.Granted - debit },
        Account.Carried => row with { Carried = row.Carried - debit },
        Account.Recoveries => row with { Recovered = row.Recovered - debit },
        Account.Interest => row with { Interest = row.Interest - debit },
        _ => throw new UnreachableException($"{account}"),
    };
}
