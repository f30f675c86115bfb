using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
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
/// Of a whole file, the database first leaves out what cannot be a break. Where it builds on a file that was held against the platform
/// before, only the lines that came and went are looked at, the loans that changed since, and breaks that time or the schemes' books may
/// have changed; so it is with a file of changes, which names them itself. Run again a whole file is looked at whole; it finds the same
/// breaks and adds nothing: a break is named by what it is about. Interrupted, it is simply run again.
/// </remarks>
public sealed class LedgerReconciliation(EventStore store, SettledLog log, ReconciliationQueries queries, PoolQueries pools)
{
    private const int AtATime = 400;
    private static readonly Actor Job = Actor.Job("reconcile");

    /// <summary>What is looked at: numbers, the bank's lines of them, and how many numbers the bank names in all.</summary>
    /// <param name="Before">Whose lines stand in an earlier file.</param>
    /// <param name="Open">Breaks of these numbers that are not closed yet.</param>
    /// <param name="Beside">Of a file that builds on another, its parts and what was looked at: breaks of other numbers stand as they were.</param>
    private sealed record Scope(string[] Numbers, IReadOnlyList<BankLineRow> Lines, HashSet<string> Before, long Named, IReadOnlyList<OpenBreak> Open, (IReadOnlyList<string> Parts, string[] Looked)? Beside = null);

    /// <param name="waits">Told when the run waits long for transactions that began before it, and when they are over.</param>
    public async Task<ReconciliationSummary> Run(BankFileId id, DateOnly today, WorkingCalendar calendar, CancellationToken stop = default, Action<bool>? waits = null)
    {
        var viewer = Job.AsViewer;
        var file = await queries.File(viewer, id) ?? throw new InvalidOperationException($"No file {id}.");
        var position = await log.Settle(stop, waits);
        var schemes = await pools.Schemes(viewer);
        var enrolments = await queries.Enrolments(viewer, id.Bank);
        var claims = await queries.Claims(viewer, id.Bank);
        var speaksOfAll = !file.ChangesOnly && await queries.Disburses(viewer, id);
        var scope = file.ChangesOnly ? await Changed(id, position, stop)
            : await Since(id, file, speaksOfAll, position, today, schemes, claims, stop) ?? await Whole(id, file, today, schemes, claims);
        var open = scope.Open;
        var loans = await queries.Loans(viewer, id.Bank, [.. scope.Numbers.Union(enrolments.Select(e => e.Number), StringComparer.Ordinal)]);
        var looked = scope.Numbers.ToHashSet(StringComparer.Ordinal);
        var disbursed = scope.Lines.Where(l => l.Kind == BankLineKind.Disbursement).Select(l => l.Number).ToHashSet(StringComparer.Ordinal);
        var inScope = loans.Where(l => disbursed.Contains(l.Number) || (speaksOfAll && looked.Contains(l.Number) && file.FromDay <= l.ValueDate && l.ValueDate <= file.UntilDay)).ToArray();
        var books = new SchemeBooks(schemes, await pools.Pools(viewer), enrolments, claims, loans, today, calendar);
        var apart = LoanComparison.Disbursements(scope.Lines, inScope, today);
        var earlier = await queries.Earlier(viewer, id, [.. disbursed]);
        // Two persons asked the bank to report these again: that it now says what the platform says is no conflict.
        var mended = open.Where(b => b.Stage == BreakStage.WithBank).Select(b => b.Number).Concat(await queries.ReportedAgain(viewer, id.Bank, earlier))
            .Except(apart.Select(f => f.Number), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        // What came back on a compensated loan belongs to its claim.
        var compensated = claims.Where(c => c.Paid.IsPositive).Select(c => c.Loan).ToHashSet(StringComparer.Ordinal);
        var back = scope.Lines.Where(l => l.Kind is BankLineKind.Repayment or BankLineKind.Recovery && !compensated.Contains(l.Number)).ToArray();
        var cameBack = back.Length == 0 ? [] : await queries.CameBack(viewer, id.Bank, [.. back.Select(l => l.Number).Distinct(StringComparer.Ordinal)]);
        FoundBreak[] found =
        [
            .. apart, .. LoanComparison.Balances(scope.Lines, loans), .. LoanComparison.Repayments(back, loans, cameBack, file.ChangesOnly ? null : (file.FromDay, file.UntilDay)),
            .. LoanComparison.Conflicts(scope.Lines, earlier).Where(f => !mended.Contains(f.Number)), .. SchemeComparison.All(books, scope.Lines),
        ];
        var broken = found.Select(f => f.Number).ToHashSet(StringComparer.Ordinal);
        var standing = scope.Beside is { } beside ? queries.Standing(viewer, id.Bank, beside.Parts, beside.Looked, [.. broken]) : Task.FromResult(new StandingBreaks(0, 0, 0));
        var kept = await Keep(id, new SchemesOfBreaks(file, schemes, enrolments), found.Select(f => scope.Before.Contains(f.Number) ? f with { Row = null } : f), open.Select(b => b.Id).ToHashSet(StringComparer.Ordinal), position, today, stop);
        var spoken = scope.Lines.Select(l => l.Number).Concat(inScope.Select(l => l.Number)).ToHashSet(StringComparer.Ordinal);
        if (speaksOfAll) spoken.UnionWith(await queries.NoLongerNamed(viewer, id, [.. open.Where(b => b.Kind == BreakKind.MissingHere).Select(b => b.Number)], file.FromDay, file.UntilDay));
        var gone = open.Where(b => !kept.Contains(b.Id) && spoken.Contains(b.Number)).ToArray();
        await All(gone, one => store.Change(Command.For(Job, today, "break.clear", one.Id), Break.Stream(new(one.Id)), b => BreakDecisions.Clear(b, BankFile.Stream(id).Id, today), stop), stop);
        var others = await standing;
        var named = scope.Lines.Select(l => l.Number).Distinct(StringComparer.Ordinal).Count(broken.Contains) + others.Named;
        var onlyHere = found.Count(f => f.Kind is BreakKind.MissingAtBank) + others.OnlyHere;
        var result = new BankFileEvent.Reconciled((int)(scope.Named - named), (int)(broken.Count + others.Numbers), (int)onlyHere, position, today);
        await store.Change(Command.For(Job, today, "bank-file.reconcile", new { id, position }), BankFile.Stream(id), f => BankFileDecisions.Reconciled(f, result), stop);
        return new ReconciliationSummary(result.Agreed, result.Broken, result.OnlyHere, gone.Length);
    }

    private async Task<Scope> Whole(BankFileId id, BankFileRow file, DateOnly today, IReadOnlyList<SchemeRow> schemes, IReadOnlyList<ClaimRow> claims)
    {
        var viewer = Job.AsViewer;
        var open = await queries.OpenOf(viewer, id.Bank);
        var numbers = (await queries.Suspects(viewer, id, file.FromDay, file.UntilDay, today)).Concat(open.Select(b => b.Number))
            .Concat(claims.Where(c => c.Paid.IsPositive).Select(c => c.Loan)).Concat(await LeftOut(id, file, schemes));
        string[] all = [.. numbers.Distinct(StringComparer.Ordinal)];
        return new Scope(all, await queries.Lines(viewer, id, all), [], await queries.Named(viewer, id), open);
    }

    /// <summary>Of a file that builds on one that was held against the platform; null where it must be looked at whole.</summary>
    private async Task<Scope?> Since(
        BankFileId id, BankFileRow file, bool speaksOfAll, long position, DateOnly today, IReadOnlyList<SchemeRow> schemes, IReadOnlyList<ClaimRow> claims, CancellationToken stop)
    {
        var viewer = Job.AsViewer;
        if (file.LogPosition is not null || await queries.Parts(viewer, id) is not { Count: > 1 } parts) return null;
        if (await queries.File(viewer, parts[^2]) is not { LogPosition: { } seen } before || (before.FromDay, before.UntilDay) != (file.FromDay, file.UntilDay)) return null;
        var prefix = $"loan/{id.Bank}/";
        var moved = await log.Streams(seen, position, prefix, stop);
        var left = await LeftOut(id, file, schemes);
        var paid = claims.Where(c => c.Paid.IsPositive).Select(c => c.Loan);
        string[] changed =
        [
            .. (await queries.Touched(viewer, id.Bank, parts, seen)).Concat(moved.Select(s => s[prefix.Length..])).Concat(paid)
                .Concat(await queries.OpenApart(viewer, id.Bank, parts)).Concat(left).Distinct(StringComparer.Ordinal),
        ];
        // Of what changed, as of a whole file, only what may be a break or was one; what is right now is no longer counted as standing.
        var suspects = await queries.Suspects(viewer, id, file.FromDay, file.UntilDay, today, speaksOfAll, changed);
        string[] near = [.. (await queries.Siblings(viewer, id.Bank, [.. suspects], changed)).Except(changed, StringComparer.Ordinal)];
        string[] looked = [.. changed, .. near];
        var open = await queries.OpenOf(viewer, id.Bank, looked);
        string[] all = [.. suspects.Concat(near).Concat(open.Select(b => b.Number)).Concat(left).Concat(paid).Distinct(StringComparer.Ordinal)];
        return new Scope(all, await queries.Lines(viewer, id, all), [], await queries.Named(viewer, id), open, (parts, looked));
    }

    /// <summary>Loans of the file's days that a scheme might have taken in, and none did.</summary>
    private async Task<IReadOnlyList<string>> LeftOut(BankFileId id, BankFileRow file, IReadOnlyList<SchemeRow> schemes)
    {
        (DateOnly, DateOnly, string)[] rules = [.. schemes.SelectMany(s => s.Versions).Where(v => v.Confirmed && v.Rule.For(Cover.Bank) is { Tiers.Value.Length: > 0 })
            .Select(v => (v.From, v.Until, v.Rule.RegionPrefix.Value))];
        return rules.Length == 0 ? [] : await queries.MaybeLeftOut(Job.AsViewer, id.Bank, file.FromDay, file.UntilDay, rules);
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
        return new Scope(all, [.. lines, .. before], [.. before.Select(l => l.Number)], all.Length, await queries.OpenOf(viewer, id.Bank));
    }

    /// <param name="open">Breaks that are open already.</param>
    private async Task<HashSet<string>> Keep(BankFileId id, SchemesOfBreaks belonging, IEnumerable<FoundBreak> found, HashSet<string> open, long position, DateOnly today, CancellationToken stop)
    {
        var name = BankFile.Stream(id).Id;
        var events = found.Select(one => (One: one, To: belonging.Of(one))).Select(f => new BreakEvent.Found(BreakId.Of(id.Bank, f.One.Number, f.One.Kind, f.One.Fields), f.One.Kind, id.Bank, f.One.Number,
            f.One.Fields, f.One.Difference, f.One.Sentence, name, f.One.Row, position, today, f.To.Schemes, f.To.Pools)).DistinctBy(f => f.Id).ToArray();
        await All(events.Where(e => !open.Contains(e.Id.Value)), happened => store.Change(Command.For(Job, today, "break.find", happened), Break.Stream(happened.Id), b => BreakDecisions.Find(b, happened), stop), stop);
        return events.Select(e => e.Id.Value).ToHashSet(StringComparer.Ordinal);
    }

    private static Task All<T>(IEnumerable<T> items, Func<T, Task<Outcome>> act, CancellationToken stop) => Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stop }, async (item, _) =>
        {
            await act(item);
            Failpoint.Hit("reconcile.found");
        });
}
