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

    /// <summary>What is looked at: numbers, the bank's lines of them, and how many numbers the bank names in all; these are still being read.</summary>
    /// <param name="Before">Whose lines stand in an earlier file.</param>
    /// <param name="Open">Breaks of these numbers that are not closed yet.</param>
    /// <param name="Beside">Of a file that builds on another, the breaks of other numbers: they stand as they were.</param>
    private sealed record Scope(string[] Numbers, Task<IReadOnlyList<BankLineRow>> Lines, HashSet<string> Before, Task<long> Named, IReadOnlyList<OpenBreak> Open, StandingBreaks Beside);

    /// <summary>Breaks of numbers that a run does not look at (仍有差异).</summary>
    /// <param name="Numbers">With each whether the bank's file names it.</param>
    private sealed record StandingBreaks(IReadOnlyDictionary<string, bool> Numbers, int OnlyHere)
    {
        public static readonly StandingBreaks None = new(new Dictionary<string, bool>(), 0);
    }

    /// <param name="waits">Told when the run waits long for transactions that began before it, and when they are over.</param>
    public async Task<ReconciliationSummary> Run(BankFileId id, DateOnly today, WorkingCalendar calendar, CancellationToken stop = default, Action<bool>? waits = null)
    {
        var viewer = Job.AsViewer;
        var file = await queries.File(viewer, id) ?? throw new InvalidOperationException($"No file {id}.");
        var position = await log.Settle(stop, waits);
        var funds = pools.Pools(viewer);
        var (schemes, enrolments, claims) = (await pools.Schemes(viewer), await queries.Enrolments(viewer, id.Bank), await queries.Claims(viewer, id.Bank));
        var speaksOfAll = !file.ChangesOnly && await queries.Disburses(viewer, id);
        var scope = file.ChangesOnly ? await Changed(id, position, stop)
            : await Since(id, file, speaksOfAll, position, today, schemes, claims, stop) ?? await Whole(id, file, today, schemes, claims);
        var open = scope.Open;
        var loans = await queries.Loans(viewer, id.Bank, [.. scope.Numbers.Union(enrolments.Select(e => e.Number), StringComparer.Ordinal)]);
        var lines = await scope.Lines;
        var looked = scope.Numbers.ToHashSet(StringComparer.Ordinal);
        var disbursed = lines.Where(l => l.Kind == BankLineKind.Disbursement).Select(l => l.Number).ToHashSet(StringComparer.Ordinal);
        var inScope = loans.Where(l => disbursed.Contains(l.Number) || (speaksOfAll && looked.Contains(l.Number) && file.FromDay <= l.ValueDate && l.ValueDate <= file.UntilDay)).ToArray();
        var books = new SchemeBooks(schemes, await funds, enrolments, claims, loans, today, calendar);
        var apart = LoanComparison.Disbursements(lines, inScope, today);
        var earlier = await queries.Earlier(viewer, id, [.. disbursed]);
        // Two persons asked the bank to report these again: that it now says what the platform says is no conflict.
        var mended = open.Where(b => b.Stage == BreakStage.WithBank).Select(b => b.Number).Concat(await queries.ReportedAgain(viewer, id.Bank, earlier))
            .Except(apart.Select(f => f.Number), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        // What came back on a compensated loan belongs to its claim.
        var compensated = claims.Where(c => c.Paid.IsPositive).Select(c => c.Loan).ToHashSet(StringComparer.Ordinal);
        var back = lines.Where(l => l.Kind is BankLineKind.Repayment or BankLineKind.Recovery && !compensated.Contains(l.Number)).ToArray();
        var cameBack = back.Length == 0 ? [] : await queries.CameBack(viewer, id.Bank, [.. back.Select(l => l.Number).Distinct(StringComparer.Ordinal)]);
        FoundBreak[] found =
        [
            .. apart, .. LoanComparison.Balances(lines, loans), .. LoanComparison.Repayments(back, loans, cameBack, file.ChangesOnly ? null : (file.FromDay, file.UntilDay)),
            .. LoanComparison.Conflicts(lines, earlier).Where(f => !mended.Contains(f.Number)), .. SchemeComparison.All(books, lines),
        ];
        var broken = found.Select(f => f.Number).ToHashSet(StringComparer.Ordinal);
        var kept = await Keep(id, new SchemesOfBreaks(file, schemes, enrolments), found.Select(f => scope.Before.Contains(f.Number) ? f with { Row = null } : f), open.Select(b => b.Id).ToHashSet(StringComparer.Ordinal), position, today, stop);
        var spoken = lines.Select(l => l.Number).Concat(inScope.Select(l => l.Number)).ToHashSet(StringComparer.Ordinal);
        string[] unknown = [.. open.Where(b => b.Kind == BreakKind.MissingHere).Select(b => b.Number)];
        if (speaksOfAll && unknown.Length > 0) spoken.UnionWith(await queries.NoLongerNamed(viewer, id, unknown, file.FromDay, file.UntilDay));
        var gone = open.Where(b => !kept.Contains(b.Id) && spoken.Contains(b.Number)).ToArray();
        await All(gone, one => store.Change(Command.For(Job, today, "break.clear", one.Id), Break.Stream(new(one.Id)), b => BreakDecisions.Clear(b, BankFile.Stream(id).Id, today), stop), stop);
        var others = scope.Beside;
        var named = lines.Select(l => l.Number).Distinct(StringComparer.Ordinal).Count(broken.Contains) + others.Numbers.Count(n => n.Value);
        var onlyHere = found.Count(f => f.Kind is BreakKind.MissingAtBank) + others.OnlyHere;
        var result = new BankFileEvent.Reconciled((int)(await scope.Named - named), broken.Count + others.Numbers.Count(n => !broken.Contains(n.Key)), onlyHere, position, today);
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
        return new Scope(all, queries.Lines(viewer, id, all), [], queries.Named(viewer, id), open, StandingBreaks.None);
    }

    /// <summary>Of a file that builds on one that was held against the platform; null where it must be looked at whole.</summary>
    private async Task<Scope?> Since(
        BankFileId id, BankFileRow file, bool speaksOfAll, long position, DateOnly today, IReadOnlyList<SchemeRow> schemes, IReadOnlyList<ClaimRow> claims, CancellationToken stop)
    {
        var viewer = Job.AsViewer;
        if (file.LogPosition is not null || await queries.Parts(viewer, id) is not { Count: > 1 } parts) return null;
        if (await queries.File(viewer, parts[^2]) is not { LogPosition: { } seen } before || (before.FromDay, before.UntilDay) != (file.FromDay, file.UntilDay)) return null;
        var prefix = $"loan/{id.Bank}/";
        // Of what changed, as of a whole file, only what may be a break or was one is judged; what is right now is no longer counted as standing.
        Task<IReadOnlyList<string>> Suspects(string[] among) => queries.Suspects(viewer, id.Bank, parts, file.FromDay, file.UntilDay, today, speaksOfAll, among);
        // The lines that came and went are looked up while the breaks and what happened meanwhile are read.
        var (known, moved) = (queries.Known(viewer, id.Bank, parts, today), log.Streams(seen, position, prefix, stop));
        var looked = (await queries.Touched(viewer, id.Bank, parts, seen)).ToHashSet(StringComparer.Ordinal);
        var first = Suspects([.. looked]);
        var left = await LeftOut(id, file, schemes);
        var paid = claims.Where(c => c.Paid.IsPositive).Select(c => c.Loan);
        var breaks = await known;
        var named = Named(id, breaks);
        string[] more = [.. (await moved).Select(s => s[prefix.Length..]).Concat(paid).Concat(breaks.Where(b => b.MayEnd).Select(b => b.Number)).Concat(left).Where(looked.Add)];
        string[] suspects = [.. await first, .. await Suspects(more)];
        string[] mergeable = [.. breaks.Where(b => b.MayBeMerged).Select(b => b.Number).Distinct(StringComparer.Ordinal)];
        string[] near = [.. (await queries.OfBorrowers(viewer, id.Bank, [.. suspects.Union(mergeable.Where(looked.Contains), StringComparer.Ordinal)], mergeable)).Where(looked.Add)];
        OpenBreak[] open = [.. breaks.Where(b => b.IsOpen && looked.Contains(b.Number)).Select(b => new OpenBreak(b.Id, b.Number, b.Kind, b.Stage))];
        string[] all = [.. suspects.Concat(near).Concat(open.Select(b => b.Number)).Concat(left).Concat(paid).Distinct(StringComparer.Ordinal)];
        var standing = breaks.Where(b => b.Stands && !looked.Contains(b.Number)).ToLookup(b => b.Number, StringComparer.Ordinal);
        var namedNow = await named;
        var beside = new StandingBreaks(standing.ToDictionary(n => n.Key, n => namedNow.Contains(n.Key), StringComparer.Ordinal), standing.Sum(n => n.Count(b => b.Kind == BreakKind.MissingAtBank)));
        return new Scope(all, queries.Lines(viewer, id, all), [], queries.Named(viewer, id), open, beside);
    }

    /// <summary>Which numbers of the breaks that stand the bank's file names.</summary>
    private async Task<HashSet<string>> Named(BankFileId id, IReadOnlyList<KnownBreak> breaks)
    {
        var named = breaks.Where(b => b.Stands && b.HasLine).Select(b => b.Number).ToHashSet(StringComparer.Ordinal);
        named.UnionWith(await queries.NamedOf(Job.AsViewer, id, [.. breaks.Where(b => b.Stands).Select(b => b.Number).Except(named, StringComparer.Ordinal)]));
        return named;
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
        return new Scope(all, Task.FromResult<IReadOnlyList<BankLineRow>>([.. lines, .. before]), [.. before.Select(l => l.Number)], Task.FromResult<long>(all.Length), await queries.OpenOf(viewer, id.Bank), StandingBreaks.None);
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
