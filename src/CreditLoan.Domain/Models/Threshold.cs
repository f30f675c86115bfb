using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Models;

/// <summary>How much risk a bank takes (本行门槛): its own, known to nobody else. Scores inform; the bank decides.</summary>
/// <param name="MaxRate">Null until it was set.</param>
public sealed record Threshold(Share? MaxRate)
{
    public static EventStream<Threshold, ThresholdEvent> Stream(BankCode bank) => new($"threshold/{bank}", "threshold", new Threshold(MaxRate: null), Evolve);

    private static Threshold Evolve(Threshold threshold, ThresholdEvent happened) =>
        happened is ThresholdEvent.Set e ? new Threshold(e.MaxRate) : throw new System.Diagnostics.UnreachableException($"{happened.GetType().Name} is no fact of a threshold.");
}

/// <summary>What may be asked of a threshold.</summary>
public static class ThresholdDecisions
{
    private static readonly Share Least = new(10), Most = new(5_000);

    public static Decision<ThresholdEvent> Set(Threshold threshold, Actor by, Share maxRate, Share lossGivenDefault, string reason, DateOnly today) => threshold switch
    {
        _ when by.Role != Role.BankApprover => ThresholdRefusals.NotApprover,
        _ when maxRate < Least || maxRate > Most => ThresholdRefusals.RateOutside(Least, Most),
        _ when lossGivenDefault <= Share.None || lossGivenDefault > Share.Whole => ThresholdRefusals.LossOutside,
        _ when string.IsNullOrWhiteSpace(reason) => ThresholdRefusals.ReasonMissing,
        _ => new ThresholdEvent.Set(new BankCode(by.Tenant), maxRate, lossGivenDefault, reason.Trim(), by.Account, today),
    };
}

/// <summary>Every "no" about a threshold.</summary>
public static class ThresholdRefusals
{
    public static readonly Refusal NotApprover = new("threshold.not_approver", "门槛由本行审批人设定。");
    public static readonly Refusal LossOutside = new("threshold.loss_outside", "违约损失率须大于 0、不超过 100%。");
    public static readonly Refusal ReasonMissing = new("threshold.reason_missing", "请写明依据，审计时需要。");

    public static Refusal RateOutside(Share least, Share most) => new("threshold.rate_outside", $"违约率上限须在 {least} 至 {most} 之间。");
}

/// <summary>A bank's threshold as it reads it itself (本行门槛).</summary>
public sealed record ThresholdRow(BankCode Bank, Share MaxRate, Share LossGivenDefault, string Reason, string SetBy, DateOnly SetOn);

/// <summary>The thresholds of all banks; each sees its own.</summary>
public static class ThresholdBook
{
    public static readonly View<ThresholdRow, ThresholdEvent> View = new("threshold_book", (row, happened) =>
        happened is ThresholdEvent.Set e ? new ThresholdRow(e.Bank, e.MaxRate, e.LossGivenDefault, e.Reason, e.By, e.On) : row);
}
