namespace CreditLoan.Domain.Values;

/// <summary>How a loan is secured (增信方式).</summary>
public enum Security
{
    /// <summary>Nothing but the borrower's word (信用贷款).</summary>
    Unsecured = 0,
    /// <summary>知识产权质押.</summary>
    IntellectualProperty = 1,
    /// <summary>应收账款质押.</summary>
    Receivables = 2,
    /// <summary>环境权益抵质押.</summary>
    EnvironmentalRights = 3,
    /// <summary>贷款保证保险.</summary>
    GuaranteeInsurance = 4,
    /// <summary>融资担保.</summary>
    FinancingGuarantee = 5,
    /// <summary>Houses, land, machines and all else (其他抵质押).</summary>
    Other = 6,
}
