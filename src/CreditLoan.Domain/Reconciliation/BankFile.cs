using System.Diagnostics;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Reconciliation;

/// <summary>A bank's file, by its bank and its content (银行文件): the same content is the same file, whatever its name.</summary>
public readonly record struct BankFileId(BankCode Bank, string Digest)
{
    public override string ToString() => $"{Bank}/{Digest[..16]}";
}

/// <summary>What a line reports (报送类别).</summary>
public enum BankLineKind
{
    /// <summary>放款.</summary>
    Disbursement = 0,
    /// <summary>余额.</summary>
    Balance = 1,
    /// <summary>还款.</summary>
    Repayment = 2,
    /// <summary>追偿.</summary>
    Recovery = 3,
}

/// <summary>One line of a bank's file (一行).</summary>
/// <param name="Row">As a person counts it, the header being 1.</param>
public sealed record BankLine(int Row, BankLineKind Kind, string Number, string Borrower, string? Product, Money Amount, DateOnly Day);

/// <summary>Everything that can happen to a bank's file.</summary>
public abstract record BankFileEvent
{
    private BankFileEvent() { }

    /// <summary>The file arrived and its readable rows were taken (收到文件).</summary>
    /// <param name="From">The first day it speaks for.</param>
    /// <param name="ChangesOnly">It names only what changed since the bank's last file: what it leaves out stands as it was.</param>
    /// <param name="Faults">Rows that could not be read and were left out.</param>
    public sealed record Received(BankFileId Id, string Name, DateOnly From, DateOnly Until, bool ChangesOnly, int Rows, int Faults, Money Total, DateOnly On, string By) : BankFileEvent;

    /// <summary>It was held against the platform's loans (已核对).</summary>
    /// <param name="LogPosition">How far the platform's log was read.</param>
    public sealed record Reconciled(int Agreed, int Broken, int OnlyHere, long LogPosition, DateOnly On) : BankFileEvent;
}

/// <summary>A bank's file and how far its work is (银行文件).</summary>
public abstract record BankFile
{
    private BankFile() { }

    public sealed record Unknown : BankFile;

    /// <summary>It is here; its lines are kept beside the log, which holds the digest of the whole.</summary>
    public sealed record Arrived(BankFileEvent.Received Facts) : BankFile;

    public static EventStream<BankFile, BankFileEvent> Stream(BankFileId id) => new($"bank-file/{id}", "bank_file", new Unknown(), Evolve);

    private static BankFile Evolve(BankFile file, BankFileEvent happened) => (file, happened) switch
    {
        (Unknown, BankFileEvent.Received e) => new Arrived(e),
        (Arrived f, BankFileEvent.Reconciled) => f,
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {file.GetType().Name}."),
    };
}

/// <summary>What may be done with a bank's file.</summary>
public static class BankFileDecisions
{
    public static readonly Refusal NotYours = new("bank_file.not_yours", "只能导入本行的文件，或由资金池人员代为导入。");
    public static readonly Refusal NoRows = new("bank_file.no_rows", "文件中没有可读取的行。");
    public static readonly Refusal NotReceived = new("bank_file.not_received", "没有收到过这个文件。");

    /// <summary>Takes a file in; the same file again adds nothing.</summary>
    public static Decision<BankFileEvent> Receive(BankFile file, Actor by, BankFileEvent.Received received) => file switch
    {
        _ when by.Role is not Role.PlatformJob && by.Role.Kind() is not TenantKind.Pool
            && !(by.Role is Role.BankOfficer or Role.BankApprover or Role.BankSystem && by.Tenant == received.Id.Bank.Value) => NotYours,
        BankFile.Arrived => Decision<BankFileEvent>.None,
        _ when received.Rows == 0 => NoRows,
        _ => received,
    };

    public static Decision<BankFileEvent> Reconciled(BankFile file, BankFileEvent.Reconciled result) => file switch
    {
        BankFile.Arrived => result,
        _ => NotReceived,
    };
}

/// <summary>One file in the list (银行文件清单).</summary>
public sealed record BankFileRow(string Bank, string Digest, string Name, DateOnly FromDay, DateOnly UntilDay, bool ChangesOnly, int Rows, int Faults, Money Total,
    DateOnly ReceivedOn, string ReceivedBy, int? Agreed, int? Broken, int? OnlyHere, long? LogPosition, DateOnly? ReconciledOn);

/// <summary>One line as it is kept (文件行).</summary>
public sealed record BankLineRow(int FileRow, BankLineKind Kind, string Number, string Borrower, string? Product, Money Amount, DateOnly Day);

public static class BankFileBook
{
    public static readonly View<BankFileRow, BankFileEvent> View = new("bank_file_book", Fold);

    private static BankFileRow? Fold(BankFileRow? row, BankFileEvent happened) => (row, happened) switch
    {
        (null, BankFileEvent.Received e) => new BankFileRow(e.Id.Bank.Value, e.Id.Digest, e.Name, e.From, e.Until, e.ChangesOnly, e.Rows, e.Faults, e.Total, e.On, e.By,
            null, null, null, null, null),
        ({ } r, BankFileEvent.Reconciled e) => r with { Agreed = e.Agreed, Broken = e.Broken, OnlyHere = e.OnlyHere, LogPosition = e.LogPosition, ReconciledOn = e.On },
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {row}."),
    };
}
