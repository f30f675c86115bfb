using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Bureau;

namespace CreditLoan.Portal.Public;

/// <summary>How long one step takes: the median in working days, beside its limit.</summary>
/// <param name="Limit">Null where no rule sets one.</param>
public sealed record StepTime(string Name, int Median, int? Limit);

/// <summary>From application to money, step by step (各步用时), over the loans of the last months.</summary>
public sealed record StepTimes(IReadOnlyList<StepTime> Steps, int Whole, long Count)
{
    /// <summary>Null where nobody has gone the whole way.</summary>
    public static StepTimes? Of(IReadOnlyList<StepDays> ways, WorkingCalendar calendar)
    {
        if (ways.Count == 0) return null;
        int Median(Func<StepDays, (DateOnly From, DateOnly To)?> part) => WeightedMedian(ways.Select(w => (Part: part(w), w.Lines)).Where(w => w.Part is not null)
            .Select(w => (calendar.Between(w.Part!.Value.From, w.Part.Value.To), w.Lines)));
        return new StepTimes(
        [
            new("受理", Median(w => (w.RequestedOn, w.TakenUpOn)), CreditLineDecisions.DaysToAccept),
            new("联系您", Median(w => w.ContactedOn is { } contacted ? (w.TakenUpOn, contacted) : null), CreditLineDecisions.DaysToContact),
            new("审批答复", Median(w => (w.TakenUpOn, w.DecidedOn)), CreditLineDecisions.DaysToDecide),
            new("签约", Median(w => (w.DecidedOn, w.SignedOn)), CreditLineDecisions.DaysToSign),
            new("放款", Median(w => (w.SignedOn, w.PaidOn)), null),
        ], Median(w => (w.RequestedOn, w.PaidOn)), ways.Sum(w => w.Lines));
    }

    /// <summary>The value in the middle, each counted as often as it occurs; 0 of nothing.</summary>
    public static int WeightedMedian(IEnumerable<(int Value, long Times)> values)
    {
        var sorted = values.OrderBy(v => v.Value).ToArray();
        var (half, seen) = ((sorted.Sum(v => v.Times) + 1) / 2, 0L);
        foreach (var (value, times) in sorted)
        {
            seen += times;
            if (seen >= half) return value;
        }
        return 0;
    }
}
