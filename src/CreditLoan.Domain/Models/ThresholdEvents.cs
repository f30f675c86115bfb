using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Models;

/// <summary>What can happen to a bank's threshold (本行门槛).</summary>
public abstract record ThresholdEvent
{
    private ThresholdEvent() { }

    /// <summary>The bank set how much risk it takes (设定门槛).</summary>
    /// <param name="MaxRate">The highest calibrated default rate that it takes.</param>
    /// <param name="LossGivenDefault">What is lost of a loan that defaults (违约损失率).</param>
    public sealed record Set(BankCode Bank, Share MaxRate, Share LossGivenDefault, string Reason, string By, DateOnly On) : ThresholdEvent;
}
