using System.Collections.Immutable;
using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>One scheme's money in one year (资金池年度).</summary>
public readonly record struct PoolId(SchemeCode Scheme, int Year)
{
    public override string ToString() => $"{Scheme}/{Year}";
}

/// <summary>What a claim has taken of a pool (占用).</summary>
/// <param name="Open">Still set aside; the rest is paid.</param>
public sealed record Commitment(BankCode Bank, EnterpriseCode Enterprise, Cover Cover, Money Open, Money Paid)
{
    public Money Whole => Open + Paid;
}

/// <summary>A pool's year: balances are sums of its postings and of nothing else (资金池).</summary>
public abstract record Pool
{
    private Pool() { }

    /// <summary>The year has not begun.</summary>
    public sealed record Unopened : Pool;

    /// <summary>The year runs.</summary>
    public sealed record Running(PoolId Id, Money? Budget) : Pool
    {
        public ImmutableDictionary<Account, Money> Balances { get; init; } = ImmutableDictionary<Account, Money>.Empty;
        public ImmutableDictionary<string, Commitment> Claims { get; init; } = ImmutableDictionary<string, Commitment>.Empty;
        public ImmutableDictionary<EnterpriseCode, Money> ByEnterprise { get; init; } = ImmutableDictionary<EnterpriseCode, Money>.Empty;
        public ImmutableDictionary<BankCode, Money> ByBank { get; init; } = ImmutableDictionary<BankCode, Money>.Empty;
        public ImmutableDictionary<Cover, Money> ByCover { get; init; } = ImmutableDictionary<Cover, Money>.Empty;
        public ImmutableDictionary<StopParty, DateOnly> SuspendedUntil { get; init; } = ImmutableDictionary<StopParty, DateOnly>.Empty;
        /// <summary>Every posting by its voucher number, less what was corrected, so that a correction can be held against it.</summary>
        public ImmutableDictionary<int, Posting> Postings { get; init; } = ImmutableDictionary<int, Posting>.Empty;
        /// <summary>What each claim that waited for the year's end gets at most (分配份额).</summary>
        public ImmutableDictionary<string, Money> Allocations { get; init; } = ImmutableDictionary<string, Money>.Empty;
        public int Events { get; init; }

        /// <summary>Debits less credits (借方余额).</summary>
        public Money Balance(Account account) => Balances.GetValueOrDefault(account);
        /// <summary>Set aside or paid in this year (已占用额度).</summary>
        public Money Committed => Money.Sum(ByCover.Values);
    }

    /// <summary>The year is over.</summary>
    public sealed record Ended(Running Last, Money CarriedOut) : Pool;

    public static EventStream<Pool, PoolEvent> Stream(PoolId id) => new($"pool/{id}", "pool", new Unopened(), Evolve);

    private static Pool Evolve(Pool pool, PoolEvent happened) => (pool, happened) switch
    {
        (Unopened, PoolEvent.Opened e) => Book(new Running(e.Pool, e.Budget)
        {
            ByEnterprise = e.Enterprises.ToImmutableDictionary(t => t.Enterprise, t => t.Amount),
        }, happened),
        (Running p, PoolEvent.Reserved e) => Commit(Book(p, happened), e.Claim, new Commitment(e.Bank, e.Enterprise, e.Cover, e.Amount, Money.Zero), e.Amount),
        (Running p, PoolEvent.Paid e) when p.Claims.GetValueOrDefault(e.Claim) is { } c =>
            Commit(Book(p, happened), e.Claim, c with { Open = c.Open - e.Amount, Paid = c.Paid + e.Amount }, Money.Zero),
        (Running p, PoolEvent.Released e) when p.Claims.GetValueOrDefault(e.Claim) is { } c =>
            Commit(Book(p, happened), e.Claim, c with { Open = c.Open - e.Amount }, -e.Amount),
        (Running p, PoolEvent.Corrected { Claim: { } claim } e) when p.Claims.GetValueOrDefault(claim) is { } c =>
            Commit(Book(p, happened), claim, c with { Paid = c.Paid - e.Amount }, -e.Amount),
        (Running p, PoolEvent.StopRuleJudged e) => Book(p, happened) with
        {
            SuspendedUntil = e.Banks.Where(b => b.Suspended).ToImmutableDictionary(b => b.Party(), _ => e.Until),
        },
        (Running p, PoolEvent.Allocated e) => Book(p, happened) with { Allocations = p.Allocations.SetItems(e.Parts.Select(part => KeyValuePair.Create(part.Claim, part.Share))) },
        (Running p, PoolEvent.Closed e) => new Ended(Book(p, happened), e.CarriedOut),
        (Running p, PoolEvent.Funded or PoolEvent.InterestEarned or PoolEvent.RecoveryShared or PoolEvent.Corrected { Claim: null }) => Book(p, happened),
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {pool.GetType().Name}."),
    };

    private static Running Book(Running pool, PoolEvent happened)
    {
        var counted = pool with { Events = pool.Events + 1 };
        if (PoolJournal.Post(happened) is not { } posting) return counted;
        var postings = counted.Postings.Add(counted.Events, posting);
        if (happened is PoolEvent.Corrected e)
            postings = postings.SetItem(e.Voucher, postings[e.Voucher] with { Amount = postings[e.Voucher].Amount - e.Amount });
        return counted with
        {
            Balances = Add(Add(counted.Balances, posting.Debit, posting.Amount), posting.Credit, -posting.Amount),
            Postings = postings,
        };
    }

    private static Running Commit(Running pool, string claim, Commitment commitment, Money change) => pool with
    {
        Claims = pool.Claims.SetItem(claim, commitment),
        ByEnterprise = Add(pool.ByEnterprise, commitment.Enterprise, change),
        ByBank = Add(pool.ByBank, commitment.Bank, change),
        ByCover = Add(pool.ByCover, commitment.Cover, change),
    };

    private static ImmutableDictionary<TKey, Money> Add<TKey>(ImmutableDictionary<TKey, Money> sums, TKey key, Money amount) where TKey : notnull =>
        sums.SetItem(key, sums.GetValueOrDefault(key) + amount);
}
