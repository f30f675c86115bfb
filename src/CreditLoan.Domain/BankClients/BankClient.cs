using System.Collections.Immutable;
using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.BankClients;

/// <summary>A bank's system on the API (银行系统), by the bank's code and a name of the bank's own: LJ01-core.</summary>
public readonly record struct BankClientId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>Where a key stands (公钥状态).</summary>
public enum ClientKeyStage
{
    /// <summary>待复核.</summary>
    Proposed = 1,
    /// <summary>使用中.</summary>
    Active = 2,
    /// <summary>不予启用.</summary>
    TurnedDown = 3,
    /// <summary>已停用.</summary>
    Withdrawn = 4,
}

/// <summary>A key of a bank's system and where it stands (接入公钥).</summary>
public sealed record HeldKey(ClientKey Key, ClientKeyStage Stage, string ProposedBy);

/// <summary>A bank's system on the API, by its stage.</summary>
public abstract record BankClient
{
    private BankClient() { }

    /// <summary>No key was handed in under this name.</summary>
    public sealed record Unknown : BankClient;

    /// <summary>Keys were handed in; the system may sign in while one of them is active.</summary>
    /// <param name="Keys">By thumbprint.</param>
    public sealed record Known(BankCode Bank, ImmutableDictionary<string, HeldKey> Keys) : BankClient;

    public static EventStream<BankClient, BankClientEvent> Stream(BankClientId id) => new($"bank-client/{id}", "bank-client", new Unknown(), Evolve);

    private static BankClient Evolve(BankClient client, BankClientEvent happened) => (client, happened) switch
    {
        (Unknown, BankClientEvent.KeyProposed e) => new Known(e.Bank, ImmutableDictionary<string, HeldKey>.Empty.Add(e.Key.Thumbprint, Proposed(e))),
        (Known c, BankClientEvent.KeyProposed e) => c with { Keys = c.Keys.SetItem(e.Key.Thumbprint, Proposed(e)) },
        (Known c, BankClientEvent.KeyApproved e) => Move(c, e.Thumbprint, ClientKeyStage.Active),
        (Known c, BankClientEvent.KeyTurnedDown e) => Move(c, e.Thumbprint, ClientKeyStage.TurnedDown),
        (Known c, BankClientEvent.KeyWithdrawn e) => Move(c, e.Thumbprint, ClientKeyStage.Withdrawn),
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {client.GetType().Name}."),
    };

    private static HeldKey Proposed(BankClientEvent.KeyProposed e) => new(e.Key, ClientKeyStage.Proposed, e.By);

    private static Known Move(Known client, string thumbprint, ClientKeyStage to) =>
        client with { Keys = client.Keys.SetItem(thumbprint, client.Keys[thumbprint] with { Stage = to }) };
}
