using CreditLoan.Domain.Access;

namespace CreditLoan.Domain.BankClients;

/// <summary>What may be done about a bank's system: its administrator hands a key in, a security administrator of the platform lets it in.</summary>
public static class BankClientDecisions
{
    /// <summary>How many keys a system may have at a time, so that a new one can be in use before the old one goes.</summary>
    public const int KeysAtOnce = 4;

    /// <summary>Hands a public key in (提交公钥).</summary>
    public static Decision<BankClientEvent> Propose(BankClient client, BankClientId id, ClientKey key, string why, Actor by, DateOnly on) => client switch
    {
        _ when by.Role != Role.BankAdministrator => BankClientRefusals.NotAdministrator,
        _ when !IsName(id, by.Tenant) => BankClientRefusals.NameWrong(by.Tenant),
        BankClient.Known c when c.Keys.ContainsKey(key.Thumbprint) => BankClientRefusals.KeyKnown,
        BankClient.Known c when c.Keys.Values.Count(k => k.Stage is ClientKeyStage.Proposed or ClientKeyStage.Active) >= KeysAtOnce => BankClientRefusals.TooManyKeys,
        _ when string.IsNullOrWhiteSpace(why) => BankClientRefusals.ReasonMissing,
        _ => new BankClientEvent.KeyProposed(id, new(by.Tenant), key, why.Trim(), by.Account, on),
    };

    /// <summary>Lets a key in (启用公钥).</summary>
    public static Decision<BankClientEvent> Approve(BankClient client, string thumbprint, Actor by, DateOnly on) =>
        Waiting(client, thumbprint, by) is { } refusal ? refusal : new BankClientEvent.KeyApproved(thumbprint, by.Account, on);

    /// <summary>Does not let it in (不予启用).</summary>
    public static Decision<BankClientEvent> TurnDown(BankClient client, string thumbprint, string why, Actor by, DateOnly on) =>
        Waiting(client, thumbprint, by) is { } refusal ? refusal
        : string.IsNullOrWhiteSpace(why) ? BankClientRefusals.ReasonMissing
        : new BankClientEvent.KeyTurnedDown(thumbprint, why.Trim(), by.Account, on);

    /// <summary>Takes a key out of use at once (停用公钥); one person is enough for that.</summary>
    public static Decision<BankClientEvent> Withdraw(BankClient client, string thumbprint, string why, Actor by, DateOnly on) => client switch
    {
        BankClient.Known c when by.Role != Role.SecurityAdministrator && !(by.Role == Role.BankAdministrator && by.Tenant == c.Bank.Value) => BankClientRefusals.NotAdministrator,
        BankClient.Known c when !c.Keys.TryGetValue(thumbprint, out var held) || held.Stage is not (ClientKeyStage.Active or ClientKeyStage.Proposed) => BankClientRefusals.NotInUse,
        BankClient.Known when string.IsNullOrWhiteSpace(why) => BankClientRefusals.ReasonMissing,
        BankClient.Known => new BankClientEvent.KeyWithdrawn(thumbprint, why.Trim(), by.Account, on),
        _ => BankClientRefusals.NotInUse,
    };

    private static Refusal? Waiting(BankClient client, string thumbprint, Actor by) =>
        by.Role != Role.SecurityAdministrator ? BankClientRefusals.NotApprover
        : client is not BankClient.Known c || !c.Keys.TryGetValue(thumbprint, out var held) || held.Stage != ClientKeyStage.Proposed ? BankClientRefusals.NotWaiting
        : held.ProposedBy == by.Account ? BankClientRefusals.SamePerson
        : null;

    /// <summary>The bank's code comes first, so that no bank takes another's name.</summary>
    private static bool IsName(BankClientId id, string bank) =>
        id.Value is { Length: <= 40 } name && name.StartsWith(bank + "-", StringComparison.Ordinal) && name.Length > bank.Length + 1
        && name[(bank.Length + 1)..].All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
}
