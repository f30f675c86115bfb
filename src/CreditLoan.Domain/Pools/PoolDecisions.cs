using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>What may be done with a pool's money (资金池).</summary>
public static class PoolDecisions
{
    /// <summary>Begins a year, with what the year before left.</summary>
    public static Decision<PoolEvent> Open(Pool pool, Pool before, Scheme scheme, Actor by, PoolId id, Money? budget, DateOnly on) => (pool, scheme, before) switch
    {
        (not Pool.Unopened, _, _) => PoolRefusals.OpenAlready,
        (_, not Scheme.Standing, _) => SchemeRefusals.NoSuchScheme,
        (_, Scheme.Standing s, _) when !MayMove(s, by) => SchemeRefusals.NotYourScheme,
        (_, _, Pool.Running) => PoolRefusals.YearBeforeOpen(id.Year - 1),
        (_, _, Pool.Ended e) => new PoolEvent.Opened(id, budget, e.CarriedOut,
            [.. e.Last.ByEnterprise.OrderBy(x => x.Key.Value, StringComparer.Ordinal).Select(x => new EnterpriseTotal(x.Key, x.Value))], on),
        _ => new PoolEvent.Opened(id, budget, Money.Zero, [], on),
    };

    public static Decision<PoolEvent> Fund(Pool pool, Scheme scheme, Actor by, Money amount, string voucher, DateOnly on) =>
        Blocked(pool, scheme, by, amount) is { } why ? why
        : string.IsNullOrWhiteSpace(voucher) ? PoolRefusals.VoucherMissing
        : new PoolEvent.Funded(amount, voucher, on);

    public static Decision<PoolEvent> EarnInterest(Pool pool, Scheme scheme, Actor by, Money amount, string voucher, DateOnly on) =>
        Blocked(pool, scheme, by, amount) is { } why ? why
        : string.IsNullOrWhiteSpace(voucher) ? PoolRefusals.VoucherMissing
        : new PoolEvent.InterestEarned(amount, voucher, on);

    /// <summary>Sets money aside for an approved claim.</summary>
    /// <param name="guarantor">Whom the stop rule looks at instead of the bank.</param>
    public static Decision<PoolEvent> Reserve(Pool pool, string claim, BankCode bank, EnterpriseCode enterprise, Cover cover, Money amount, DateOnly on, Guarantor? guarantor = null) => pool switch
    {
        Pool.Running p when p.Claims.ContainsKey(claim) => PoolRefusals.ClaimedAlready(claim),
        Pool.Running p when p.SuspendedUntil.TryGetValue(StopParty.Of(bank, cover, guarantor), out var until) && on <= until => guarantor is null ? PoolRefusals.BankSuspended(bank, until) : PoolRefusals.GuarantorSuspended(guarantor, until),
        Pool.Running when !amount.IsPositive => PoolRefusals.NothingLeft,
        Pool.Running p when amount > p.Balance(Account.Cash) => PoolRefusals.CashShort(p.Balance(Account.Cash)),
        Pool.Running => new PoolEvent.Reserved(claim, bank, enterprise, cover, amount, on),
        _ => PoolRefusals.NotOpen,
    };

    public static Decision<PoolEvent> Pay(Pool pool, Scheme scheme, Actor by, string claim, string voucher, DateOnly on) => (pool, scheme) switch
    {
        (_, not Scheme.Standing) => SchemeRefusals.NoSuchScheme,
        (_, Scheme.Standing s) when !MayMove(s, by) => SchemeRefusals.NotYourScheme,
        (Pool.Running p, _) when p.Claims.GetValueOrDefault(claim) is not { Open.IsPositive: true } => PoolRefusals.NothingReserved(claim),
        (Pool.Running, _) when string.IsNullOrWhiteSpace(voucher) => PoolRefusals.VoucherMissing,
        (Pool.Running p, _) => new PoolEvent.Paid(claim, p.Claims[claim].Bank, p.Claims[claim].Open, voucher, on),
        _ => PoolRefusals.NotOpen,
    };

    public static Decision<PoolEvent> Release(Pool pool, string claim, string why, DateOnly on) => pool switch
    {
        Pool.Running p when p.Claims.GetValueOrDefault(claim) is not { Open.IsPositive: true } => PoolRefusals.NothingReserved(claim),
        Pool.Running p => new PoolEvent.Released(claim, p.Claims[claim].Bank, p.Claims[claim].Cover, p.Claims[claim].Open, why, on),
        _ => PoolRefusals.NotOpen,
    };

    public static Decision<PoolEvent> ShareRecovery(Pool pool, string claim, BankCode bank, Money amount, string voucher, DateOnly on) => pool switch
    {
        Pool.Running when !amount.IsPositive => PoolRefusals.AmountNotPositive,
        Pool.Running when string.IsNullOrWhiteSpace(voucher) => PoolRefusals.VoucherMissing,
        Pool.Running => new PoolEvent.RecoveryShared(claim, bank, amount, voucher, on),
        _ => PoolRefusals.NotOpen,
    };

    /// <summary>Puts a posting right: turns part or all of it round, as a new posting.</summary>
    public static Decision<PoolEvent> Correct(Pool pool, Scheme scheme, Actor by, int voucher, string? claim, Money amount, string why, DateOnly on)
    {
        if (Blocked(pool, scheme, by, amount) is { } blocked) return blocked;
        var running = (Pool.Running)pool;
        if (!running.Postings.TryGetValue(voucher, out var wrong)) return PoolRefusals.NoSuchVoucher(voucher);
        if (amount > wrong.Amount) return PoolRefusals.CorrectionTooLarge(wrong.Amount);
        if (string.IsNullOrWhiteSpace(why)) return SchemeRefusals.ReasonMissing;
        return wrong switch
        {
            { Debit: Account.Compensation } when claim is null || running.Claims.GetValueOrDefault(claim) is not { } c || c.Paid < amount =>
                PoolRefusals.NotPaidForClaim,
            { Debit: Account.Compensation } => new PoolEvent.Corrected(voucher, Account.Cash, Account.Compensation, amount, claim, running.Claims[claim].Cover, why, on),
            { Credit: Account.Compensation } => PoolRefusals.PayAnew,
            { Debit: Account.Earmarked } or { Credit: Account.Earmarked } => PoolRefusals.ReleaseInstead,
            _ when wrong.Debit == Account.Cash && amount > running.Balance(Account.Cash) => PoolRefusals.CashShort(running.Balance(Account.Cash)),
            _ => new PoolEvent.Corrected(voucher, wrong.Credit, wrong.Debit, amount, null, null, why, on),
        };
    }

    /// <summary>Records where every bank and guarantor stands against the stop line, all judged on the same snapshot.</summary>
    public static Decision<PoolEvent> JudgeStopRule(Pool pool, Scheme scheme, Actor by, DateOnly asOf, long logPosition, IReadOnlyCollection<BankStanding> banks) => (pool, scheme) switch
    {
        (_, not Scheme.Standing) => SchemeRefusals.NoSuchScheme,
        (_, Scheme.Standing s) when !MayMove(s, by) => SchemeRefusals.NotYourScheme,
        (Pool.Running p, _) => new PoolEvent.StopRuleJudged(asOf, logPosition, [.. banks], new DateOnly(p.Id.Year, 12, 31)),
        _ => PoolRefusals.NotOpen,
    };

    /// <summary>Ends the year; nothing may be left waiting for payment.</summary>
    public static Decision<PoolEvent> Close(Pool pool, Scheme scheme, Actor by, DateOnly on) => (pool, scheme) switch
    {
        (_, not Scheme.Standing) => SchemeRefusals.NoSuchScheme,
        (_, Scheme.Standing s) when !MayMove(s, by) => SchemeRefusals.NotYourScheme,
        (Pool.Running p, _) when on < new DateOnly(p.Id.Year, 12, 31) => PoolRefusals.YearRuns(p.Id.Year),
        (Pool.Running p, _) when p.Balance(Account.Earmarked).IsPositive => PoolRefusals.PaymentsWaiting(p.Balance(Account.Earmarked)),
        (Pool.Running p, _) => new PoolEvent.Closed(p.Balance(Account.Cash), on),
        _ => PoolRefusals.NotOpen,
    };

    /// <summary>Shares what is left among the claims that wait, where the rule says pro rata; an approver's act, and each claim is approved by two after it.</summary>
    public static Decision<PoolEvent> Allocate(Pool pool, Scheme scheme, Actor by, IReadOnlyList<WaitingClaim> waiting, DateOnly on)
    {
        if (scheme is not Scheme.Standing standing) return SchemeRefusals.NoSuchScheme;
        if (!SchemeDecisions.RunBy(standing, by) || by.Role != Role.PoolApprover) return SchemeRefusals.NotYourScheme;
        if (pool is not Pool.Running running) return PoolRefusals.NotOpen;
        if ((standing.InForceOn(on) ?? standing.Versions.FindLast(v => v.Confirmed))?.Rule is not { } rule) return SchemeRefusals.NoRuleOn(on);
        if (rule.WhenExhausted.Value != ExhaustionOrder.ProRata) return PoolRefusals.NotProRata;
        var parts = PoolAllocation.Of(running, rule, [.. waiting.Where(w => !running.Allocations.ContainsKey(w.Claim) && !running.Claims.ContainsKey(w.Claim))]);
        return parts.All(p => p.Share == p.Asked) ? PoolRefusals.NothingWaits : new PoolEvent.Allocated(parts, on, by.Account);
    }

    private static bool MayMove(Scheme.Standing scheme, Actor by) => SchemeDecisions.RunBy(scheme, by) && by.Role != Role.PoolClerk;

    private static Refusal? Blocked(Pool pool, Scheme scheme, Actor by, Money amount) => (pool, scheme) switch
    {
        (_, not Scheme.Standing) => SchemeRefusals.NoSuchScheme,
        (_, Scheme.Standing s) when !MayMove(s, by) => SchemeRefusals.NotYourScheme,
        (not Pool.Running, _) => PoolRefusals.NotOpen,
        _ when !amount.IsPositive => PoolRefusals.AmountNotPositive,
        _ => null,
    };
}
