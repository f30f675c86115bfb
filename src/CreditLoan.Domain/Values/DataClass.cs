namespace CreditLoan.Domain.Values;

/// <summary>A class of data about an enterprise (数据类别), after the shared-data list of 国办发〔2021〕52号.</summary>
public enum DataClass
{
    /// <summary>企业登记.</summary>
    Registration = 1,
    /// <summary>发票.</summary>
    Invoices = 2,
    /// <summary>纳税.</summary>
    Tax = 3,
    /// <summary>社会保险.</summary>
    SocialInsurance = 4,
    /// <summary>住房公积金.</summary>
    HousingFund = 5,
    /// <summary>水电气.</summary>
    Utilities = 6,
    /// <summary>行政许可和处罚.</summary>
    Administrative = 7,
    /// <summary>司法.</summary>
    Judicial = 8,
    /// <summary>进出口.</summary>
    Trade = 9,
    /// <summary>知识产权.</summary>
    IntellectualProperty = 10,
    /// <summary>科技研发.</summary>
    Research = 11,
    /// <summary>生态环境.</summary>
    Environment = 12,
    /// <summary>政府采购和合同.</summary>
    Procurement = 13,
}
