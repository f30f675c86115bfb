using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>Where a pool's money lies or came from (科目).</summary>
public enum Account
{
    /// <summary>Free money in the bank account (池存款).</summary>
    Cash = 0,
    /// <summary>Money set aside for approved claims (待拨存款).</summary>
    Earmarked = 1,
    /// <summary>Paid in by the treasury (财政拨款).</summary>
    Grant = 2,
    /// <summary>Brought from or taken to another year (年度结转).</summary>
    Carried = 3,
    /// <summary>Paid to banks (补偿支出).</summary>
    Compensation = 4,
    /// <summary>Given back by banks (追偿返还).</summary>
    Recoveries = 5,
    /// <summary>Interest of the account (利息收入).</summary>
    Interest = 6,
}

/// <summary>One movement of money with both its sides and a positive amount (分录); an unbalanced entry cannot be written.</summary>
public sealed record Posting(Account Debit, Account Credit, Money Amount);

/// <summary>One line of the journal (分录簿): the voucher's number is the event's version in its pool.</summary>
/// <param name="Act">Which kind of event it was: funded, reserved, paid …</param>
/// <param name="Claim">The claim it belongs to.</param>
public sealed record PostingRow(string Act, DateOnly Day, Account Debit, Account Credit, Money Amount, string? Claim, string? Bank, string? Voucher, string? Note);

public static class PoolJournal
{
    public static readonly LineView<PostingRow, PoolEvent> View = new("pool_journal", Lines);

    /// <summary>The posting of an event; null where no money moved.</summary>
    public static Posting? Post(PoolEvent happened) => happened switch
    {
        PoolEvent.Opened { Carried.IsPositive: true } e => new(Account.Cash, Account.Carried, e.Carried),
        PoolEvent.Funded e => new(Account.Cash, Account.Grant, e.Amount),
        PoolEvent.InterestEarned e => new(Account.Cash, Account.Interest, e.Amount),
        PoolEvent.Reserved e => new(Account.Earmarked, Account.Cash, e.Amount),
        PoolEvent.Paid e => new(Account.Compensation, Account.Earmarked, e.Amount),
        PoolEvent.Released e => new(Account.Cash, Account.Earmarked, e.Amount),
        PoolEvent.RecoveryShared e => new(Account.Cash, Account.Recoveries, e.Amount),
        PoolEvent.Corrected e => new(e.Debit, e.Credit, e.Amount),
        PoolEvent.Closed { CarriedOut.IsPositive: true } e => new(Account.Carried, Account.Cash, e.CarriedOut),
        PoolEvent.Opened or PoolEvent.Closed or PoolEvent.StopRuleJudged or PoolEvent.Allocated => null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static IEnumerable<PostingRow> Lines(PoolEvent happened)
    {
        if (Post(happened) is not { } posting) yield break;
        var row = happened switch
        {
            PoolEvent.Opened e => new PostingRow("opened", e.On, default, default, default, null, null, null, null),
            PoolEvent.Funded e => new PostingRow("funded", e.On, default, default, default, null, null, e.Voucher, null),
            PoolEvent.InterestEarned e => new PostingRow("interest", e.On, default, default, default, null, null, e.Voucher, null),
            PoolEvent.Reserved e => new PostingRow("reserved", e.On, default, default, default, e.Claim, e.Bank.Value, null, null),
            PoolEvent.Paid e => new PostingRow("paid", e.On, default, default, default, e.Claim, e.Bank.Value, e.Voucher, null),
            PoolEvent.Released e => new PostingRow("released", e.On, default, default, default, e.Claim, e.Bank.Value, null, e.Why),
            PoolEvent.RecoveryShared e => new PostingRow("recovery", e.On, default, default, default, e.Claim, e.Bank.Value, e.Voucher, null),
            PoolEvent.Corrected e => new PostingRow("corrected", e.On, default, default, default, e.Claim, null, $"{e.Voucher}", e.Why),
            PoolEvent.Closed e => new PostingRow("closed", e.On, default, default, default, null, null, null, null),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        yield return row with { Debit = posting.Debit, Credit = posting.Credit, Amount = posting.Amount };
    }
}
