using CreditLoan.Domain.Access;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Claims;

/// <summary>What may be done about a claim for compensation (补偿申请).</summary>
public static class ClaimDecisions
{
    /// <summary>The bank asks; the enrolment's own version of the rule says how much.</summary>
    /// <param name="loss">What the loan's record shows; null while the loan is not classed as bad.</param>
    /// <param name="paidElsewhere">What other schemes bear of the same loss.</param>
    public static Decision<ClaimEvent> File(
        Claim claim, Enrolment enrolment, Scheme scheme, Actor by, ClaimId id, Loss? loss, Money paidElsewhere, Paper[] papers,
        DateOnly on, WorkingCalendar calendar)
    {
        if (claim is not Claim.Absent) return ClaimRefusals.NumberTaken(id);
        if (enrolment is not Enrolment.InForce covered) return EnrolmentRefusals.NotInForce;
        if (!IsBanks(by, covered.Id.Loan.Bank)) return ClaimRefusals.NotYourLoan;
        if (scheme is not Scheme.Standing standing || standing.Version(covered.RuleVersion) is not { } version) return SchemeRefusals.NoSuchScheme;
        if (covered.Flagged is null) return ClaimRefusals.NotFlagged;
        if (loss is null) return ClaimRefusals.NotBad;
        if (papers.Length == 0) return ClaimRefusals.PapersMissing;
        var until = calendar.Add(loss.BadSince, version.Rule.Windows.Claim.Value);
        if (on > until.Day) return ClaimRefusals.TooLate(until.Day);
        var terms = version.Rule.For(covered.Cover)!;
        if (Compensation.Find(terms, covered.Loan.Amount, Base(terms, loss), covered.Loan.Grounds, out var asked) is { } why) return why;
        if (paidElsewhere.IsPositive && version.Rule.StacksWith.Value is []) return ClaimRefusals.PaidElsewhere(paidElsewhere);
        return new ClaimEvent.Filed(id, standing.Code, version.Number, covered.Cover, covered.Id.Loan, covered.Loan.Borrower, loss, asked!,
            version.Rule.StacksWith.Value is [] ? $"{covered.Id.Loan}" : $"{covered.Id}", paidElsewhere, papers, on, calendar.Add(on, version.Rule.Windows.Review.Value), by.Account,
            covered.Loan.Guarantor);
    }

    public static Decision<ClaimEvent> Return(
        Claim claim, Scheme scheme, Actor by, ReturnReason reason, string note, DateOnly on, WorkingCalendar calendar) => claim switch
    {
        Claim.Pending when !IsPools(scheme, by) => ClaimRefusals.NotYourScheme,
        Claim.Pending when string.IsNullOrWhiteSpace(note) => SchemeRefusals.ReasonMissing,
        Claim.Pending p => new ClaimEvent.Returned(reason, note, on, calendar.Add(on, Rule(scheme, p.Terms).Windows.Correct.Value), by.Account),
        _ => ClaimRefusals.NotPending,
    };

    public static Decision<ClaimEvent> Correct(
        Claim claim, Enrolment enrolment, Scheme scheme, Actor by, Loss? loss, Paper[] papers, DateOnly on, WorkingCalendar calendar)
    {
        if (claim is not Claim.SentBack back) return ClaimRefusals.NotSentBack;
        if (!IsBanks(by, back.Terms.Loan.Bank)) return ClaimRefusals.NotYourLoan;
        if (on > back.CorrectBy.Day) return ClaimRefusals.TooLate(back.CorrectBy.Day);
        if (enrolment is not Enrolment.InForce covered) return EnrolmentRefusals.NotInForce;
        if (loss is null) return ClaimRefusals.NotBad;
        if (papers.Length == 0) return ClaimRefusals.PapersMissing;
        var rule = Rule(scheme, back.Terms);
        var terms = rule.For(back.Terms.Cover)!;
        if (Compensation.Find(terms, covered.Loan.Amount, Base(terms, loss), covered.Loan.Grounds, out var asked) is { } why) return why;
        return new ClaimEvent.Corrected(loss, asked!, papers, on, calendar.Add(on, rule.Windows.Review.Value), by.Account);
    }

    public static Decision<ClaimEvent> Withdraw(Claim claim, Actor by, string why, DateOnly on) => claim switch
    {
        Claim.Pending p when !IsBanks(by, p.Terms.Loan.Bank) => ClaimRefusals.NotYourLoan,
        Claim.SentBack s when !IsBanks(by, s.Terms.Loan.Bank) => ClaimRefusals.NotYourLoan,
        Claim.Pending or Claim.SentBack when string.IsNullOrWhiteSpace(why) => SchemeRefusals.ReasonMissing,
        Claim.Pending p => new ClaimEvent.Withdrawn(p.Terms.Place, why, on, by.Account),
        Claim.SentBack s => new ClaimEvent.Withdrawn(s.Terms.Place, why, on, by.Account),
        _ => ClaimRefusals.NotPending,
    };

    /// <summary>One person agrees; the last of two, above the rule's limit of three, sets the money aside in the same breath.</summary>
    /// <param name="ahead">The scheme's undecided claims that were filed before this one, in the order of their filing.</param>
    public static Decisions Approve(Claim claim, Pool pool, Scheme scheme, LoanCover cover, IReadOnlyList<WaitingClaim> ahead, Actor by, string note, DateOnly on)
    {
        if (claim is not Claim.Pending pending) return ClaimRefusals.NotPending;
        if (!IsPools(scheme, by)) return ClaimRefusals.NotYourScheme;
        if (pending.Agreed.Contains(by.Account)) return ClaimRefusals.AgreedAlready;
        var rule = Rule(scheme, pending.Terms);
        if (pending.Agreed.Count + 1 < ApprovalsNeeded(rule, pending.Terms.Asked.Amount))
            return Decisions.Of<ClaimEvent, PoolEvent, SchemeEvent, LoanCoverEvent>(new ClaimEvent.Endorsed(note, on, by.Account), Decision<PoolEvent>.None, Unchanged, Decision<LoanCoverEvent>.None);
        if (by.Role == Role.PoolClerk) return ClaimRefusals.LastMustApprove;
        if (pool is not Pool.Running running || running.Id.Scheme != pending.Terms.Scheme) return PoolRefusals.NotOpen;
        var t = pending.Terms;
        var (amount, checks) = PoolLimits.Apply(running, rule, rule.For(t.Cover)!, t.Loan.Bank, t.Enterprise,
            t.Asked.Amount, t.Asked.Loss, cover.BorneBesides(t.Scheme));
        if (running.Allocations.TryGetValue(t.Id.Value, out var share)) amount = Money.Min(amount, share);
        else if (rule.WhenExhausted.Value == ExhaustionOrder.ProRata && checks.Any(c => c.Limit is Limit.Budget or Limit.SubCap && c.Bites()))
            return ClaimRefusals.WaitsForProRata;
        if (rule.WhenExhausted.Value == ExhaustionOrder.FirstCome && FirstCome.Waits(running, rule, ahead, t, amount, cover.BorneBesides(t.Scheme)) is { } first) return ClaimRefusals.EarlierFirst(first);
        return Decisions.Of(
            (Decision<ClaimEvent>)new ClaimEvent.Approved(t.Id, running.Id, amount, checks, on, by.Account),
            PoolDecisions.Reserve(pool, t.Id.Value, t.Loan.Bank, t.Enterprise, t.Cover, amount, on, t.Guarantor), Unchanged,
            LoanCoverDecisions.Bear(cover, t.Scheme, t.Id.Value, amount, t.Asked.Loss, on));
    }

    public static Decision<ClaimEvent> Refuse(Claim claim, Scheme scheme, Actor by, string reason, DateOnly on) => claim switch
    {
        Claim.Pending or Claim.SentBack when !IsPools(scheme, by) || by.Role == Role.PoolClerk => ClaimRefusals.NotYourScheme,
        Claim.Pending or Claim.SentBack when string.IsNullOrWhiteSpace(reason) => SchemeRefusals.ReasonMissing,
        Claim.Pending p => new ClaimEvent.Refused(p.Terms.Place, reason, on, by.Account),
        Claim.SentBack s => new ClaimEvent.Refused(s.Terms.Place, reason, on, by.Account),
        _ => ClaimRefusals.NotPending,
    };

    /// <summary>Ends a claim that its bank did not put right in time; the loan may be claimed for again while its window is open. The daily close asks.</summary>
    public static Decision<ClaimEvent> Lapse(Claim claim, DateOnly on) => claim switch
    {
        Claim.SentBack s when on > s.CorrectBy.Day => new ClaimEvent.Refused(s.Terms.Place, $"未在 {s.CorrectBy.Day:yyyy-MM-dd} 前补正", on, "daily-close"),
        _ => ClaimRefusals.NotSentBack,
    };

    /// <summary>Takes an approval back before payment: the money is free again.</summary>
    public static Decisions Revoke(Claim claim, Pool pool, Scheme scheme, LoanCover cover, Actor by, string why, DateOnly on) => claim switch
    {
        Claim.Payable when !IsPools(scheme, by) || by.Role == Role.PoolClerk => ClaimRefusals.NotYourScheme,
        Claim.Payable when string.IsNullOrWhiteSpace(why) => SchemeRefusals.ReasonMissing,
        Claim.Payable p => Decisions.Of((Decision<ClaimEvent>)new ClaimEvent.Revoked(p.Terms.Place, why, on, by.Account), PoolDecisions.Release(pool, p.Terms.Id.Value, why, on), Unchanged,
            LoanCoverDecisions.Free(cover, p.Terms.Id.Value, on)),
        _ => ClaimRefusals.NotPayable,
    };

    /// <summary>Pays what was set aside.</summary>
    public static Decisions Pay(Claim claim, Pool pool, Scheme scheme, Actor by, string voucher, DateOnly on) => claim switch
    {
        Claim.Payable p => Decisions.Of((Decision<ClaimEvent>)new ClaimEvent.Paid(p.Amount, voucher, on, by.Account),
            PoolDecisions.Pay(pool, scheme, by, p.Terms.Id.Value, voucher, on), Unchanged),
        Claim.Settled => ClaimRefusals.PaidAlready,
        _ => ClaimRefusals.NotPayable,
    };

    public static Decision<ClaimEvent> WriteOff(Claim claim, Actor by, Money amount, DateOnly on) => claim switch
    {
        Claim.Settled s when !IsBanks(by, s.Terms.Loan.Bank) => ClaimRefusals.NotYourLoan,
        Claim.Settled s when !amount.IsPositive || s.WrittenOff + amount > s.Terms.Loss.Principal - s.Paid => ClaimRefusals.WriteOffTooLarge,
        Claim.Settled => new ClaimEvent.WrittenOff(amount, on, by.Account),
        _ => ClaimRefusals.NotSettled,
    };

    /// <summary>The bank reports a recovery; the rule says how much of it belongs to the pool and by when.</summary>
    public static Decision<ClaimEvent> Recover(
        Claim claim, Scheme scheme, Actor by, string receipt, Money amount, DateOnly on, WorkingCalendar calendar) => claim switch
    {
        Claim.Settled s when !IsBanks(by, s.Terms.Loan.Bank) => ClaimRefusals.NotYourLoan,
        Claim.Settled when string.IsNullOrWhiteSpace(receipt) => PoolRefusals.VoucherMissing,
        Claim.Settled s when s.Recoveries.Exists(r => r.Receipt == receipt) => ClaimRefusals.ReceiptTwice(receipt),
        Claim.Settled when !amount.IsPositive => PoolRefusals.AmountNotPositive,
        Claim.Settled s => new ClaimEvent.Recovered(receipt, amount,
            Compensation.ShareOfRecoveries(Rule(scheme, s.Terms).Recoveries.Value, s.Terms.Asked.Loss, s.Paid, s.Recovered + amount, s.Due),
            on, calendar.Add(on, Rule(scheme, s.Terms).Windows.ReturnRecovery.Value), by.Account),
        _ => ClaimRefusals.NotSettled,
    };

    /// <summary>The pool's part of a recovery arrives; it goes into the pool that runs today.</summary>
    public static Decisions Share(Claim claim, Pool pool, Scheme scheme, Actor by, string receipt, string voucher, DateOnly on)
    {
        if (claim is not Claim.Settled settled) return ClaimRefusals.NotSettled;
        if (!IsPools(scheme, by)) return ClaimRefusals.NotYourScheme;
        if (pool is not Pool.Running running || running.Id.Scheme != settled.Terms.Scheme) return PoolRefusals.NotOpen;
        if (settled.Recoveries.Find(r => r.Receipt == receipt) is not { Returned: false } recovery) return ClaimRefusals.NothingToReturn(receipt);
        return Decisions.Of((Decision<ClaimEvent>)new ClaimEvent.Shared(receipt, recovery.Due, voucher, on, by.Account),
            PoolDecisions.ShareRecovery(pool, settled.Terms.Id.Value, settled.Terms.Loan.Bank, recovery.Due, voucher, on), Unchanged);
    }

    /// <summary>The scheme is only read.</summary>
    private static Decision<SchemeEvent> Unchanged => Decision<SchemeEvent>.None;

    /// <summary>How many persons must agree.</summary>
    public static int ApprovalsNeeded(SchemeRule rule, Money amount) => amount > rule.ThirdApprovalAbove.Value ? 3 : 2;

    private static Money Base(CoverTerms terms, Loss loss) =>
        terms.LossBasis.Value == LossBasis.Principal ? loss.Principal : loss.Principal + loss.Interest;

    private static SchemeRule Rule(Scheme scheme, ClaimTerms terms) => ((Scheme.Standing)scheme).Version(terms.RuleVersion)!.Rule;

    private static bool IsPools(Scheme scheme, Actor by) => scheme is Scheme.Standing s && SchemeDecisions.RunBy(s, by);

    private static bool IsBanks(Actor by, BankCode bank) =>
        by.Role is Role.BankOfficer or Role.BankApprover or Role.BankSystem && by.Tenant == bank.Value;
}
