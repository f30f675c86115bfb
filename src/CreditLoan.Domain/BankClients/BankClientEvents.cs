using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.BankClients;

/// <summary>Everything that can happen to a bank's system on the API (银行系统接入): its keys come and go, each by two persons.</summary>
public abstract record BankClientEvent
{
    private BankClientEvent() { }

    /// <summary>The bank's administrator handed in a public key (提交公钥).</summary>
    public sealed record KeyProposed(BankClientId Client, BankCode Bank, ClientKey Key, string Why, string By, DateOnly On) : BankClientEvent;

    /// <summary>A second person let it in: from now on it signs for the bank (公钥启用).</summary>
    public sealed record KeyApproved(string Thumbprint, string By, DateOnly On) : BankClientEvent;

    /// <summary>The second person did not (不予启用).</summary>
    public sealed record KeyTurnedDown(string Thumbprint, string Why, string By, DateOnly On) : BankClientEvent;

    /// <summary>It signs no more, from this moment (停用公钥).</summary>
    public sealed record KeyWithdrawn(string Thumbprint, string Why, string By, DateOnly On) : BankClientEvent;
}
