using CreditLoan.Domain.Access;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Pools;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.Jobs.Reconciliation;

/// <summary>How a run ended (核对结果).</summary>
public sealed record ReconciliationSummary(int Agreed, int Broken, int OnlyHere, int Cleared);

/// <summary>Holds a file that was taken in against the platform's loans, enrolments and claims, and keeps every break (对账).</summary>
/// <remarks>Run again it finds the same breaks and adds nothing: a break is named by what it is about. Interrupted, it is simply run again.</remarks>
public sealed class LedgerReconciliation(EventStore store, SettledLog log, ReconciliationQueries queries, PoolQueries pools)
{
    private static readonly Actor Job = Actor.Job("reconcile");

    public async Task<ReconciliationSummary> Run(BankFileId id, DateOnly today, WorkingCalendar calendar, CancellationToken stop = default)
    {
        var viewer = Job.AsViewer;
        var file = await queries.File(viewer, id) ?? throw new InvalidOperationException($"No file {id}.");
        var position = await log.Settle(stop);
        var lines = await queries.Lines(viewer, id);
        var enrolments = await queries.Enrolments(viewer, id.Bank);
        var numbers = lines.Select(l => l.Number).Concat(enrolments.Select(e => e.Number)).Distinct(StringComparer.Ordinal).ToArray();
        var loans = await queries.Loans(viewer, id.Bank, file.FromDay, file.UntilDay, numbers);
        var reported = lines.Select(l => l.Number).ToHashSet(StringComparer.Ordinal);
        var disbursed = lines.Where(l => l.Kind == BankLineKind.Disbursement).Select(l => l.Number).ToHashSet(StringComparer.Ordinal);
        // A file without any disbursement does not say that there was none.
        var inScope = loans.Where(l => disbursed.Contains(l.Number) || (disbursed.Count > 0 && file.FromDay <= l.ValueDate && l.ValueDate <= file.UntilDay)).ToArray();
        var books = new SchemeBooks(await pools.Schemes(viewer), await pools.Pools(viewer), enrolments, await queries.Claims(viewer, id.Bank), loans, today, calendar);
        FoundBreak[] found =
        [
            .. LoanComparison.Disbursements(lines, inScope, today),
            .. LoanComparison.Balances(lines, loans), .. LoanComparison.Conflicts(lines, await queries.Earlier(viewer, id)), .. SchemeComparison.All(books, lines),
        ];
        var name = BankFile.Stream(id).Id;
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in found)
        {
            var breakId = BreakId.Of(id.Bank, one.Number, one.Kind, one.Fields);
            kept.Add(breakId.Value);
            var happened = new BreakEvent.Found(breakId, one.Kind, id.Bank, one.Number, one.Fields, one.Difference, one.Sentence, name, one.Row, position, today);
            await store.Change(Command.For(Job, today, "break.find", happened), Break.Stream(breakId), b => BreakDecisions.Find(b, happened), stop);
        }
        var cleared = 0;
        foreach (var gone in (await queries.OpenOf(viewer, id.Bank)).Where(b => !kept.Contains(b.Id) && Spoken(b.Number)))
        {
            await store.Change(Command.For(Job, today, "break.clear", gone.Id), Break.Stream(new(gone.Id)), b => BreakDecisions.Clear(b, name, today), stop);
            cleared++;
        }
        var broken = found.Select(f => f.Number).Distinct(StringComparer.Ordinal).Count();
        var onlyHere = found.Count(f => f.Kind is BreakKind.MissingAtBank);
        var all = inScope.Select(l => l.Number).Union(lines.Select(l => l.Number), StringComparer.Ordinal).Count();
        var result = new BankFileEvent.Reconciled(Math.Max(0, all - broken), broken, onlyHere, position, today);
        await store.Change(Command.For(Job, today, "bank-file.reconcile", new { id, position }), BankFile.Stream(id), f => BankFileDecisions.Reconciled(f, result), stop);
        return new ReconciliationSummary(result.Agreed, broken, onlyHere, cleared);

        bool Spoken(string number) => reported.Contains(number) || inScope.Any(l => l.Number == number);
    }
}
