namespace CreditLoan.Domain.Values;

/// <summary>A bank's product (信贷产品), by the bank and its own number for it.</summary>
public readonly record struct ProductId(BankCode Bank, string Number)
{
    public override string ToString() => $"{Bank}/{Number}";
}

/// <summary>An enterprise's need for money (融资需求), by its number.</summary>
public readonly record struct DemandId(string Value)
{
    public override string ToString() => Value;
}
