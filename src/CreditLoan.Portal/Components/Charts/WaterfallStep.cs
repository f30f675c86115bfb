namespace CreditLoan.Portal.Components;

/// <summary>One step of a waterfall (余额怎样来的): a change, or a sum that must agree with what was added so far.</summary>
/// <param name="IsSum">A bar from zero: the balance at this point.</param>
/// <param name="Reserved">Set aside, not yet gone: hatched.</param>
public sealed record WaterfallStep(string Name, decimal Amount, string Said, bool IsSum = false, bool Reserved = false, string? Href = null)
{
    /// <summary>Where each step's bar begins and ends.</summary>
    /// <exception cref="ArgumentException">A sum does not tie with the changes before it.</exception>
    public static IReadOnlyList<(WaterfallStep Step, decimal From, decimal To)> Lay(IEnumerable<WaterfallStep> steps)
    {
        var balance = 0m;
        var laid = new List<(WaterfallStep, decimal, decimal)>();
        foreach (var step in steps)
        {
            if (step.IsSum)
            {
                if (laid.Count > 0 && step.Amount != balance) throw new ArgumentException($"{step.Name} is {step.Amount}, but the steps before it make {balance}.", nameof(steps));
                balance = step.Amount;
                laid.Add((step, 0, balance));
            }
            else
            {
                laid.Add((step, Math.Min(balance, balance + step.Amount), Math.Max(balance, balance + step.Amount)));
                balance += step.Amount;
            }
        }
        return laid;
    }
}
