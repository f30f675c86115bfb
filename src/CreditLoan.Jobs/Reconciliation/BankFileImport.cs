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
/// <param name="Lines">All good lines; of a file that builds on the bank's last one, those that changed.</param>
/// <param name="Content">What was read: with <paramref name="Since"/> the faults are still all of the file's.</param>
/// <param name="Since">What it builds on; null where it was read whole.</param>
public sealed record BankFilePreview(BankFileId Id, byte[] File, BankLine[] Lines, FileContent Content, SinceLastFile? Since = null)
{
    public int Rows => Lines.Length + (Since?.Unchanged ?? 0);
    public Money Total => Money.Sum(Lines.Select(l => l.Amount)) + (Since?.UnchangedTotal ?? Money.Zero);
    public DateOnly? From => Day(Lines.Length == 0 ? null : Lines.Min(l => l.Day), Since?.From, (a, b) => a < b);
    public DateOnly? Until => Day(Lines.Length == 0 ? null : Lines.Max(l => l.Day), Since?.Until, (a, b) => a > b);

    private static DateOnly? Day(DateOnly? changed, DateOnly? before, Func<DateOnly, DateOnly, bool> isFurther) =>
        changed is not { } c ? before : before is { } b && isFurther(b, c) ? b : c;
}

/// <summary>What a file has in common with the bank's last one (与上一份文件相同的部分).</summary>
public sealed record SinceLastFile(FileMemory Last, FileDigests Digests, int Unchanged, Money UnchangedTotal, DateOnly From, DateOnly Until);

/// <summary>Takes a bank's file into the ledger (导入银行文件): whole rows only, the same content only once, interrupted and taken up again.</summary>
/// <remarks>Of a text file that differs from the bank's last whole one in few lines, only these are read and kept; the others stay where they are.</remarks>
public sealed class BankFileImport(EventStore store, BankLines lines)
{
    public async Task<BankFilePreview> Preview(BankCode bank, byte[] file, CancellationToken stop = default)
    {
        // The digest of a large file takes as long as all else that is done to compare it.
        var id = Task.Run(() => IdOf(bank, file), stop);
        return await Changed(id, bank, file, stop) ?? Whole(await id, file);
    }

    /// <summary>Reads every row.</summary>
    public static BankFilePreview Whole(BankCode bank, byte[] file) => Whole(IdOf(bank, file), file);

    private static BankFilePreview Whole(BankFileId id, byte[] file)
    {
        var (read, content) = BankFileFormat.Read(file);
        return new BankFilePreview(id, file, read, content);
    }

    /// <param name="from">The first day the file speaks for: a loan of these days that it leaves out is missing, unless it names changes only.</param>
    public async Task<Outcome> Import(
        Actor by, BankFilePreview file, string name, DateOnly from, DateOnly until, bool changesOnly, DateOnly today, CancellationToken stop = default)
    {
        var stream = BankFile.Stream(file.Id);
        var received = new BankFileEvent.Received(file.Id, name, from, until, changesOnly, file.Rows, file.Content.FaultCount, file.Total, today, by.Account);
        var answer = await store.Change(Command.For(by, today, "bank-file.receive", received), stream, f => BankFileDecisions.Receive(f, by, received), stop);
        Failpoint.Hit("reconcile.taking");
        if (answer is not Outcome.Done) return answer;
        if (!changesOnly && file.Since is { } since && await lines.Keep(file.Id, since.Last, file.Lines, since.Digests, file.Rows, file.Total, stop)) return answer;
        var whole = file.Since is null ? file.Lines : Whole(file.Id, file.File).Lines;
        await lines.Keep(file.Id, whole, changesOnly ? null : FileChanges.Whole(file.File, whole.Select(l => l.Row)), stop);
        return answer;
    }

    /// <summary>Null where the file must be read whole.</summary>
    private async Task<BankFilePreview?> Changed(Task<BankFileId> id, BankCode bank, byte[] file, CancellationToken stop)
    {
        if (await lines.Key(bank, stop) is not { } key) return null;
        // What is remembered of a million lines comes in while the file's own are hashed.
        var hashed = Task.Run(() => FileChanges.Lines(file, key), stop);
        var last = await lines.Last(bank, stop);
        return await hashed is { } here && last is not null && last.Key.AsSpan().SequenceEqual(key) && FileChanges.Since(last, file, here) is { } changes ? await Changed(id, file, last, changes, stop) : null;
    }

    /// <summary>Null where what changed cannot be read as rows of the same table.</summary>
    private async Task<BankFilePreview?> Changed(Task<BankFileId> id, byte[] file, FileMemory last, FileChanges changes, CancellationToken stop)
    {
        var (sum, days) = (lines.Sum(last, changes.Gone, stop), lines.Days(last, stop));
        var (excerpt, rows) = changes.Excerpt();
        var (read, content) = BankFileFormat.Read(excerpt);
        var total = last.Total - await sum;
        if (content.Faults.Any(f => f.Row < 2)) return null;
        BankLine[] here = [.. read.Select(l => l with { Row = rows[l.Row] })];
        var faults = content.Faults.Select(f => f with { Row = rows[f.Row] }).ToArray();
        var unchanged = last.Rows - changes.Gone.Count;
        var (from, until) = await days;
        return new BankFilePreview(await id, file, here, content with { Faults = faults, RowCount = content.RowCount + unchanged },
            new SinceLastFile(last, changes.Digests(last.Key, here.Select(l => l.Row)), unchanged, total, from, until));
    }

    private static BankFileId IdOf(BankCode bank, byte[] file) => new(bank, Convert.ToHexStringLower(SHA256.HashData(file)));
}
