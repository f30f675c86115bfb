using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>Everything that can happen to a pool, one scheme's money in one year (资金池), in the order of its life.</summary>
/// <remarks>Every event that moves money is exactly one posting of the journal (<see cref="PoolJournal"/>).</remarks>
public abstract record PoolEvent
{
    private PoolEvent() { }

    /// <summary>The year begins with what the year before left (开池); the year's budget is the most it may pay.</summary>
    /// <param name="Enterprises">What each enterprise has cost the scheme in all years before.</param>
    public sealed record Opened(PoolId Pool, Money? Budget, Money Carried, EnterpriseTotal[] Enterprises, DateOnly On) : PoolEvent;

    /// <summary>The treasury paid in (财政拨入).</summary>
    public sealed record Funded(Money Amount, string Voucher, DateOnly On) : PoolEvent;

    /// <summary>The account bore interest (存款利息).</summary>
    public sealed record InterestEarned(Money Amount, string Voucher, DateOnly On) : PoolEvent;

    /// <summary>Money was set aside for an approved claim (批准待拨).</summary>
    public sealed record Reserved(string Claim, BankCode Bank, EnterpriseCode Enterprise, Cover Cover, Money Amount, DateOnly On) : PoolEvent;

    /// <summary>What was set aside went to the bank (拨付).</summary>
    public sealed record Paid(string Claim, BankCode Bank, Money Amount, string Voucher, DateOnly On) : PoolEvent;

    /// <summary>What was set aside is free again (释放).</summary>
    public sealed record Released(string Claim, BankCode Bank, Cover Cover, Money Amount, string Why, DateOnly On) : PoolEvent;

    /// <summary>The bank paid back the pool's part of a recovery (追偿返还).</summary>
    public sealed record RecoveryShared(string Claim, BankCode Bank, Money Amount, string Voucher, DateOnly On) : PoolEvent;

    /// <summary>An earlier posting was put right by a new one (更正).</summary>
    /// <param name="Voucher">The number of the posting that was wrong.</param>
    /// <param name="Claim">The claim whose payment it takes back, and the side that was paid; null for any other posting.</param>
    public sealed record Corrected(int Voucher, Account Debit, Account Credit, Money Amount, string? Claim, Cover? Cover, string Why, DateOnly On) : PoolEvent;

    /// <summary>The stop rule was judged for every bank on one snapshot (停补判定).</summary>
    /// <param name="LogPosition">How far the log was read.</param>
    public sealed record StopRuleJudged(DateOnly AsOf, long LogPosition, BankStanding[] Banks, DateOnly Until) : PoolEvent;

    /// <summary>What was left of the year was shared among the claims that waited (按比例分配).</summary>
    public sealed record Allocated(AllocationPart[] Parts, DateOnly On, string By) : PoolEvent;

    /// <summary>The year is over; what is left goes to the next year's pool (结转).</summary>
    public sealed record Closed(Money CarriedOut, DateOnly On) : PoolEvent;
}

/// <summary>What an enterprise has cost a scheme so far (企业累计补偿).</summary>
public sealed record EnterpriseTotal(EnterpriseCode Enterprise, Money Amount);

/// <summary>A bank, or a guarantor, against the stop line (停补情况).</summary>
/// <param name="Bank">Empty where a guarantor is judged.</param>
/// <param name="Loss">The year's loss of enrolled loans.</param>
/// <param name="Enrolled">The year's enrolled principal.</param>
/// <param name="Guarantor">Who is judged on the guarantors' side; null for a bank.</param>
public sealed record BankStanding(BankCode Bank, Cover Cover, Money Loss, Money Enrolled, bool Suspended, Guarantor? Guarantor = null)
{
    public StopParty Party() => StopParty.Of(Bank, Cover, Guarantor);
}

/// <summary>Whom the stop rule judges (停补对象): a bank on the banks' side, a guarantor on the guarantors'.</summary>
public readonly record struct StopParty(string Code, Cover Cover)
{
    public static StopParty Of(BankCode bank, Cover cover, Guarantor? guarantor) => new(guarantor?.Code.Value ?? bank.Value, cover);
}
