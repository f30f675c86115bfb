namespace CreditLoan.Domain.Values;

/// <summary>How a loan is paid back (还款方式).</summary>
public enum RepaymentMethod
{
    /// <summary>The same payment every month (等额本息).</summary>
    EqualInstalments = 1,
    /// <summary>The same principal every month, interest on what is left (等额本金).</summary>
    EqualPrincipal = 2,
    /// <summary>Interest every month, principal at the end (先息后本).</summary>
    InterestFirst = 3,
    /// <summary>Principal and interest together at the end (一次还本付息).</summary>
    Bullet = 4,
    /// <summary>Drawn and repaid at will, interest by the day (随借随还).</summary>
    Revolving = 5,
}
