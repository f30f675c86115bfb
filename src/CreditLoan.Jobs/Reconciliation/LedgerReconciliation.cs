using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Pools;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.Jobs.Reconciliation;

/// <summary>How a run ended (核对结果).</summary>
public sealed record ReconciliationSummary(int Agreed, int Broken, int OnlyHere, int Cleared);

/// <summary>Holds a file that was taken in against the platform's loans, enrolments and claims, and keeps every break (对账).</summary>
/// <remarks>
/// Of a whole file, the database first leaves out what cannot be a break; of a file of changes, only what it names is looked at, and what
/// changed on the platform since the bank's last file. Run again it finds the same breaks and adds nothing: a break is named by what it is
/// about. Interrupted, it is simply run again.
/// </remarks>
public sealed class LedgerReconciliation(EventStore store, SettledLog log, ReconciliationQueries queries, PoolQueries pools)
{
    private const int AtATime = 400;
    private static readonly Actor Job = Actor.Job("reconcile");

    /// <summary>What is looked at: numbers, the bank's lines of them, and how many numbers the bank names in all.</summary>
    /// <param name="Before">Whose lines stand in an earlier file.</param>
    private sealed record Scope(string[] Numbers, IReadOnlyList<BankLineRow> Lines, HashSet<string> Before, long Named);

    public async Task<ReconciliationSummary> Run(BankFileId id, DateOnly today, WorkingCalendar calendar, CancellationToken stop = default)
    {
        var viewer = Job.AsViewer;
        var file = await queries.File(viewer, id) ?? throw new InvalidOperationException($"No file {id}.");
        var position = await log.Settle(stop);
        var schemes = await pools.Schemes(viewer);
        var open = await queries.OpenOf(viewer, id.Bank);
        var scope = file.ChangesOnly ? await Changed(id, position, stop) : await Whole(id, file, today, schemes, open);
        var enrolments = await queries.Enrolments(viewer, id.Bank);
        var loans = await queries.Loans(viewer, id.Bank, [.. scope.Numbers.Union(enrolments.Select(e => e.Number), StringComparer.Ordinal)]);
        var looked = scope.Numbers.ToHashSet(StringComparer.Ordinal);
        var disbursed = scope.Lines.Where(l => l.Kind == BankLineKind.Disbursement).Select(l => l.Number).ToHashSet(StringComparer.Ordinal);
        var speaksOfAll = !file.ChangesOnly && await queries.Disburses(viewer, id);
        var inScope = loans.Where(l => disbursed.Contains(l.Number) || (speaksOfAll && looked.Contains(l.Number) && file.FromDay <= l.ValueDate && l.ValueDate <= file.UntilDay)).ToArray();
        var books = new SchemeBooks(schemes, await pools.Pools(viewer), enrolments, await queries.Claims(viewer, id.Bank), loans, today, calendar);
        FoundBreak[] found =
        [
            .. LoanComparison.Disbursements(scope.Lines, inScope, today), .. LoanComparison.Balances(scope.Lines, loans),
            .. LoanComparison.Conflicts(scope.Lines, await queries.Earlier(viewer, id, [.. disbursed])), .. SchemeComparison.All(books, scope.Lines),
        ];
        var kept = await Keep(id, found.Select(f => scope.Before.Contains(f.Number) ? f with { Row = null } : f), position, today, stop);
        var spoken = scope.Lines.Select(l => l.Number).Concat(inScope.Select(l => l.Number)).ToHashSet(StringComparer.Ordinal);
        var gone = open.Where(b => !kept.Contains(b.Id) && spoken.Contains(b.Number)).ToArray();
        await All(gone, one => store.Change(Command.For(Job, today, "break.clear", one.Id), Break.Stream(new(one.Id)), b => BreakDecisions.Clear(b, BankFile.Stream(id).Id, today), stop), stop);
        var broken = found.Select(f => f.Number).ToHashSet(StringComparer.Ordinal);
        var named = scope.Lines.Select(l => l.Number).Distinct(StringComparer.Ordinal).Count(broken.Contains);
        var result = new BankFileEvent.Reconciled((int)(scope.Named - named), broken.Count, found.Count(f => f.Kind is BreakKind.MissingAtBank), position, today);
        await store.Change(Command.For(Job, today, "bank-file.reconcile", new { id, position }), BankFile.Stream(id), f => BankFileDecisions.Reconciled(f, result), stop);
        return new ReconciliationSummary(result.Agreed, broken.Count, result.OnlyHere, gone.Length);
    }

    private async Task<Scope> Whole(BankFileId id, BankFileRow file, DateOnly today, IReadOnlyList<SchemeRow> schemes, IReadOnlyList<BreakRow> open)
    {
        var viewer = Job.AsViewer;
        (DateOnly, DateOnly, string)[] rules = [.. schemes.SelectMany(s => s.Versions).Where(v => v.Confirmed && v.Rule.For(Cover.Bank) is { Tiers.Value.Length: > 0 })
            .Select(v => (v.From, v.Until, v.Rule.RegionPrefix.Value))];
        var numbers = (await queries.Suspects(viewer, id, file.FromDay, file.UntilDay, today)).Concat(open.Select(b => b.Number));
        if (rules.Length > 0) numbers = numbers.Concat(await queries.MaybeLeftOut(viewer, id.Bank, file.FromDay, file.UntilDay, rules));
        string[] all = [.. numbers.Distinct(StringComparer.Ordinal)];
        return new Scope(all, await queries.Lines(viewer, id, all), [], await queries.Named(viewer, id));
    }

    private async Task<Scope> Changed(BankFileId id, long position, CancellationToken stop)
    {
        var viewer = Job.AsViewer;
        var lines = await queries.Lines(viewer, id);
        var named = lines.Select(l => l.Number).ToHashSet(StringComparer.Ordinal);
        var prefix = $"loan/{id.Bank}/";
        var moved = await log.Streams(await queries.LastPosition(viewer, id), position, prefix, stop);
        var before = await queries.LastLines(viewer, id, [.. moved.Select(s => s[prefix.Length..]).Where(n => !named.Contains(n))]);
        string[] all = [.. named.Union(before.Select(l => l.Number), StringComparer.Ordinal)];
        return new Scope(all, [.. lines, .. before], [.. before.Select(l => l.Number)], all.Length);
    }

    private async Task<HashSet<string>> Keep(BankFileId id, IEnumerable<FoundBreak> found, long position, DateOnly today, CancellationToken stop)
    {
        var name = BankFile.Stream(id).Id;
        var events = found.Select(one => new BreakEvent.Found(BreakId.Of(id.Bank, one.Number, one.Kind, one.Fields), one.Kind, id.Bank, one.Number, one.Fields,
            one.Difference, one.Sentence, name, one.Row, position, today)).DistinctBy(f => f.Id).ToArray();
        await All(events, happened => store.Change(Command.For(Job, today, "break.find", happened), Break.Stream(happened.Id), b => BreakDecisions.Find(b, happened), stop), stop);
        return events.Select(e => e.Id.Value).ToHashSet(StringComparer.Ordinal);
    }

    private static Task All<T>(IEnumerable<T> items, Func<T, Task<Outcome>> act, CancellationToken stop) => Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stop }, async (item, _) =>
        {
            await act(item);
            Failpoint.Hit("reconcile.found");
        });
}
