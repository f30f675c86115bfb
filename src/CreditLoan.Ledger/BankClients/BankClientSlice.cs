using CreditLoan.Domain.BankClients;

namespace CreditLoan.Ledger.BankClients;

/// <summary>A key belongs to one system for ever, also when it is out of use.</summary>
public static class BankClientSlice
{
    public static readonly Slice Slice = new Slice<BankClientEvent>("bank-client")
        .Event<BankClientEvent.KeyProposed>("bank_client_key_proposed")
        .Event<BankClientEvent.KeyApproved>("bank_client_key_approved")
        .Event<BankClientEvent.KeyTurnedDown>("bank_client_key_turned_down")
        .Event<BankClientEvent.KeyWithdrawn>("bank_client_key_withdrawn")
        .Keep(BankClientBook.View)
        .Take(e => e is BankClientEvent.KeyProposed p ? new Key("client-key", p.Key.Thumbprint) : null)
        .Seal(e => e is BankClientEvent.KeyApproved a ? new Leaf("client-key-approved", a.Thumbprint) : null);
}
