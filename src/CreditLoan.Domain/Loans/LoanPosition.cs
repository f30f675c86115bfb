using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Loans;

/// <summary>How far a loan's present plan has been repaid (还款进度).</summary>
/// <param name="Principal">What the plan is to repay.</param>
/// <param name="From">Where the plan begins.</param>
/// <param name="Repaid">What of it has come.</param>
/// <param name="Payments">In how many payments.</param>
/// <param name="BadSince">The day the bank put the loan among the bad grades; null while it is not there.</param>
public sealed record LoanProgress(Money Principal, DateOnly From, Money Repaid, int Payments, DateOnly? BadSince);

/// <summary>Everything that decides what is due of a loan, and when (还款头寸).</summary>
public sealed record LoanPosition(Money Outstanding, Rate Rate, RepaymentMethod Method, DateOnly ValueDate, DateOnly Maturity, LoanProgress Progress)
{
    /// <summary>What is still to come (剩余还款计划); null where nothing is owed or the last day has passed.</summary>
    public RepaymentPlan? Schedule { get; } = Progress.Principal.IsPositive && Maturity > Progress.From
        ? RepaymentPlan.For(Progress.Principal, Rate, Method, ValueDate, Maturity, Progress.From)
        : null;

    /// <summary>Principal that the plan made due by a day and that has not come (应还未还本金).</summary>
    public Money Behind(DateOnly on)
    {
        if (Schedule is null) return Outstanding;
        var due = -Progress.Repaid;
        foreach (var part in Schedule.Instalments)
            if (part.Due <= on) due += part.Principal;
        return Money.Max(Money.Zero, due);
    }

    /// <summary>The instalments that are not wholly repaid, the first less what came of it; interest as planned.</summary>
    public IEnumerable<Instalment> Open()
    {
        var repaid = Progress.Repaid;
        foreach (var part in Schedule?.Instalments ?? [])
        {
            // An instalment of interest alone counts as paid by a payment of its own.
            if (part.Principal.IsZero ? part.Number > Progress.Payments : part.Principal > repaid)
                yield return part with { Principal = part.Principal.IsZero ? Money.Zero : part.Principal - Money.Max(Money.Zero, repaid) };
            repaid -= part.Principal;
        }
    }

    /// <summary>The last due day up to a day, or where the plan begins.</summary>
    public DateOnly LastDue(DateOnly on)
    {
        var last = Progress.From;
        foreach (var part in Schedule?.Instalments ?? [])
            if (part.Due <= on) last = part.Due;
        return last;
    }

    /// <summary>Interest since the last due day, not yet payable (应计利息): computed, never a fact; without the penalty for what is overdue.</summary>
    public Money Accrued(DateOnly on) => LastDue(on) is var last && on > last ? Interest.ForSpan(Outstanding, Rate, last, on) : Money.Zero;
}
