using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Records;

/// <summary>Whether the enterprise bought or sold (进项, 销项).</summary>
public enum InvoiceSide
{
    /// <summary>进项: the enterprise is the buyer.</summary>
    Purchase = 1,
    /// <summary>销项: the enterprise is the seller.</summary>
    Sale = 2,
}

/// <summary>A VAT invoice of an enterprise (增值税发票).</summary>
/// <param name="Counterparty">The other side's code, as the source masks it.</param>
/// <param name="Amount">Without tax; negative on a credit note (红字).</param>
/// <param name="Voided">作废发票: it counts for nothing but the share of void invoices.</param>
public readonly record struct Invoice(
    EnterpriseCode Enterprise, InvoiceSide Side, string Number, string Counterparty, DateOnly Day, Money Amount, Money Tax, Money Total, bool Voided)
{
    /// <summary>What makes it the same invoice when it is delivered again; a source gives no 发票代码, so the day and the total belong to it.</summary>
    public (string Number, string Counterparty, DateOnly Day, long Total) Identity => (Number, Counterparty, Day, Total.Fen);
}
