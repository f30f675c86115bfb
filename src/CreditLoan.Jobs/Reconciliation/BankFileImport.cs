using System.Security.Cryptography;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Files;
using CreditLoan.Files.Reconciliation;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.Jobs.Reconciliation;

/// <summary>A file as it would be taken in (预览).</summary>
public sealed record BankFilePreview(BankFileId Id, BankLine[] Lines, FileContent Content)
{
    public Money Total => Money.Sum(Lines.Select(l => l.Amount));
    public DateOnly? From => Lines.Length == 0 ? null : Lines.Min(l => l.Day);
    public DateOnly? Until => Lines.Length == 0 ? null : Lines.Max(l => l.Day);
}

/// <summary>Takes a bank's file into the ledger (导入银行文件): whole rows only, the same content only once, interrupted and taken up again.</summary>
public sealed class BankFileImport(EventStore store, BankLines lines)
{
    public static BankFilePreview Preview(BankCode bank, byte[] file)
    {
        var (read, content) = BankFileFormat.Read(bank, file);
        return new BankFilePreview(new BankFileId(bank, Convert.ToHexStringLower(SHA256.HashData(file))), read, content);
    }

    /// <param name="from">The first day the file speaks for: a loan of these days that it leaves out is missing, unless it names changes only.</param>
    public async Task<Outcome> Import(
        Actor by, BankFilePreview file, string name, DateOnly from, DateOnly until, bool changesOnly, DateOnly today, CancellationToken stop = default)
    {
        var stream = BankFile.Stream(file.Id);
        var received = new BankFileEvent.Received(file.Id, name, from, until, changesOnly, file.Lines.Length, file.Content.FaultCount, file.Total, today, by.Account);
        var answer = await store.Change(Command.For(by, today, "bank-file.receive", received), stream, f => BankFileDecisions.Receive(f, by, received), stop);
        Failpoint.Hit("reconcile.taking");
        if (answer is Outcome.Done) await lines.Keep(file.Id, file.Lines, stop);
        return answer;
    }
}
