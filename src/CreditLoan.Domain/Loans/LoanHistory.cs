namespace CreditLoan.Domain.Loans;

/// <summary>A loan's facts as they are known now, each on the day on which it was true (业务日视角).</summary>
public static class LoanHistory
{
    /// <summary>The facts up to a day, the day included: reports that were put right later stand as they were put right, and what never was is gone.</summary>
    public static IReadOnlyList<LoanEvent> AsOf(IEnumerable<LoanEvent> history, DateOnly day)
    {
        var facts = new List<LoanEvent?>();
        var payments = new List<int>();
        foreach (var happened in history)
        {
            switch (happened)
            {
                case LoanEvent.Reversed:
                    facts.Clear();
                    payments.Clear();
                    break;
                case LoanEvent.DisbursementCorrected e:
                    Correct(facts, e);
                    break;
                case LoanEvent.RepaymentCorrected e:
                    var at = payments[e.Number - 1];
                    facts[at] = Corrected(facts[at], e.Now);
                    // A payment that shrank leaves something owed: the end it had brought about is no end.
                    facts.RemoveAll(f => f is LoanEvent.Settled);
                    break;
                case LoanEvent.Repaid or LoanEvent.Prepaid:
                    payments.Add(facts.Count);
                    facts.Add(happened);
                    break;
                default:
                    facts.Add(happened);
                    break;
            }
        }
        return [.. facts.OfType<LoanEvent>().Where(f => DayOf(f) <= day)];
    }

    private static void Correct(List<LoanEvent?> facts, LoanEvent.DisbursementCorrected correction)
    {
        var now = correction.Now;
        var extension = facts.FindLastIndex(f => f is LoanEvent.Extended);
        if (extension >= 0) facts[extension] = (LoanEvent.Extended)facts[extension]! with { Maturity = now.Maturity };
        var begin = facts.FindIndex(f => f is LoanEvent.Disbursed);
        var disbursed = (LoanEvent.Disbursed)facts[begin]!;
        facts[begin] = disbursed with
        {
            Principal = now.Principal, Rate = now.Rate, ValueDate = now.ValueDate, Maturity = extension >= 0 ? disbursed.Maturity : now.Maturity,
        };
    }

    private static LoanEvent? Corrected(LoanEvent? payment, Repayment? now) => (payment, now) switch
    {
        (_, null) => null,
        (LoanEvent.Prepaid, { } n) => new LoanEvent.Prepaid(n.Principal, n.Interest, n.On),
        (_, { } n) => new LoanEvent.Repaid(n.Principal, n.Interest, n.On),
    };

    private static DateOnly DayOf(LoanEvent happened) => happened switch
    {
        LoanEvent.Disbursed e => e.ValueDate,
        LoanEvent.Repaid e => e.On,
        LoanEvent.Prepaid e => e.On,
        LoanEvent.FellOverdue e => e.On,
        LoanEvent.CaughtUp e => e.On,
        LoanEvent.Reclassified e => e.On,
        LoanEvent.Extended e => e.On,
        LoanEvent.RenewedInto e => e.On,
        LoanEvent.WrittenOff e => e.On,
        LoanEvent.Recovered e => e.On,
        LoanEvent.Settled e => e.On,
        _ => throw new System.Diagnostics.UnreachableException($"{happened.GetType().Name} has been applied."),
    };
}
