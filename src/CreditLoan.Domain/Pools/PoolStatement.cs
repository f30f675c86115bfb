using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>Postings of the journal that are alike, added up (分录合计).</summary>
/// <param name="Earlier">They lie before the statement's period.</param>
/// <param name="Bank">The bank they concern; null for the treasury's and the account's own.</param>
public sealed record PostingSum(bool Earlier, string Act, string? Bank, Account Debit, Account Credit, long Lines, Money Amount)
{
    /// <summary>What they add to the money in the account, set aside or not.</summary>
    public Money Inflow => (IsMoney(Debit), IsMoney(Credit)) switch
    {
        (true, false) => Amount,
        (false, true) => -Amount,
        _ => Money.Zero,
    };

    private static bool IsMoney(Account account) => account is Account.Cash or Account.Earmarked;
}

/// <summary>One line of a statement: what moved the account, how often, in and out (报表变动).</summary>
public sealed record StatementMovement(string Act, long Lines, Money In, Money Out);

/// <summary>What one bank had approved, was paid and gave back in the period (银行报表行).</summary>
/// <param name="Reserved">Set aside for approved claims, less what was released.</param>
/// <param name="Paid">Paid, less what was corrected.</param>
public sealed record StatementBank(string Bank, Money Reserved, long Payments, Money Paid, Money Returned)
{
    public Money Net => Paid - Returned;
}

/// <summary>A pool's month or year, from its journal and from nothing else (资金池月报、年报).</summary>
/// <param name="Month">Null for the whole year.</param>
/// <param name="Opening">Money in the account before the period.</param>
/// <param name="Earmarked">Of the closing balance, set aside for approved claims.</param>
public sealed record PoolStatement(PoolId Pool, int? Month, Money Opening, StatementMovement[] Movements, StatementBank[] Banks, Money Earmarked)
{
    /// <summary>Money in the account after the period (期末余额): what the opening balance and the movements come to.</summary>
    public Money Closing => Opening + Money.Sum(Movements.Select(m => m.In - m.Out));

    /// <summary>The sums of a pool's postings up to the period's end, put in the order in which money moves.</summary>
    public static PoolStatement Of(PoolId pool, int? month, IReadOnlyCollection<PostingSum> sums)
    {
        var inside = sums.Where(s => !s.Earlier).ToArray();
        StatementMovement[] movements =
        [
            .. from s in inside
               where !s.Inflow.IsZero
               group s by s.Act into act
               orderby Order(act.Key)
               select new StatementMovement(act.Key, act.Sum(s => s.Lines), Money.Sum(act.Where(s => s.Inflow.IsPositive).Select(s => s.Inflow)), -Money.Sum(act.Where(s => !s.Inflow.IsPositive).Select(s => s.Inflow))),
        ];
        StatementBank[] banks =
        [
            .. from s in inside
               where s.Bank is not null
               group s by s.Bank into bank
               orderby bank.Key
               select new StatementBank(bank.Key!, Debits(bank, Account.Earmarked, "reserved") - Debits(bank, Account.Cash, "released"), bank.Where(s => s.Act == "paid").Sum(s => s.Lines),
                   Net(bank, Account.Compensation), -Net(bank, Account.Recoveries)),
        ];
        return new PoolStatement(pool, month, Money.Sum(sums.Where(s => s.Earlier).Select(s => s.Inflow)), movements, banks, Net(sums, Account.Earmarked));
    }

    private static Money Net(IEnumerable<PostingSum> sums, Account account) =>
        Money.Sum(sums.Select(s => s.Debit == account ? s.Amount : s.Credit == account ? -s.Amount : Money.Zero));

    private static Money Debits(IEnumerable<PostingSum> sums, Account account, string act) =>
        Money.Sum(sums.Where(s => s.Act == act && s.Debit == account).Select(s => s.Amount));

    private static int Order(string act) => Array.IndexOf(["opened", "funded", "recovery", "interest", "paid", "corrected", "closed"], act);
}
