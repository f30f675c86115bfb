namespace CreditLoan.Domain.Loans;

/// <summary>How safe a loan is (五级分类); the last three are bad (不良).</summary>
/// <remarks>商业银行金融资产风险分类办法 (2023年第1号令). The bank's grade holds.</remarks>
public enum FiveGrade
{
    /// <summary>正常.</summary>
    Pass = 1,
    /// <summary>关注.</summary>
    SpecialMention = 2,
    /// <summary>次级.</summary>
    Substandard = 3,
    /// <summary>可疑.</summary>
    Doubtful = 4,
    /// <summary>损失.</summary>
    Loss = 5,
}

public static class FiveGrades
{
    /// <summary>An overdue of up to this many days may be technical.</summary>
    public const int TechnicalDays = 7;

    public static bool IsBad(this FiveGrade grade) => grade >= FiveGrade.Substandard;

    /// <summary>The best grade that the days overdue still allow (逾期天数下限): an alarm where the bank's own is better, never a decision.</summary>
    public static FiveGrade Floor(int daysOverdue) => daysOverdue switch
    {
        > 360 => FiveGrade.Loss,
        > 270 => FiveGrade.Doubtful,
        > 90 => FiveGrade.Substandard,
        > TechnicalDays => FiveGrade.SpecialMention,
        _ => FiveGrade.Pass,
    };
}
