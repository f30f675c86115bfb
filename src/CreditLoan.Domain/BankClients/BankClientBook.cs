using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.BankClients;

/// <summary>One key as the pages show it.</summary>
/// <param name="ChangedBy">Who let it in, turned it down or took it out of use.</param>
public sealed record ClientKeyRow(ClientKey Key, ClientKeyStage Stage, string Why, string ProposedBy, DateOnly ProposedOn, string? ChangedBy, DateOnly? ChangedOn)
{
    /// <summary>Days that a key signs after it was let in; another has taken its place by then (轮换).</summary>
    public const int LifeInDays = 365;

    /// <summary>The last day of a key in use; null for any other.</summary>
    public DateOnly? LastDay() => Stage is ClientKeyStage.Active ? ChangedOn?.AddDays(LifeInDays) : null;

    /// <summary>Whether the key may sign in its system on this day; the last day counts.</summary>
    public bool SignsOn(DateOnly day) => day <= LastDay();
}

/// <summary>A bank's system with all its keys, the newest last (接入台账).</summary>
public sealed record BankClientRow(BankClientId Client, BankCode Bank, ClientKeyRow[] Keys);

/// <summary>The register of banks' systems (接入台账).</summary>
public static class BankClientBook
{
    public static readonly View<BankClientRow, BankClientEvent> View = new("bank_client_book", Fold);

    private static BankClientRow? Fold(BankClientRow? row, BankClientEvent happened) => (row, happened) switch
    {
        (null, BankClientEvent.KeyProposed e) => new BankClientRow(e.Client, e.Bank, [New(e)]),
        ({ } r, BankClientEvent.KeyProposed e) => r with { Keys = [.. r.Keys, New(e)] },
        ({ } r, BankClientEvent.KeyApproved e) => Move(r, e.Thumbprint, k => k with { Stage = ClientKeyStage.Active, ChangedBy = e.By, ChangedOn = e.On }),
        ({ } r, BankClientEvent.KeyTurnedDown e) => Move(r, e.Thumbprint, k => k with { Stage = ClientKeyStage.TurnedDown, Why = e.Why, ChangedBy = e.By, ChangedOn = e.On }),
        ({ } r, BankClientEvent.KeyWithdrawn e) => Move(r, e.Thumbprint, k => k with { Stage = ClientKeyStage.Withdrawn, Why = e.Why, ChangedBy = e.By, ChangedOn = e.On }),
        _ => throw new UnreachableException($"{happened.GetType().Name} has no row to change."),
    };

    private static ClientKeyRow New(BankClientEvent.KeyProposed e) => new(e.Key, ClientKeyStage.Proposed, e.Why, e.By, e.On, null, null);

    private static BankClientRow Move(BankClientRow row, string thumbprint, Func<ClientKeyRow, ClientKeyRow> change) =>
        row with { Keys = Array.ConvertAll(row.Keys, k => k.Key.Thumbprint == thumbprint ? change(k) : k) };
}
