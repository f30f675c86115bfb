namespace CreditLoan.Domain.Values;

/// <summary>A bank on the platform (银行), by its code.</summary>
public readonly record struct BankCode(string Value)
{
    public override string ToString() => Value;
}

/// <summary>An enterprise on the platform (企业), by its unified credit code as stored; codes accepted by hand included.</summary>
public readonly record struct EnterpriseCode(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A district or town (区、镇街), by its GB/T 2260 code or the city's own.</summary>
public readonly record struct DistrictCode(string Value)
{
    public override string ToString() => Value;
}

/// <summary>An industry class (行业), GB/T 4754: section letter and up to four digits, for example C3411.</summary>
public readonly record struct IndustryCode(string Value)
{
    /// <summary>The section letter (门类), A to T.</summary>
    public string Section => Value[..1];

    public override string ToString() => Value;
}
